//! `wholetime benefits record` and `verify`: entries are added at the end of the file, and nothing in it is changed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use wt_benefits::ledger::{Entry, Event, Evidence, Ledger, read, written};

use super::{Record, Verify};
use crate::commands::{Answer, Failure, figures};
use crate::words::say;

pub(super) fn run(args: &Record) -> Answer {
    let more = std::fs::read_to_string(&args.entries).map_err(|e| Failure::file(&args.entries, &e))?;
    let (text, before) = match args.ledger.exists() {
        true => super::ledger(&args.ledger)?,
        false => (String::new(), Ledger::default()),
    };
    // Taken as they would stand in the file, so that a refusal names the line of the new entries.
    let lines = text.lines().count();
    let joined = format!("{}{more}", ended(&text));
    let after = read(&joined, super::file::ceilings()?).map_err(|unread| {
        let line = unread.line.saturating_sub(lines);
        Failure::Input(format!("{}, line {line}: {}", args.entries.display(), unread.why))
    })?;
    let new = &after.entries()[before.entries().len()..];
    append(&args.ledger, &text, new)?;
    say(&format!("{} added; the ledger holds {}.", entries(new.len()), after.entries().len()));
    figures("")
}

pub(super) fn verify(args: &Verify) -> Answer {
    let (text, mut ledger) = super::ledger(&args.ledger)?;
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
        event: Event::Verified { line: args.line.clone(), through: args.through, proof },
    };
    ledger.apply(entry.clone()).map_err(|refusal| Failure::Input(refusal.to_string()))?;
    append(&args.ledger, &text, &[entry])?;
    say(&format!("{} is verified to {} by {}.", args.line, args.through.long(), args.by));
    figures("")
}

/// A text that ends with the end of a line, unless it is empty.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

fn append(path: &Path, text: &str, new: &[Entry]) -> Result<(), Failure> {
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

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
