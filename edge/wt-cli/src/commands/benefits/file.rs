//! A ledger, its base and its ceilings, from files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use wt_benefits::ledger::{Ceiling, Ledger, read};
use wt_benefits::{claims, tables};
use wt_engine::builtin;
use wt_engine::report::Cell;
use wt_facts::FactSet;
use wt_units::{FinancialYear, Month, Pence};

use crate::commands::Failure;
use crate::commands::table::{refused, table};
use crate::report::Format;

/// Facts of this kind hold what the nation could save in an area.
const CEILING: &str = "national-ceiling-";

/// What claims stand on.
#[derive(Debug, Args)]
pub(crate) struct Base {
    /// Hours, shifts, order lines and posts that benefits stand on.
    #[arg(long)]
    pub(crate) base: Option<PathBuf>,
}

/// The text of a ledger, and what it comes to.
pub(crate) fn ledger(path: &Path) -> Result<(String, Ledger), Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    let ledger =
        read(&text, ceilings()?).map_err(|unread| Failure::Input(format!("{}, {unread}", path.display())))?;
    Ok((text, ledger))
}

/// What the nation could save, by area, as last published.
pub(super) fn ceilings() -> Result<Vec<Ceiling>, Failure> {
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    let ceiling = |fact: &wt_facts::Fact| {
        let figure = fact.at(Date::MAX).ok()?;
        Some(Ceiling {
            area: fact.id.strip_prefix(CEILING)?.replace('-', " "),
            pounds: Pence::new(figure.value.millionths() / 10_000),
            source: match figure.source.year {
                Some(year) => format!("{}, {year}; {}", figure.source.title, figure.status.words()),
                None => format!("{}; {}", figure.source.title, figure.status.words()),
            },
        })
    };
    Ok(facts.facts().filter_map(ceiling).collect())
}

/// The rows of a base.
pub(crate) fn base(path: &Path) -> Result<Arc<claims::Base>, Failure> {
    let (headings, rows) = table(path, "rows of a base")?;
    let rows = tables::base(&headings, &rows).map_err(|refusals| refused(path, &refusals))?;
    let base =
        claims::Base::new(rows).map_err(|why| Failure::Input(format!("{}: {why}.", path.display())))?;
    Ok(Arc::new(base))
}

/// The financial year asked for, or that of the last entry.
pub(crate) fn year(asked: Option<i16>, ledger: &Ledger) -> Result<FinancialYear, Failure> {
    let last = || ledger.last().and_then(Month::of).map(FinancialYear::of);
    asked.map(FinancialYear::starting).or_else(last).ok_or_else(|| {
        Failure::Input("The ledger holds no entry yet; say which year with --year.".to_owned())
    })
}

/// Money for reading, or in pence for a machine.
pub(crate) fn money(pence: Pence, format: Format) -> Cell {
    if format == Format::Table { Cell::number(pence) } else { Cell::number(pence.get()) }
}
