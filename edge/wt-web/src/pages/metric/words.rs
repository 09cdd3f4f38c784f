//! What the metric page says in words: signals, headings, totals, sources.

use std::collections::BTreeMap;

use wt_benchmark::sentence::lower_first;
use wt_benchmark::{Comparison, Group, Row};
use wt_engine::Snapshot;
use wt_engine::compare::Compared;
use wt_opportunity::{Honest, sum};
use wt_stats::funnel::corrected;
use wt_units::Pounds;

use crate::say;

/// A row as a reader knows it: a unit, a staff group, an organisation with its code.
pub(super) fn row_name(row: &Row) -> String {
    match (&row.unit, &row.staff_group, row.code) {
        (Some(unit), ..) => unit.to_string(),
        (_, _, Some(code)) => format!("{} ({code})", row.name),
        _ => row.name.clone(),
    }
}

/// What stands behind a gap, in few words: whether it lasts, and where it stands in the corrected funnel.
pub(super) fn signal(row: &Row, standing: Option<corrected::Unit>) -> String {
    let lasting = match row.persistent_gap {
        wt_benchmark::Persistence::Yes => Some("lasting"),
        wt_benchmark::Persistence::TooFew => Some("too few months"),
        _ => None,
    };
    let outside = standing.and_then(|unit| match (unit.flag.outside998, unit.flag.outside95) {
        (true, _) => Some("outside the 99.8% limits"),
        (_, true) => Some("outside the 95% limits"),
        _ => None,
    });
    let words: Vec<&str> = lasting.into_iter().chain(outside).collect();
    if words.is_empty() { "no signal".to_owned() } else { words.join(", ") }
}

/// The heading of the ranked chart: what it shows for this employer.
pub(super) fn finding(compared: &Compared, row: &Row) -> String {
    let side = match row.gap {
        Some(g) if g > 0.0 => "above",
        Some(g) if g < 0.0 => "below",
        _ => "at",
    };
    format!("{} is {side} the peer median for {}", row.name, lower_first(&compared.metric.name))
}

/// The group with most peers.
pub(super) fn largest(groups: &[Group]) -> Option<usize> {
    (0..groups.len()).max_by_key(|g| groups[*g].n)
}

/// Median and quartiles of a group.
pub(super) fn group_words(metric: &wt_benchmark::Metric) -> impl Fn(&Group) -> String + '_ {
    |g| {
        format!(
            "{}: median {}, middle half {} to {}",
            g.scope,
            metric.unit.say(g.median),
            metric.unit.say(g.q1),
            metric.unit.say(g.q3)
        )
    }
}

/// What all gaps together are worth, by benefit type: luck taken out first, the raw gaps beside it.
pub(super) fn totals(compared: &Compared, honest: &Honest) -> Vec<String> {
    let all = honest.sum(&BTreeMap::new());
    let said = all.totals.iter().map(|t| {
        let wte = t.wte.map_or(String::new(), |w| format!("{:.1} WTE, ", w.to_f64()));
        format!(
            "{}: {wte}{} ({}, 90% interval), luck taken out.",
            say::capital(t.benefit_type.words()),
            t.pounds,
            Pounds::range(t.range.0, t.range.1)
        )
    });
    let raw = sum(&compared.to_median);
    let beside = raw.totals.iter().map(|t| {
        let range = t.range.map_or("too few data to say a range".to_owned(), |(low, high)| {
            format!("range {}", Pounds::range(low, high))
        });
        format!(
            "The raw gaps, which take luck for difference: {} ({range}) over {} organisations.",
            t.pounds, t.organisations
        )
    });
    said.chain(beside).chain(raw.notes.iter().cloned()).collect()
}

/// The total to the best quartile of true values, and the raw one, called what it is.
pub(super) fn upper(compared: &Compared, honest: &Honest) -> Option<String> {
    let best = honest.sum(&BTreeMap::new());
    let (best, raw) = (best.totals.first()?, sum(&compared.to_best_quartile));
    Some(format!(
        "To the best quartile of true values: {} ({}). The raw gap to the best quartile, {}, is an upper bound, inflated by \
         selection: the best quarter of any group is partly luck.",
        Pounds(best.pounds).sentence(),
        Pounds::range(best.range.0, best.range.1),
        Pounds(raw.totals.first()?.pounds).sentence()
    ))
}

/// Organisations without a row, and why.
pub(super) fn left_out(c: &Comparison, snapshot: &Snapshot) -> Vec<String> {
    c.left_out.iter().map(|l| format!("{}: {}", snapshot.directory.label(l.code), l.why)).collect()
}

/// Where the figures come from and when they were loaded.
pub(super) fn updated(snapshot: &Snapshot, row: Option<&Row>) -> String {
    let loads: std::collections::BTreeSet<u32> =
        row.map(|r| r.sources.iter().map(|s| s.load).collect()).unwrap_or_default();
    let latest = loads.iter().filter_map(|l| snapshot.loads.get(*l as usize)).max_by_key(|l| l.loaded_at);
    latest.map_or(String::new(), |l| {
        format!(
            "Source: {}; {} files, the latest loaded on {}.",
            l.source_name,
            loads.len(),
            say::day(&l.loaded_day())
        )
    })
}
