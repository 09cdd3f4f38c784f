//! `wholetime evidence`. Needs no store: the library ships with the program.

use wt_engine::builtin;
use wt_evidence::{EvidenceItem, Filters, Library, Search};

use super::{Answer, Failure, figures};
use crate::args::{Evidence, EvidenceWhat};
use crate::report::print;
use crate::words::say;
use wt_engine::report::{Cell, Report};

#[allow(clippy::unused_async, reason = "every command is awaited alike")]
pub(super) async fn run(args: Evidence) -> Answer {
    let library = Library::parse(&builtin::evidence())
        .map_err(|e| Failure::Input(e.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    match args.what {
        EvidenceWhat::Search { words, format } => {
            let index = Search::build(&library).map_err(|e| Failure::Input(e.to_string()))?;
            let answer = index.search(&words.join(" "), &Filters::default(), 20);
            if let Some(meant) = &answer.did_you_mean {
                say(&format!("Searched for: {meant}"));
            }
            answer.notes.iter().for_each(|n| say(n));
            say(&format!("{} found.", answer.total));
            let items = answer.hits.iter().filter_map(|h| library.item(&h.id));
            figures(&print(&report(items), format))
        }
        EvidenceWhat::For { metric, format } => {
            figures(&print(&report(library.for_metric(&metric).into_iter()), format))
        }
        EvidenceWhat::Show { id } => {
            let item = library.item(&id).ok_or_else(|| {
                Failure::Input(format!(
                    "There is no evidence called '{id}'. Find it with `wholetime evidence search`."
                ))
            })?;
            figures(&full(item))
        }
    }
}

fn report<'a>(items: impl Iterator<Item = &'a EvidenceItem>) -> Report {
    let mut report = Report::new(&["id", "title", "date", "strength", "status", "source"]);
    for item in items {
        report.push(vec![
            Cell::text(&item.id),
            Cell::text(&item.title),
            Cell::text(&item.date),
            Cell::text(item.strength.words()),
            Cell::text(item.status.words()),
            Cell::text(&item.source.title),
        ]);
    }
    report
}

fn full(item: &EvidenceItem) -> String {
    let mut out = format!("{}\n\n{}\n\n", item.title, item.summary);
    let mut line = |what: &str, text: &str| out.push_str(&format!("{what}: {text}\n"));
    line("When", &item.date);
    line("Where", &item.setting.to_string());
    line("Led by", &item.led_by.to_string());
    line("What was done", &item.done);
    line("What was stopped", &item.stopped.to_string());
    for r in &item.results {
        line("Result", &format!("{}: {} ({})", r.measure, r.words(), r.status.words()));
    }
    line("Cost", &item.cost.to_string());
    line("Strength", item.strength.words());
    line("What it is not", &item.caveat);
    line("Source", &format!("{}, {}", item.source.title, item.source.year));
    out
}
