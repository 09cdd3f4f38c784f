//! Running a measurement in a process of its own, ours or a peer's.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Any error: this is a program for developers.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a measuring process prints on one line: seconds, rows, and peak memory in KiB (0 where unknown).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// From file name to last row.
    pub(crate) seconds: f64,
    /// Rows seen: both sides must agree.
    pub(crate) rows: u64,
    /// Most memory held at once.
    pub(crate) peak_kib: u64,
}

/// A folder for files made here, beside the program and so under the build folder.
pub(crate) fn folder() -> Outcome<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().ok_or("the program has no folder")?.join("bench-files");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Another program of ours that was built beside this one.
pub(crate) fn beside(name: &str) -> Outcome<PathBuf> {
    let program = std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        return Err(format!(
            "{} is not there: build it with `cargo build --release -p {name}`",
            program.display()
        )
        .into());
    }
    Ok(program)
}

/// An empty folder of this process for a store; a store that an earlier run left there goes.
pub(crate) fn fresh(name: &str) -> Outcome<PathBuf> {
    let store = folder()?.join(name);
    if store.exists() {
        std::fs::remove_dir_all(&store)?;
    }
    Ok(store)
}

/// This program again, with other arguments.
pub(crate) fn ourselves(arguments: &[&str]) -> Outcome<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments);
    Ok(command)
}

/// Best of `times` runs, by seconds.
pub(crate) fn best(times: u32, make: impl Fn() -> Outcome<Command>) -> Outcome<Measured> {
    let mut best: Option<Measured> = None;
    for _ in 0..times {
        let measured = once(make()?)?;
        if best.is_none_or(|best| measured.seconds < best.seconds) {
            best = Some(measured);
        }
    }
    best.ok_or_else(|| "nothing was measured".into())
}

fn once(mut command: Command) -> Outcome<Measured> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut word = || words.next().ok_or_else(|| format!("expected three numbers, found '{text}'"));
    Ok(Measured { seconds: word()?.parse()?, rows: word()?.parse()?, peak_kib: word()?.parse()? })
}

/// Most memory this process has held, in KiB; 0 on systems that do not tell in this way.
pub(crate) fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A Python with the peers' packages in an environment under `folder`, or why there is none.
pub(crate) fn python(folder: &Path, packages: &[&str]) -> Outcome<PathBuf> {
    let home = folder.join("python");
    let program =
        if cfg!(windows) { home.join("Scripts").join("python.exe") } else { home.join("bin").join("python") };
    let imports = format!("import {}", packages.join(", "));
    let ready = |program: &Path| {
        Command::new(program).args(["-c", &imports]).output().is_ok_and(|o| o.status.success())
    };
    if ready(&program) {
        return Ok(program);
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    let made = Command::new(system).args(["-m", "venv"]).arg(&home).output()?;
    if !made.status.success() {
        return Err("Python could not make an environment".into());
    }
    Command::new(&program).args(["-m", "pip", "install", "--quiet"]).args(packages).output()?;
    if ready(&program) {
        Ok(program)
    } else {
        Err(format!("{} could not be installed", packages.join(" and ")).into())
    }
}
