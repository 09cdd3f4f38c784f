//! Recent trend over five points, as the Fingertips profiles mark it (§2.5).
//!
//! The points are numbered 1 to 5 from the oldest. A weighted straight line is drawn through them; the trend is
//! significant if (slope / its error)² passes [`CHI2`] and the slope keeps its sign when each point in turn is left
//! out. Source: `TrendMarkerCalculator` of fingertips-open and of FingertipsNext (Crown copyright, MIT).

mod corrected;

pub use corrected::{Slope, corrected};

/// Points a recent trend is drawn through.
pub const POINTS: usize = 5;

/// Chi-square with one degree of freedom that the trend has to pass: p = 0.002, a two-sided 99.8% test.
pub const CHI2: f64 = 9.549_535_706_083_24;

/// One year of an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Events; none where suppressed.
    pub count: Option<f64>,
    /// Who could have had one.
    pub denominator: Option<f64>,
    /// The indicator's value.
    pub value: Option<f64>,
    /// Lower 95% limit of the value.
    pub lower: Option<f64>,
    /// Upper 95% limit of the value.
    pub upper: Option<f64>,
}

/// How the line is weighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By 1 / ((upper − lower) / 3.92)², for any value with limits.
    Limits,
    /// Cochran–Armitage test of counts of denominators; signs by straight lines through the logits.
    Proportions,
}

/// What an increase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// More is better.
    HighIsGood,
    /// Less is better.
    LowIsGood,
    /// Neither.
    NoJudgement,
}

/// The trend marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Fewer than five usable points, or a count that equals its denominator.
    CannotBeCalculated,
    /// Not significant.
    NoChange,
    /// Up, with no judgement.
    Increasing,
    /// Down, with no judgement.
    Decreasing,
    /// Up, and that is good.
    IncreasingAndGettingBetter,
    /// Up, and that is bad.
    IncreasingAndGettingWorse,
    /// Down, and that is good.
    DecreasingAndGettingBetter,
    /// Down, and that is bad.
    DecreasingAndGettingWorse,
}

impl Marker {
    /// The name Fingertips gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CannotBeCalculated => "CannotBeCalculated",
            Self::NoChange => "NoChange",
            Self::Increasing => "Increasing",
            Self::Decreasing => "Decreasing",
            Self::IncreasingAndGettingBetter => "IncreasingAndGettingBetter",
            Self::IncreasingAndGettingWorse => "IncreasingAndGettingWorse",
            Self::DecreasingAndGettingBetter => "DecreasingAndGettingBetter",
            Self::DecreasingAndGettingWorse => "DecreasingAndGettingWorse",
        }
    }
}

/// A recent trend with its figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Units of the value (or of the logit, for [`Method::Proportions`]) a year.
    pub slope: f64,
    /// The test's statistic, one degree of freedom.
    pub chi2: f64,
    /// Whether it passes [`CHI2`] and no single point decides its direction.
    pub significant: bool,
}

impl Trend {
    /// The trend through the latest five usable points of a series, oldest first; none where Fingertips says that it
    /// cannot be calculated. A point is usable with a value, a count, limits, and a denominator above zero.
    ///
    /// ```
    /// use wt_stats::trend::{Marker, Method, Point, Polarity, Trend};
    /// let year = |value: f64| Point {
    ///     count: Some(value * 10.0), denominator: Some(1000.0), value: Some(value), lower: Some(value - 1.0), upper: Some(value + 1.0),
    /// };
    /// let rising: Vec<Point> = [10.0, 12.0, 14.0, 16.0, 18.0].map(year).to_vec();
    /// let trend = Trend::recent(&rising, Method::Limits).unwrap();
    /// assert!((trend.slope - 2.0).abs() < 1e-12 && trend.significant);
    /// assert_eq!(trend.marker(Polarity::LowIsGood), Marker::IncreasingAndGettingWorse);
    /// ```
    pub fn recent(points: &[Point], method: Method) -> Option<Self> {
        let usable: Vec<Usable> = points.iter().filter_map(Usable::new).collect();
        if usable.iter().any(|p| p.count == p.denominator) {
            return None;
        }
        let latest: Vec<Usable> =
            usable.into_iter().filter(|p| method == Method::Proportions || p.error > 0.0).collect();
        let latest = latest.get(latest.len().checked_sub(POINTS)?..)?;
        let line = |skip| slope(latest, method, skip);
        let (slope, error2) = line(None)?;
        let chi2 = match method {
            Method::Limits => slope * slope / error2,
            Method::Proportions => cochran_armitage(latest)?,
        };
        let mut steady = true;
        for left_out in 0..POINTS {
            steady &= (line(Some(left_out))?.0 < 0.0) == (slope < 0.0);
        }
        chi2.is_finite().then_some(Self { slope, chi2, significant: steady && chi2 > CHI2 })
    }

