//! `wholetime benefits record` and `verify`: entries are added at the end of the file, and nothing in it is changed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use wt_benefits::ledger::{Entry, Event, Evidence, read, written};

use super::{Kept, Record, Verify, file};
use crate::commands::{Answer, Failure, figures};
use crate::words::say;

pub(super) async fn run(args: &Record) -> Answer {
    let (file, entries) = file::words(&args.what, args.store.as_deref())?;
    let path =
        Path::new(entries.ok_or_else(|| Failure::Input("Name the file of entries to add.".to_owned()))?);
    let more = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    let kept = match file {
        Some(file) if !file.exists() => Kept::to_be(file),
        _ => Kept::open(file, args.store.as_deref(), None).await?,
    };
    // Taken as they would stand after the others, so that a refusal names the line of the new entries.
    let before: Vec<String> = kept.ledger.entries().iter().map(written).collect();
    let mut joined = ended(&before.join("\n"));
    joined.push_str(&more);
    let after = read(&joined, file::ceilings()?).map_err(|unread| {
        let line = unread.line.saturating_sub(before.len());
        Failure::Input(format!("{}, line {line}: {}", path.display(), unread.why))
    })?;
    let new = &after.entries()[before.len()..];
    kept.append(new).await?;
    kept.close().await;
    say(&format!("{} added; the ledger holds {}.", count(new.len()), after.entries().len()));
    figures("")
}

pub(super) async fn verify(args: &Verify) -> Answer {
    let (path, line) = file::words(&args.what, args.store.as_deref())?;
    let line = line.ok_or_else(|| Failure::Input("Name the line to verify.".to_owned()))?;
    let mut kept = Kept::open(path, args.store.as_deref(), None).await?;
    let account =
        || (args.cost_centre.clone().unwrap_or_default(), args.account_code.clone().unwrap_or_default());
    let proof = match (&args.virement, &args.deleted_post) {
        (Some(reference), _) => {
            let (cost_centre, account_code) = account();
            Some(Evidence::Virement { reference: reference.clone(), cost_centre, account_code })
        }
        (None, Some(post)) => {
            let (cost_centre, account_code) = account();
            Some(Evidence::DeletedPost { post: post.clone(), cost_centre, account_code })
        }
        (None, None) => None,
    };
    let entry = Entry {
        on: args.on.unwrap_or_else(|| jiff::Zoned::now().date()),
        by: args.by.clone(),
        event: Event::Verified { line: line.to_owned(), through: args.through, proof },
    };
    kept.ledger.apply(entry.clone()).map_err(|refusal| Failure::Input(refusal.to_string()))?;
    kept.append(&[entry]).await?;
    kept.close().await;
    say(&format!("{line} is verified to {} by {}.", args.through.long(), args.by));
    figures("")
}

/// A text that ends with the end of a line, unless it is empty.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

pub(super) fn append(path: &Path, text: &str, new: &[Entry]) -> Result<(), Failure> {
    let mut lines = ended(text)[text.len()..].to_owned();
    for entry in new {
        lines.push_str(&written(entry));
        lines.push('\n');
    }
    let failed = |e: std::io::Error| Failure::file(path, &e);
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    // In one piece, so that a ledger never ends within an entry that another program is adding to.
    file.write_all(lines.as_bytes()).map_err(failed)
}

fn count(entries: usize) -> String {
    if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
}
