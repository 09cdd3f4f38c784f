//! How supply responds when rates change: hours filled by employer and route, in one cell.
//!
//! **The form.** An employer faces a supply of hours that rises with its own rate and falls with its neighbours', of constant
//! elasticity in each (labour supply to a firm with market power: Manning, *Monopsony in Motion*, 2003, ch. 2 and 4; one for
//! the region as a whole: Robinson 1933, ch. 18). Among routes a worker chooses by pay, with logit shares (McFadden 1974).
//! With `h` the minutes filled today, `s` the share of a route in them, `w` a new rate and `w0` today's:
//!
//! ```text
//! r_i = Σ over bank, agency of s_ic ln(w_ic / w0_ic)           own rates against today; overtime stays as it is
//! n_i = Σ over neighbours k of h_k r_k / Σ h_k                 what the neighbours do, by hours
//! S_i = h_i exp(own · r_i − cross · n_i)                        minutes offered
//! filled_i = min(wanted_i, S_i)                                 so fill lies in [0, 1]
//! share_ic = s_ic (w_ic / w0_ic)^route / Σ over routes of the same
//! ```
//!
//! At today's rates it gives today's hours. It never falls in an employer's own rate. If all move by one percent, hours move
//! by `own − cross` only: that is why a region loses fewer workers than one trust alone. What can't be seen stays unsaid: an
//! employer with no hours in a cell has none at any rate, a route that fills none stays empty, and where all is filled today
//! nobody knows how many more would have come, so hours are taken to fall at once when the rate does.

mod ends;

use crate::booking::rounded;
use crate::market::{Line, Segment};

pub use ends::{Case, End, Spread, Swing, spread, tornado};

/// What an employer pays workers by bank and agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pay {
    /// What it pays today, by each route.
    AsNow,
    /// So many pence an hour by both.
    At(i64),
    /// So many by bank, and so many by agency.
    Each([i64; 2]),
}

impl Pay {
    /// Pence an hour by bank (0) or agency (1).
    #[must_use]
    pub fn rate(self, line: &Line, route: usize) -> i64 {
        match self {
            Self::AsNow => line.flows[route].rate,
            Self::At(rate) => rate,
            Self::Each(rates) => rates[route.min(1)],
        }
    }
}

/// Elasticities that are taken to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elasticities {
    /// Of hours by the own rate.
    pub own: f64,
    /// Of hours by the neighbours' rates.
    pub cross: f64,
    /// Between routes.
    pub route: f64,
}

/// Hours of one employer after a change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Minutes a month by route, in the order of [`crate::market::Route::ALL`].
    pub minutes: [i64; 3],
}

impl Filled {
    /// Minutes by all routes.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.minutes.iter().sum()
    }

    /// What they cost the employer for a month, in sixtieths of a penny: sums of these are exact.
    #[must_use]
    pub fn sixtieths(&self, line: &Line, pay: Pay) -> i64 {
        let charge = |route: usize| match pay {
            Pay::AsNow => line.flows[route].charge,
            _ => line.charge(route, pay.rate(line, route)),
        };
        (0..3).map(|route| self.minutes[route] * charge(route)).sum()
    }

    /// What they cost the employer for a month, in pence, rounded once.
    #[must_use]
    pub fn cost(&self, line: &Line, pay: Pay) -> i64 {
        rounded(i128::from(self.sixtieths(line, pay)), 60)
    }
}

/// One employer's part in the index of rates.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Minutes today.
    now: f64,
    /// Share of bank and agency in them.
    set: f64,
    /// Their mean log rate today, times that share.
    logs: f64,
    /// The log rates of bank and agency.
    each: [f64; 2],
    shares: [f64; 3],
    /// s × w0^−route, of bank and agency.
    pull: [f64; 2],
}

/// The supply of a cell.
#[derive(Debug, Clone)]
pub struct Supply<'a> {
    segment: &'a Segment,
    with: Elasticities,
    parts: Vec<Part>,
    hours: f64,
}

/// Floats that should be whole may lie this much below: minutes are cut down to whole ones, which keeps them monotone.
const NEARLY: f64 = 1e-6;

impl<'a> Supply<'a> {
    /// The supply of a cell with its elasticities of a case.
    #[must_use]
    pub fn new(segment: &'a Segment, case: Case) -> Self {
        let with = case.of(segment);
        let parts: Vec<Part> = segment
            .lines
            .iter()
            .map(|line| {
                let now = line.filled() as f64;
                let shares = line.flows.map(|flow| if now > 0.0 { flow.minutes as f64 / now } else { 0.0 });
                let log = |route: usize| {
                    let flow = line.flows[route];
                    if flow.minutes > 0 { libm::log(flow.rate as f64) } else { 0.0 }
                };
                let logs = [log(0), log(1)];
                Part {
                    now,
                    set: shares[0] + shares[1],
                    logs: shares[0] * logs[0] + shares[1] * logs[1],
                    each: logs,
                    shares,
                    pull: [0, 1].map(|c| shares[c] * libm::exp(-with.route * logs[c])),
                }
            })
            .collect();
        let hours = parts.iter().map(|part| part.now).sum();
        Self { segment, with, parts, hours }
    }

