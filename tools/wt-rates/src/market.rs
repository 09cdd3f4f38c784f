//! The market that a rate card is made for: by employer and cell, hours wanted and filled, what is paid, and how supply answers.
//!
//! A [`Market`] needs no bookings: [`read()`] takes it from a table, [`made()`] generates one; [`MarketSums`] makes one of bookings. All hours are minutes a month, all
//! rates whole pence an hour.

mod floors;
mod gather;
mod made;
mod read;
mod write;

use crate::booking::{Cell, Names};

pub use floors::{Floors, LEGAL_MINIMUM, floors};
pub use gather::{Identified, MarketSums, Stated};
pub use made::{Size, made};
pub use read::{COLUMNS, Refusal, read};
pub use write::write;

/// How hours are filled, as a card tells it. An outsourced bank and direct engagement count as bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// Own bank.
    Bank,
    /// Agency.
    Agency,
    /// Overtime and additional hours of the employer's own staff. Its rate is contractual: no card sets it.
    Overtime,
}

impl Route {
    /// Every one, in the order of [`Line::flows`].
    pub const ALL: [Self; 3] = [Self::Bank, Self::Agency, Self::Overtime];

    /// As files write it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::Agency => "agency",
            Self::Overtime => "overtime",
        }
    }
}

/// What follows when an hour stays unfilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criticality {
    /// Work waits.
    Routine,
    /// A service is cut.
    Important,
    /// Patients are at risk: critical care, emergency.
    Critical,
}

impl Criticality {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Routine, Self::Important, Self::Critical];

    /// As files write it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Important => "important",
            Self::Critical => "critical",
        }
    }

    /// The one that a text names.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| text.trim().eq_ignore_ascii_case(one.words()))
    }
}

/// A stated range of an assumption.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Low end.
    pub low: f64,
    /// Most likely.
    pub central: f64,
    /// High end.
    pub high: f64,
}

impl Range {
    /// No range: the value is taken as known.
    #[must_use]
    pub fn exactly(value: f64) -> Self {
        Self { low: value, central: value, high: value }
    }
}

/// What fills hours by one route today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// Minutes a month.
    pub minutes: i64,
    /// What the worker is paid for an hour, in pence; of no meaning where there are no minutes.
    pub rate: i64,
    /// What the employer pays for an hour in all, in pence: pay, holiday, employer costs, fee.
    pub charge: i64,
}

/// One employer in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Place in [`Market::employers`].
    pub employer: usize,
    /// Row of the table it was read from, the headings being row 1.
    pub row: u32,
    /// Minutes a month that are wanted.
    pub wanted: i64,
    /// What fills them, in the order of [`Route::ALL`].
    pub flows: [Flow; 3],
    /// What comes on top of a pound of pay, in hundredths of a percent: holiday, pension, National Insurance. A fee does not.
    pub on_cost: i64,
    /// What an hour that stays unfilled costs this employer, in pence: cover off the card, a closed bed. Its own figure.
    pub unfilled: i64,
}

impl Line {
    /// Minutes filled today.
    #[must_use]
    pub fn filled(&self) -> i64 {
        self.flows.iter().map(|flow| flow.minutes).sum()
    }

    /// The rates that a card would replace: bank and agency, where there are hours.
    pub fn rates(&self) -> impl Iterator<Item = i64> + '_ {
        self.flows[..2].iter().filter(|flow| flow.minutes > 0).map(|flow| flow.rate)
    }

    /// Pence an hour by a route if the worker is paid `rate`: pay moves with its on-costs, the fee stays as it is. Never less
    /// than the pay itself.
    #[must_use]
    pub fn charge(&self, route: usize, rate: i64) -> i64 {
        let flow = &self.flows[route];
        if route == 2 {
            return flow.charge;
        }
        let more = i128::from(rate - flow.rate) * i128::from(10_000 + self.on_cost);
        (flow.charge + crate::booking::rounded(more, 10_000)).max(rate)
    }
}

/// A cell of the card across the region.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Which.
    pub cell: Cell,
    /// What follows when an hour stays unfilled.
    pub criticality: Criticality,
    /// Percent more hours for one employer that alone pays a percent more (own-price elasticity).
    pub own: Range,
    /// Percent fewer hours for one employer whose neighbours all pay a percent more. At most `own`.
    pub cross: Range,
    /// Percent by which one route's share rises against another's for a percent more pay by it.
    pub route: Range,
    /// The most a worker may be paid for an hour, in pence.
    pub worker_cap: Option<i64>,
    /// The most an employer may pay an agency for an hour in all, before VAT, in pence.
    pub charge_cap: Option<i64>,
    /// The least a worker may be paid by law, in pence.
    pub legal_minimum: Option<i64>,
    /// What the worker's own band pays for such an hour, in pence.
    pub band_pay: Option<i64>,
    /// Its employers, each once.
    pub lines: Vec<Line>,
}

impl Segment {
    /// Minutes a month wanted in the region.
    #[must_use]
    pub fn wanted(&self) -> i64 {
        self.lines.iter().map(|line| line.wanted).sum()
    }

    /// Mean of the rates that a card would replace, by hours, in pence; none where there are no such hours.
    #[must_use]
    pub fn mean_rate(&self) -> Option<i64> {
        let flows = self.lines.iter().flat_map(|line| &line.flows[..2]);
        let (minutes, money) = flows.fold((0_i128, 0_i128), |(minutes, money), flow| {
            (minutes + i128::from(flow.minutes), money + i128::from(flow.minutes) * i128::from(flow.rate))
        });
        (minutes > 0).then(|| crate::booking::rounded(money, minutes))
    }

    /// The highest rate that a card would replace.
    #[must_use]
    pub fn highest_rate(&self) -> Option<i64> {
        self.lines.iter().flat_map(Line::rates).max()
    }
}

/// Everything a card is made for.
#[derive(Debug, Clone, Default)]
pub struct Market {
    /// Names of the tiers of its cells.
    pub names: Names,
    /// Codes of the employers.
    pub employers: Vec<String>,
    /// Its cells, each once.
    pub segments: Vec<Segment>,
}

impl Market {
    /// Words for a cell: "registered nursing, Band 5, critical care, night or Saturday, inner".
    #[must_use]
    pub fn words(&self, segment: usize) -> String {
        let Some(Segment { cell, .. }) = self.segments.get(segment) else { return String::new() };
        let tier = self.names.name(cell.tier);
        let tier = if tier.is_empty() { String::new() } else { format!("{tier}, ") };
        format!("{}, {}, {tier}{}, {}", cell.group, cell.grade, cell.time, cell.zone)
    }

    /// What all employers pay today for a month, in pence.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.segments.iter().flat_map(|segment| &segment.lines).map(cost_now).sum()
    }
}

/// What a line costs today for a month, in pence.
#[must_use]
pub fn cost_now(line: &Line) -> i64 {
    let sum: i128 = line.flows.iter().map(|f| i128::from(f.minutes) * i128::from(f.charge)).sum();
    crate::booking::rounded(sum, 60)
}
