//! `cargo xtask check`: what people forget, held by a machine. One file per check under `check/`.

mod arrows;
mod changelog;
mod docs;
mod figures;
mod length;
mod licences;
mod map;
mod markers;
mod places;
mod programs;
mod purity;
mod source;

use crate::Outcome;
use crate::workspace::Workspace;

/// What can be asked of `cargo xtask check`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only these checks, by name.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these out, by name.
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
}

impl Options {
    fn wants(&self, name: &str) -> bool {
        (self.only.is_empty() || self.only.iter().any(|only| only == name))
            && !self.without.iter().any(|without| without == name)
    }
}

/// One thing found: where, and what to do about it, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// A warning is printed and does not fail the check.
    pub(crate) warning: bool,
    /// The line.
    pub(crate) words: String,
}

impl Finding {
    /// Fails the check.
    pub(crate) fn fault(words: impl Into<String>) -> Self {
        Self { warning: false, words: words.into() }
    }

    /// Is printed only.
    pub(crate) fn warning(words: impl Into<String>) -> Self {
        Self { warning: true, words: words.into() }
    }
}

/// How a check ended.
pub(crate) enum Verdict {
    /// It ran and found this.
    Ran(Vec<Finding>),
    /// It could not run here, and why.
    Skipped(String),
}

type Check = fn(&Workspace) -> Outcome<Verdict>;

/// Quick ones first, so that a typing slip shows at once.
const CHECKS: &[(&str, Check)] = &[
    ("arrows", |tree| Ok(Verdict::Ran(arrows::check(tree)))),
    ("purity", |tree| Ok(Verdict::Ran(purity::check(tree)))),
    ("length", |tree| Ok(Verdict::Ran(length::check(tree)))),
    ("docs", |tree| Ok(Verdict::Ran(docs::check(tree)))),
    ("map", |tree| Ok(Verdict::Ran(map::check(tree)))),
    ("places", |tree| Ok(Verdict::Ran(places::check(tree)))),
    ("markers", |tree| Ok(Verdict::Ran(markers::check(tree)))),
    ("changelog", |tree| Ok(Verdict::Ran(changelog::check(tree)))),
    ("figures", |tree| Ok(Verdict::Ran(figures::check(tree)))),
    ("licences", licences::check),
    ("format", programs::format),
    ("clippy", programs::clippy),
    ("windows", programs::windows),
];

/// Runs them all and says how many passed.
pub(crate) fn run(options: &Options) -> Outcome<()> {
    for asked in options.only.iter().chain(&options.without) {
        if !CHECKS.iter().any(|(name, _)| name == asked) {
            let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
            return Err(format!("no check is called '{asked}'; there are {}", names.join(", ")).into());
        }
    }
    let tree = Workspace::read()?;
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, check) in CHECKS.iter().filter(|(name, _)| options.wants(name)) {
        let verdict = check(&tree).unwrap_or_else(|why| Verdict::Ran(vec![Finding::fault(why.to_string())]));
        match verdict {
            Verdict::Skipped(why) => {
                println!("skip  {name}: {why}");
                skipped += 1;
            }
            Verdict::Ran(found) => {
                let good = found.iter().all(|finding| finding.warning);
                println!("{}  {name}", if good { "ok  " } else { "FAIL" });
                for finding in found {
                    println!("      {}{}", if finding.warning { "warning: " } else { "" }, finding.words);
                }
                if good { passed += 1 } else { failed += 1 }
            }
        }
    }
    println!("checks: {passed} passed, {failed} failed, {skipped} skipped");
    if failed > 0 { Err("the check found something to mend".into()) } else { Ok(()) }
}
