//! `wholetime stats compare FILE`: each unit beside a benchmark, with label, rank and, corrected, the chances of error.

mod figures;
mod similar;

use std::path::PathBuf;

use wt_engine::report::{Cell, Report};
use wt_stats::adjust::{Adjustment, adjust};
use wt_stats::comparator::{Standing, single_overlap};
use wt_stats::hierarchy::Worse;
use wt_stats::selection::{Options, Peers, Ranks, Refusal, Rule, Selected};
use wt_stats::selection::{against_mean, against_selected, rank_intervals};
use wt_stats::trend::Polarity;
use wt_stats::{Interval, quantile};

use self::figures::{Group, Kind};
use wt_charts::{Caterpillar, Chart, Item, Measure, Stand};

use super::super::{Answer, Failure};
use super::Mode;
use super::columns::Columns;
use super::output::{Output, reading};
use super::trend::Direction;
use crate::report::print;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    wholetime stats compare ae.csv --unit trust --numerator breaches --denominator attendances --benchmark median \\\n      \
    --polarity low-is-good --multiplier 100\n  \
    wholetime stats compare spend.csv --unit icb --metric measure --kind rate --numerator items --denominator patients \\\n      \
    --benchmark best-5-of-10 --similar demography.csv --polarity low-is-good --mode corrected\n\n\
    Columns: metric, unit, numerator, denominator, value, lower, upper (the value's own interval), comparator, difference,\n\
    difference_lower, difference_upper, label, rank (1 is best; with no judgement, lowest), rank_lower and rank_upper (for\n\
    one unit), rank_lower_all and rank_upper_all (for reading the whole table), p (two-sided), q (false discovery rate\n\
    over all rows), reason where there is nothing to say.\n\n\
    peer: similar where the comparator lies in the value's interval, as Fingertips has it; the benchmark is taken as known,\n\
    as RightCare takes the best five of ten. Intervals of differences and ranks, p and q are blank.\n\
    corrected: the comparator is a chance figure too. Where it was chosen because it looks good, the luck of the\n\
    choice is taken out and the choice is part of the test; better and worse are said where q is 1 - confidence or less.\n")]
pub(crate) struct Args {
    /// A CSV file or workbook; its first row holds the headings.
    file: PathBuf,
    /// Column that names the units.
    #[arg(long)]
    unit: String,
    /// Column that parts the rows into metrics, each compared for itself.
    #[arg(long)]
    metric: Option<String>,
    /// What the figures are: proportion, rate (numerator and denominator), mean or ratio (value and se).
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
    /// Column of numerators; rows of one unit are added up.
    #[arg(long)]
    numerator: Option<String>,
    /// Column of denominators.
    #[arg(long)]
    denominator: Option<String>,
    /// Column of values, for means and ratios.
    #[arg(long)]
    value: Option<String>,
    /// Column of their standard errors.
    #[arg(long)]
    se: Option<String>,
    /// What to compare with: mean, median, best-quartile, or best-5-of-10 and the like.
    #[arg(long, value_parser = benchmark)]
    benchmark: Benchmark,
    /// File of the units and their variables, from which the similar ones are taken: best-5-of-10 needs it.
    #[arg(long)]
    similar: Option<PathBuf>,
    /// Which of its columns say who is similar; all but the units' names if none is named.
    #[arg(long, value_delimiter = ',', requires = "similar")]
    variables: Vec<String>,
    /// What is good.
    #[arg(long, value_enum, default_value_t)]
    polarity: Direction,
    /// Confidence of intervals, and 1 - the level of labels.
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// Values times so much: 100 for percentages.
    #[arg(long, default_value_t = 1.0)]
    multiplier: f64,
    /// Whose reading.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// Seed of the errors drawn in the corrected reading.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    output: Output,
}

/// What units are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Benchmark {
    Mean,
    Median,
    BestQuartile,
    /// The mean of the best `best` of the `of` most similar.
    BestOf {
        best: usize,
        of: usize,
    },
}

