//! What waits in memory between two requests: files whose columns somebody is still naming, and what was refused of
//! files of which nothing was kept.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wt_engine::intake::{Reading, Upload};
use wt_extract::Refusal;
use wt_extract::mapping::Mapping;

use crate::app::Failure;

/// Bytes of files in all: one of the largest. The oldest make room.
const ROOM: usize = 256 << 20;
/// Things in all, however small.
const PLACES: usize = 200;
/// How long a thing waits.
const PATIENCE: Duration = Duration::from_mins(15);

/// The things by a token that nobody can guess.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<HashMap<String, Held>>);

/// One thing.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    since: Instant,
    /// The file, where its columns can be named.
    file: Option<(Upload, Reading)>,
    /// How its columns were named last.
    named: Option<Mapping>,
    /// What was refused of it.
    refusals: Vec<Refusal>,
}

impl Held {
    fn bytes(&self) -> usize {
        self.file.as_ref().map_or(0, |(upload, _)| upload.bytes.len())
    }
}

impl Shelf {
    /// Keeps a file until its columns are named.
    pub(crate) fn file(&self, token: &str, upload: Upload, reading: Reading) {
        let named = reading.map.clone();
        self.put(
            token,
            Held { since: Instant::now(), file: Some((upload, reading)), named, refusals: Vec::new() },
        );
    }

    /// Keeps what was refused, for the page that shows it.
    pub(crate) fn refused(&self, token: &str, refusals: Vec<Refusal>) {
        self.put(token, Held { since: Instant::now(), file: None, named: None, refusals });
    }

    fn put(&self, token: &str, held: Held) {
        let mut shelf = self.lock();
        shelf.retain(|other, held| other != token && held.since.elapsed() < PATIENCE);
        while shelf.len() >= PLACES || bytes(&shelf).saturating_add(held.bytes()) > ROOM {
            let oldest = shelf.iter().min_by_key(|(_, held)| held.since).map(|(token, _)| token.clone());
            if oldest.and_then(|token| shelf.remove(&token)).is_none() {
                break;
            }
        }
        shelf.insert(token.to_owned(), held);
    }

    /// The file that waits under `token`, and how its columns were named last.
    pub(crate) fn waiting(&self, token: &str) -> Result<(Upload, Reading, Option<Mapping>), Failure> {
        let held = self.find(token).and_then(|held| Some((held.file?, held.named)));
        held.map(|((upload, reading), named)| (upload, reading, named)).ok_or_else(|| {
            Failure::not_found("This file is no longer waiting: it was sent too long ago. Load it again.")
        })
    }

    /// Remembers how the columns of a waiting file were named.
    pub(crate) fn name(&self, token: &str, mapping: &Mapping) {
        if let Some(held) = self.lock().get_mut(token) {
            held.named = Some(mapping.clone());
        }
    }

    /// What was refused under `token`; nothing where it waited too long.
    pub(crate) fn refusals(&self, token: &str) -> Vec<Refusal> {
        self.find(token).map(|held| held.refusals).unwrap_or_default()
    }

    /// Lets a thing go.
    pub(crate) fn done(&self, token: &str) {
        self.lock().remove(token);
    }

    fn find(&self, token: &str) -> Option<Held> {
        self.lock().get(token).filter(|held| held.since.elapsed() < PATIENCE).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        // A thread that panicked while holding the lock left the map whole: it only inserts and removes.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn bytes(shelf: &HashMap<String, Held>) -> usize {
    shelf.values().map(Held::bytes).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn upload(name: &str, bytes: usize) -> Upload {
        Upload { name: name.to_owned(), bytes: Arc::new(vec![0; bytes]) }
    }

    #[test]
    fn the_oldest_file_makes_room() {
        let shelf = Shelf::default();
        shelf.file("first", upload("a.csv", ROOM / 2), Reading::default());
        shelf.refused("words", Vec::new());
        shelf.file("second", upload("b.csv", ROOM / 2), Reading::default());
        assert!(shelf.waiting("first").is_ok() && shelf.waiting("second").is_ok());
        shelf.file("third", upload("c.csv", 1), Reading::default());
        assert!(shelf.waiting("first").is_err(), "the oldest went");
        assert_eq!(shelf.waiting("third").unwrap().0.name, "c.csv");
        assert!(shelf.waiting("words").is_err(), "it holds no file");
        shelf.done("second");
        assert!(shelf.waiting("second").is_err());
        assert!(bytes(&shelf.lock()) <= ROOM);
    }
}
