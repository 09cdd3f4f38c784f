//! Did it work? A synthetic control, judged by placebos.
//!
//! What would have happened is a synthetic control ([`super::synthetic`]). How far chance alone takes such an estimate is
//! seen where nothing was done: each other organisation is treated in turn, at the same date and over the same months
//! (placebo test in space: Abadie, Diamond and Hainmueller 2010), so that season, momentum and shocks that hit all at
//! once are in the yardstick as they are in the estimate. Estimates are divided by how well the organisation
//! could be followed before, drawn half-way (as squares) to the median of all (after Smyth, Stat Appl Genet Mol Biol
//! 2004;3:3), so that neither restless nor quiet organisations are called more often; none counts for more than six standard deviations, as the median gives them. The estimate over the root mean square of
//! the placebos is referred to a t distribution with half as many degrees of freedom as there are placebos: their tails are
//! those of a kurtosis of about five (Box, Biometrika 1953;40:318). The interval holds the effects that the same test
//! would not reject; weights are fitted before the change only, so it is exact to invert.
//!
//! `wt-calibration effects` prints how often it is wrong at placebo dates on published series.

use super::panel::{Fault, LeftOut, Panel, Whole};
use super::synthetic::{BASE, Fit, Fitter, mean};
use super::verdict::{Good, Reason, Verdict, judge};
use crate::Interval;
use crate::dist::{t_quantile, t_two_sided};

/// Placebo dates that are tried before the change, at most, unless fewer are asked for.
const DATES: usize = 6;
/// Chance with which a change of the detectable size is found.
const POWER: f64 = 0.8;
/// A worthwhile change where none is given, as a share of the level before.
const WORTHWHILE: f64 = 0.1;

/// A placebo counts for at most so many standard deviations (judged by the median): an organisation that truly changed at
/// the same time must not blind the test.
const CAP: f64 = 6.0;
/// Median size of a standard normal value.
const NORMAL_MIDDLE: f64 = 0.674_489_75;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Which way is better.
    pub good: Good,
    /// The least improvement that would be worth having, in units of the value and above 0; none for a tenth of the level in
    /// the twelve months before.
    pub worthwhile: Option<f64>,
    /// Confidence of intervals and verdict, such as 0.95.
    pub confidence: f64,
    /// Dates before the change at which the same is asked, at most: they tell how restless the series is, take as long as the
    /// answer each, and don't touch the verdict.
    pub dates: usize,
}

impl Options {
    /// At 95%, with a tenth of the level before as worthwhile and six earlier dates.
    pub fn new(good: Good) -> Self {
        Self { good, worthwhile: None, confidence: 0.95, dates: DATES }
    }
}

/// Did it work?
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// In one word, with the direction of good taken into account.
    pub verdict: Verdict,
    /// What a reader must know with it; the first says why nothing can be told, where it cannot.
    pub reasons: Vec<Reason>,
    /// Mean of value less expected value since the change, in units of the value.
    pub effect: f64,
    /// Where the effect lies at the confidence asked for.
    pub interval: Interval,
    /// Two-sided: how often chance alone gives an estimate as far from nought.
    pub p: f64,
    /// The smallest effect that such a comparison finds four times in five.
    pub detectable: f64,
    /// The least improvement that was taken as worth having.
    pub worthwhile: f64,
    /// Mean value in the base months: the latest twelve before the change.
    pub level_before: f64,
    /// Mean value since the change.
    pub level_after: f64,
    /// Mean value expected since the change without it.
    pub expected: f64,
    /// Months with a figure before and since the change.
    pub months: (usize, usize),
    /// Root mean square error before the change; the median of the same over all organisations.
    pub error_before: (f64, f64),
    /// Every donor that was used: the largest weight first, then by place.
    pub donors: Vec<Donor>,
    /// Donors that were given and not used.
    pub left_out: Vec<LeftOut>,
    /// The estimate's rank from 1 (the furthest from nought for its error) among all organisations, and their number.
    pub rank: (usize, usize),
    /// The same question at dates before the change, the latest first.
    pub in_time: Vec<PlaceboDate>,
    /// Month by month.
    pub path: Vec<PathMonth>,
}

