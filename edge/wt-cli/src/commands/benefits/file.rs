//! A ledger, its base and its ceilings: from files, or from a store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use wt_benefits::ledger::{Ceiling, Entry, Ledger, read};
use wt_benefits::{claims, tables};
use wt_engine::report::Cell;
use wt_engine::{Engine, builtin};
use wt_facts::FactSet;
use wt_units::{FinancialYear, Month, Pence};

use crate::args::At;
use crate::commands::table::{refused, table};
use crate::commands::{Failure, open_existing, person};
use crate::report::Format;

/// What claims stand on.
#[derive(Debug, Args)]
pub(crate) struct Base {
    /// Hours, shifts, order lines and posts that benefits stand on.
    #[arg(long)]
    pub(crate) base: Option<PathBuf>,
}

/// A ledger, wherever it is kept.
pub(crate) struct Kept {
    /// What it comes to.
    pub(crate) ledger: Ledger,
    /// What its claims stand on: that of the store, or the file that was named; none without one.
    pub(crate) base: Option<Arc<claims::Base>>,
    place: Place,
}

enum Place {
    /// Its text, and where it stands.
    File(PathBuf, String),
    Store(Box<Engine>, String),
}

impl Kept {
    /// Opens the one that is named: `store`, or else the file. A base that is named replaces that of the store.
    pub(crate) async fn open(
        ledger: Option<&Path>,
        store: Option<&str>,
        rows: Option<&Path>,
    ) -> Result<Self, Failure> {
        let named = rows.map(base).transpose()?;
        match (store, ledger) {
            (Some(store), _) => {
                let engine = open_existing(&At { store: store.to_owned() }).await?;
                let book = engine.book(&person()).await?;
                let base = Some(named.unwrap_or(book.base));
                Ok(Self {
                    ledger: book.ledger,
                    base,
                    place: Place::Store(Box::new(engine), store.to_owned()),
                })
            }
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
                let ledger = read(&text, ceilings()?)
                    .map_err(|unread| Failure::Input(format!("{}, {unread}", path.display())))?;
                Ok(Self { ledger, base: named, place: Place::File(path.to_owned(), text) })
            }
            (None, None) => {
                Err(Failure::Input("Name the ledger's file, or a store with --store.".to_owned()))
            }
        }
    }

    /// An empty one in a file that is to be made.
    pub(super) fn to_be(path: &Path) -> Self {
        Self { ledger: Ledger::default(), base: None, place: Place::File(path.to_owned(), String::new()) }
    }

    /// How messages name it.
    pub(crate) fn name(&self) -> String {
        match &self.place {
            Place::File(path, _) => path.display().to_string(),
            Place::Store(_, store) => format!("the ledger of {store}"),
        }
    }

    /// The engine of a store; none for a file.
    pub(crate) fn engine(&self) -> Option<&Engine> {
        match &self.place {
            Place::File(..) => None,
            Place::Store(engine, _) => Some(engine),
        }
    }

    /// Adds entries that the ledger takes, at its end; nothing in it is changed.
    pub(super) async fn append(&self, new: &[Entry]) -> Result<(), Failure> {
        match &self.place {
            Place::File(path, text) => super::record::append(path, text, new),
            Place::Store(engine, _) => {
                engine.enter_dated(&person(), new).await?;
                Ok(())
            }
        }
    }

    /// Closes the store, if it is in one.
    pub(crate) async fn close(self) {
        if let Place::Store(engine, _) = self.place {
            engine.close().await;
        }
    }
}

/// The file and what is asked of it, from one or two words: with a store there is no file.
pub(super) fn words<'a>(
    given: &'a [String],
    store: Option<&str>,
) -> Result<(Option<&'a Path>, Option<&'a str>), Failure> {
    let text = |at: usize| given.get(at).map(String::as_str);
    match (store, given.len()) {
        (Some(_), 0 | 1) => Ok((None, text(0))),
        (Some(_), _) => {
            Err(Failure::Input("With --store there is no file of a ledger to name: leave it out.".to_owned()))
        }
        (None, _) => Ok((text(0).map(Path::new), text(1))),
    }
}

/// What the nation could save, by area, as last published.
pub(super) fn ceilings() -> Result<Vec<Ceiling>, Failure> {
    let facts = FactSet::parse(&builtin::facts()).map_err(|faults| {
        Failure::Input(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })?;
    Ok(wt_engine::benefits::ceilings(&facts))
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
