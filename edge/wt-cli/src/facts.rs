//! The flag that lays a user's own figures over those that ship.

use std::path::PathBuf;

use wt_facts::FactSet;

use crate::commands::Failure;
use crate::words::say;

/// Which figures are counted by.
#[derive(Debug, clap::Args)]
pub(crate) struct FactsArg {
    /// A folder of your own figures (TOML as in facts/), laid over those that ship: a newer pay table, the National Living Wage.
    #[arg(long, value_name = "DIR")]
    facts: Option<PathBuf>,
}

impl FactsArg {
    /// The figures; what the folder changed is said.
    pub(crate) fn load(&self) -> Result<FactSet, Failure> {
        let (facts, told) = wt_engine::facts::facts(self.facts.as_deref())?;
        told.iter().for_each(|sentence| say(sentence));
        Ok(facts)
    }
}