/// Another organisation: its part in the synthetic control, and its own placebo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Donor {
    /// Its place among the donors given.
    pub place: usize,
    /// Its share of the synthetic control, 0 to 1.
    pub weight: f64,
    /// The effect found where nothing was done.
    pub placebo: f64,
    /// The same in standard errors of the placebo test (root mean square of all: 1).
    pub score: f64,
}

/// The test at a date at which nothing was done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceboDate {
    /// The place of its first month in the panel.
    pub change: usize,
    /// The effect found.
    pub effect: f64,
    /// Its p-value.
    pub p: f64,
}

/// A month with a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PathMonth {
    /// Its place in the panel.
    pub month: usize,
    /// The figure.
    pub value: f64,
    /// What the others say it would have been.
    pub expected: f64,
    /// Where a single month would have lain without the change, at the confidence asked for; none before it.
    pub range: Option<Interval>,
}

/// Asks whether a dated change at one organisation worked.
///
/// # Errors
///
/// A [`Fault`] for too few months or donors, options that make no sense, or figures that cannot be used.
///
/// ```
/// use wt_stats::effect::{Good, Options, Panel, Verdict, did_it_work};
/// let wave = |k: usize| (0..36).map(|t| Some(5.0 + ((t * k) as f64).sin() / 5.0)).collect::<Vec<_>>();
/// let donors: Vec<_> = (1..20).map(wave).collect();
/// let treated: Vec<Option<f64>> =
///     wave(20).iter().enumerate().map(|(t, x)| x.map(|x| if t >= 24 { x - 1.0 } else { x })).collect();
/// let panel = Panel { treated: &treated, donors: &donors, change: 24 };
/// let answer = did_it_work(&panel, &Options::new(Good::Lower)).unwrap();
/// assert_eq!(answer.verdict, Verdict::Worked);
/// assert!(answer.interval.low < -1.0 && -1.0 < answer.interval.high);
/// ```
pub fn did_it_work(panel: &Panel<'_>, options: &Options) -> Result<Answer, Fault> {
    let sane = options.worthwhile.is_none_or(|w| w > 0.0 && w.is_finite())
        && options.confidence > 0.0
        && options.confidence < 1.0;
    if !sane {
        return Err(Fault::Options);
    }
    let whole = Whole::of(panel)?;
    let test = Test::at(&whole.series, whole.before).ok_or(Fault::NoVariation)?;
    let own = &whole.series[0];
    let level_before = mean(&own[whole.before - BASE..whole.before]);
    let level_after = mean(&own[whole.before..]);
    let worthwhile = options.worthwhile.unwrap_or(WORTHWHILE * level_before.abs());
    let (effect, unit) = (test.fits[0].effect, test.unit());
    let reach = t_quantile(0.5 + options.confidence / 2.0, test.freedom());
    let mut answer = Answer {
        verdict: Verdict::CannotTell,
        reasons: Vec::new(),
        effect,
        interval: Interval { low: effect - reach * unit, high: effect + reach * unit },
        p: t_two_sided(effect / unit, test.freedom()),
        detectable: (reach + t_quantile(POWER, test.freedom())) * unit,
        worthwhile,
        level_before,
        level_after,
        expected: level_after - effect,
        months: (whole.before, own.len() - whole.before),
        error_before: (test.fits[0].spread, test.usual),
        donors: test.donors(&whole.donors),
        rank: test.rank(),
        in_time: in_time(&whole, options.dates),
        path: test.path(&whole, reach),
        left_out: whole.left_out,
    };
    let finite = [effect, unit, answer.interval.low, answer.interval.high, answer.p, answer.detectable];
    if !finite.iter().chain(answer.path.iter().map(|m| &m.expected)).all(|x| x.is_finite()) {
        return Err(Fault::TooLarge);
    }
    (answer.verdict, answer.reasons) = judge(&answer, options.good);
    Ok(answer)
}

/// The fits of all organisations at one date: the first against all others, these without the first.
struct Test {
    fits: Vec<Fit>,
    /// Median over all of the error before.
    usual: f64,
    /// Root mean square of the placebos' effects over their scales.
    width: f64,
}