    /// The cell.
    #[must_use]
    pub fn segment(&self) -> &'a Segment {
        self.segment
    }

    /// What each employer fills at these rates, one for each line of the cell.
    ///
    /// ```
    /// use wt_rates::market::{Size, made};
    /// use wt_rates::respond::{Case, Pay, Supply};
    /// let market = made(Size { employers: 3, cells: 1 }, 1);
    /// let supply = Supply::new(&market.segments[0], Case::CENTRAL);
    /// let now = supply.respond(&[Pay::AsNow; 3]);
    /// assert_eq!(now[0].all(), market.segments[0].lines[0].filled());
    /// ```
    #[must_use]
    pub fn respond(&self, pays: &[Pay]) -> Vec<Filled> {
        let changes: Vec<f64> = self.parts.iter().zip(pays).map(|(part, pay)| part.change(*pay)).collect();
        let sum: f64 = self.parts.iter().zip(&changes).map(|(part, r)| part.now * r).sum();
        (0..self.parts.len())
            .map(|at| {
                let part = &self.parts[at];
                let others = self.hours - part.now;
                let n = if others > 0.0 { (sum - part.now * changes[at]) / others } else { 0.0 };
                let offered = part.now * libm::exp(self.with.own * changes[at] - self.with.cross * n);
                let pull = match pays.get(at) {
                    Some(Pay::At(rate)) => Some([self.pull(libm::log(*rate as f64)); 2]),
                    Some(Pay::Each(rates)) => Some(rates.map(|rate| self.pull(libm::log(rate as f64)))),
                    _ => None,
                };
                self.filled(at, offered, pull)
            })
            .collect()
    }

    /// Hours by route; `pull` are the new rates to the power of the elasticity between routes.
    fn filled(&self, at: usize, offered: f64, pull: Option<[f64; 2]>) -> Filled {
        let total = offered.min(self.segment.lines[at].wanted as f64);
        let shares = self.parts[at].shares(pull);
        Filled { minutes: shares.map(|share| (total * share + NEARLY).floor() as i64) }
    }

    /// How each of `movers` would fill if all of them paid one rate while the others paid as in `pays`.
    #[must_use]
    pub fn curves(&self, pays: &[Pay], movers: &[usize]) -> Vec<Curve> {
        let (mut fixed, mut rise) = (0.0, 0.0);
        for (at, (part, pay)) in self.parts.iter().zip(pays).enumerate() {
            if movers.contains(&at) {
                fixed -= part.now * part.logs;
                rise += part.now * part.set;
            } else {
                fixed += part.now * part.change(*pay);
            }
        }
        let curve = |at: &usize| {
            let part = self.parts[*at];
            let others = self.hours - part.now;
            let cross = if others > 0.0 { self.with.cross / others } else { 0.0 };
            Curve {
                line: self.segment.lines[*at],
                part,
                constant: -self.with.own * part.logs - cross * (fixed + part.now * part.logs),
                power: self.with.own * part.set - cross * (rise - part.now * part.set),
            }
        };
        movers.iter().map(curve).collect()
    }

    /// The rate to the power of the elasticity between routes, from its logarithm.
    #[must_use]
    pub fn pull(&self, log: f64) -> f64 {
        libm::exp(self.with.route * log)
    }

    /// By how much minutes filled in the whole cell rise for a rise of the one rate that all pay, in minutes a penny.
    /// Employers whose demand is met add nothing.
    #[must_use]
    pub fn slope(&self, rate: i64) -> f64 {
        let everybody: Vec<usize> = (0..self.parts.len()).collect();
        let log = libm::log(rate as f64);
        let curves = self.curves(&vec![Pay::AsNow; everybody.len()], &everybody);
        let rises = curves.iter().map(|curve| {
            let offered = curve.offered(log);
            if offered < curve.line.wanted as f64 { offered * curve.power / rate as f64 } else { 0.0 }
        });
        rises.sum()
    }
}

impl Part {
    /// r of the form above.
    fn change(&self, pay: Pay) -> f64 {
        match pay {
            Pay::AsNow => 0.0,
            Pay::At(rate) => self.set * libm::log(rate as f64) - self.logs,
            Pay::Each(rates) => (0..2)
                .map(|route| self.shares[route] * (libm::log(rates[route] as f64) - self.each[route]))
                .sum(),
        }
    }

    fn shares(&self, pull: Option<[f64; 2]>) -> [f64; 3] {
        let Some(pull) = pull else { return self.shares };
        let (bank, agency) = (self.pull[0] * pull[0], self.pull[1] * pull[1]);
        let all = bank + agency + self.shares[2];
        if all > 0.0 { [bank / all, agency / all, self.shares[2] / all] } else { [0.0; 3] }
    }
}

/// What one employer fills along a rate that it and perhaps others pay.
#[derive(Debug, Clone, Copy)]
pub struct Curve {
    /// Its line.
    pub line: Line,
    part: Part,
    constant: f64,
    power: f64,
}

impl Curve {
    /// Minutes offered at the logarithm of a rate: monotone in it.
    #[must_use]
    pub fn offered(&self, log: f64) -> f64 {
        self.part.now * libm::exp(self.constant + self.power * log)
    }

    /// Share of each route; those of bank and agency never fall in `pull`, that of overtime never rises.
    #[must_use]
    pub fn shares(&self, pull: f64) -> [f64; 3] {
        self.part.shares(Some([pull; 2]))
    }

    /// Hours by route, as [`Supply::respond`] gives them.
    #[must_use]
    pub fn filled(&self, offered: f64, pull: f64) -> Filled {
        let total = offered.min(self.line.wanted as f64);
        Filled { minutes: self.shares(pull).map(|share| (total * share + NEARLY).floor() as i64) }
    }
}
