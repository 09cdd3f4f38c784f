//! What bookings above the card, or above the caps, are worth to each employer, out of what was paid.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use wt_benchmark::metric::{Metric, Value};
use wt_units::Pence;

use super::{NoPounds, Opportunity};
use crate::agreement::{Agreement, in_force};
use crate::booking::{Booking, Cell, Id, Names, Reason, price};
use crate::breaches::{Breaches, Kind};
use crate::gather::{Gather, moved};

/// Pence above and below the card, of all bookings and of those whose hours other opportunities claim too.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    above: i64,
    below: i64,
    at_card: i64,
    shared_above: i64,
    shared_below: i64,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.above += other.above;
        self.below += other.below;
        self.at_card += other.at_card;
        self.shared_above += other.shared_above;
        self.shared_below += other.shared_below;
    }
}

/// Gathers pay against a card by employer and month.
pub struct AgainstCard<'c> {
    card: &'c Agreement,
    rates: FxHashMap<Cell, Vec<(i32, i64)>>,
    sums: FxHashMap<(Id, i32), Sum>,
    rows: FxHashMap<Id, Vec<(u16, u32)>>,
}

/// An employer's month of a ratio, as Wholetime's template takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Code of the employer.
    pub employer: String,
    /// Year × 12 + month − 1.
    pub month: i32,
    /// What is counted: pence, or bookings.
    pub numerator: i64,
    /// Out of which.
    pub denominator: i64,
}

impl<'c> AgainstCard<'c> {
    /// Against this card.
    #[must_use]
    pub fn new(card: &'c Agreement) -> Self {
        Self { card, rates: FxHashMap::default(), sums: FxHashMap::default(), rows: FxHashMap::default() }
    }

    /// What keeping the card would have been worth to each employer, over the months that the bookings hold.
    ///
    /// High: lines above the card come down, lines below stay. Central: all are paid the card. Low: central, without hours booked for
    /// vacancies, sickness and leave, which would save nothing if another opportunity makes them needless.
    ///
    /// # Errors
    /// Where the metric has no pounds.
    pub fn opportunities(&self, names: &Names, metric: &Metric) -> Result<Vec<Opportunity>, NoPounds> {
        let mut all: BTreeMap<&str, (Id, Sum, Months)> = BTreeMap::new();
        for ((employer, month), sum) in &self.sums {
            let (_, total, months) =
                all.entry(names.name(*employer)).or_insert((*employer, Sum::default(), Months::of(*month)));
            total.add(*sum);
            months.hold(*month);
        }
        let found = all.into_iter().map(|(code, (employer, sum, months))| {
            let all = sum.above - sum.below;
            let shared = sum.shared_above - sum.shared_below;
            let mut rows = self.rows.get(&employer).cloned().unwrap_or_default();
            rows.sort_unstable();
            Made { code, months, pence: [(all - shared).min(all), all, sum.above.max(all)], shared, rows }
        });
        opportunities(
            metric,
            found,
            "Pay less what the card says for the same minutes. High: nobody below the card is raised to it; low: without hours \
             booked for vacancies, sickness and leave, which other opportunities claim too.",
            "No answer of workers is in it: a lower rate fills fewer shifts. On-costs and fees are left out.",
        )
    }

    /// Pence above the card out of what the card says, by employer and month.
    #[must_use]
    pub fn months(&self, names: &Names) -> Vec<Month> {
        let month = |((employer, month), sum): (&(Id, i32), &Sum)| Month {
            employer: names.name(*employer).to_owned(),
            month: *month,
            numerator: sum.above,
            denominator: sum.at_card,
        };
        let mut found: Vec<Month> = self.sums.iter().map(month).collect();
        found.sort_by(|a, b| (&a.employer, a.month).cmp(&(&b.employer, b.month)));
        found
    }
}

impl Gather for AgainstCard<'_> {
    fn take(&mut self, booking: &Booking, names: &Names) {
        let Some(paid) = booking.pay.filter(|_| booking.worked()).map(Pence::get) else { return };
        let card = self.card;
        let rates = self.rates.entry(booking.cell).or_insert_with(|| card.rates(&booking.cell, names));
        let Some(rate) = in_force(rates, booking.day) else { return };
        let at_card = price(rate, booking.minutes);
        let (above, below) = ((paid - at_card).max(0), (at_card - paid).max(0));
        let shared = i64::from(booking.reason.cover());
        let sum = Sum { above, below, at_card, shared_above: above * shared, shared_below: below * shared };
        self.sums.entry((booking.employer, booking.month)).or_default().add(sum);
        if paid != at_card {
            self.rows.entry(booking.employer).or_default().push((booking.file, booking.row));
        }
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        for ((employer, month), sum) in other.sums {
            self.sums.entry((moved(to, employer), month)).or_default().add(sum);
        }
        for (employer, rows) in other.rows {
            self.rows.entry(moved(to, employer)).or_default().extend(rows);
        }
    }
}

