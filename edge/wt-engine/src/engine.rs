//! The engine: one store, what ships with the program, and the latest picture of what is loaded.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use tokio::sync::Mutex;
use wt_evidence::{Library, Search};
use wt_facts::FactSet;
use wt_store::{Store, StoreAt};

use crate::permit::{Person, Right};
use crate::snapshot::Snapshot;
use crate::work::Doing;
use crate::{EngineError, builtin};

/// The setting that holds the day a demonstration was moved on to.
const MOVED: &str = "demonstration-day";

/// How to open an engine.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the store is.
    pub store: StoreAt,
    /// Folder for the key of pseudonyms, where the store is on a server.
    pub keys: Option<PathBuf>,
    /// The day it is taken to be; today if none. Tests and demonstrations fix it.
    pub today: Option<Date>,
}

impl Config {
    /// A store in a folder of this machine, or on a server for a `postgres://` address.
    pub fn at(store: &str) -> Self {
        let server = store.starts_with("postgres://") || store.starts_with("postgresql://");
        let at = if server { StoreAt::Url(store.to_owned()) } else { StoreAt::Folder(PathBuf::from(store)) };
        let keys = server.then(|| PathBuf::from("wholetime-keys"));
        Self { store: at, keys, today: None }
    }
}

/// Everything a page or command asks.
pub struct Engine {
    store: Store,
    /// Where it is.
    pub(crate) place: String,
    today: Option<Date>,
    /// The day that a demonstration was moved on to.
    moved: std::sync::Mutex<Option<Date>>,
    facts: FactSet,
    library: Library,
    search: Search,
    /// The latest picture by who sees it: built again when the store's version moves.
    pictures: std::sync::Mutex<HashMap<String, (i64, Arc<Snapshot>)>>,
    /// All bookings that count, and the version of the store that they are of.
    pub(crate) rates: std::sync::Mutex<Option<(i64, Arc<crate::rates::Held>)>>,
    /// Held while a picture is built, so that fifty readers after a load build it once and not fifty times.
    building: Mutex<()>,
    /// Work in the background.
    pub(crate) doing: Doing,
    /// How often such work began or ended.
    pub(crate) turns: AtomicI64,
    /// Whether there are accounts, once there are any.
    pub(crate) accounts: AtomicBool,
}

impl Engine {
    /// Opens the store and reads what ships with the program.
    ///
    /// # Errors
    /// [`EngineError::Store`] if the store can't be opened; [`EngineError::Builtin`] if a shipped file is faulty.
    pub async fn open(config: Config) -> Result<Self, EngineError> {
        let facts = FactSet::parse(&builtin::facts()).map_err(faulty)?;
        let library = Library::parse(&builtin::evidence()).map_err(faulty)?;
        let search = Search::build(&library).map_err(|e| EngineError::Builtin(e.to_string()))?;
        let place = config.store.name();
        let mut store = Store::open(config.store).await?;
        if let Some(keys) = config.keys {
            store = store.with_key_folder(keys);
        }
        // Read by the program itself, before anybody asks.
        let moved = store.setting(&wt_store::Viewer::of_all("wholetime"), MOVED).await?;
        Ok(Self {
            store,
            place,
            today: config.today,
            moved: std::sync::Mutex::new(moved.and_then(|day| serde_json::from_value(day).ok())),
            facts,
            library,
            search,
            pictures: std::sync::Mutex::default(),
            rates: std::sync::Mutex::default(),
            building: Mutex::default(),
            doing: Doing::default(),
            turns: AtomicI64::default(),
            accounts: AtomicBool::default(),
        })
    }

    /// Today, in the United Kingdom: the day of a file's future dates and of what is shown as current.
    pub fn today(&self) -> Date {
        let real = || {
            // A day early or late at midnight does no harm: it only decides whether a month lies in the future.
            self.store.now().to_zoned(jiff::tz::TimeZone::UTC).date()
        };
        let today = self.today.unwrap_or_else(real);
        let moved = *self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        moved.map_or(today, |moved| moved.max(today))
    }

