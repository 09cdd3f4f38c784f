//! The same thing compared with the same thing: lines by cell and by employer, and what may be shown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_facts::{FactSet, NoFigure};
use wt_pay::Zone;

use crate::booking::{Grade, Group, Names, TimeBand, an_hour};
use crate::cells::{Cells, Harmonised, Part, Sums};

/// When a cell may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Employers that must stand behind it.
    pub employers: usize,
    /// Largest share of its hours that one of them may have, in percent.
    pub largest_share: u64,
    /// How many whole months must lie between it and today.
    pub months_old: i32,
}

impl Rule {
    /// For files you hold yourself: so many employers, because a cell with one tells nothing about others and everything about it.
    #[must_use]
    pub fn own(employers: usize) -> Self {
        Self { employers, largest_share: 100, months_old: 0 }
    }

    /// For showing to another employer, by the settings of a day.
    ///
    /// # Errors
    /// [`NoFigure`] where one is missing.
    pub fn shared(facts: &FactSet, day: Date) -> Result<Self, NoFigure> {
        let whole = |id: &str| facts.at(id, day).map(|figure| figure.value.to_f64() as u64);
        Ok(Self {
            employers: whole("rates-sharing-contributors")? as usize,
            largest_share: whole("rates-sharing-largest-share")?,
            months_old: whole("rates-sharing-age")? as i32,
        })
    }
}

/// Rates by share of the hours: 10, 25, 50, 75 and 90 percent of the hours lie at or below them. Pence an hour.
pub type Quantiles = [i64; 5];
/// The shares of [`Quantiles`].
pub const SHARES: [u64; 5] = [10, 25, 50, 75, 90];

/// What is shown of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Employers with worked hours.
    pub employers: usize,
    /// Worked bookings.
    pub bookings: u64,
    /// Worked minutes.
    pub minutes: u64,
    /// Minutes bought from agencies.
    pub agency_minutes: u64,
    /// Pay of an hour.
    pub pay: Quantiles,
    /// Cost of a worked hour.
    pub cost: Quantiles,
    /// All cost in pence.
    pub cost_total: i64,
    /// Against the card; nothing in it where no card was given.
    pub harmonised: Harmonised,
    /// Pence that hours cost above the cell's upper quartile, its median, its lower quartile: a cautious reading, the middle one and
    /// a bold one. Nobody's saving: the median is no card.
    pub above_peers: [i64; 3],
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Staff group.
    pub group: Group,
    /// Grade.
    pub grade: Grade,
    /// Tier.
    pub tier: String,
    /// Time band.
    pub time: TimeBand,
    /// Zone.
    pub zone: Zone,
    /// What is shown, or why nothing is, as a sentence.
    pub figures: Result<Figures, String>,
}

/// Cells in the order of the card. Cells where nobody worked are left out.
#[must_use]
pub fn lines(cells: &Cells<'_>, names: &Names, rule: Rule) -> Vec<Line> {
    let mut found: Vec<Line> = cells
        .sums
        .iter()
        .filter(|(_, sums)| sums.parts.values().any(|part| part.minutes > 0))
        .map(|(cell, sums)| Line {
            group: cell.group,
            grade: cell.grade,
            tier: names.name(cell.tier).to_owned(),
            time: cell.time,
            zone: cell.zone,
            figures: figures(sums, rule),
        })
        .collect();
    found.sort_by(|a, b| {
        (a.group, a.grade, &a.tier, a.time, a.zone).cmp(&(b.group, b.grade, &b.tier, b.time, b.zone))
    });
    found
}

fn figures(sums: &Sums, rule: Rule) -> Result<Figures, String> {
    let mut all = Part::default();
    let (mut employers, mut largest) = (0, 0);
    for part in sums.parts.values().filter(|part| part.minutes > 0) {
        all.absorb(part);
        employers += 1;
        largest = largest.max(part.minutes);
    }
    if employers < rule.employers {
        return Err(if employers == 1 {
            "One employer alone: not shown, because it would show that employer's rates.".to_owned()
        } else {
            format!("Fewer than {} employers: not shown.", rule.employers)
        });
    }
    if largest * 100 > all.minutes * rule.largest_share {
        return Err(format!("One employer has over {}% of the hours: not shown.", rule.largest_share));
    }
    let of = |spread: &crate::cells::Spread| SHARES.map(|share| spread.quantile(share).unwrap_or(0));
    let cost = of(&sums.cost);
    Ok(Figures {
        employers,
        bookings: all.bookings,
        minutes: all.minutes,
        agency_minutes: all.agency_minutes,
        pay: of(&sums.pay),
        cost,
        cost_total: all.cost,
        harmonised: all.harmonised,
        above_peers: [cost[3], cost[2], cost[1]].map(|rate| sums.cost.above(rate)),
    })
}

/// The sum of the cells that are shown: a total over hidden ones would give them away.
#[must_use]
pub fn total(lines: &[Line]) -> Harmonised {
    let mut sum = Harmonised::default();
    lines
        .iter()
        .filter_map(|line| line.figures.as_ref().ok())
        .for_each(|figures| sum.absorb(figures.harmonised));
    sum
}

/// An employer over all cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmployerLine {
    /// Its code.
    pub employer: String,
    /// Its sums.
    pub part: Part,
    /// What its hours cost above (over zero) or below the median of their cells, in pence, over cells of two employers or more.
    pub beside_median: i64,
    /// Worked minutes in cells of its own alone, which are beside nobody's.
    pub alone_minutes: u64,
}

/// Employers by code. For whoever holds all these files; another employer may see its own line only.
#[must_use]
pub fn employers(cells: &Cells<'_>, names: &Names) -> Vec<EmployerLine> {
    let mut found: BTreeMap<String, EmployerLine> = BTreeMap::new();
    for sums in cells.sums.values() {
        let contributors = sums.parts.values().filter(|part| part.minutes > 0).count();
        let median = sums.cost.quantile(50).unwrap_or(0);
        for (employer, part) in &sums.parts {
            let code = names.name(*employer);
            let line = found.entry(code.to_owned()).or_insert_with(|| EmployerLine {
                employer: code.to_owned(),
                part: Part::default(),
                beside_median: 0,
                alone_minutes: 0,
            });
            line.part.absorb(part);
            if contributors < 2 {
                line.alone_minutes += part.minutes;
            } else {
                let at_median = crate::booking::rounded(i128::from(median) * i128::from(part.minutes), 60);
                line.beside_median += part.cost - at_median;
            }
        }
    }
    found.into_values().collect()
}

impl Part {
    /// Pay of an hour in pence; none for no hours.
    #[must_use]
    pub fn pay_of_an_hour(&self) -> Option<i64> {
        an_hour(self.paid, self.minutes)
    }

    /// Cost of a worked hour in pence; none for no hours.
    #[must_use]
    pub fn cost_of_an_hour(&self) -> Option<i64> {
        an_hour(self.cost, self.minutes)
    }
}
