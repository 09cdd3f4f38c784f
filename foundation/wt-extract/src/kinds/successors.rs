//! Which organisation became which, and from which month.
//!
//! Two forms: the plain table of code, successor and first month; and the paths of code changes 2000 to 2018
//! (`all_org_changes_paths`), where one row tells up to three changes in a line.

use std::collections::{HashMap, HashSet};

use wt_units::{Month, OdsCode};

use crate::columns::{self, ColumnKind, ColumnSpec, Problem};
use crate::read::cells::Cells;
use crate::read::out::Out;
use crate::read::{Col, Layout};
use crate::table::Row;
use crate::{Accepted, Fault, SuccessorRow};

use super::sickness_org_month::twice;
use super::{KindId, KindSpec, Reader, Verdict};

pub(super) static SPEC: KindSpec = KindSpec {
    id: KindId::Successors,
    title: "successors of organisations",
    about: "Which organisation reports for which, from which month on.",
    publisher: "Organisation Data Service, and read off published files",
    columns: &[
        need("code", "code", &["Old code", "Predecessor"], ColumnKind::OdsCode, "The old code.", "RRP"),
        need(
            "successor",
            "successor",
            &["New code", "Successor code"],
            ColumnKind::OdsCode,
            "The code after.",
            "G6V2S",
        ),
        need(
            "from_month",
            "from_month",
            &["From", "Effective from", "From month"],
            ColumnKind::Month,
            "First month under the new code.",
            "2024-11",
        ),
        may("note", "note", "What happened.", "Joined as North London NHS Foundation Trust"),
        may("status", "status", "How it is known.", "read off the published monthly files"),
    ],
    other_forms: &[&[
        need("code", "old_code", &[], ColumnKind::OdsCode, "The old code.", "RB7"),
        need("new_1", "new_code_1", &[], ColumnKind::OdsCode, "The code after the first change.", "RYA"),
        need("date_1", "date_change_1", &[], ColumnKind::Date, "Day of the first change.", "2007-10-01"),
        may("why_1", "change_type_1", "What the first change was.", "merger"),
        may("new_2", "new_code_2", "The code after the second change.", "NA"),
        may("date_2", "date_change_2", "Day of the second change.", "NA"),
        may("why_2", "change_type_2", "What the second change was.", "NA"),
        may("new_3", "new_code_3", "The code after the third change.", "NA"),
        may("date_3", "date_change_3", "Day of the third change.", "NA"),
        may("why_3", "change_type_3", "What the third change was.", "NA"),
        may("split", "experiences_split", "1 where the organisation was divided.", "0"),
    ]],
};

const fn need(
    name: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    kind: ColumnKind,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms, kind, required: true, about, example }
}

const fn may(
    name: &'static str,
    heading: &'static str,
    about: &'static str,
    example: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading, synonyms: &[], kind: ColumnKind::Text, required: false, about, example }
}

/// Reads the plain table.
pub(super) struct Successors {
    code: Col,
    successor: Col,
    from: Col,
    note: Col,
    seen: HashMap<(OdsCode, OdsCode), u32>,
}

impl Successors {
    pub(super) fn new(layout: &Layout) -> Self {
        let (code, successor, from) = (layout.col("code"), layout.col("successor"), layout.col("from_month"));
        Self { code, successor, from, note: layout.col("note"), seen: HashMap::new() }
    }
}

impl Reader for Successors {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let mut cells = Cells::new(row, out);
        let (code, successor) = (cells.code(&self.code), cells.code(&self.successor));
        let read = columns::month(self.from.of(row));
        let from = cells.need(&self.from, ColumnKind::Month, read);
        let (Some(code), Some(successor), Some(from)) = (code, successor, from) else {
            return Ok(Verdict::Refused);
        };
        if code == successor {
            let fix = "An organisation can't succeed itself. Correct one of the two codes.";
            cells.refuse(
                &self.successor,
                Problem::new(successor.to_string(), "another code than the old one", fix),
            );
            return Ok(Verdict::Refused);
        }
        let first = *self.seen.entry((code, successor)).or_insert(row.number);
        if first != row.number {
            cells.refuse(&self.code, twice(format!("{code} to {successor}"), first));
            return Ok(Verdict::Refused);
        }
        let note = cells.words(&self.note).unwrap_or_default();
        out.accept(Accepted::Successor(SuccessorRow { row: row.number, code, successor, from, note }));
        Ok(Verdict::Accepted)
    }
}

/// Reads the paths of changes.
pub(super) struct Paths {
    code: Col,
    split: Col,
    steps: [[Col; 3]; 3],
    seen: HashSet<(OdsCode, OdsCode, Month)>,
}

impl Paths {
    pub(super) fn new(layout: &Layout) -> Self {
        let step = |i: u8| ["new", "date", "why"].map(|part| layout.col(&format!("{part}_{i}")));
        let steps = [step(1), step(2), step(3)];
        Self { code: layout.col("code"), split: layout.col("split"), steps, seen: HashSet::new() }
    }
}

impl Reader for Paths {
    fn row(&mut self, row: &Row<'_>, out: &mut Out<'_>) -> Result<Verdict, Fault> {
        let mut cells = Cells::new(row, out);
        if cells.words(&self.split).is_some_and(|split| split != "0") {
            return Ok(Verdict::Skipped(
                "the organisation was divided: no single code reports for it afterwards",
            ));
        }
        let Some(mut code) = cells.code(&self.code) else { return Ok(Verdict::Refused) };
        let mut found = Vec::new();
        for [new, date, why] in &self.steps {
            let (to, on) = (columns::code(new.of(row)), columns::date(date.of(row)));
            let (Some(to), Some(on)) = (cells.take(new, to), cells.take(date, on)) else {
                return Ok(Verdict::Refused);
            };
            let (Some(successor), Some(from)) = (to, on.and_then(Month::of)) else { break };
            let note = cells.words(why).unwrap_or_default().replace('_', " ");
            if successor != code && self.seen.insert((code, successor, from)) {
                found.push(SuccessorRow { row: row.number, code, successor, from, note });
            }
            code = successor;
        }
        found.into_iter().for_each(|row| out.accept(Accepted::Successor(row)));
        Ok(Verdict::Accepted)
    }
}
