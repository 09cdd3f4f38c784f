//! `wholetime stats funnel FILE`: who lies further out than size and usual spread explain.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::funnel::Level;
use wt_stats::funnel::peer::{Kind, Options, PeerFunnel, peer};

use super::super::{Answer, Failure, figures};
use super::columns::Columns;
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats funnel ae.csv --unit trust --numerator breaches --denominator attendances --type PR\n  \
    wholetime stats funnel shmi.csv --unit trust --numerator deaths --denominator expected --type SR-SHMI --format json\n\n\
    Names are those of FunnelPlotR: uz is z within units, wz trimmed; l95 to u998 are limits for size alone, od_ those\n\
    widened by the spread between units; outlier flags are of the pair in use (adjusted where phi is above 1).\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column that names the units; without it they are numbered.
    #[arg(long)]
    unit: Option<String>,
    /// Column of numerators: events, or observed.
    #[arg(long)]
    numerator: String,
    /// Column of denominators: exposed, or expected.
    #[arg(long)]
    denominator: String,
    /// PR proportions, SR-SHMI and SR-CQC observed over expected, RC ratios of counts.
    #[arg(long = "type", value_enum, ignore_case = true)]
    kind: Type,
    /// Share trimmed at each end before the spread is judged.
    #[arg(long, alias = "trim-by", default_value_t = 0.1)]
    trim: f64,
    /// Values and limits times so much.
    #[arg(long, default_value_t = 1.0)]
    multiplier: f64,
    /// SR-SHMI: expected rounded to two places first.
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set)]
    shmi_rounding: bool,
    /// Limits widened by the spread between units.
    #[arg(long, alias = "requested-adjusted", default_value_t = true, action = clap::ArgAction::Set)]
    adjusted: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Type {
    #[value(name = "PR")]
    Proportion,
    #[value(name = "SR-SHMI")]
    Shmi,
    #[value(name = "SR-CQC")]
    Cqc,
    #[value(name = "RC")]
    Counts,
}

/// A unit and where it lies; none of its figures where it could not be used.
struct Row {
    unit: String,
    numerator: f64,
    denominator: f64,
    figures: Option<Figures>,
}

struct Figures {
    value: f64,
    uz: Option<f64>,
    wz: Option<f64>,
    /// In the order of [`LIMITS`].
    limits: [Option<f64>; 8],
    outside: [bool; 2],
}

const LIMITS: [&str; 8] = ["l95", "u95", "l998", "u998", "od_l95", "od_u95", "od_l998", "od_u998"];

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let numbers = |heading: &str| -> Result<Vec<f64>, Failure> {
        Ok(columns.numbers(heading)?.into_iter().map(|x| x.unwrap_or(f64::NAN)).collect())
    };
    let (x, n) = (numbers(&args.numerator)?, numbers(&args.denominator)?);
    let (names, pairs) = units(args, &columns, &x, &n)?;
    let kind = match args.kind {
        Type::Proportion => Kind::Proportion,
        Type::Shmi => Kind::Shmi { rounding: args.shmi_rounding },
        Type::Cqc => Kind::Cqc,
        Type::Counts => Kind::Counts,
    };
    let options = Options { kind, trim: args.trim, multiplier: args.multiplier, adjusted: args.adjusted };
    let refused = |why: &str| Failure::Input(format!("{}: no funnel: {why}.", args.file.display()));
    let funnel = peer(&pairs, &options).map_err(|why| refused(why.words()))?;
    let rows: Vec<Row> = (0..pairs.len())
        .map(|i| Row {
            unit: names[i].clone(),
            numerator: pairs[i].0,
            denominator: pairs[i].1,
            figures: of(&funnel, i),
        })
        .collect();
    match args.format {
        Format::Json => figures(&format!("{:#}\n", object(&funnel, &rows))),
        other => figures(&print(&table(&rows), other)),
    }
}

/// Names, and numerator and denominator of each.
type Units = (Vec<String>, Vec<(f64, f64)>);

/// The units of the file; rows of one unit are added up, as the peer does.
fn units(args: &Args, columns: &Columns, x: &[f64], n: &[f64]) -> Result<Units, Failure> {
    let Some(unit) = args.unit.as_deref() else {
        let pairs: Vec<(f64, f64)> = x.iter().copied().zip(n.iter().copied()).collect();
        return Ok(((1..=pairs.len()).map(|i| i.to_string()).collect(), pairs));
    };
    let groups = columns.groups(Some(unit))?;
    let sum = |of: &[f64], rows: &[usize]| rows.iter().map(|i| of[*i]).sum::<f64>();
    Ok(groups.into_iter().map(|(name, rows)| (name, (sum(x, &rows), sum(n, &rows)))).unzip())
}

fn of(funnel: &PeerFunnel, i: usize) -> Option<Figures> {
    let unit = funnel.units[i]?;
    let ends = |level, widened| {
        let limits = funnel.limits(unit.denominator, level, widened);
        [limits.map(|l| l.low), limits.map(|l| l.high)]
    };
    let pairs = [(Level::P95, false), (Level::P998, false), (Level::P95, true), (Level::P998, true)];
    let mut limits = [None; 8];
    for (at, (level, widened)) in pairs.into_iter().enumerate() {
        limits[2 * at..2 * at + 2].copy_from_slice(&ends(level, widened));
    }
    Some(Figures {
        value: unit.value,
        uz: unit.raw_z,
        wz: unit.trimmed_z,
        limits,
        outside: [unit.flag.outside95, unit.flag.outside998],
    })
}

fn object(funnel: &PeerFunnel, rows: &[Row]) -> Value {
    let unit = |r: &Row| {
        let f = r.figures.as_ref();
        let mut unit = json!({
            "unit": r.unit, "numerator": r.numerator, "denominator": r.denominator, "value": f.map(|f| f.value),
            "uz": f.and_then(|f| f.uz), "wz": f.and_then(|f| f.wz),
            "outlier_95": f.map(|f| f.outside[0]), "outlier_998": f.map(|f| f.outside[1]),
        });
        for (at, name) in LIMITS.into_iter().enumerate() {
            unit[name] = f.and_then(|f| f.limits[at]).into();
        }
        unit
    };
    json!({
        "phi": funnel.phi, "tau2": funnel.tau2, "centre": funnel.centre, "used_adjusted": funnel.adjusted,
        "units": rows.iter().map(unit).collect::<Vec<_>>(),
    })
}

fn table(rows: &[Row]) -> Report {
    let columns: Vec<&str> = ["unit", "numerator", "denominator", "value", "uz", "wz"]
        .into_iter()
        .chain(LIMITS)
        .chain(["outlier_95", "outlier_998"])
        .collect();
    let mut report = Report::new(&columns);
    for r in rows {
        let f = r.figures.as_ref();
        let number = |x: Option<f64>| Cell::maybe(x, Cell::number);
        let finite = |x: f64| number(Some(x).filter(|x| x.is_finite()));
        let mut row = vec![Cell::text(&r.unit), finite(r.numerator), finite(r.denominator)];
        row.extend([f.map(|f| f.value), f.and_then(|f| f.uz), f.and_then(|f| f.wz)].map(number));
        row.extend((0..LIMITS.len()).map(|at| number(f.and_then(|f| f.limits[at]))));
        row.extend((0..2).map(|at| Cell::maybe(f.map(|f| f.outside[at]), Cell::Flag)));
        report.push(row);
    }
    report
}
