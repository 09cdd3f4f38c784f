//! `wholetime stats funnel FILE`: who lies further out than size and usual spread explain.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::adjust::{Adjustment, adjust};
use wt_stats::funnel::peer::{Kind, Options, PeerFunnel, peer};
use wt_stats::funnel::{Level, corrected};

use wt_charts::{FunnelPlot, Limits, Measure, Point};

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::Columns;
use super::output::{Output, reading};
use crate::report::{Format, print};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats funnel ae.csv --unit trust --numerator breaches --denominator attendances --type PR\n  \
    wholetime stats funnel shmi.csv --unit trust --numerator deaths --denominator expected --type SR-SHMI --format json\n\n\
    Names are those of FunnelPlotR: uz is z within units, wz trimmed; l95 to u998 are limits for size alone, od_ those\n\
    widened by the spread between units; outlier flags are of the pair in use (adjusted where phi is above 1).\n\
    corrected: od_ limits hold what they promise whatever the spread; phi, uz, wz and the limits for size alone are blank;\n\
    z says how far out a unit lies in standard errors of a normal, p its chance, q the false discovery rate over the\n\
    units; tau is the spread between units in logits (PR) or logarithms. trim, shmi-rounding and adjusted have no say.\n")]
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
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    #[command(flatten)]
    output: Output,
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
    /// Corrected: z, p and q.
    judged: Option<[f64; 3]>,
}

/// What holds for all units, in either reading.
struct Whole {
    phi: Option<f64>,
    tau2: f64,
    centre: f64,
    adjusted: bool,
    mode: Mode,
}

const LIMITS: [&str; 8] = ["l95", "u95", "l998", "u998", "od_l95", "od_u95", "od_l998", "od_u998"];

const JUDGED: [&str; 3] = ["z", "p", "q"];

pub(super) fn run(args: &Args) -> Answer {
    let columns = Columns::read(&args.file)?;
    let numbers = |heading: &str| -> Result<Vec<f64>, Failure> {
        Ok(columns.numbers(heading)?.into_iter().map(|x| x.unwrap_or(f64::NAN)).collect())
    };
    let (x, n) = (numbers(&args.numerator)?, numbers(&args.denominator)?);
    let (names, pairs) = units(args, &columns, &x, &n)?;
    let (whole, figured) = match args.mode {
        Mode::Peer => by_peer(args, &pairs),
        Mode::Corrected => by_corrected(args, &pairs),
    }
    .map_err(|why| Failure::Input(format!("{}: no funnel: {why}.", args.file.display())))?;
    let rows: Vec<Row> = names
        .into_iter()
        .zip(&pairs)
        .zip(figured)
        .map(|((unit, pair), figures)| Row { unit, numerator: pair.0, denominator: pair.1, figures })
        .collect();
    let printed = |format| match format {
        Format::Json => format!("{:#}\n", object(&whole, &rows)),
        other => print(&table(&rows, args.mode), other),
    };
    let rules = reading(args.mode, "FunnelPlotR");
    args.output.give(&args.file, &rules, printed, || drawn(args, &rows).into_iter().collect())
}

/// The funnel on the scale of the figures: limits are the same whatever they are multiplied with.
fn drawn(args: &Args, rows: &[Row]) -> Option<wt_charts::Chart> {
    let pairs: Vec<(f64, f64)> = rows.iter().map(|r| (r.numerator, r.denominator)).collect();
    let limits = match args.mode {
        Mode::Peer => Limits::Package(peer(&pairs, &options(args, 1.0)).ok()?),
        Mode::Corrected => Limits::Corrected(corrected::funnel(&pairs, counted(args)).ok()?),
    };
    let point = |r: &Row| {
        r.figures.as_ref().map(|_| Point {
            name: r.unit.clone(),
            label: None,
            size: r.denominator,
            share: r.numerator / r.denominator,
            own: false,
            elsewhere: false,
        })
    };
    let given = format!("{} over {}", args.numerator, args.denominator);
    let plot = FunnelPlot {
        title: args.output.title(&given, ""),
        unit: Measure::Plain(args.multiplier),
        size_unit: args.denominator.clone(),
        who: "Units",
        points: rows.iter().filter_map(point).collect(),
        limits,
    };
    Some(plot.chart("funnel"))
}

