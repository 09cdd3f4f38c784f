//! A market out of bookings: what was wanted, filled and paid in a mean month, with what history can't say stated by the user.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use wt_facts::FactSet;

use super::{Criticality, Flow, Line, Market, Range, Segment};
use crate::booking::{Booking, Cell, Channel, Group, Id, Names, an_hour, rounded};
use crate::cost::Costs;
use crate::gather::{Gather, moved};

/// Own-price elasticity and, where workers are shared, the one by neighbours' rates, by staff group and tier.
pub type Identified = BTreeMap<(Group, String), (Range, Option<Range>)>;

/// What bookings do not hold: nothing of it is assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// Own-price elasticity, of all cells whose history identifies none.
    pub own: Range,
    /// Elasticity by neighbours' rates, of all cells whose history says none.
    pub cross: Range,
    /// What history identifies: it stands before what is stated.
    pub identified: Identified,
    /// Elasticity between routes.
    pub route: Range,
    /// What an unfilled hour costs, in percent of the dearest hour that the employer buys in the cell.
    pub unfilled: i64,
    /// Tiers whose cells are critical; all others are routine.
    pub critical: Vec<String>,
    /// Employers that a cell needs: fewer would show one to another.
    pub employers: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    wanted: i64,
    /// By route: minutes, pay and cost in pence.
    routes: [[i64; 3]; 3],
}

/// Gathers a market.
pub struct MarketSums<'f> {
    lines: FxHashMap<(Cell, Id), Tally>,
    months: BTreeSet<i32>,
    /// Pay and cost of hours in own banks: what comes on top of pay.
    own: [i64; 2],
    /// Worked bookings without a cost, because a fact of their day is missing: in no sum.
    pub uncosted: u64,
    costs: Costs<'f>,
}

impl<'f> MarketSums<'f> {
    /// Costs by these facts.
    #[must_use]
    pub fn new(facts: &'f FactSet) -> Self {
        Self {
            lines: FxHashMap::default(),
            months: BTreeSet::new(),
            own: [0; 2],
            uncosted: 0,
            costs: Costs::new(facts),
        }
    }

    /// The last day of the last month that was gathered; none where nothing was.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        let month = *self.months.last()?;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
        Some(first.last_of_month())
    }

    /// The market of a mean month; `None` where no booking was gathered, or none in own banks says what comes on top of pay. Also
    /// how many cells were left out for too few employers.
    #[must_use]
    pub fn market(&self, names: &Names, stated: &Stated) -> Option<(Market, usize)> {
        let months = i128::try_from(self.months.len()).ok().filter(|months| *months > 0)?;
        let [paid, cost] = self.own;
        let on_cost = (paid > 0).then(|| rounded(i128::from(cost - paid) * 10_000, i128::from(paid)))?;
        let mut cells: BTreeMap<(Cell, String), Vec<(&str, Line)>> = BTreeMap::new();
        for ((cell, employer), tally) in &self.lines {
            let line = tally.line(months, on_cost, stated.unfilled);
            // Numbers of names differ from run to run; names do not.
            let tier = names.name(cell.tier).to_owned();
            let cell = Cell { tier: Id::default(), ..*cell };
            cells.entry((cell, tier)).or_default().push((names.name(*employer), line));
        }
        let all = cells.len();
        cells.retain(|_, lines| lines.len() >= stated.employers);
        let codes: BTreeSet<&str> = cells.values().flatten().map(|(code, _)| *code).collect();
        let mut market =
            Market { employers: codes.iter().map(|code| (*code).to_owned()).collect(), ..Market::default() };
        for ((cell, tier), mut lines) in cells {
            lines.sort_by_key(|(code, _)| *code);
            let place = |code: &str| codes.iter().position(|known| *known == code);
            let lines =
                lines.into_iter().filter_map(|(code, line)| Some(Line { employer: place(code)?, ..line }));
            let (own, cross) = stated.supply(cell.group, &tier);
            let critical = stated.critical.iter().any(|name| name.eq_ignore_ascii_case(&tier));
            market.segments.push(Segment {
                cell: Cell { tier: market.names.id(&tier), ..cell },
                criticality: if critical { Criticality::Critical } else { Criticality::Routine },
                own,
                cross,
                route: stated.route,
                worker_cap: None,
                charge_cap: None,
                legal_minimum: None,
                band_pay: None,
                lines: lines.collect(),
            });
        }
        let left_out = all - market.segments.len();
        Some((market, left_out))
    }
}

impl Stated {
    /// How supply of a staff group and tier answers its own and its neighbours' pay.
    fn supply(&self, group: Group, tier: &str) -> (Range, Range) {
        match self.identified.get(&(group, tier.to_owned())) {
            Some((own, cross)) => (*own, cross.unwrap_or(self.cross)),
            None => (self.own, self.cross),
        }
    }
}

impl Tally {
    fn line(&self, months: i128, on_cost: i64, unfilled: i64) -> Line {
        let flows = self.routes.map(|[minutes, paid, cost]| {
            let mean = rounded(i128::from(minutes), months);
            let an_hour = |pence| an_hour(pence, u64::try_from(minutes).unwrap_or(0));
            match (an_hour(paid), an_hour(cost)) {
                (Some(rate), Some(charge)) if mean > 0 && rate > 0 => {
                    Flow { minutes: mean, rate, charge: charge.max(rate) }
                }
                _ => Flow::default(),
            }
        });
        let filled: i64 = flows.iter().map(|flow| flow.minutes).sum();
        let dearest = flows.iter().map(|flow| flow.charge).max().unwrap_or(0);
        Line {
            employer: 0,
            row: 0,
            wanted: rounded(i128::from(self.wanted), months).max(filled),
            flows,
            on_cost,
            unfilled: rounded(i128::from(dearest) * i128::from(unfilled), 100),
        }
    }

    fn add(&mut self, other: &Self) {
        self.wanted += other.wanted;
        for (sums, more) in self.routes.iter_mut().zip(&other.routes) {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

impl Gather for MarketSums<'_> {
    fn take(&mut self, booking: &Booking, _: &Names) {
        if !booking.wanted() {
            return;
        }
        let mut tally = Tally { wanted: i64::from(booking.minutes), ..Tally::default() };
        if booking.worked() {
            let Some((pay, cost)) = booking.pay.zip(self.costs.of(booking)) else {
                self.uncosted += 1;
                return;
            };
            let (pay, cost) = (pay.get(), cost.total().get());
            let route = match booking.channel {
                Channel::Agency => 1,
                Channel::Substantive => 2,
                _ => 0,
            };
            tally.routes[route] = [i64::from(booking.minutes), pay, cost];
            if booking.channel == Channel::OwnBank {
                self.own[0] += pay;
                self.own[1] += cost;
            }
        }
        self.months.insert(booking.month);
        self.lines.entry((booking.cell, booking.employer)).or_default().add(&tally);
    }

    fn absorb(&mut self, other: Self, to: &[Id]) {
        for ((cell, employer), tally) in &other.lines {
            let cell = Cell { tier: moved(to, cell.tier), ..*cell };
            self.lines.entry((cell, moved(to, *employer))).or_default().add(tally);
        }
        self.months.extend(&other.months);
        self.uncosted += other.uncosted;
        self.own.iter_mut().zip(other.own).for_each(|(sum, more)| *sum += more);
    }
}
