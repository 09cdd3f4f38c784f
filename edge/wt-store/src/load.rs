//! A load: one file that was read, what came out of it, and where it stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;
use wt_units::{Month, OdsCode};

use crate::{StoreError, clock};

/// Who else may see a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sharing {
    /// Published by its source: everybody.
    Published,
    /// Everybody who uses this store.
    Region,
    /// Only the organisation that owns it (and those who may see every organisation).
    Own,
}

impl Sharing {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Region => "region",
            Self::Own => "own",
        }
    }

    pub(crate) fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "published" => Ok(Self::Published),
            "region" => Ok(Self::Region),
            "own" => Ok(Self::Own),
            _ => Err(StoreError::damaged(format!("'{word}' is not a sharing level"))),
        }
    }
}

/// Where a load stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadState {
    /// Under review: nothing counts yet.
    Draft,
    /// Counts, unless a later load covers it.
    Kept,
    /// Taken back; its rows are gone, its record stays.
    Undone,
}

impl LoadState {
    fn read(word: &str) -> Result<Self, StoreError> {
        match word {
            "draft" => Ok(Self::Draft),
            "kept" => Ok(Self::Kept),
            "undone" => Ok(Self::Undone),
            _ => Err(StoreError::damaged(format!("'{word}' is not a state of a load"))),
        }
    }
}

/// What is known of a file before its rows are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLoad {
    /// Kind of file, such as `sickness-org-month`.
    pub kind: String,
    /// Where it is from, in words: the publisher, or the employer's system.
    pub source_name: String,
    /// Name of the file, without folders.
    pub file_name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whose rows these are; none for the region's or the nation's.
    pub owner: Option<OdsCode>,
    /// Who else may see them.
    pub sharing: Sharing,
}

/// What is known once every row is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Rows looked at.
    pub rows_read: u64,
    /// Rows taken.
    pub rows_accepted: u64,
    /// Rows refused.
    pub rows_refused: u64,
    /// The months it speaks of.
    pub months: Vec<Month>,
    /// Anything the engine wants back with the load, such as the slices it replaces and the totals it read.
    pub summary: Value,
    /// What it replaced, in a sentence; may be empty.
    pub notes: String,
}

/// The record of a load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadMeta {
    /// UUID v7.
    pub id: String,
    /// Order among kept loads, from 1; none for a draft.
    pub seq: Option<i64>,
    /// Where it stands.
    pub state: LoadState,
    /// Kind of file.
    pub kind: String,
    /// Where it is from, in words.
    pub source_name: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Whose rows; none for the region's or the nation's.
    pub owner: Option<OdsCode>,
    /// Who else may see them.
    pub sharing: Sharing,
    /// Account that loaded it.
    pub loaded_by: String,
    /// When it was kept (a draft: when it was uploaded).
    pub loaded_at: Timestamp,
    /// Rows looked at.
    pub rows_read: u64,
    /// Rows taken.
    pub rows_accepted: u64,
    /// Rows refused.
    pub rows_refused: u64,
    /// The months it speaks of.
    pub months: Vec<Month>,
    /// What the engine wanted back with it.
    pub summary: Value,
    /// What it replaced, in a sentence.
    pub notes: String,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
    /// Account that undid it.
    pub undone_by: Option<String>,
}

impl LoadMeta {
    /// The day it was loaded, such as 2026-11-22, in UTC.
    pub fn loaded_day(&self) -> String {
        self.loaded_at.to_string().chars().take(10).collect()
    }

    pub(crate) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.try_get("id")?,
            seq: row.try_get("seq")?,
            state: LoadState::read(&row.try_get::<String, _>("state")?)?,
            kind: row.try_get("kind")?,
            source_name: row.try_get("source_name")?,
            file_name: row.try_get("file_name")?,
            sha256: row.try_get("sha256")?,
            bytes: count(row, "bytes")?,
            owner: org(row, "owner_org")?,
            sharing: Sharing::read(&row.try_get::<String, _>("sharing")?)?,
            loaded_by: row.try_get("loaded_by")?,
            loaded_at: clock::instant(&row.try_get::<String, _>("loaded_at")?)?,
            rows_read: count(row, "rows_read")?,
            rows_accepted: count(row, "rows_accepted")?,
            rows_refused: count(row, "rows_refused")?,
            months: json(row, "months")?,
            summary: json(row, "summary")?,
            notes: row.try_get("notes")?,
            undone_at: maybe_instant(row, "undone_at")?,
            undone_by: row.try_get("undone_by")?,
        })
    }
}

/// Some 2,000 accepted rows of a load, as text the engine can decode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Number within the load, from 0.
    pub no: u64,
    /// First row of the source in it.
    pub first_row: u64,
    /// How many rows.
    pub row_count: u64,
    /// Whose rows.
    pub owner: Option<OdsCode>,
    /// The rows.
    pub body: String,
}

impl Block {
    pub(crate) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            no: count(row, "block_no")?,
            first_row: count(row, "first_row")?,
            row_count: count(row, "row_count")?,
            owner: org(row, "owner_org")?,
            body: row.try_get("body")?,
        })
    }
}

/// A count as kept. Counts past `i64::MAX` can't arise from files.
pub(crate) fn kept(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(crate) fn count(row: &AnyRow, column: &str) -> Result<u64, StoreError> {
    let n: i64 = row.try_get(column)?;
    u64::try_from(n).map_err(|_| StoreError::damaged(format!("{column} is {n}")))
}

/// '' is nobody in particular.
pub(crate) fn org(row: &AnyRow, column: &str) -> Result<Option<OdsCode>, StoreError> {
    let code: String = row.try_get(column)?;
    if code.is_empty() { Ok(None) } else { code.parse().map(Some).map_err(StoreError::damaged) }
}

pub(crate) fn org_text(org: Option<&OdsCode>) -> String {
    org.map(ToString::to_string).unwrap_or_default()
}

pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &AnyRow, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(&row.try_get::<String, _>(column)?)
        .map_err(|e| StoreError::damaged(format!("{column}: {e}")))
}

/// Values and lists of months always have a JSON text; should one fail, it is said rather than lost.
pub(crate) fn json_text<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Database { what: format!("this can't be written as JSON: {e}") })
}

pub(crate) fn maybe_instant(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, StoreError> {
    row.try_get::<Option<String>, _>(column)?.as_deref().map(clock::instant).transpose()
}
