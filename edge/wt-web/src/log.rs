//! Faults of ours, one line each on standard error: a reference and a cause, never a person's data.

use std::io::Write;

pub(crate) fn fault(reference: &str, cause: &str) {
    // If standard error is gone there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "fault {reference}: {cause}");
}