fn benchmark(word: &str) -> Result<Benchmark, String> {
    let best_of = || {
        let (best, of) = word.strip_prefix("best-")?.split_once("-of-")?;
        let (best, of) = (best.parse::<usize>().ok()?, of.parse::<usize>().ok()?);
        (best >= 1 && of >= 2 && best <= of).then_some(Benchmark::BestOf { best, of })
    };
    match word {
        "mean" => Ok(Benchmark::Mean),
        "median" => Ok(Benchmark::Median),
        "best-quartile" => Ok(Benchmark::BestQuartile),
        _ => best_of()
            .ok_or_else(|| "expected mean, median, best-quartile, or best-5-of-10 and the like".to_owned()),
    }
}

/// One unit of one metric, compared.
struct Compared {
    comparator: Option<f64>,
    difference: Option<f64>,
    interval: Option<Interval>,
    label: Standing,
    rank: Option<usize>,
    ranks: Option<Ranks>,
    p: Option<f64>,
    q: Option<f64>,
    reason: Option<String>,
}

pub(super) fn run(args: &Args) -> Answer {
    if !(args.confidence > 0.0 && args.confidence < 1.0) {
        return Err(Failure::Input("--confidence must lie between 0 and 1, such as 0.95.".to_owned()));
    }
    let judged = !matches!(args.benchmark, Benchmark::Mean | Benchmark::Median);
    if judged && args.polarity == Direction::NoJudgement {
        return Err(Failure::Input(
            "A best benchmark needs --polarity low-is-good or high-is-good.".to_owned(),
        ));
    }
    let groups = figures::read(args, &Columns::read(&args.file)?)?;
    let mut compared = Vec::with_capacity(groups.len());
    for group in &groups {
        let lists = lists(args, group)?;
        compared.push(match args.mode {
            Mode::Peer => peer(args, group, lists.as_deref()),
            Mode::Corrected => corrected(args, group, lists.as_deref()),
        });
    }
    if args.mode == Mode::Corrected {
        discover(args, &mut compared);
    }
    let rules = reading(args.mode, "Fingertips and RightCare");
    let draw = || groups.iter().zip(&compared).map(|(group, one)| drawn(args, group, one)).collect();
    args.output.give(&args.file, &rules, |format| print(&table(args, &groups, &compared), format), draw)
}

/// The worst first.
fn drawn(args: &Args, group: &Group, compared: &[Compared]) -> Chart {
    let words = match args.benchmark {
        Benchmark::Mean => "Mean".to_owned(),
        Benchmark::Median => "Median".to_owned(),
        Benchmark::BestQuartile => "Best quartile".to_owned(),
        Benchmark::BestOf { best, of } => format!("Mean of the best {best} of {of}"),
    };
    let each = matches!(args.benchmark, Benchmark::BestOf { .. });
    let common = compared.iter().find_map(|c| c.comparator).filter(|_| !each);
    let mut items: Vec<(usize, Item)> = compared
        .iter()
        .enumerate()
        .filter_map(|(i, one)| {
            let rank = one.rank?;
            let last = match one.ranks {
                Some(r) => format!("{rank} ({}\u{2013}{})", r.alone.0, r.alone.1),
                None => rank.to_string(),
            };
            let item = Item {
                name: group.units[i].clone(),
                value: group.value(i)?,
                interval: group.interval(i, args.confidence).map(|i| (i.low, i.high)),
                benchmark: one.comparator.filter(|_| each),
                stand: stand(one.label),
                label: one.label.label(),
                last,
            };
            Some((rank, item))
        })
        .collect();
    items.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    Caterpillar {
        title: args.output.title(&title(args), &group.name),
        unit: Measure::Plain(args.multiplier),
        items: items.into_iter().map(|(_, item)| item).collect(),
        benchmark: common.map(|c| (c, words.clone())),
        own_benchmarks: each.then_some(words),
        interval: format!("{}% interval", 100.0 * args.confidence),
        last: "Rank".to_owned(),
    }
    .chart("compare")
}

