//! What reading a file found beside its bookings: refusals, and what only the whole file shows.

use std::collections::{BTreeMap, BTreeSet};

use wt_extract::{Cell, Fault, Refusal};

use crate::booking::Naming;

use super::money::Money;

/// So many refusals of a file are kept word by word; the rest are counted.
const KEPT: usize = 200;

/// What was found of one file, or of a block of it.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Rows that hold anything.
    pub rows: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// The first refusals in the order of the file.
    pub refusals: Vec<Refusal>,
    /// Why the file can't be used at all.
    pub fault: Option<Fault>,
    /// Bookings with a charge whose VAT nobody said.
    pub unknown_vat: u64,
    /// Bookings whose site has no known zone.
    pub no_zone: u64,
    /// Sites that the file puts in two zones.
    pub two_zones: BTreeSet<String>,
    /// Rows with a rate of pay that can be one.
    pub(crate) right: u64,
    /// Rows whose rate looks a hundred times too high or low, and the first of them.
    pub(crate) wrong: (u64, Option<u32>),
    /// Rows by the list that named their grade, and the first of each.
    pub(crate) namings: BTreeMap<Naming, (u64, u32)>,
}

impl Findings {
    /// Adds what a later block of the same file found.
    pub fn absorb(&mut self, later: Self) {
        self.rows += later.rows;
        self.refused += later.refused;
        self.refusals.extend(later.refusals);
        self.refusals.sort_by_key(|refusal| refusal.at.row);
        self.refusals.truncate(KEPT);
        self.fault = self.fault.take().or(later.fault);
        self.unknown_vat += later.unknown_vat;
        self.no_zone += later.no_zone;
        self.two_zones.extend(later.two_zones);
        self.right += later.right;
        self.wrong = (self.wrong.0 + later.wrong.0, first(self.wrong.1, later.wrong.1));
        for (naming, (count, row)) in later.namings {
            let known = self.namings.entry(naming).or_insert((0, row));
            *known = (known.0 + count, known.1.min(row));
        }
    }

    pub(crate) fn refuse(&mut self, at: Cell, problem: wt_extract::columns::Problem) {
        self.refused += 1;
        if self.refusals.len() < KEPT {
            let (found, expected, fix) = (problem.found, problem.expected, problem.fix);
            self.refusals.push(Refusal { at, found, expected, fix });
        }
    }

    pub(crate) fn wrong_money(&mut self, row: u32) {
        self.wrong = (self.wrong.0 + 1, first(self.wrong.1, Some(row)));
    }

    pub(crate) fn named(&mut self, naming: Naming, row: u32) {
        self.namings.entry(naming).or_insert((0, row)).0 += 1;
    }

    /// What must be said of the whole file, each a sentence.
    #[must_use]
    pub fn sentences(&self, money: Money) -> Vec<String> {
        let mut said = Vec::new();
        if let (count, Some(row)) = self.wrong {
            let (unit, other, flag) = match money {
                Money::Pounds => ("pounds", "pence", "pence"),
                Money::Pence => ("pence", "pounds", "pounds"),
            };
            said.push(if self.right == 0 {
                format!("All money looks written in {other}, not in {unit}: read the file with --money {flag}.")
            } else {
                format!(
                    "Pounds and pence are mixed: of the rows read, {} in {unit}, and {count} (first: row {row}) that look written in \
                     {other} and were refused. Write all of the file in one of them.",
                    self.right
                )
            });
        }
        for (one, other, words) in [
            (Naming::Bands, Naming::Whitley, "bands of Agenda for Change and grades A to I"),
            (
                Naming::Training,
                Naming::OlderDoctors,
                "doctors' years of training and older names such as SHO or registrar",
            ),
        ] {
            if let (Some((many, first)), Some((few, row))) =
                (self.namings.get(&one), self.namings.get(&other))
            {
                said.push(format!(
                    "Grades are named by two lists: {words} (rows: {many} and {few}, the first {first} and {row}). The same \
                     work may stand in two cells: write one list throughout."
                ));
            }
        }
        if self.unknown_vat > 0 {
            said.push(format!(
                "VAT is unknown for {} charges: their cost takes the rule for their staff group and day, and no saving is counted \
                 from it.",
                self.unknown_vat
            ));
        }
        if self.no_zone > 0 {
            said.push(format!(
                "The pay zone is unknown for {} bookings, which are compared as outside London: add a column zone, or a list of \
                 sites.",
                self.no_zone
            ));
        }
        if !self.two_zones.is_empty() {
            let sites: Vec<&str> = self.two_zones.iter().map(String::as_str).collect();
            said.push(format!("A site lies in one zone, but the file names two for {}.", sites.join(", ")));
        }
        said
    }
}

fn first(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        _ => one.or(other),
    }
}
