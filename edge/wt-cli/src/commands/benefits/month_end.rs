//! `wholetime benefits month-end`: what is late, what changed, what needs a signature; as letters and as a calendar too.

use wt_benefits::month_end::{About, calendar};
use wt_engine::compare::Ask;
use wt_engine::report::{Cell, Report};

use super::MonthEnd;
use crate::args::At;
use crate::commands::{Answer, Failure, figures, open_existing, person};
use crate::report::print;
use crate::words::say;

pub(super) async fn run(args: &MonthEnd) -> Answer {
    let engine = open_existing(&At { store: args.store.clone() }).await?;
    let found = engine.opportunities(&person(), &Ask::default(), None).await?;
    let end = engine.month_end(&person(), &found).await?;
    end.way.now.sentences().iter().for_each(|sentence| say(sentence));
    end.way.changed.iter().for_each(|change| say(&change.to_string()));
    if args.tell {
        let told = engine.tell_month_end(&person(), &end).await?;
        say(&format!("{told} letters wait to be sent (`wholetime letters deliver`)."));
    }
    if let Some(path) = &args.ics {
        std::fs::write(path, calendar(&end.way.book.ledger)).map_err(|e| Failure::file(path, &e))?;
    }
    engine.close().await;
    let mut report = Report::new(&["about", "id", "name", "organisation", "what"]);
    for todo in &end.todos {
        let (about, id) = match &todo.about {
            About::Line(id) => ("line", id),
            About::Action(id) => ("action", id),
            About::Opportunity(id) => ("opportunity", id),
        };
        report.push(vec![
            Cell::text(about),
            Cell::text(id),
            Cell::text(&todo.name),
            Cell::maybe(todo.org, |org| Cell::text(org.to_string())),
            Cell::text(&todo.words),
        ]);
    }
    figures(&print(&report, args.format))
}
