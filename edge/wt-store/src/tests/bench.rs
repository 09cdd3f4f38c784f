//! Where scenarios run: fresh stores, a clock that stands still, and short ways to make loads.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use wt_units::OdsCode;

use super::postgres::Server;
use crate::{AuditEntry, Clock, LoadMeta, NewLoad, Outcome, Sharing, Store, StoreAt, StoreError, Viewer};

/// A folder that goes away with its owner.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("wholetime-store-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One of the two databases.
pub struct Bench {
    pub folder: Folder,
    server: Option<Server>,
}

impl Bench {
    pub fn sqlite() -> Self {
        Self { folder: Folder::new(), server: None }
    }

    pub async fn postgres() -> Result<Self, String> {
        Ok(Self { folder: Folder::new(), server: Some(Server::find_or_start().await?) })
    }

    pub fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    /// A place where no store is yet. The name has a blank and signs that addresses give a meaning to.
    pub async fn place(&self) -> StoreAt {
        match &self.server {
            Some(server) => StoreAt::Url(server.fresh_database().await),
            None => {
                // Windows allows no question mark in a name.
                let sign = if cfg!(windows) { "" } else { "?" };
                let name = format!("50% of a #store{sign} {}", uuid::Uuid::now_v7());
                StoreAt::Folder(self.folder.path().join(name))
            }
        }
    }

    pub async fn store(&self) -> Store {
        Store::open(self.place().await).await.unwrap()
    }
}

/// Shows the time it is told to.
#[derive(Debug)]
pub struct Hands(Mutex<Timestamp>);

impl Hands {
    pub fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.parse().unwrap())))
    }

    pub fn advance(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

pub fn analyst() -> Viewer {
    Viewer::of_all("analyst")
}

pub fn ods(code: &str) -> OdsCode {
    code.parse().unwrap()
}

pub fn of(code: &str) -> Viewer {
    Viewer::of_orgs(format!("lead-{code}"), vec![ods(code)])
}

pub fn file(name: &str) -> NewLoad {
    NewLoad {
        kind: "template".into(),
        source_name: "an employer's system".into(),
        file_name: name.into(),
        sha256: format!("{name:0>64}"),
        bytes: 1234,
        owner: None,
        sharing: Sharing::Published,
    }
}

pub fn file_of(name: &str, owner: &str) -> NewLoad {
    NewLoad { owner: Some(ods(owner)), sharing: Sharing::Own, ..file(name) }
}

pub fn note(action: &str) -> AuditEntry {
    AuditEntry::new(action, "it")
}

pub fn outcome() -> Outcome {
    Outcome {
        rows_read: 5,
        rows_accepted: 4,
        rows_refused: 1,
        months: vec!["2024-04".parse().unwrap(), "2024-05".parse().unwrap()],
        summary: json!({ "slices": ["2024-04"], "Äpfel": 1 }),
        notes: "replaces nothing".into(),
    }
}

/// Keeps a load of one block.
pub async fn keep(store: &Store, viewer: &Viewer, new: NewLoad) -> Result<LoadMeta, StoreError> {
    let mut writer = store.begin_load(viewer, new).await?;
    writer.push_block(2, 4, "4 rows".into()).await?;
    writer.commit(outcome(), note("load.kept")).await
}
