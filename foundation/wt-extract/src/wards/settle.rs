//! Which rows are wards: each once a month, under one name, without offices and clinics.

use std::collections::{BTreeMap, BTreeSet};

use wt_units::{Month, OdsCode, UnitName};

use crate::columns::{Problem, plain};
use crate::read::Col;
use crate::read::out::Out;

use super::month::WardMonth;

/// Employer, site and name without case, punctuation and the word "ward" at its end.
type Place = (Option<OdsCode>, Option<String>, String);

/// Takes rows to wards, sorted by month, employer and name.
pub(super) fn settle(held: Vec<WardMonth>, name: &Col, out: &mut Out<'_>) -> (Vec<WardMonth>, Vec<String>) {
    let mut notes = Vec::new();
    let held = once(held, name, out, &mut notes);
    let mut wards = with_patients(held, &mut notes);
    renamed(&mut wards, &mut notes);
    wards.sort_by(|a, b| (a.month, a.org, &a.ward, a.row).cmp(&(b.month, b.org, &b.ward, b.row)));
    (wards, notes)
}

/// A row that stands twice with the same figures counts once; with different ones neither can be believed.
fn once(held: Vec<WardMonth>, name: &Col, out: &mut Out<'_>, notes: &mut Vec<String>) -> Vec<WardMonth> {
    let mut by_key: BTreeMap<_, Vec<WardMonth>> = BTreeMap::new();
    for ward in held {
        by_key.entry((ward.org, ward.site.clone(), ward.ward.clone(), ward.month)).or_default().push(ward);
    }
    let mut kept = Vec::new();
    for (_, mut rows) in by_key {
        let same = |other: &WardMonth| WardMonth { row: rows[0].row, ..other.clone() } == rows[0];
        if rows.iter().all(same) {
            if let [first, again, ..] = rows.as_slice() {
                notes.push(format!(
                    "{} in {} stands in rows {} and {} with the same figures: counted once.",
                    first.ward,
                    first.month.long(),
                    first.row,
                    again.row
                ));
            }
            kept.push(rows.swap_remove(0));
            continue;
        }
        for row in &rows {
            let others: Vec<String> =
                rows.iter().filter(|other| other.row != row.row).map(|other| other.row.to_string()).collect();
            out.refuse(
                row.row,
                name,
                Problem::new(
                    format!("{}, {}", row.ward, row.month.long()),
                    "one row for each ward and month",
                    format!("Row {} says something else of it. Take the wrong one out.", others.join(", ")),
                ),
            );
        }
    }
    kept
}

/// Wards are what has a patient at midnight in some month of the file; the rest are offices, clinics and teams.
fn with_patients(held: Vec<WardMonth>, notes: &mut Vec<String>) -> Vec<WardMonth> {
    let place = |ward: &WardMonth| (ward.org, ward.site.clone(), ward.ward.clone());
    let has = |ward: &&WardMonth| ward.patients.is_some_and(|patients| !patients.is_zero());
    let wards: BTreeSet<_> = held.iter().filter(has).map(place).collect();
    let (kept, rest): (Vec<_>, Vec<_>) = held.into_iter().partition(|ward| wards.contains(&place(ward)));
    if !rest.is_empty() {
        let names: BTreeSet<_> = rest.iter().map(place).collect();
        notes.push(format!(
            "{} rows of {} offices, clinics and teams left out: none of them has a patient at midnight in any month of the file.",
            rest.len(),
            names.len()
        ));
    }
    kept
}

/// "Bronte" and "Bronte Ward" are one where no month holds both; each takes the name it had last.
fn renamed(wards: &mut [WardMonth], notes: &mut Vec<String>) {
    let mut names: BTreeMap<Place, BTreeMap<UnitName, BTreeSet<Month>>> = BTreeMap::new();
    for ward in wards.iter() {
        names.entry(place(ward)).or_default().entry(ward.ward.clone()).or_default().insert(ward.month);
    }
    names.retain(|_, names| {
        let months: usize = names.values().map(BTreeSet::len).sum();
        let different: BTreeSet<_> = names.values().flatten().collect();
        names.len() > 1 && months == different.len()
    });
    let last = |names: &BTreeMap<UnitName, BTreeSet<Month>>| {
        names.iter().max_by_key(|(_, months)| months.last().copied()).map(|(name, _)| name.clone())
    };
    for ward in wards.iter_mut() {
        if let Some(name) = names.get(&place(ward)).and_then(last) {
            ward.ward = name;
        }
    }
    for one in names.values() {
        let all: Vec<String> = one.keys().map(|name| format!("'{name}'")).collect();
        notes.push(format!("{} never stand in the same month: taken as one ward.", all.join(" and ")));
    }
}

fn place(ward: &WardMonth) -> Place {
    let name = plain(ward.ward.as_str());
    let short = name.strip_suffix("ward").filter(|rest| !rest.is_empty()).unwrap_or(&name).to_owned();
    (ward.org, ward.site.clone(), short)
}
