//! Screenshots of every page, taken by the browser journeys in `e2e`.

use crate::{Outcome, command, workspace};

/// Runs the journeys with screenshots switched on.
pub(crate) fn run() -> Outcome<()> {
    let root = workspace::root()?;
    let cargo = command::cargo();
    command::run(&root, &cargo, &["build", "--profile", "demo", "--package", "wholetime"])?;
    if !root.join("e2e/node_modules/playwright-core").exists() {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        command::run(&root.join("e2e"), npm, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    }
    command::run(&root.join("e2e"), "node", &["run.mjs", "--shots"])
}
