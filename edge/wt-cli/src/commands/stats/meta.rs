//! `wholetime stats meta FILE`: how far units truly differ, and each with its noise shrunk away, as metafor has it.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value, json};
use wt_engine::report::{Cell, Report};
use wt_stats::random_effects::{Estimator, RandomEffects, Search, Shrunk};

use super::super::{Answer, Failure, figures};
use super::Mode;
use super::columns::Columns;
use crate::report::{Format, print};
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats meta trusts.csv --unit org --value y --variance v --method REML\n  \
    wholetime stats meta ae.csv --unit org --numerator late --denominator all --scale logit --method PM --format json\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column that names the units; without it they are numbered.
    #[arg(long)]
    unit: Option<String>,
    /// Column of values.
    #[arg(long, required_unless_present = "numerator", requires = "variance")]
    value: Option<String>,
    /// Column of their sampling variances.
    #[arg(long)]
    variance: Option<String>,
    /// Column of counts, in place of values and variances.
    #[arg(long, conflicts_with = "value", requires_all = ["denominator", "scale"])]
    numerator: Option<String>,
    /// Column of denominators, or of expected counts.
    #[arg(long)]
    denominator: Option<String>,
    /// Scale of counts: logit with variance 1/x + 1/(n − x), log-ratio with 1/x.
    #[arg(long, value_enum)]
    scale: Option<Scale>,
    /// How the spread between units is estimated.
    #[arg(long, value_enum, ignore_case = true, default_value = "REML")]
    method: Method,
    /// Confidence of prediction limits.
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// Peer: stop where metafor stops; corrected: to the last digits.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scale {
    Logit,
    LogRatio,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    #[value(name = "DL")]
    Dl,
    #[value(name = "REML")]
    Reml,
    #[value(name = "PM")]
    Pm,
    #[value(name = "ML")]
    Ml,
}

pub(super) fn run(args: &Args) -> Answer {
    if !(args.confidence > 0.0 && args.confidence < 1.0) {
        return Err(Failure::Input("--confidence must lie between 0 and 1, such as 0.95.".to_owned()));
    }
    let columns = Columns::read(&args.file)?;
    let names = args.unit.as_deref().map(|u| columns.texts(u)).transpose()?;
    let (y, v) = values(args, &columns)?;
    let estimator = match args.method {
        Method::Dl => Estimator::DerSimonianLaird,
        Method::Reml => Estimator::Reml,
        Method::Pm => Estimator::PauleMandel,
        Method::Ml => Estimator::MaximumLikelihood,
    };
    let search = if args.mode == Mode::Peer { Search::Metafor } else { Search::Exact };
    let fit = RandomEffects::new(&y, &v, estimator, search)
        .map_err(|why| Failure::Input(format!("{}: no estimate: {why}.", args.file.display())))?;
    let units: Vec<(String, f64, f64, Option<Shrunk>)> = (0..y.len())
        .map(|i| {
            let name = names.as_ref().map_or_else(|| (i + 1).to_string(), |names| names[i].clone());
            (name, y[i], v[i], fit.shrink(y[i], v[i], args.confidence))
        })
        .collect();
    if args.format == Format::Json {
        return figures(&format!("{:#}\n", object(&fit, &units)));
    }
    say(&format!("mu {} (se {}), tau2 {}, I2 {}%, H2 {}.", fit.mu, fit.se, fit.tau2, fit.i2, fit.h2));
    say(&format!("Q {} with p {}.", fit.qe, fit.qe_p));
    let mut report = Report::new(&["unit", "y", "v", "blup", "blup_se", "pi_lb", "pi_ub"]);
    for (name, y, v, shrunk) in units {
        let number = |of: fn(Shrunk) -> f64| Cell::maybe(shrunk.map(of), Cell::number);
        report.push(vec![
            Cell::text(name),
            Cell::number(y),
            Cell::number(v),
            number(|s| s.value),
            number(|s| s.se),
            number(|s| s.lower),
            number(|s| s.upper),
        ]);
    }
    figures(&print(&report, args.format))
}

/// Values with their variances, given or made from counts.
fn values(args: &Args, columns: &Columns) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let numbers = |heading: Option<&String>| -> Result<Vec<f64>, Failure> {
        let heading = heading.map_or("", String::as_str);
        Ok(columns.numbers(heading)?.into_iter().map(|x| x.unwrap_or(f64::NAN)).collect())
    };
    if args.numerator.is_none() {
        return Ok((numbers(args.value.as_ref())?, numbers(args.variance.as_ref())?));
    }
    let (x, n) = (numbers(args.numerator.as_ref())?, numbers(args.denominator.as_ref())?);
    let pairs = x.into_iter().zip(n);
    Ok(match args.scale {
        Some(Scale::LogRatio) => pairs.map(|(x, n)| ((x / n).ln(), 1.0 / x)).unzip(),
        _ => pairs.map(|(x, n)| ((x / (n - x)).ln(), 1.0 / x + 1.0 / (n - x))).unzip(),
    })
}

fn object(fit: &RandomEffects, units: &[(String, f64, f64, Option<Shrunk>)]) -> Value {
    let unit = |(name, y, v, s): &(String, f64, f64, Option<Shrunk>)| {
        json!({ "unit": name, "y": y, "v": v, "blup": s.map(|s| s.value), "blup_se": s.map(|s| s.se),
                "pi_lb": s.map(|s| s.lower), "pi_ub": s.map(|s| s.upper) })
    };
    json!({
        "mu": fit.mu, "se": fit.se, "tau2": fit.tau2, "I2": fit.i2, "H2": fit.h2, "QE": fit.qe, "QEp": fit.qe_p,
        "units": units.iter().map(unit).collect::<Vec<_>>(),
    })
}
