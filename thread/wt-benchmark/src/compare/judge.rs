//! One row: where it lies among its peers, how sure that is, and how long it has been so.

use wt_stats::quantile::of_sorted;
use wt_stats::xmr::{self, Options, xmr};
use wt_stats::{Interval, Z95};

use super::gather::Entity;
use super::{IntervalBasis, MonthFigure, PERSISTENT_MONTHS, Persistence, Question, Row};
use crate::directory::Directory;
use crate::metric::{Direction, Metric};
use crate::peers::{FEWEST_PEERS, Group};

/// Sigma of single values from their mean moving range (Montgomery; d2 for two points).
const D2: f64 = 1.128;
/// Fewer months than this say nothing about noise from month to month.
const FEWEST_MONTHS: usize = 3;

/// Judges an entity against its group, given with its number.
pub(crate) fn judge(
    directory: &Directory,
    metric: &Metric,
    q: &Question,
    entity: &Entity,
    group: Option<(usize, &Group)>,
) -> Row {
    let months = months(q, entity, group.map(|g| g.1));
    let org = entity.code.and_then(|c| directory.get(c));
    let mut row = Row {
        code: entity.code,
        unit: entity.unit.clone(),
        staff_group: entity.staff_group.clone(),
        name: name(directory, entity, q),
        org_type: org.and_then(crate::Organisation::org_type),
        reported_as: entity.reported_as.iter().copied().collect(),
        numerator: entity.numerator,
        denominator: entity.denominator,
        share: entity.share,
        group: group.map(|g| g.0),
        rank: None,
        quartile: None,
        gap: None,
        gap_interval: None,
        interval_basis: IntervalBasis::TooFew,
        excess_to_median: None,
        excess_to_best_quartile: None,
        funnel: None,
        persistent_gap: persistence(&months, metric),
        value_chart: chart(months.iter().map(|m| m.share)),
        gap_chart: chart(months.iter().map(MonthFigure::gap)),
        months,
        sources: entity.sources.clone(),
    };
    if let Some((_, group)) = group {
        place(&mut row, group, metric);
    }
    row
}

fn name(directory: &Directory, entity: &Entity, q: &Question) -> String {
    use super::Level;
    let unit = entity.unit.as_ref().map(|u| u.as_str().to_owned());
    let staff = entity.staff_group.as_ref().map(|s| s.as_str().to_owned());
    let org = || entity.code.map(|c| directory.get(c).map_or(c.to_string(), |o| o.name().to_owned()));
    let name = match q.level {
        Level::Employers => org(),
        Level::UnitsOf(_) => unit,
        Level::StaffGroupsOf(_) => staff,
    };
    name.or_else(org).unwrap_or_default()
}

fn chart(values: impl Iterator<Item = Option<f64>>) -> xmr::Xmr {
    xmr(&values.collect::<Vec<_>>(), &Options::default())
}

fn months(q: &Question, entity: &Entity, group: Option<&Group>) -> Vec<MonthFigure> {
    let figure = |(i, month)| {
        let share = entity.month_share(i);
        MonthFigure {
            month,
            figures: entity.months.get(i).copied().flatten(),
            share,
            peer_median: group.and_then(|g| g.monthly_medians.get(i).copied().flatten()),
        }
    };
    q.period.months().enumerate().map(figure).collect()
}

fn place(row: &mut Row, group: &Group, metric: &Metric) {
    row.gap = Some(row.share - group.median);
    let standing =
        |f: &wt_stats::funnel::Funnel| f.standing(row.numerator.to_f64(), row.denominator.to_f64());
    row.funnel = group.funnel.as_ref().and_then(standing);
    (row.gap_interval, row.interval_basis) = interval(row, group);
    rank(row, group, metric);
}

/// Rank, quartile and excess, where a direction is good.
fn rank(row: &mut Row, group: &Group, metric: &Metric) {
    let bad = |share: f64| metric.direction.badness(share, metric.unit);
    let Some(own) = bad(row.share) else { return };
    let mut all: Vec<f64> = group.values.iter().filter_map(|v| bad(*v)).collect();
    all.sort_unstable_by(f64::total_cmp);
    row.rank = Some(all.partition_point(|b| *b < own) + 1);
    let cuts = [0.25, 0.5, 0.75].map(|p| of_sorted(&all, p));
    let [Some(best), Some(middle), Some(worst)] = cuts else { return };
    row.quartile = Some(match own {
        b if b <= best => 1,
        b if b <= middle => 2,
        b if b <= worst => 3,
        _ => 4,
    });
    let excess = |target: f64| Some((own - target).max(0.0) * row.denominator.to_f64());
    // The median of distances from good is the distance of the median wherever better has one direction.
    let middle = match metric.direction {
        Direction::Lower | Direction::Higher => bad(group.median).unwrap_or(middle),
        _ => middle,
    };
    row.excess_to_median = excess(middle);
    row.excess_to_best_quartile = excess(best);
}

/// The 95% interval of the gap: from monthly gaps where there are three or more, else from the funnel of five or
/// more peers. Monthly: moving-range sigma / sqrt(months) × 1.96, around the gap of the whole period. It covers
/// noise from month to month only.
fn interval(row: &Row, group: &Group) -> (Option<Interval>, IntervalBasis) {
    let Some(gap) = row.gap else { return (None, IntervalBasis::TooFew) };
    let around = |half: f64| Some(Interval { low: gap - half, high: gap + half });
    let gaps: Vec<Option<f64>> = row.months.iter().map(MonthFigure::gap).collect();
    let n = gaps.iter().flatten().count();
    if n >= FEWEST_MONTHS
        && let Some(range) = xmr::moving_range(&gaps, false)
    {
        return (around(Z95 * range / D2 / (n as f64).sqrt()), IntervalBasis::MonthlyGaps);
    }
    let se = group.funnel.as_ref().and_then(|f| f.standard_error(row.denominator.to_f64()));
    match se.filter(|_| group.n >= FEWEST_PEERS) {
        Some(se) => (around(Z95 * se), IntervalBasis::Funnel),
        None => (None, IntervalBasis::TooFew),
    }
}

/// The shift rule on the gap: the worse side of the month's peer median in each of the last seven months.
fn persistence(months: &[MonthFigure], metric: &Metric) -> Persistence {
    let bad = |share: f64| metric.direction.badness(share, metric.unit);
    if bad(0.0).is_none() {
        return Persistence::NotJudged;
    }
    let Some(from) = months.len().checked_sub(PERSISTENT_MONTHS) else { return Persistence::TooFew };
    let worse: Option<Vec<bool>> =
        months[from..].iter().map(|m| Some(bad(m.share?)? > bad(m.peer_median?)?)).collect();
    match worse {
        None => Persistence::TooFew,
        Some(all) if all.iter().all(|w| *w) => Persistence::Yes,
        Some(_) => Persistence::No,
    }
}
