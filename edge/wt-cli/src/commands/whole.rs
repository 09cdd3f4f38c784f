//! `wholetime export` and the `import` of what it wrote: a whole store from one database to the other.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use wt_engine::{Engine, StoreAt};

use super::{Answer, Failure, figures, open_existing, person};
use crate::args::{At, Export};
use crate::words::say;

/// What the first line of what `export` wrote holds.
const MARK: &[u8] = b"\"wholetime\":";
/// Enough to see how it begins, whatever the order of its first line's fields.
const LOOK: u64 = 80;

pub(super) async fn export(args: Export) -> Answer {
    let engine = open_existing(&args.at).await?;
    let Some(file) = &args.file else {
        let spool = Spool::new()?;
        engine.export(&person(), &spool.0).await?;
        engine.close().await;
        let mut out = io::stdout().lock();
        let copied = File::open(&spool.0).and_then(|mut file| io::copy(&mut file, &mut out));
        copied.and_then(|_| out.flush())?;
        return figures("");
    };
    engine.export(&person(), file).await?;
    engine.close().await;
    say(&format!("The store is in {}.", file.display()));
    figures("")
}

/// A file of our own, in a folder that nobody else may look into; it goes when it is no longer needed.
struct Spool(PathBuf);

impl Spool {
    fn new() -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("wholetime-{}", uuid::Uuid::now_v7()));
        #[allow(unused_mut, reason = "only Unix has a mode to set")]
        let mut make = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
        make.create(&folder).map_err(|e| Failure::file(&folder, &e))?;
        Ok(Self(folder.join("whole.jsonl")))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // It lies among what is left behind; nothing is lost if it stays.
        let _ = self.0.parent().map(std::fs::remove_dir_all);
    }
}

/// A file that holds a whole store.
pub(super) struct Whole {
    path: PathBuf,
    /// What came by standard input.
    spool: Option<Spool>,
}

impl Whole {
    /// The file, if it is one that `export` wrote; `-` is standard input.
    ///
    /// # Errors
    /// If standard input can't be read, or holds something else.
    pub(super) fn find(file: &Path) -> Result<Option<Self>, Failure> {
        if file != Path::new("-") {
            return Ok(begins_so(file).then(|| Self { path: file.to_owned(), spool: None }));
        }
        let spool = Spool::new()?;
        let mut copy = File::create_new(&spool.0).map_err(|e| Failure::file(&spool.0, &e))?;
        io::copy(&mut io::stdin().lock(), &mut copy).map_err(|e| Failure::file(&spool.0, &e))?;
        if !begins_so(&spool.0) {
            let words =
                "Standard input: expected what `wholetime export` writes. Other files are named one by one.";
            return Err(Failure::Input(words.to_owned()));
        }
        Ok(Some(Self { path: spool.0.clone(), spool: Some(spool) }))
    }

    /// Fills an empty store from it.
    pub(super) async fn import(self, at: &At) -> Answer {
        let store = at.store.clone();
        let into = if store.contains("://") { StoreAt::Url(store) } else { StoreAt::Folder(store.into()) };
        Engine::restore(&person(), into, &self.path).await?;
        drop(self.spool);
        say("The whole store was imported.");
        figures("")
    }
}

fn begins_so(file: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(file).and_then(|f| f.take(LOOK).read_to_end(&mut start));
    // A CSV file does not begin with a brace.
    read.is_ok() && start.first() == Some(&b'{') && start.windows(MARK.len()).any(|w| w == MARK)
}
