//! A store as lines of JSON: the first says what it is, each other one is a row, `["load", [values…]]`.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Column, Row};

use crate::load::count;
use crate::sql::{self, Sql};
use crate::write::Touches;
use crate::{Store, StoreError, clock, migrate};

/// Tables in the order in which rows may be put back (blocks refer to loads, versions to records), with the statements that read and
/// write them. Blocks and refusals follow their load.
const TABLES: [(&str, Option<Sql>, Sql); 12] = [
    ("load", Some(sql::EXPORT_LOADS), sql::RESTORE_LOAD),
    ("load_block", None, sql::BLOCK_INSERT),
    ("load_refusal", None, sql::REFUSAL_INSERT),
    ("mapping", Some(sql::EXPORT_MAPPINGS), sql::MAPPING_SAVE),
    ("setting", Some(sql::EXPORT_SETTINGS), sql::SETTING_SAVE),
    ("metric_file", Some(sql::METRICS), sql::METRIC_SAVE),
    ("job", Some(sql::EXPORT_JOBS), sql::RESTORE_JOB),
    ("record", Some(sql::EXPORT_RECORDS), sql::RECORD_INSERT),
    ("record_version", Some(sql::EXPORT_VERSIONS), sql::RECORD_VERSION_INSERT),
    ("entry", Some(sql::EXPORT_ENTRIES), sql::ENTRY_INSERT),
    // Sessions and invitations stay behind: whoever holds a backup must not be signed in by it.
    ("account", Some(sql::ACCOUNTS), sql::ACCOUNT_INSERT),
    ("audit", Some(sql::EXPORT_AUDIT), sql::AUDIT_INSERT),
];

/// Writes everything that is kept to `path`. Writers wait meanwhile, so that it is one moment's picture.
pub(crate) async fn write(store: &Store, path: &Path) -> Result<(), StoreError> {
    let io = |e: std::io::Error| StoreError::folder(path, &e);
    let mut out = BufWriter::new(File::create_new(path).map_err(io)?);
    let head = json!({ "wholetime": migrate::latest(), "at": clock::text(store.now()) });
    writeln!(out, "{head}").map_err(io)?;
    let mut writing = store.write(Touches::Upkeep).await?;
    for (name, select, _) in &TABLES {
        let Some(select) = select else { continue };
        for row in select.query().fetch_all(writing.conn()).await? {
            writeln!(out, "{}", line(name, &row)?).map_err(io)?;
            if *name == "load" {
                load_rows(writing.conn(), row.try_get("id")?, &mut out).await?.map_err(io)?;
            }
        }
    }
    writing.commit().await?;
    out.into_inner().map_err(|e| io(e.into_error()))?.sync_all().map_err(io)
}

/// The blocks and refusals of one load. The outer result is the database's, the inner the file's.
async fn load_rows(
    conn: &mut AnyConnection,
    id: String,
    out: &mut impl Write,
) -> Result<std::io::Result<()>, StoreError> {
    for (name, select) in [("load_block", sql::EXPORT_BLOCKS), ("load_refusal", sql::EXPORT_REFUSALS)] {
        for row in select.query().bind(id.clone()).fetch_all(&mut *conn).await? {
            if let Err(e) = writeln!(out, "{}", line(name, &row)?) {
                return Ok(Err(e));
            }
        }
    }
    Ok(Ok(()))
}

fn line(table: &str, row: &AnyRow) -> Result<Value, StoreError> {
    let value = |i: usize| match row.try_get::<Option<String>, _>(i) {
        Ok(text) => Ok(Value::from(text)),
        Err(_) => Ok(Value::from(row.try_get::<i64, _>(i)?)),
    };
    let values = row.columns().iter().map(|c| value(c.ordinal())).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(json!([table, values]))
}

/// Whether nothing is kept yet, not even a line of the log.
pub(crate) async fn empty(store: &Store) -> Result<bool, StoreError> {
    Ok(count(&sql::AUDIT_COUNT.query().fetch_one(&store.pool).await?, "n")? == 0)
}

/// Reads what [`write()`] wrote into an empty store, all or nothing.
pub(crate) async fn read(store: &Store, path: &Path) -> Result<(), StoreError> {
    let io = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::InvalidData => not_a_backup(path),
        _ => StoreError::folder(path, &e),
    };
    let mut lines = BufReader::new(File::open(path).map_err(io)?).lines();
    let head = lines.next().transpose().map_err(io)?.unwrap_or_default();
    let found = serde_json::from_str::<Value>(&head).ok().and_then(|h| h.get("wholetime")?.as_i64());
    match found {
        None => return Err(not_a_backup(path)),
        Some(found) if found > migrate::latest() => {
            return Err(StoreError::Newer { found, known: migrate::latest() });
        }
        Some(_) => {}
    }
    let mut writing = store.write(Touches::Content).await?;
    for (n, text) in lines.enumerate() {
        let text = text.map_err(io)?;
        let (table, values): (String, Vec<Value>) = serde_json::from_str(&text)
            .map_err(|e| StoreError::damaged(format!("line {} of {}: {e}", n + 2, path.display())))?;
        put(writing.conn(), &table, values).await?;
    }
    writing.commit().await
}

fn not_a_backup(path: &Path) -> StoreError {
    StoreError::NotAStore { what: path.display().to_string() }
}

async fn put(conn: &mut AnyConnection, table: &str, values: Vec<Value>) -> Result<(), StoreError> {
    let found = TABLES.iter().find(|(name, ..)| *name == table);
    let (.., insert) = found.ok_or_else(|| StoreError::damaged(format!("there is no table {table}")))?;
    let mut query = insert.query();
    for value in values {
        query = match value {
            Value::String(text) => query.bind(text),
            Value::Number(n) => query.bind(n.as_i64().unwrap_or_default()),
            // Only columns of text may be empty: `seq` is empty in drafts alone, and those are not exported.
            _ => query.bind(None::<String>),
        };
    }
    query.execute(conn).await?;
    Ok(())
}
