//! `wholetime benefits base` and `recalculate`: what a store's ledger stands on, and what its measures prove.

use wt_engine::benefits::Row;

use super::{Recalculate, Rows};
use crate::args::At;
use crate::commands::table::table;
use crate::commands::{Answer, figures, open, open_existing, person};
use crate::words::say;

pub(super) async fn run(args: &Rows) -> Answer {
    let (headings, rows) = table(&args.rows, "rows of a base")?;
    let at = |name: &str| headings.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let file = args.rows.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let row = |(number, cells): &(u32, Vec<String>)| {
        let text = |name: &str| at(name).and_then(|n| cells.get(n)).map_or("", |cell| cell.trim()).to_owned();
        Row {
            row: text("row"),
            kind: text("kind"),
            capacity: text("capacity"),
            cost: text("cost"),
            within: text("within"),
            each: text("each"),
            source: format!("{file}, row {number}"),
        }
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    // Read as a file of its own first, so that a refusal names its row.
    super::file::base(&args.rows)?;
    let engine = open(&At { store: args.store.clone() }).await?;
    let added = engine.add_base(&person(), &rows).await?;
    engine.close().await;
    say(&format!("{added} of {} rows added; the others were there already.", rows.len()));
    figures("")
}

pub(super) async fn recalculate(args: &Recalculate) -> Answer {
    let engine = open_existing(&At { store: args.store.clone() }).await?;
    let (months, unsaid) = engine.recalculate(&person(), &args.by, args.line.as_deref()).await?;
    engine.close().await;
    unsaid.iter().for_each(|why| say(why));
    say(&match months {
        0 => "Every month that can be proved stands as the measures say.".to_owned(),
        1 => "1 month entered from the measures.".to_owned(),
        n => format!("{n} months entered from the measures."),
    });
    figures("")
}