fn title(args: &Args) -> String {
    match (&args.numerator, &args.denominator, &args.value) {
        (Some(x), Some(n), _) => format!("{x} over {n}"),
        (_, _, Some(value)) => value.clone(),
        _ => String::new(),
    }
}

fn stand(label: Standing) -> Stand {
    match label {
        Standing::NotCompared | Standing::Similar => Stand::Similar,
        Standing::Worse | Standing::Worst | Standing::Higher | Standing::Highest => Stand::Worse,
        Standing::Better | Standing::Best | Standing::Lower | Standing::Lowest => Stand::Better,
    }
}

/// The most similar units of each, where the benchmark is chosen among them.
fn lists(args: &Args, group: &Group) -> Result<Option<Vec<Vec<usize>>>, Failure> {
    let Benchmark::BestOf { of, .. } = args.benchmark else { return Ok(None) };
    let file = args.similar.as_ref().ok_or_else(|| {
        Failure::Input(
            "The best of the most similar needs --similar FILE: a row for each unit, and what they are like."
                .to_owned(),
        )
    })?;
    similar::nearest(file, &args.unit, &args.variables, group, of).map(Some)
}

/// Higher or lower is worse; with no judgement, higher ranks last.
fn worse(args: &Args) -> Worse {
    if args.polarity == Direction::HighIsGood { Worse::Lower } else { Worse::Higher }
}

/// As Fingertips and RightCare have it: the comparator is known.
fn peer(args: &Args, group: &Group, lists: Option<&[Vec<usize>]>) -> Vec<Compared> {
    let values: Vec<f64> = group.values().flatten().collect();
    let sign = if worse(args) == Worse::Higher { 1.0 } else { -1.0 };
    let common = match args.benchmark {
        Benchmark::Mean => group.mean(),
        Benchmark::Median => quantile(&values, 0.5),
        Benchmark::BestQuartile => quantile(&values, if sign > 0.0 { 0.25 } else { 0.75 }),
        Benchmark::BestOf { .. } => None,
    };
    let best = |list: &Vec<usize>, best: usize| {
        let mut theirs: Vec<f64> = list.iter().filter_map(|i| group.value(*i)).collect();
        theirs.sort_by(|a, b| (sign * a).total_cmp(&(sign * b)));
        theirs.truncate(best);
        (theirs.len() == best).then(|| theirs.iter().sum::<f64>() / best as f64)
    };
    let one = |i: usize| {
        let comparator = match args.benchmark {
            Benchmark::BestOf { best: count, .. } => {
                lists.and_then(|l| l.get(i)).and_then(|l| best(l, count))
            }
            _ => common,
        };
        let value = group.value(i);
        let own = group.interval(i, args.confidence);
        let label = value.zip(comparator).map_or(Standing::NotCompared, |(value, comparator)| {
            single_overlap(value, own, comparator, polarity(args))
        });
        Compared {
            comparator: comparator.filter(|_| value.is_some()),
            difference: value.zip(comparator).map(|(v, c)| v - c),
            interval: None,
            label,
            rank: value.map(|v| 1 + values.iter().filter(|o| sign * **o < sign * v).count()),
            ranks: None,
            p: None,
            q: None,
            reason: match (value, comparator) {
                (None, _) => Some("its figures can't be used".to_owned()),
                (_, None) => Some("too few peers have usable figures".to_owned()),
                _ => None,
            },
        }
    };
    (0..group.units.len()).map(one).collect()
}

