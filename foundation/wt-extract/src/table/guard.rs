//! The last resort around the workbook library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Fault;

/// Runs `read` and turns a panic inside it into a fault.
///
/// Workbooks come from strangers, and the library that reads them indexes and subtracts where a damaged file makes
/// that wrong. A damaged file must not take the program down with it. Nothing of ours runs inside `read`, and the
/// reader is dropped after a fault, so no half-changed value is used again. No hook is set here: whether a panic is
/// also written somewhere is for the edge to decide.
pub(crate) fn guarded<T, E>(name: &str, read: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(_) => Err(damaged(name)),
    }
}

/// What `read` gives; none for an error or a panic inside it, for the same reasons.
pub(crate) fn caught<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()?.ok()
}

/// The fault of a workbook that can't be read to its end.
pub(crate) fn damaged(name: &str) -> Fault {
    Fault::new(
        name,
        "The workbook is incomplete or damaged.",
        "Download or copy it again. If that does not help, open it in Excel and save it as XLSX.",
    )
}