/// What holds for all, and each unit's figures; or why there is no funnel.
type Found = Result<(Whole, Vec<Option<Figures>>), &'static str>;

fn options(args: &Args, multiplier: f64) -> Options {
    let kind = match args.kind {
        Type::Proportion => Kind::Proportion,
        Type::Shmi => Kind::Shmi { rounding: args.shmi_rounding },
        Type::Cqc => Kind::Cqc,
        Type::Counts => Kind::Counts,
    };
    Options { kind, trim: args.trim, multiplier, adjusted: args.adjusted }
}

fn counted(args: &Args) -> corrected::Kind {
    match args.kind {
        Type::Proportion => corrected::Kind::Proportion,
        Type::Shmi | Type::Cqc => corrected::Kind::Rate,
        Type::Counts => corrected::Kind::Counts,
    }
}

fn by_peer(args: &Args, pairs: &[(f64, f64)]) -> Found {
    let funnel =
        peer(pairs, &options(args, args.multiplier)).map_err(wt_stats::funnel::peer::Refusal::words)?;
    let whole = Whole {
        phi: Some(funnel.phi),
        tau2: funnel.tau2,
        centre: funnel.centre,
        adjusted: funnel.adjusted,
        mode: Mode::Peer,
    };
    Ok((whole, (0..pairs.len()).map(|i| of(&funnel, i)).collect()))
}

fn by_corrected(args: &Args, pairs: &[(f64, f64)]) -> Found {
    let funnel = corrected::funnel(pairs, counted(args)).map_err(corrected::Refusal::words)?;
    let units = funnel.units(pairs);
    let p: Vec<f64> = units.iter().flatten().map(corrected::Unit::p).collect();
    let mut q = adjust(&p, Adjustment::BenjaminiHochberg).unwrap_or_default().into_iter();
    let times = args.multiplier;
    let one = |(unit, pair): (&Option<corrected::Unit>, &(f64, f64))| {
        let unit = (*unit)?;
        let ends = |level| {
            let limits = funnel.limits(pair.1, level);
            [limits.map(|l| l.low * times), limits.map(|l| l.high * times)]
        };
        let mut limits = [None; 8];
        limits[4..6].copy_from_slice(&ends(Level::P95));
        limits[6..8].copy_from_slice(&ends(Level::P998));
        Some(Figures {
            value: unit.value * times,
            uz: None,
            wz: None,
            limits,
            outside: [unit.flag.outside95, unit.flag.outside998],
            judged: Some([unit.z, unit.p(), q.next()?]),
        })
    };
    let figured = units.iter().zip(pairs).map(one).collect();
    let whole = Whole {
        phi: None,
        tau2: funnel.tau * funnel.tau,
        centre: funnel.centre * times,
        adjusted: true,
        mode: Mode::Corrected,
    };
    Ok((whole, figured))
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
        judged: None,
    })
}

fn object(whole: &Whole, rows: &[Row]) -> Value {
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
        if whole.mode == Mode::Corrected {
            for (at, name) in JUDGED.into_iter().enumerate() {
                unit[name] = f.and_then(|f| Some(f.judged?[at])).into();
            }
        }
        unit
    };
    let mut all = json!({
        "phi": whole.phi, "tau2": whole.tau2, "centre": whole.centre, "used_adjusted": whole.adjusted,
        "units": rows.iter().map(unit).collect::<Vec<_>>(),
    });
    if whole.mode == Mode::Corrected {
        all["tau"] = whole.tau2.sqrt().into();
    }
    all
}

fn table(rows: &[Row], mode: Mode) -> Report {
    let judged: &[&str] = if mode == Mode::Corrected { &JUDGED } else { &[] };
    let columns: Vec<&str> = ["unit", "numerator", "denominator", "value", "uz", "wz"]
        .into_iter()
        .chain(LIMITS)
        .chain(["outlier_95", "outlier_998"])
        .chain(judged.iter().copied())
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
        row.extend((0..judged.len()).map(|at| number(f.and_then(|f| Some(f.judged?[at])))));
        report.push(row);
    }
    report
}
