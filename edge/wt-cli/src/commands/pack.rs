//! `wholetime pack`: the board pack of a ledger of benefits, as tagged PDF; the ledger is in a file or in a store.

mod blocks;
mod charts;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use wt_benefits::ledger::Ledger;
use wt_benefits::proof::Proof;
use wt_benefits::tables;
use wt_benefits::waterfall::{Waterfall, changes};
use wt_engine::report::workbook;
use wt_pdf::{Document, pdf};
use wt_units::{FinancialYear, Month, OdsCode};

use super::{Answer, Failure, benefits, figures, person};
use crate::report::Format;
use crate::words::say;
use blocks::Pack;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime pack book/benefits.jsonl --base book/benefits-base.csv --gap 1000000 --month 2026-10 --out PACK.pdf\n  \
    wholetime pack LEDGER.jsonl --base BASE.csv --month 2026-10 --org RJ6 --series returns.csv --out PACK.pdf\n  \
    wholetime pack --store S --month 2026-10 --out PACK.pdf --svg CHARTS --xlsx PACK.xlsx\n\n\
    The pack is tagged for screen readers (PDF/UA-1): the gap and what is left of it, by employer, what changed in the month and\n\
    why, the top actions and who is late, every benefit, what was proved (with --series or --store) with its charts, and what was left out.\n")]
pub(crate) struct PackArgs {
    /// The ledger (see `wholetime benefits list --help`).
    #[arg(required_unless_present = "store", conflicts_with = "store")]
    ledger: Option<PathBuf>,
    /// A store that keeps the ledger, its base, the gap and the measures.
    #[arg(long)]
    store: Option<String>,
    /// Hours, shifts, order lines and posts that benefits stand on. Without it, those of the store.
    #[arg(long, required_unless_present = "store")]
    base: Option<PathBuf>,
    /// The month: the ledger is taken as it stood at its end.
    #[arg(long)]
    month: Month,
    /// The gap in pounds, such as 250000000.
    #[arg(long)]
    gap: Option<String>,
    /// Actions and benefits of this employer only; the way down from the gap is of all.
    #[arg(long)]
    org: Option<OdsCode>,
    /// Monthly figures of the measures, to say what was proved.
    #[arg(long)]
    series: Option<PathBuf>,
    /// Where to write it.
    #[arg(long)]
    out: PathBuf,
    /// Write its charts into this folder too, as SVG files for slides.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Write its tables as a workbook too.
    #[arg(long)]
    xlsx: Option<PathBuf>,
}

pub(super) async fn run(args: &PackArgs) -> Answer {
    let mut gap = args
        .gap
        .as_deref()
        .map(tables::pounds)
        .transpose()
        .map_err(|why| Failure::Input(format!("--gap: {why}.")))?;
    let kept =
        benefits::Kept::open(args.ledger.as_deref(), args.store.as_deref(), args.base.as_deref()).await?;
    if let (None, Some(engine)) = (gap, kept.engine()) {
        gap = engine.gap(&person()).await?.map(|gap| gap.amount);
    }
    let (ledger, name) = (&kept.ledger, kept.name());
    let base = kept.base.clone().unwrap_or_default();
    let (now, then) = (ledger.at_end_of(end(args.month)), ledger.at_end_of(end(args.month.plus(-1))));
    let Some(made) = now.last() else {
        return Err(Failure::Input(format!(
            "{name}: nothing was entered by the end of {}.",
            args.month.long()
        )));
    };
    let of = |ledger: &_| {
        Waterfall::of(ledger, &base, FinancialYear::of(args.month), gap)
            .map_err(|why| Failure::Input(format!("{name}: {why}.")))
    };
    let (after, before) = (of(&now)?, of(&then)?);
    let proofs = match args.series.is_some() || kept.engine().is_some() {
        true => Some(benefits::proofs(&kept, &now, args.series.as_deref()).await?),
        false => None,
    };
    let metrics = match kept.engine() {
        Some(engine) => engine.snapshot(&person()).await?.metrics.clone(),
        None => benefits::shipped()?,
    };
    let shown: Vec<Proof> =
        proofs.iter().flat_map(|(all, _)| all).filter(|p| about(args.org, &now, p)).cloned().collect();
    let (gap_chart, measured) = (charts::down(&after), charts::measures(&now, &shown, &metrics));
    let pack = Pack {
        gap_chart: gap_chart.as_ref(),
        measured: &measured,
        ledger: &now,
        waterfall: &after,
        changes: &changes(&before, &after, &now.entries()[then.entries().len()..]),
        proofs: proofs.as_ref(),
        org: args.org,
        today: end(args.month),
        sources: sources(args, made),
    };
    let whose = args.org.map_or("all employers".to_owned(), |org| org.to_string());
    let title = format!("Benefits, {whose}, {}", args.month.long());
    let day = args.month.last_day();
    let number = |n: i8| n.unsigned_abs();
    let day = (day.year().unsigned_abs(), number(day.month()), number(day.day()));
    let bytes = pdf(&Document { blocks: blocks::blocks(&title, &pack), title, day })
        .map_err(|why| Failure::Input(format!("{}: {why}.", args.out.display())))?;
    std::fs::write(&args.out, &bytes).map_err(|e| Failure::file(&args.out, &e))?;
    say(&format!("{} is written.", args.out.display()));
    beside(args, gap_chart.iter().chain(&measured), &now, &after)?;
    kept.close().await;
    figures("")
}

fn sources(args: &PackArgs, made: Date) -> String {
    format!(
        "Sources: {} as of {}, its last entry being of {made}; {}.{}",
        args.ledger
            .as_deref()
            .map_or("the store's ledger".to_owned(), |path| format!("the ledger {}", named(path))),
        args.month.last_day(),
        args.base
            .as_deref()
            .map_or("the store's base".to_owned(), |path| format!("the base {}", named(path))),
        match (&args.series, &args.store) {
            (Some(path), _) => format!(" Measures: {}.", named(path)),
            (None, Some(_)) => " Measures: those loaded in the store.".to_owned(),
            (None, None) => String::new(),
        }
    )
}

/// Charts and tables in files of their own, where they were asked for.
fn beside<'a>(
    args: &PackArgs,
    charts: impl Iterator<Item = &'a charts::Named>,
    ledger: &Ledger,
    waterfall: &Waterfall,
) -> Result<(), Failure> {
    if let Some(folder) = &args.svg {
        std::fs::create_dir_all(folder).map_err(|e| Failure::file(folder, &e))?;
        for named in charts {
            let path = folder.join(format!("{}.svg", named.name));
            std::fs::write(&path, named.chart.standalone()).map_err(|e| Failure::file(&path, &e))?;
        }
    }
    if let Some(path) = &args.xlsx {
        let year = waterfall.year;
        let sheets = [
            ("Benefits", benefits::report(ledger, year, Some(waterfall), Format::Csv)),
            ("Employers", super::gap::report(waterfall, true, Format::Csv)),
        ];
        let bytes = workbook(&sheets).map_err(|why| Failure::Input(format!("{}: {why}.", path.display())))?;
        std::fs::write(path, bytes).map_err(|e| Failure::file(path, &e))?;
    }
    Ok(())
}

/// Whether a proof is about the employer that was asked for.
fn about(org: Option<OdsCode>, ledger: &Ledger, proof: &Proof) -> bool {
    let whose = ledger.lines().get(&proof.line).map(|state| ledger.today(state.line.org));
    org.is_none_or(|org| whose == Some(org))
}

/// Without its folder, which is nobody's business but the machine's.
fn named(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn end(month: Month) -> Date {
    month.last_day()
}
