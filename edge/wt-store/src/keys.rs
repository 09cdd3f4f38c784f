//! The key that turns staff numbers into pseudonyms. It lives in a file of its own, never in the database, a
//! backup or a log: whoever has only the rows can't turn them back.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use crate::{Store, StoreError};

const FILE: &str = "pseudonym.key";

/// 32 random bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct PseudonymKey([u8; 32]);

impl PseudonymKey {
    /// The bytes, for a keyed hash.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey(not shown)")
    }
}

impl Store {
    /// The key; made at first need, readable by its owner only where the platform has such rights (on Windows the
    /// folder's own rights hold).
    ///
    /// # Errors
    /// [`StoreError::Folder`] if it can't be read or made; [`StoreError::NotFound`] if a store on a server was not
    /// given a folder; [`StoreError::Damaged`] if the file holds something else.
    pub fn pseudonym_key(&self) -> Result<PseudonymKey, StoreError> {
        let folder = self
            .folder
            .as_deref()
            .ok_or_else(|| StoreError::not_found("folder for the key of pseudonyms"))?;
        make_folder(folder).map_err(|e| StoreError::folder(folder, &e))?;
        let path = folder.join(FILE);
        match make(&path) {
            Ok(key) => Ok(key),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => read(&path),
            Err(e) => Err(StoreError::folder(&path, &e)),
        }
    }

    /// Deletes the key, once nothing is left that was made with it.
    pub(crate) fn delete_key(&self) -> Result<(), StoreError> {
        let Some(path) = self.folder.as_deref().map(|f| f.join(FILE)) else { return Ok(()) };
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(StoreError::folder(&path, &e)),
            _ => Ok(()),
        }
    }
}

/// Makes the folder where it is not there, for its owner only where the platform has such rights.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut make = std::fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)
}

/// Makes the file, and fails if it is there: two processes that open a store at once agree on one key.
fn make(path: &Path) -> std::io::Result<PseudonymKey> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|e| std::io::Error::other(e.to_string()))?;
    file.write_all(&key)?;
    file.sync_all()?;
    Ok(PseudonymKey(key))
}

fn read(path: &Path) -> Result<PseudonymKey, StoreError> {
    // Another process may be between making the file and filling it.
    for _ in 0..50 {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|mut f| f.read_to_end(&mut bytes))
            .map_err(|e| StoreError::folder(path, &e))?;
        match <[u8; 32]>::try_from(bytes) {
            Ok(key) => return Ok(PseudonymKey(key)),
            Err(rest) if rest.is_empty() => std::thread::sleep(std::time::Duration::from_millis(10)),
            Err(_) => break,
        }
    }
    Err(StoreError::damaged(format!("{} is not a key", path.display())))
}
