//! Who loses and who gains pay by the hour: by band, by employer, and by protected group where that can be said.

use std::collections::BTreeMap;

use wt_stats::disclosure::{Fault, Hierarchy, Mark, Rule, Tables, protect};

use super::Card;
use crate::booking::{Grade, Group, price, rounded};
use crate::market::{Line, Market};

/// Pay of workers in a month, at today's hours by bank and agency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loss {
    /// Minutes worked today in cells of the card.
    pub minutes: i64,
    /// Minutes of them that are paid above the card.
    pub above: i64,
    /// What those would lose, in pence.
    pub loses: i64,
    /// What those below the card would gain, in pence.
    pub gains: i64,
    /// The most that anybody would lose by the hour, in pence.
    pub most: i64,
    /// The same as a part of the pay, in millionths.
    pub most_part: i64,
}

impl Loss {
    fn add(&mut self, line: &Line, rate: i64) {
        for flow in line.flows[..2].iter().filter(|flow| flow.minutes > 0) {
            let minutes = u32::try_from(flow.minutes).unwrap_or(u32::MAX);
            self.minutes += flow.minutes;
            let less = flow.rate - rate;
            if less <= 0 {
                self.gains += price(-less, minutes);
                continue;
            }
            self.above += flow.minutes;
            self.loses += price(less, minutes);
            self.most = self.most.max(less);
            self.most_part = self.most_part.max(rounded(i128::from(less) * 1_000_000, i128::from(flow.rate)));
        }
    }

    /// Gains less losses by the hour worked, in pence; none for no hours.
    #[must_use]
    pub fn mean(&self) -> Option<i64> {
        (self.minutes > 0)
            .then(|| rounded(i128::from(self.gains - self.loses) * 60, i128::from(self.minutes)))
    }
}

/// Cells with a rate, each with its lines.
fn rated<'a>(market: &'a Market, card: &'a Card) -> impl Iterator<Item = (Group, Grade, &'a Line, i64)> {
    market.segments.iter().zip(&card.rates).filter_map(|(segment, rate)| Some((segment, (*rate)?))).flat_map(
        |(segment, rate)| {
            segment.lines.iter().map(move |line| (segment.cell.group, segment.cell.grade, line, rate))
        },
    )
}

/// Who loses, by staff group and grade.
#[must_use]
pub fn by_grade(market: &Market, card: &Card) -> BTreeMap<(Group, Grade), Loss> {
    let mut sums: BTreeMap<(Group, Grade), Loss> = BTreeMap::new();
    for (group, grade, line, rate) in rated(market, card) {
        sums.entry((group, grade)).or_default().add(line, rate);
    }
    sums
}

/// Whose workers lose, by employer in the order of the market's.
#[must_use]
pub fn by_employer(market: &Market, card: &Card) -> Vec<Loss> {
    let mut sums = vec![Loss::default(); market.employers.len()];
    for (_, _, line, rate) in rated(market, card) {
        sums[line.employer].add(line, rate);
    }
    sums
}

/// Temporary workers of a protected group (Equality Act 2010, section 4), counted by staff group and grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    /// Which protected characteristic: sex, race, age.
    pub characteristic: String,
    /// Which group of it.
    pub of: String,
    /// Staff group.
    pub group: Group,
    /// Band or grade.
    pub grade: Grade,
    /// How many.
    pub count: u64,
}

/// What a card means for a protected group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// Which protected characteristic.
    pub characteristic: String,
    /// Which group of it.
    pub of: String,
    /// Workers in grades that lose on average, rounded as the rule says; none where the count is hidden.
    pub losing: Option<u64>,
    /// Workers in other grades.
    pub others: Option<u64>,
    /// Mean gain by the hour in pence, below 0 for a loss, if each worker has the mean of the grade; none where a count is hidden.
    pub mean: Option<i64>,
}

/// What a card means for protected groups. Counts that are small are hidden, and others with them so that none follows from
/// totals. Workers of grades that the card does not hold are counted among the others, with no change of pay.
///
/// # Errors
/// What can't be protected.
pub fn by_protected(
    losses: &BTreeMap<(Group, Grade), Loss>,
    workers: &[Workers],
    rule: &Rule,
) -> Result<Vec<Protected>, Fault> {
    let mut found = Vec::new();
    let mut names: Vec<&str> = workers.iter().map(|row| row.characteristic.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        // Losing, others, and the sum of mean changes: by group.
        let mut sums: BTreeMap<&str, (u64, u64, i128)> = BTreeMap::new();
        for row in workers.iter().filter(|row| row.characteristic == name) {
            let mean = losses.get(&(row.group, row.grade)).and_then(Loss::mean).unwrap_or(0);
            let sum = sums.entry(&row.of).or_default();
            if mean < 0 {
                sum.0 += row.count;
            } else {
                sum.1 += row.count;
            }
            sum.2 += i128::from(mean) * i128::from(row.count);
        }
        let groups: Vec<&str> = sums.keys().copied().collect();
        let counts: Vec<u64> = sums.values().flat_map(|sum| [sum.0, sum.1]).collect();
        let mut tables = Tables::new();
        let grid = tables.cross(
            &Hierarchy::flat("All", &groups)?,
            &Hierarchy::flat("All workers", &["Losing", "Others"])?,
            &counts,
        )?;
        let published = protect(&tables, rule)?;
        // The first of each hierarchy is its total.
        for (at, (of, sum)) in sums.into_iter().enumerate() {
            let shown = |column: usize| published.mark(grid.cell(at + 1, column)).and_then(Mark::value);
            let (losing, others) = (shown(1), shown(2));
            let all = i128::from(sum.0 + sum.1);
            let mean = (losing.is_some() && others.is_some() && all > 0).then(|| rounded(sum.2, all));
            found.push(Protected {
                characteristic: name.to_owned(),
                of: of.to_owned(),
                losing,
                others,
                mean,
            });
        }
    }
    Ok(found)
}
