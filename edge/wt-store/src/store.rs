//! Opening a store.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection, Row};
use tokio::sync::Mutex;

use crate::backend::Backend;
use crate::{Clock, StoreError, SystemClock, Viewer, migrate, sql};

/// Name of the SQLite file within its folder.
pub(crate) const FILE: &str = "wholetime.db";

/// Longer than the largest load takes from its first written block to its last.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreAt {
    /// A folder on this machine, made if it is not there.
    Folder(PathBuf),
    /// A PostgreSQL database, as `postgres://user:password@host/database`.
    Url(String),
}

impl StoreAt {
    /// What a person would call it; never with a password.
    pub fn name(&self) -> String {
        match self {
            Self::Folder(path) => path.display().to_string(),
            Self::Url(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://{}", without_query(rest)),
                _ => without_query(url).to_owned(),
            },
        }
    }
}

/// A password may stand among the parameters too.
fn without_query(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

/// A store that is open. Cheap to clone; all clones share connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    pub(crate) backend: Backend,
    /// Writers of this process wait here in order, rather than knocking at the database's lock.
    pub(crate) turn: Arc<Mutex<()>>,
    /// How long a writer waits for them.
    pub(crate) patience: Duration,
    pub(crate) clock: Arc<dyn Clock>,
    /// Where the key of pseudonyms lives.
    pub(crate) folder: Option<PathBuf>,
}

impl Store {
    /// Opens the store, makes it if it is not there, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreError::Folder`], [`StoreError::Unreachable`], [`StoreError::NotAStore`], [`StoreError::Newer`],
    /// [`StoreError::Locked`], [`StoreError::DiskFull`].
    pub async fn open(at: StoreAt) -> Result<Self, StoreError> {
        Self::open_with_clock(at, Arc::new(SystemClock)).await
    }

    /// As [`open`](Self::open), with a clock of one's own.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_clock(at: StoreAt, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let what = at.name();
        let (url, folder) = match at {
            StoreAt::Folder(path) => (file_url(&path)?, Some(path)),
            StoreAt::Url(url) => (url, None),
        };
        let backend = Backend::of_url(&url)?;
        let pool =
            connect(&url, backend).await.map_err(|e| migrate::named(opening(e, folder.as_deref()), &what))?;
        let store = Self { pool, backend, turn: Arc::default(), patience: PATIENCE, clock, folder };
        match store.make_ready(&what).await {
            Ok(()) => Ok(store),
            Err(e) => {
                // Closed in order, so that SQLite leaves no log file beside a file that is not ours.
                store.close().await;
                Err(e)
            }
        }
    }

    async fn make_ready(&self, what: &str) -> Result<(), StoreError> {
        migrate::migrate(&self.pool, self.backend, self.now(), what).await?;
        if self.folder.is_some() {
            self.pseudonym_key()?;
        }
        Ok(())
    }

    /// Keeps the key of pseudonyms in `folder`: needed by a store on PostgreSQL, where the key must not lie beside
    /// the rows it protects.
    #[must_use]
    pub fn with_key_folder(mut self, folder: PathBuf) -> Self {
        self.folder = Some(folder);
        self
    }

    /// A number that moves whenever what is kept has changed: read it, and rebuild when it differs.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn version(&self, _viewer: &Viewer) -> Result<i64, StoreError> {
        Ok(sql::VERSION.query().fetch_one(&self.pool).await?.try_get("content")?)
    }

    /// A number that moves with that, and with every record and ledger line: what pages are drawn from.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn shown(&self, _viewer: &Viewer) -> Result<i64, StoreError> {
        Ok(sql::SHOWN.query().fetch_one(&self.pool).await?.try_get("n")?)
    }

    /// A number that moves with every change, also one that answers do not depend on: a draft, a line of the audit
    /// log. Jobs alone leave it where it is.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn changes(&self, _viewer: &Viewer) -> Result<i64, StoreError> {
        Ok(sql::CHANGES.query().fetch_one(&self.pool).await?.try_get("writes")?)
    }

    /// Now, by the store's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Closes every connection; SQLite then folds its write-ahead log into the file.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

async fn connect(url: &str, backend: Backend) -> Result<AnyPool, sqlx::Error> {
    sqlx::any::install_default_drivers();
    // One connection by itself: a pool would try again until its time is up, and then not say what was wrong.
    let mut first = AnyConnection::connect(url).await?;
    backend.prepare(&mut first).await?;
    first.close().await?;
    AnyPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(15))
        // A dead SQLite connection is an error at the next statement anyway; asking first costs a round trip.
        .test_before_acquire(backend == Backend::Postgres)
        .after_connect(move |conn, _| Box::pin(async move { backend.prepare(conn).await }))
        .connect(url)
        .await
}

/// SQLite says "unable to open" (14) or "readonly" (8) where the folder is at fault.
fn opening(e: sqlx::Error, folder: Option<&Path>) -> StoreError {
    let code =
        e.as_database_error().and_then(|d| d.code()).and_then(|c| c.parse::<i64>().ok()).unwrap_or(0) & 0xff;
    match folder {
        Some(path) if code == 14 || code == 8 => {
            StoreError::Folder { path: path.to_owned(), why: e.to_string() }
        }
        _ => e.into(),
    }
}

/// The address of the SQLite file in `folder`, which is made if it is not there.
fn file_url(folder: &Path) -> Result<String, StoreError> {
    std::fs::create_dir_all(folder).map_err(|e| StoreError::folder(folder, &e))?;
    // `..` in an address is taken away by rule, which goes wrong behind a link, so it is resolved here. Windows'
    // `canonicalize` answers with a `\\?\` form that SQLite does not open.
    let path = if cfg!(windows) { std::path::absolute(folder) } else { std::fs::canonicalize(folder) };
    let file = path.map_err(|e| StoreError::folder(folder, &e))?.join(FILE);
    let Some(text) = file.to_str() else {
        let why = "its name is not Unicode text".to_owned();
        return Err(StoreError::Folder { path: folder.to_owned(), why });
    };
    let mut url = String::from("sqlite:");
    for b in text.replace('\\', if cfg!(windows) { "/" } else { "\\" }).bytes() {
        if b.is_ascii_alphanumeric() || b"/._-:".contains(&b) {
            url.push(char::from(b));
        } else {
            url.push_str(&format!("%{b:02X}"));
        }
    }
    url.push_str("?mode=rwc");
    Ok(url)
}
