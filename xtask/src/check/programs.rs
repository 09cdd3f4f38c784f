//! Checks that another program makes: rustfmt, clippy, and a build for Windows.

use super::{Finding, Verdict};
use crate::workspace::Workspace;
use crate::{Outcome, command};

const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// `cargo fmt --check`.
pub(super) fn format(tree: &Workspace) -> Outcome<Verdict> {
    let good = command::run(&tree.root, &command::cargo(), &["fmt", "--all", "--check"]).is_ok();
    Ok(verdict(good, "run `cargo fmt`"))
}

/// `cargo clippy` on everything, warnings denied.
pub(super) fn clippy(tree: &Workspace) -> Outcome<Verdict> {
    let arguments = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    let good = command::run(&tree.root, &command::cargo(), &arguments).is_ok();
    Ok(verdict(good, "mend what clippy printed above"))
}

/// `cargo check` for Windows: trust laptops run it without administrator rights.
pub(super) fn windows(tree: &Workspace) -> Outcome<Verdict> {
    let targets = command::read(&tree.root, "rustup", &["target", "list", "--installed"]).unwrap_or_default();
    if !targets.lines().any(|line| line == WINDOWS) {
        return Ok(Verdict::Skipped(format!("the Rust target {WINDOWS} is not installed")));
    }
    // SQLite is C, and its build asks for a compiler even when cargo only checks.
    if !cfg!(windows) && !command::is_here("x86_64-w64-mingw32-gcc") {
        return Ok(Verdict::Skipped("no C compiler for Windows (Debian: gcc-mingw-w64-x86-64)".to_owned()));
    }
    let arguments = ["check", "--quiet", "--target", WINDOWS, "--package", "wholetime"];
    let good = command::run(&tree.root, &command::cargo(), &arguments).is_ok();
    Ok(verdict(good, "it does not build for Windows; see above"))
}

fn verdict(good: bool, words: &str) -> Verdict {
    Verdict::Ran(if good { Vec::new() } else { vec![Finding::fault(words)] })
}