/// With the benchmark a chance figure, and its choice part of the test.
fn corrected(args: &Args, group: &Group, lists: Option<&[Vec<usize>]>) -> Vec<Compared> {
    let options = Options { confidence: args.confidence, seed: args.seed };
    let (figures, worse) = (group.figures(), worse(args));
    let found: Vec<Result<Selected, Refusal>> = match (args.benchmark, lists) {
        (Benchmark::Mean, _) => against_mean(figures, worse, &options),
        (Benchmark::BestOf { best, .. }, Some(lists)) => {
            against_selected(figures, Peers::Lists(lists), Rule::BestOf(best), worse, &options)
        }
        (benchmark, _) => {
            let rule = if benchmark == Benchmark::Median { Rule::Median } else { Rule::BestQuartile };
            against_selected(figures, Peers::Everyone, rule, worse, &options)
        }
    };
    let ranks = rank_intervals(figures, worse, &options);
    let one = |(found, ranks): (Result<Selected, Refusal>, Result<Ranks, Refusal>)| {
        let known = found.ok();
        Compared {
            comparator: known.map(|s| s.benchmark),
            difference: known.map(|s| s.gap),
            interval: known.map(|s| s.interval),
            label: Standing::NotCompared,
            rank: ranks.ok().map(|r| r.rank),
            ranks: ranks.ok(),
            p: known.map(|s| s.p()),
            q: None,
            reason: found.err().map(|why| why.words().to_owned()),
        }
    };
    found.into_iter().zip(ranks).map(one).collect()
}

/// False discovery rate over all rows of all metrics, and the labels it allows.
fn discover(args: &Args, compared: &mut [Vec<Compared>]) {
    let p: Vec<f64> = compared.iter().flatten().filter_map(|c| c.p).collect();
    let mut q = adjust(&p, Adjustment::BenjaminiHochberg).unwrap_or_default().into_iter();
    for one in compared.iter_mut().flatten().filter(|c| c.p.is_some()) {
        one.q = q.next();
        let differs = one.q.is_some_and(|q| q <= 1.0 - args.confidence);
        let side = if one.difference.is_some_and(|d| d < 0.0) { -1 } else { 1 };
        one.label = Standing::at(if differs { side } else { 0 }, polarity(args));
    }
}

fn polarity(args: &Args) -> Polarity {
    args.polarity.into()
}

fn table(args: &Args, groups: &[Group], compared: &[Vec<Compared>]) -> Report {
    let mut report = Report::new(&[
        "metric",
        "unit",
        "numerator",
        "denominator",
        "value",
        "lower",
        "upper",
        "comparator",
        "difference",
        "difference_lower",
        "difference_upper",
        "label",
        "rank",
        "rank_lower",
        "rank_upper",
        "rank_lower_all",
        "rank_upper_all",
        "p",
        "q",
        "reason",
    ]);
    let number = |x: Option<f64>| Cell::maybe(x.filter(|x| x.is_finite()), Cell::number);
    let times = |x: Option<f64>| number(x.map(|x| x * args.multiplier));
    let place = |x: Option<usize>| Cell::maybe(x, Cell::number);
    for (group, compared) in groups.iter().zip(compared) {
        for (i, one) in compared.iter().enumerate() {
            let own = group.interval(i, args.confidence);
            let (x, n) = group.counts(i).unzip();
            report.push(vec![
                Cell::text(&group.name),
                Cell::text(&group.units[i]),
                number(x),
                number(n),
                times(group.value(i)),
                times(own.map(|o| o.low)),
                times(own.map(|o| o.high)),
                times(one.comparator),
                times(one.difference),
                times(one.interval.map(|i| i.low)),
                times(one.interval.map(|i| i.high)),
                Cell::text(one.label.label()),
                place(one.rank),
                place(one.ranks.map(|r| r.alone.0)),
                place(one.ranks.map(|r| r.alone.1)),
                place(one.ranks.map(|r| r.together.0)),
                place(one.ranks.map(|r| r.together.1)),
                number(one.p),
                number(one.q),
                Cell::maybe(one.reason.as_ref(), Cell::text),
            ]);
        }
    }
    report
}