    /// Lets a month pass in a store of generated data: today becomes the first day of the next month, for every page and command.
    ///
    /// # Errors
    /// [`EngineError::Question`] in a store that holds anything real; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn next_month(&self, person: &Person) -> Result<Date, EngineError> {
        if !self.snapshot(person).await?.generated {
            let words = "Time is moved in a demonstration only: this store holds no generated data.";
            return Err(EngineError::Question(words.to_owned()));
        }
        let today = self.today();
        let next = wt_units::Month::of(today).map_or(today, |month| month.plus(1).first_day());
        let audit = wt_store::AuditEntry::new("setting.saved", MOVED).with(serde_json::json!(next));
        self.store.save_setting(&person.may(Right::Run)?, MOVED, &serde_json::json!(next), audit).await?;
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(next);
        Ok(next)
    }

    /// Figures of the field with their sources.
    pub fn facts(&self) -> &FactSet {
        &self.facts
    }

    /// What worked elsewhere.
    pub fn library(&self) -> &Library {
        &self.library
    }

    pub(crate) fn search_index(&self) -> &Search {
        &self.search
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// A number that moves whenever what is loaded, set or written has changed.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn version(&self, person: &Person) -> Result<i64, EngineError> {
        Ok(self.store.shown(&person.may(Right::See)?).await?)
    }

    /// A number that moves with every change, drafts and lines of the audit log among them, and when work in the
    /// background begins or ends.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn changes(&self, person: &Person) -> Result<i64, EngineError> {
        // Neither number ever goes back, so their sum moves with either.
        let written = self.store.changes(&person.may(Right::See)?).await?;
        Ok(written.saturating_add(self.turns.load(Ordering::Relaxed)))
    }

    /// The picture of everything this person may see, as it is now.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn snapshot(&self, person: &Person) -> Result<Arc<Snapshot>, EngineError> {
        let viewer = person.may(Right::See)?;
        let version = self.store.version(&viewer).await?;
        let key = person.sees();
        if let Some(picture) = self.picture(&key).filter(|(built, _)| *built == version) {
            return Ok(picture.1);
        }
        let _building = self.building.lock().await;
        if let Some(picture) = self.picture(&key).filter(|(built, _)| *built == version) {
            return Ok(picture.1);
        }
        let picture = Arc::new(Snapshot::build(&self.store, &viewer).await?);
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.insert(key, (version, Arc::clone(&picture)));
        Ok(picture)
    }

    /// The latest picture there is, which may be older than what is loaded: for pages that must not wait while the
    /// next one is made. None before the first.
    pub fn latest_snapshot(&self, person: &Person) -> Option<Arc<Snapshot>> {
        self.picture(&person.sees()).map(|(_, picture)| picture)
    }

    fn picture(&self, key: &str) -> Option<(i64, Arc<Snapshot>)> {
        self.pictures.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Copies the whole store to one file.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn backup(&self, person: &Person, to: &std::path::Path) -> Result<(), EngineError> {
        Ok(self.store.backup(&person.may(Right::Run)?, to).await?)
    }

    /// Writes the whole store as lines of JSON, for either database.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn export(&self, person: &Person, to: &std::path::Path) -> Result<(), EngineError> {
        Ok(self.store.export_lines(&person.may(Right::Run)?, to).await?)
    }

    /// Fills an empty store from a backup.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn restore(person: &Person, into: StoreAt, from: &std::path::Path) -> Result<(), EngineError> {
        Store::restore(&person.may(Right::Run)?, into, from).await?;
        Ok(())
    }

    /// Closes the store; call it before the program ends.
    pub async fn close(self) {
        self.store.close().await;
    }
}

/// All faults of shipped files in one message; there are none in a released program, which the checks hold.
#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives the errors away")]
pub(crate) fn faulty<E: std::fmt::Display>(errors: Vec<E>) -> EngineError {
    let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
    EngineError::Builtin(all.join("; "))
}
