//! Values with their intervals, as the subcommands on rates ask for them and print them.

use wt_charts::{Caterpillar, Chart, Item, Measure, Stand};
use wt_engine::report::{Cell, Report};
use wt_stats::rates::{Estimate, Level, Why};

use super::super::Failure;

/// How sure the intervals are to be: shared flags.
#[derive(Debug, clap::Args)]
pub(super) struct Confidence {
    /// Confidence of the intervals, joined by commas: 0.95,0.998 or 95,99.8.
    #[arg(long, value_delimiter = ',', default_value = "0.95", value_parser = confidence)]
    pub(super) confidence: Vec<f64>,
}

fn confidence(text: &str) -> Result<f64, String> {
    let share = text.trim().parse::<f64>().ok().map(|c| if c > 1.0 { c / 100.0 } else { c });
    share
        .filter(|c| *c > 0.0 && *c < 1.0)
        .ok_or_else(|| "expected a share such as 0.95 or a percentage such as 99.8".to_owned())
}

impl Confidence {
    /// The headings of the ends of an interval: `lower` and `upper`, each with `_0.95` and the like where more than
    /// one confidence is asked for.
    pub(super) fn headings(&self, prefix: &str) -> Vec<String> {
        let ends = |suffix: &str| [format!("{prefix}lower{suffix}"), format!("{prefix}upper{suffix}")];
        match self.confidence.as_slice() {
            [_] => ends("").into(),
            many => many.iter().flat_map(|c| ends(&format!("_{c}"))).collect(),
        }
    }

    /// The confidences with what rows by the million need worked out once.
    pub(super) fn levels(&self) -> Result<Vec<Level>, Failure> {
        let levels: Result<_, Why> = self.confidence.iter().map(|c| Level::new(*c)).collect();
        levels.map_err(|why| Failure::Input(format!("--confidence: {why}.")))
    }

    /// An estimate at each confidence.
    pub(super) fn each(&self, of: impl FnMut(f64) -> Result<Estimate, Why>) -> Result<Vec<Estimate>, Why> {
        self.confidence.iter().copied().map(of).collect()
    }

    /// The value, then the ends at each confidence; all missing where there are no estimates.
    pub(super) fn cells(&self, estimates: Option<&[Estimate]>) -> Vec<Cell> {
        let Some(estimates) = estimates else {
            return vec![Cell::Missing; 1 + 2 * self.confidence.len()];
        };
        let value = Cell::maybe(estimates.first(), |e| figure(e.value));
        let ends = estimates.iter().flat_map(|e| [Cell::maybe(e.low, figure), Cell::maybe(e.high, figure)]);
        std::iter::once(value).chain(ends).collect()
    }
}

/// A number with every digit it has; one that is none is missing.
pub(super) fn figure(x: f64) -> Cell {
    if x.is_finite() { Cell::number(x) } else { Cell::Missing }
}

/// One row of an answer.
pub(super) struct Line {
    /// What the row is about.
    pub(super) about: Vec<Cell>,
    /// The estimate at each confidence, or why there is none.
    pub(super) found: Result<Vec<Estimate>, String>,
    /// How the interval was made.
    pub(super) method: &'static str,
    /// Why the value is kept back though its interval is shown.
    pub(super) withheld: Option<&'static str>,
}

impl Line {
    /// A row with nothing kept back.
    pub(super) fn new(about: Vec<Cell>, found: Result<Vec<Estimate>, String>, method: &'static str) -> Self {
        Self { about, found, method, withheld: None }
    }
}

/// The rows as a table: what each is about, value, ends, method, reason.
pub(super) fn report(about: &[&str], confidence: &Confidence, lines: Vec<Line>) -> Report {
    let ends = confidence.headings("");
    let headings: Vec<&str> = about
        .iter()
        .copied()
        .chain(["value"])
        .chain(ends.iter().map(String::as_str))
        .chain(["method", "reason"])
        .collect();
    let mut report = Report::new(&headings);
    for line in lines {
        let mut figures = confidence.cells(line.found.as_deref().ok());
        if line.withheld.is_some() {
            figures[0] = Cell::Missing;
        }
        let reason = line.found.err().or_else(|| line.withheld.map(str::to_owned));
        let mut row = line.about;
        row.extend(figures);
        row.extend([Cell::text(line.method), Cell::maybe(reason, Cell::text)]);
        report.push(row);
    }
    report
}

/// The estimates at the first confidence, one below the other as they come; those without a value are left out.
pub(super) fn drawn(title: String, confidence: &Confidence, found: Vec<(String, Estimate)>) -> Chart {
    let item = |(name, found): (String, Estimate)| Item {
        name,
        value: found.value,
        interval: found.low.zip(found.high),
        benchmark: None,
        stand: Stand::Similar,
        label: "",
        last: String::new(),
    };
    let level = confidence.confidence.first().copied().unwrap_or(0.95);
    Caterpillar {
        title,
        unit: Measure::Plain(1.0),
        items: found.into_iter().filter(|(_, e)| e.value.is_finite()).map(item).collect(),
        benchmark: None,
        own_benchmarks: None,
        interval: format!("{}% interval", 100.0 * level),
        last: String::new(),
    }
    .chart("estimates")
}
