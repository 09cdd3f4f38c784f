//! Rows and groups out of the pool.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::gather::{Entity, Pool, in_region};
use super::judge::judge;
use super::{Comparison, LeftOut, Level, Question, Row};
use crate::directory::{Basis, Directory};
use crate::metric::Metric;
use crate::peers::{Chooser, Group, PeerChoice};

/// Chooses and measures groups, judges rows, says the notes.
pub(crate) fn answer(directory: &Directory, metric: &Metric, q: &Question, pool: Pool) -> Comparison {
    let Pool { entities, mut left_out, empty_months } = pool;
    let chooser = Chooser::new(directory, q, &entities);
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<Vec<usize>, Option<usize>> = BTreeMap::new();
    let mut rows = Vec::new();
    for (place, entity) in entities.iter().enumerate() {
        if entity.code.is_some_and(|c| q.level == Level::Employers && !in_region(directory, c, q)) {
            continue;
        }
        let group = match chooser.of(place) {
            Ok(members) => *known.entry(members.places.clone()).or_insert_with(|| {
                let group = Group::measure(&members, &entities, metric, q.period.len())?;
                groups.push(group);
                Some(groups.len() - 1)
            }),
            Err(why) => {
                left_out.extend(entity.code.map(|code| LeftOut { code, why: format!("No peers: {why}") }));
                None
            }
        };
        rows.push(judge(directory, metric, q, entity, group.map(|g| (g, &groups[g]))));
    }
    sort(&mut rows, metric);
    let mut notes = basis_notes(directory, q, &rows);
    notes.extend(chooser.note());
    notes.extend(month_notes(&empty_months, &entities));
    notes.push("Figures are not adjusted for staff mix.".into());
    Comparison { rows, groups, notes, left_out, question: q.clone() }
}

/// By group, then the most unfavourable first, then by code.
fn sort(rows: &mut [Row], metric: &Metric) {
    let badness = |r: &Row| metric.direction.badness(r.share, metric.unit).unwrap_or(r.share);
    rows.sort_by(|a, b| {
        let group = a.group.unwrap_or(usize::MAX).cmp(&b.group.unwrap_or(usize::MAX));
        let worse = badness(b).partial_cmp(&badness(a)).unwrap_or(Ordering::Equal);
        group
            .then(worse)
            .then_with(|| (a.code, &a.unit, &a.staff_group).cmp(&(b.code, &b.unit, &b.staff_group)))
    });
}

fn basis_notes(directory: &Directory, q: &Question, rows: &[Row]) -> Vec<String> {
    let mut notes = Vec::new();
    match q.basis {
        Basis::AsReported => notes.push("As reported: every code by itself.".into()),
        Basis::ProForma => {
            notes.push(
                "Pro forma: figures of predecessors count for their successors, whatever the month.".into(),
            );
            for row in rows {
                let Some(code) = row.code else { continue };
                let others: Vec<String> =
                    row.reported_as.iter().filter(|c| **c != code).map(ToString::to_string).collect();
                if !others.is_empty() && row.unit.is_none() {
                    notes.push(format!(
                        "{} holds figures reported by {}.",
                        directory.label(code),
                        list(&others)
                    ));
                }
            }
        }
    }
    if !q.without.is_empty() {
        let codes: Vec<String> = q.without.iter().map(|c| directory.label(*c)).collect();
        notes.push(format!("Left out as asked: figures reported by {}.", list(&codes)));
    }
    if let PeerChoice::Own(_) = q.peers {
        notes.push("Each organisation is compared with the list and itself.".into());
    }
    notes
}

fn month_notes(empty: &[wt_units::Month], entities: &[Entity]) -> Option<String> {
    if entities.is_empty() {
        return Some("There are no figures for this question.".into());
    }
    let months: Vec<String> = empty.iter().map(|m| m.long()).collect();
    (!months.is_empty()).then(|| format!("Nobody has figures for {}.", list(&months)))
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