    /// The marker of this trend.
    pub fn marker(&self, polarity: Polarity) -> Marker {
        if !self.significant || self.slope == 0.0 {
            return Marker::NoChange;
        }
        match (self.slope > 0.0, polarity) {
            (true, Polarity::NoJudgement) => Marker::Increasing,
            (true, Polarity::HighIsGood) => Marker::IncreasingAndGettingBetter,
            (true, Polarity::LowIsGood) => Marker::IncreasingAndGettingWorse,
            (false, Polarity::NoJudgement) => Marker::Decreasing,
            (false, Polarity::HighIsGood) => Marker::DecreasingAndGettingWorse,
            (false, Polarity::LowIsGood) => Marker::DecreasingAndGettingBetter,
        }
    }
}

/// A point with everything the rule reads.
#[derive(Debug, Clone, Copy)]
struct Usable {
    count: f64,
    denominator: f64,
    value: f64,
    error: f64,
}

impl Usable {
    fn new(point: &Point) -> Option<Self> {
        let (count, denominator, value) = (point.count?, point.denominator?, point.value?);
        let error = (point.upper? - point.lower?) / 3.92;
        let fits = denominator > 0.0 && [count, denominator, value, error].iter().all(|x| x.is_finite());
        fits.then_some(Self { count, denominator, value, error })
    }
}

/// Slope and its squared error of the weighted line, one point left out if asked.
fn slope(points: &[Usable], method: Method, skip: Option<usize>) -> Option<(f64, f64)> {
    let (mut w, mut wx, mut wy, mut wxy, mut wxx) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, p) in points.iter().enumerate().filter(|(i, _)| Some(*i) != skip) {
        let x = (i + 1) as f64;
        let (weight, y) = match method {
            Method::Limits => (1.0 / (p.error * p.error), p.value),
            Method::Proportions => (1.0, (p.count / (p.denominator - p.count)).ln()),
        };
        w += weight;
        wx += weight * x;
        wy += weight * y;
        wxy += weight * x * y;
        wxx += weight * x * x;
    }
    let spread = w * wxx - wx * wx;
    let slope = (w * wxy - wx * wy) / spread;
    slope.is_finite().then_some((slope, w / spread))
}

/// Test for trend in proportions (Cochran 1954, Armitage 1955).
fn cochran_armitage(points: &[Usable]) -> Option<f64> {
    let (mut n, mut nx, mut nxx, mut r, mut rx) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, p) in points.iter().enumerate() {
        let x = (i + 1) as f64;
        n += p.denominator;
        nx += p.denominator * x;
        nxx += p.denominator * x * x;
        r += p.count;
        rx += p.count * x;
    }
    let lean: f64 = n * rx - r * nx;
    let chi2 = n * lean * lean / (r * (n - r) * (n * nxx - nx * nx));
    chi2.is_finite().then_some(chi2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(count: f64, denominator: f64, half: f64) -> Point {
        let value = 100.0 * count / denominator;
        Point {
            count: Some(count),
            denominator: Some(denominator),
            value: Some(value),
            lower: Some(value - half),
            upper: Some(value + half),
        }
    }

    #[test]
    fn one_point_cannot_make_a_trend() {
        let flat_then_jump: Vec<Point> =
            [100.0, 99.0, 98.0, 97.0, 140.0].map(|c| point(c, 1000.0, 0.1)).to_vec();
        let trend = Trend::recent(&flat_then_jump, Method::Limits).unwrap();
        assert!(trend.chi2 > CHI2 && !trend.significant);
        assert_eq!(trend.marker(Polarity::HighIsGood), Marker::NoChange);
    }

    #[test]
    fn only_the_latest_five_count_and_full_counts_cannot_be_calculated() {
        let mut points: Vec<Point> =
            (0..6).map(|i| point(f64::from(100 + 10 * i * i), 1000.0, 1.0)).collect();
        let five = Trend::recent(&points[1..], Method::Limits);
        assert_eq!(Trend::recent(&points, Method::Limits), five);
        points[5].value = None;
        assert_ne!(Trend::recent(&points, Method::Limits), five);
        assert_eq!(Trend::recent(&points[1..], Method::Limits), None);
        points[0] = point(1000.0, 1000.0, 1.0);
        assert_eq!(Trend::recent(&points, Method::Limits), None);
    }

    proptest::proptest! {
        #[test]
        fn any_points_give_a_number_or_none(rows in proptest::collection::vec(
            (proptest::num::f64::ANY, proptest::num::f64::ANY, proptest::num::f64::ANY, proptest::num::f64::ANY), 0..9,
        )) {
            let points: Vec<Point> = rows.iter().map(|&(count, denominator, lower, upper)| Point {
                count: Some(count), denominator: Some(denominator), value: Some(lower), lower: Some(lower), upper: Some(upper),
            }).collect();
            for method in [Method::Limits, Method::Proportions] {
                if let Some(trend) = Trend::recent(&points, method) {
                    assert!(trend.slope.is_finite() && trend.chi2.is_finite());
                }
            }
        }
    }
}
