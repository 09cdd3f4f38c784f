//! What is fuzzed: everything a stranger's bytes go through before a person sees them or the store keeps them.

use std::ops::ControlFlow;

use jiff::civil::{Date, date};
use wt_extract::codec::{Decoder, encode};
use wt_extract::kinds::KindId;
use wt_extract::mapping::propose;
use wt_extract::read::{How, ReadContext, read};
use wt_extract::table::{Limits, Source};
use wt_extract::{Accepted, Refusal, Sink};

use super::rosters;

/// The day it is taken to be, so that the same bytes always come to the same.
const TODAY: Date = date(2026, 1, 31);
/// Rows looked at for headings, as when a person is asked which column is which.
const HEAD_ROWS: usize = 40;

/// Opens the file, reads every sheet, then imports it; says in words what came of it. A panic is the finding.
pub(super) fn throw(name: &str, bytes: &[u8]) -> String {
    if name.starts_with(rosters::PREFIX) {
        return rosters::throw(&String::from_utf8_lossy(bytes));
    }
    let mut source = match Source::open(name, bytes, &Limits::default()) {
        Ok(source) => source,
        Err(fault) => return format!("refused: {fault}"),
    };
    let tables = tables(&mut source);
    let found = import(&mut source, How::Auto);
    let mapped = mapped(&mut source);
    format!("{tables}; as found: {found}; as mapped: {mapped}")
}

fn tables(source: &mut Source<'_>) -> String {
    let mut rows = 0_u64;
    let mut faults = Vec::new();
    for sheet in 0..source.sheets().len() {
        let each = &mut |row: wt_extract::table::Row<'_>| {
            rows += u64::from(row.cells.iter().any(|cell| !cell.is_empty()));
            ControlFlow::Continue(())
        };
        faults.extend(source.rows(sheet, each).err().map(|fault| fault.to_string()));
        faults.extend(source.head(sheet, HEAD_ROWS).err().map(|fault| fault.to_string()));
    }
    format!("{rows} rows read; {}", faults.join("; "))
}

/// As the template, with the columns that the program itself would propose.
fn mapped(source: &mut Source<'_>) -> String {
    let kind = KindId::Template;
    for sheet in 0..source.sheets().len() {
        let head = source.head(sheet, HEAD_ROWS).unwrap_or_default();
        if let Some(proposal) = propose(&head, kind.spec()) {
            return import(source, How::Mapped(kind, &proposal.mapping));
        }
    }
    "no headings".to_owned()
}

fn import(source: &mut Source<'_>, how: How<'_>) -> String {
    let context = ReadContext {
        today: TODAY,
        known_org: None,
        metric_known: None,
        may_be_negative: None,
        pseudonym_key: b"fuzz",
        owner: None,
    };
    let mut counted = Counted::default();
    match read(source, how, &context, &mut counted) {
        Ok(summary) => {
            format!("{} with {} rows, {} refusals", summary.kind, counted.accepted, counted.refused)
        }
        Err(fault) => fault.to_string(),
    }
}

/// Counts, and holds that the store gives back what it was given.
#[derive(Default)]
struct Counted {
    accepted: u64,
    refused: u64,
    line: String,
    decoder: Decoder,
}

impl Sink for Counted {
    fn accept(&mut self, row: Accepted) {
        self.accepted += 1;
        self.line.clear();
        encode(&row, &mut self.line);
        assert!(self.line.lines().count() == 1, "a row is not one line in the store");
        let back = self.decoder.decode(&self.line);
        assert!(back.as_ref() == Some(&row), "a row does not come back from the store as it was");
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.refused += u64::from(!refusal.to_string().is_empty());
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn good_files_go_all_the_way() {
        let root = crate::workspace::root().unwrap();
        let samples = super::super::corpus::samples(&root, super::super::corpus::Target::Csv).unwrap();
        let said = |name: &str| {
            let sample = samples.iter().find(|sample| sample.name == name).unwrap();
            super::throw(&sample.name, &sample.bytes)
        };
        for (name, kind) in [
            ("sickness.csv", "sickness-org-month with 4"),
            ("turnover.csv", "turnover-staff-group with"),
            ("ae.csv", "ae-csv with"),
            ("successors.csv", "successors with 1"),
            ("peers.csv", "peers with 2"),
            ("etr.csv", "organisations with 1"),
            ("template.csv", "template with 2"),
        ] {
            let words = said(name);
            assert!(words.contains(&format!("as found: {kind}")), "{name}: {words}");
        }
        assert!(said("any.csv").contains("as mapped: "));
    }
}
