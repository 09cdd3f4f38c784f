//! Other programs: run one, and say in a sentence what went wrong.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;

/// Runs a program in `folder`, letting it print, and fails when it does.
pub(crate) fn run(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<()> {
    let status = command(folder, program, arguments)
        .status()
        .map_err(|why| format!("{program} could not be started: {why}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{program} {}` failed ({status})", arguments.join(" ")).into())
}

/// Runs a program in `folder` and gives what it printed on standard output.
pub(crate) fn read(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<String> {
    let output = command(folder, program, arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|why| format!("{program} could not be started: {why}"))?;
    if !output.status.success() {
        return Err(format!("`{program} {}` failed ({})", arguments.join(" "), output.status).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The same for a program whose exit code is part of its answer, and whose progress nobody reads.
pub(crate) fn read_quietly(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<String> {
    let output = command(folder, program, arguments)
        .stderr(Stdio::null())
        .output()
        .map_err(|why| format!("{program} could not be started: {why}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started at all.
pub(crate) fn is_here(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// The cargo that runs us, so that a toolchain chosen by the caller is kept.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

fn command(folder: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    command
}