impl Breaches<'_> {
    /// What keeping the caps would have been worth to each employer: charges above the cap of their day, before VAT. Low: without
    /// what somebody allowed by a recorded override.
    ///
    /// # Errors
    /// Where the metric, the premium over agreed rates, has no pounds.
    pub fn opportunities(&self, names: &Names, metric: &Metric) -> Result<Vec<Opportunity>, NoPounds> {
        let mut all: BTreeMap<&str, Made<'_>> = BTreeMap::new();
        for breach in self.found.iter().filter(|breach| breach.kind == Kind::AboveCap) {
            let booking = &breach.booking;
            let code = names.name(booking.employer);
            let made = all.entry(code).or_insert_with(|| Made {
                code,
                months: Months::of(booking.month),
                pence: [0; 3],
                shared: 0,
                rows: Vec::new(),
            });
            let above = breach.charge - breach.allowed.unwrap_or(breach.charge);
            made.months.hold(booking.month);
            made.pence[0] += if booking.override_rate { 0 } else { above };
            made.pence[1] += above;
            made.pence[2] += above;
            made.shared += above * i64::from(booking.reason.cover());
            made.rows.push((booking.file, booking.row));
        }
        opportunities(
            metric,
            all.into_values(),
            "Agency charges less what the cap of their day allows for the same minutes, before VAT. Low: without recorded overrides.",
            "A shift that no agency fills at the cap saves nothing. It counts the same hours as what the card would save.",
        )
    }

    /// Bookings that breach a rule out of all agency bookings, by employer and month; none off framework where a booking does not
    /// say.
    #[must_use]
    pub fn months(&self, names: &Names, kind: Kind) -> Vec<Month> {
        let mut sums: BTreeMap<(&str, i32), (i64, u64)> = BTreeMap::new();
        if kind == Kind::OffFramework && self.framework_unknown > 0 {
            return Vec::new();
        }
        for ((employer, ..), months) in &self.overrides {
            for (month, (bookings, _)) in months {
                sums.entry((names.name(*employer), *month)).or_default().1 += bookings;
            }
        }
        // A booking breaches a rule once.
        for breach in self.found.iter().filter(|breach| breach.kind == kind) {
            sums.entry((names.name(breach.booking.employer), breach.booking.month)).or_default().0 += 1;
        }
        let month = |((employer, month), (breaches, all)): ((&str, i32), (i64, u64))| Month {
            employer: employer.to_owned(),
            month,
            numerator: breaches,
            denominator: i64::try_from(all).unwrap_or(i64::MAX),
        };
        sums.into_iter().map(month).collect()
    }
}

/// First and last month.
#[derive(Debug, Clone, Copy)]
struct Months(i32, i32);

impl Months {
    fn of(month: i32) -> Self {
        Self(month, month)
    }

    fn hold(&mut self, month: i32) {
        *self = Self(self.0.min(month), self.1.max(month));
    }
}

struct Made<'n> {
    code: &'n str,
    months: Months,
    pence: [i64; 3],
    shared: i64,
    rows: Vec<(u16, u32)>,
}

fn opportunities<'n>(
    metric: &Metric,
    found: impl Iterator<Item = Made<'n>>,
    method: &str,
    not: &str,
) -> Result<Vec<Opportunity>, NoPounds> {
    let priced = match &metric.pounds {
        Value::Priced(priced) => priced,
        Value::None(none) => return Err(NoPounds(none.none.clone())),
    };
    let one = |made: Made<'n>| Opportunity {
        employer: made.code.to_owned(),
        metric: metric.id.clone(),
        metric_version: metric.version,
        months: Some((made.months.0, made.months.1)),
        pounds: made.pence.map(Pence::new).into(),
        shared: Some(Pence::new(made.shared)),
        benefit_type: priced.benefit_type,
        overlap_group: metric.overlap_group.clone(),
        rows: made.rows,
        method: method.to_owned(),
        not: format!("{not} {}", priced.caveat),
    };
    Ok(found.filter(|made| !made.rows.is_empty()).map(one).collect())
}

impl Reason {
    /// Whether the hours are cover that opportunities in staff hours claim too: of vacancies, sickness and leave.
    #[must_use]
    pub fn cover(self) -> bool {
        matches!(self, Self::Vacancy | Self::Sickness | Self::Leave)
    }
}