impl Test {
    /// None where nothing varies.
    fn at(series: &[Vec<f64>], before: usize) -> Option<Self> {
        let fitter = Fitter::new(series, before);
        let fits: Vec<Fit> = (0..series.len()).map(|of| fitter.fit(of, 0)).collect();
        let usual = crate::median(&fits.iter().map(|fit| fit.spread).collect::<Vec<_>>())?;
        let mut test = Self { fits, usual, width: 1.0 };
        test.width = test.spread_of(|fit| fit.effect);
        (test.width.is_finite() && test.unit() > 0.0).then_some(test)
    }

    /// How far chance may take an organisation: its error before, drawn half-way to the usual.
    fn scale(&self, fit: &Fit) -> f64 {
        (f64::midpoint(fit.spread * fit.spread, self.usual * self.usual)).sqrt()
    }

    /// Root mean square over the placebos of something over its scale, none counted for more than the cap.
    fn spread_of(&self, what: impl Fn(&Fit) -> f64) -> f64 {
        let sizes: Vec<f64> = self.fits[1..].iter().map(|fit| (what(fit) / self.scale(fit)).abs()).collect();
        let cap = crate::median(&sizes).map(|middle| CAP * middle / NORMAL_MIDDLE).filter(|cap| *cap > 0.0);
        let squares = sizes.iter().map(|size| size.min(cap.unwrap_or(f64::INFINITY)).powi(2));
        mean(&squares.collect::<Vec<_>>()).sqrt()
    }

    /// Standard error of the effect on the treated.
    fn unit(&self) -> f64 {
        self.width * self.scale(&self.fits[0])
    }

    fn freedom(&self) -> f64 {
        (self.fits.len() - 1) as f64 / 2.0
    }

    fn score(&self, fit: &Fit) -> f64 {
        fit.effect / self.scale(fit) / self.width
    }

    fn rank(&self) -> (usize, usize) {
        let own = self.score(&self.fits[0]).abs();
        (1 + self.fits[1..].iter().filter(|fit| self.score(fit).abs() >= own).count(), self.fits.len())
    }

    fn donors(&self, places: &[usize]) -> Vec<Donor> {
        let weight = |at: usize| self.fits[0].weights.iter().find(|(d, _)| *d == at).map_or(0.0, |(_, w)| *w);
        let donor = |(i, place): (usize, &usize)| Donor {
            place: *place,
            weight: weight(i + 1),
            placebo: self.fits[i + 1].effect,
            score: self.score(&self.fits[i + 1]),
        };
        let mut donors: Vec<Donor> = places.iter().enumerate().map(donor).collect();
        donors.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.place.cmp(&b.place)));
        donors
    }

    fn path(&self, whole: &Whole, reach: f64) -> Vec<PathMonth> {
        let own = &self.fits[0];
        let month = |t: usize| {
            let expected = whole.series[0][t] - own.gap[t];
            let range = (t >= whole.before).then(|| {
                let half = reach * self.scale(own) * self.spread_of(|fit| fit.gap[t]);
                Interval { low: expected - half, high: expected + half }
            });
            PathMonth { month: whole.months[t], value: whole.series[0][t], expected, range }
        };
        (0..whole.months.len()).map(month).collect()
    }
}

/// The test at dates before the change, over as many months as there are since it, none of them used twice.
fn in_time(whole: &Whole, most: usize) -> Vec<PlaceboDate> {
    let span = (whole.months.len() - whole.before).min(whole.before.saturating_sub(BASE));
    let dates = (1..=most).filter_map(|k| whole.before.checked_sub(k * span)).filter(|at| *at >= BASE);
    let date = |at: usize| {
        let seen: Vec<Vec<f64>> = whole.series.iter().map(|row| row[..at + span].to_vec()).collect();
        let test = Test::at(&seen, at)?;
        let effect = test.fits[0].effect;
        let p = t_two_sided(effect / test.unit(), test.freedom());
        p.is_finite().then_some(PlaceboDate { change: whole.months[at], effect, p })
    };
    if span == 0 { Vec::new() } else { dates.filter_map(date).collect() }
}
