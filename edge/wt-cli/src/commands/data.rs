//! `wholetime data`, `backup`, `restore`: what is loaded, and taking it back.

use wt_engine::{Engine, LoadMeta, LoadState, StoreAt};
use wt_extract::template;

use super::{Answer, Failure, figures, open_existing, person};
use crate::args::{At, Copy, Data, DataWhat};
use crate::report::print;
use crate::words::say;
use wt_engine::report::{Cell, Report};

/// Loads looked through for an id's first characters.
const RECENT: u64 = 10_000;

pub(super) async fn run(args: Data) -> Answer {
    match args.what {
        DataWhat::List { at, format } => {
            let engine = open_existing(&at).await?;
            let (loads, total) = engine.loads(&person(), RECENT, 0).await?;
            engine.close().await;
            say(&format!("{total} loads."));
            figures(&print(&list(&loads), format))
        }
        DataWhat::Undo { id, at } => {
            let engine = open_existing(&at).await?;
            let load = named(&engine, &id).await?;
            let undone = engine.undo(&person(), &load.id).await?;
            engine.close().await;
            say(&format!(
                "Undone: {} ({} rows). What it covered counts again; its record stays.",
                undone.file_name, undone.rows_accepted
            ));
            figures("")
        }
        DataWhat::Refusals { id, at } => {
            let engine = open_existing(&at).await?;
            let load = named(&engine, &id).await?;
            let record = engine.record(&person(), &load.id, RECENT).await?;
            engine.close().await;
            figures(&template::problem_file(&record.refusals))
        }
        DataWhat::Audit { at, format } => {
            let engine = open_existing(&at).await?;
            let mut report = Report::new(&["seq", "at", "who", "action", "object", "detail"]);
            for line in engine.audit_lines(&person(), RECENT).await? {
                report.push(vec![
                    Cell::number(line.seq),
                    Cell::text(line.at.to_string()),
                    Cell::text(line.who),
                    Cell::text(line.action),
                    Cell::text(line.object),
                    Cell::text(line.detail.to_string()),
                ]);
            }
            engine.close().await;
            figures(&print(&report, format))
        }
    }
}

fn list(loads: &[LoadMeta]) -> Report {
    let mut report = Report::new(&[
        "id", "state", "kind", "file", "months", "rows", "refused", "loaded", "by", "owner", "notes",
    ]);
    for load in loads {
        let months: Vec<String> = load.months.iter().map(ToString::to_string).collect();
        report.push(vec![
            Cell::text(&load.id),
            Cell::text(match load.state {
                LoadState::Draft => "under review",
                LoadState::Kept => "kept",
                LoadState::Undone => "undone",
            }),
            Cell::text(&load.kind),
            Cell::text(&load.file_name),
            Cell::text(months.join(" ")),
            Cell::number(load.rows_accepted),
            Cell::number(load.rows_refused),
            Cell::text(load.loaded_day()),
            Cell::text(&load.loaded_by),
            Cell::maybe(load.owner, |o| Cell::text(o.to_string())),
            Cell::text(&load.notes),
        ]);
    }
    report
}

/// The one load whose id begins so.
async fn named(engine: &Engine, id: &str) -> Result<LoadMeta, Failure> {
    let (loads, _) = engine.loads(&person(), RECENT, 0).await?;
    let mut found = loads.into_iter().filter(|l| l.id.starts_with(id));
    match (found.next(), found.next()) {
        (Some(load), None) => Ok(load),
        (None, _) => {
            Err(Failure::Input(format!("No load's id begins with '{id}'. `wholetime data list` shows them.")))
        }
        _ => Err(Failure::Input(format!("Several loads' ids begin with '{id}'. Give more of it."))),
    }
}

pub(super) async fn backup(args: Copy) -> Answer {
    let engine = open_existing(&args.at).await?;
    engine.backup(&person(), &args.file).await?;
    engine.close().await;
    say(&format!("The store is in {}.", args.file.display()));
    figures("")
}

pub(super) async fn restore(args: Copy) -> Answer {
    let At { store } = args.at;
    let into = if store.contains("://") { StoreAt::Url(store) } else { StoreAt::Folder(store.into()) };
    Engine::restore(&person(), into, &args.file).await?;
    say("Restored.");
    figures("")
}
