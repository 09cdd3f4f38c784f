//! One treated series among others: what can be used of it, and why the rest can't.

/// Months that are needed before the change.
pub const FEWEST_BEFORE: usize = 12;
/// Other organisations that are needed.
pub const FEWEST_DONORS: usize = 5;
/// Other organisations that are used at most.
const MOST_DONORS: usize = 100;
/// The share of the months in question that another organisation may miss.
const MISSING: f64 = 0.2;

/// A dated change at one organisation, and others where nothing of the kind was done: one entry a month in each series,
/// of the same months. What is none, or not finite, is missing.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// The organisation that made the change.
    pub treated: &'a [Option<f64>],
    /// The others.
    pub donors: &'a [Vec<Option<f64>>],
    /// The place of the first month after the change.
    pub change: usize,
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// A series has another number of months.
    Lengths,
    /// Fewer than twelve months with a figure before the change.
    TooFewBefore {
        /// How many there are.
        have: usize,
    },
    /// No figure since the change.
    NoneAfter,
    /// Fewer than five others with figures for these months.
    TooFewDonors {
        /// How many there are.
        have: usize,
    },
    /// Nothing varies, so that there is no chance to compare with.
    NoVariation,
    /// Values are too far apart to calculate with.
    TooLarge,
    /// The confidence is not between 0 and 1, or the worthwhile change is not a positive number.
    Options,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lengths => f.write_str("the series do not hold the same months"),
            Self::TooFewBefore { have } => {
                write!(f, "{} with a figure before the change; {FEWEST_BEFORE} are needed", months(*have))
            }
            Self::NoneAfter => f.write_str("no month since the change has a figure yet"),
            Self::TooFewDonors { have: 1 } => {
                write!(f, "1 other organisation has figures for these months; {FEWEST_DONORS} are needed")
            }
            Self::TooFewDonors { have } => {
                write!(
                    f,
                    "{have} other organisations have figures for these months; {FEWEST_DONORS} are needed"
                )
            }
            Self::NoVariation => f.write_str("the figures never vary, so there is no chance to compare with"),
            Self::TooLarge => f.write_str("the figures are too far apart to calculate with"),
            Self::Options => {
                f.write_str("the confidence must lie between 0 and 1, and the worthwhile change be above 0")
            }
        }
    }
}

impl std::error::Error for Fault {}

/// A number of months, in words.
pub(super) fn months(count: usize) -> String {
    if count == 1 { "1 month".to_owned() } else { format!("{count} months") }
}

/// Another organisation that is no donor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Its place among the donors given.
    pub place: usize,
    /// Why.
    pub why: Why,
}

/// Why another organisation is no donor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It misses too many of the months in which the treated organisation has a figure.
    Missing {
        /// How many.
        missing: usize,
        /// Of how many.
        of: usize,
    },
    /// A hundred others moved more as the treated organisation did before the change.
    Further,
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.why {
            Why::Missing { missing, of } => write!(f, "no figure in {missing} of {}", months(of)),
            Why::Further => write!(f, "{MOST_DONORS} others moved more like it before the change"),
        }
    }
}

/// The months in which the treated organisation has a figure, and no holes.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    /// The treated first, then the donors that are used.
    pub(super) series: Vec<Vec<f64>>,
    /// Months before the change.
    pub(super) before: usize,
    /// The place of each month in the panel.
    pub(super) months: Vec<usize>,
    /// The place of each donor among those given.
    pub(super) donors: Vec<usize>,
    pub(super) left_out: Vec<LeftOut>,
}

