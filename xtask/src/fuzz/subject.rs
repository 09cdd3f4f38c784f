//! What is fuzzed: everything a stranger's bytes go through before a person sees them.

use std::ops::ControlFlow;

use wt_extract::table::{Limits, Source};

/// Opens the file and reads every sheet; says in words what came of it. A panic is the finding.
pub(super) fn throw(name: &str, bytes: &[u8]) -> String {
    let mut source = match Source::open(name, bytes, &Limits::default()) {
        Ok(source) => source,
        Err(fault) => return format!("refused: {fault}"),
    };
    let mut rows = 0_u64;
    let mut faults = Vec::new();
    for sheet in 0..source.sheets().len() {
        let each = &mut |row: wt_extract::table::Row<'_>| {
            rows += u64::from(row.cells.iter().any(|cell| !cell.is_empty()));
            ControlFlow::Continue(())
        };
        faults.extend(source.rows(sheet, each).err().map(|fault| fault.to_string()));
        faults.extend(source.head(sheet, 30).err().map(|fault| fault.to_string()));
    }
    format!("{rows} rows read; {}", faults.join("; "))
}