impl Whole {
    pub(super) fn of(panel: &Panel<'_>) -> Result<Self, Fault> {
        let length = panel.treated.len();
        if panel.donors.iter().any(|d| d.len() != length) {
            return Err(Fault::Lengths);
        }
        let known = |x: Option<f64>| x.filter(|x| x.is_finite());
        let months: Vec<usize> = (0..length).filter(|t| known(panel.treated[*t]).is_some()).collect();
        let before = months.iter().filter(|t| **t < panel.change).count();
        if before < FEWEST_BEFORE {
            return Err(Fault::TooFewBefore { have: before });
        }
        if before == months.len() {
            return Err(Fault::NoneAfter);
        }
        let mut whole = Self {
            series: Vec::new(),
            before,
            months: months.clone(),
            donors: Vec::new(),
            left_out: Vec::new(),
        };
        let mut rows = vec![months.iter().map(|t| known(panel.treated[*t])).collect::<Vec<_>>()];
        for (place, donor) in panel.donors.iter().enumerate() {
            let row: Vec<Option<f64>> = months.iter().map(|t| known(donor[*t])).collect();
            let missing = |row: &[Option<f64>]| row.iter().filter(|x| x.is_none()).count();
            let after = &row[before..];
            if missing(&row) as f64 > MISSING * row.len() as f64 || 2 * missing(after) > after.len() {
                let why = Why::Missing { missing: missing(&row), of: row.len() };
                whole.left_out.push(LeftOut { place, why });
            } else {
                whole.donors.push(place);
                rows.push(row);
            }
        }
        if whole.donors.len() < FEWEST_DONORS {
            return Err(Fault::TooFewDonors { have: whole.donors.len() });
        }
        whole.series = filled(&rows);
        // Squares of what is left must be finite, and so must sums of them.
        let far = whole.series.iter().flatten().fold(0.0, |far: f64, x| far.max(x.abs()));
        if far > 1e100 {
            return Err(Fault::TooLarge);
        }
        whole.nearest();
        Ok(whole)
    }

    /// Keeps the donors that moved most as the treated did before the change.
    fn nearest(&mut self) {
        if self.donors.len() <= MOST_DONORS {
            return;
        }
        let moves = |row: &[f64]| -> Vec<f64> {
            let before = &row[..self.before];
            let level = before.iter().sum::<f64>() / before.len() as f64;
            before.iter().map(|x| x - level).collect()
        };
        let own = moves(&self.series[0]);
        let apart =
            |row: &Vec<f64>| moves(row).iter().zip(&own).map(|(x, own)| (x - own).powi(2)).sum::<f64>();
        let mut order: Vec<(f64, usize)> =
            self.series[1..].iter().enumerate().map(|(i, row)| (apart(row), i)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut kept: Vec<usize> = order[..MOST_DONORS].iter().map(|(_, i)| *i).collect();
        kept.sort_unstable();
        let further =
            order[MOST_DONORS..].iter().map(|(_, i)| LeftOut { place: self.donors[*i], why: Why::Further });
        self.left_out.extend(further);
        self.left_out.sort_by_key(|left| left.place);
        let series = kept.iter().map(|i| std::mem::take(&mut self.series[i + 1])).collect::<Vec<_>>();
        self.series.truncate(1);
        self.series.extend(series);
        self.donors = kept.iter().map(|i| self.donors[*i]).collect();
    }
}

/// Holes filled with the organisation's own level plus what the others did that month.
fn filled(rows: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    let mean = |xs: &mut dyn Iterator<Item = f64>| {
        let (sum, n) = xs.fold((0.0, 0.0), |(sum, n), x| (sum + x, n + 1.0));
        if n > 0.0 { sum / n } else { 0.0 }
    };
    let levels: Vec<f64> = rows.iter().map(|row| mean(&mut row.iter().flatten().copied())).collect();
    let months = rows.first().map_or(0, Vec::len);
    let donors = || rows.iter().zip(&levels).skip(1);
    let moved: Vec<f64> =
        (0..months).map(|t| mean(&mut donors().filter_map(|(row, level)| Some(row[t]? - level)))).collect();
    let fill = |(row, level): (&Vec<Option<f64>>, &f64)| -> Vec<f64> {
        row.iter().zip(&moved).map(|(x, moved)| x.unwrap_or(level + moved)).collect()
    };
    rows.iter().zip(&levels).map(fill).collect()
}
