//! The list: all of them for three roles, one's own for a doctor, counts for everybody else.

use askama::Template;
use wt_engine::exceptions::{Kind, Published, Report, Stands};
use wt_engine::permit::{Action, Object};
use wt_engine::{EngineError, StoreFault};

use super::minutes;
use crate::app::{Answer, App, Asked, Failure, State, page};
use crate::design::{Colour, Tag};
use crate::say;
use crate::shell::{Section, Shell};

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Query {
    done: String,
}

struct Line {
    slug: String,
    day: String,
    kind: &'static str,
    minutes: String,
    safety: bool,
    org: String,
    doctor: String,
    stands: Tag,
    outcome: String,
}

struct Counts {
    org: String,
    rows: Vec<(String, Vec<String>)>,
    hidden_to: u64,
    rounded_to: u64,
}

#[derive(Template)]
#[template(path = "pages/exceptions.html")]
struct ListPage {
    shell: Shell,
    writes: bool,
    sees: bool,
    /// All reports for who sees them, else the reader's own.
    lines: Vec<Line>,
    waiting: usize,
    granted: String,
    kinds: Vec<&'static str>,
    counts: Vec<Counts>,
}

/// How a report stands, as a tag.
pub(super) fn tag(report: &Report) -> Tag {
    match report.stands {
        Stands::Reported => Tag::new("waits for a decision", Colour::Yellow),
        Stands::Decided => Tag::new("decided", Colour::Blue),
        Stands::Disputed => Tag::new("waits for the guardian", Colour::Orange),
        Stands::Settled => Tag::new("settled by the guardian", Colour::Green),
    }
}

fn line(report: &Report, doctor: &str) -> Line {
    let said = |(outcome, granted): (wt_engine::exceptions::Outcome, u32)| match granted {
        0 => outcome.words().to_owned(),
        granted => format!("{}, {}", outcome.words(), minutes(granted)),
    };
    Line {
        slug: report.slug.clone(),
        day: say::day(&report.body.on.to_string()),
        kind: report.body.kind.words(),
        minutes: minutes(report.body.minutes),
        safety: report.body.safety,
        org: report.org.to_string(),
        doctor: doctor.to_owned(),
        stands: tag(report),
        outcome: report.outcome().map_or_else(|| "\u{2013}".to_owned(), said),
    }
}

/// None where a right is missing; that is no fault, for the page shows what is left.
fn if_may<T>(asked: Result<T, EngineError>) -> Result<Option<T>, Failure> {
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(EngineError::Denied(_) | EngineError::Store(StoreFault::NotAllowed { .. })) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

pub(super) async fn show(State(app): State<App>, Asked(query): Asked<Query>) -> Answer {
    let own = if_may(app.engine.own_exceptions(&app.person).await)?;
    let all = if_may(app.engine.exceptions(&app.person).await)?;
    let orgs = if_may(app.engine.exception_orgs(&app.person).await)?;
    if own.is_none() && all.is_none() && orgs.is_none() {
        // The sentence of the refusal is the engine's.
        app.person.viewer(Object::ExceptionReports, Action::See)?;
    }
    let mut counts = Vec::new();
    for org in orgs.iter().flatten() {
        counts.push(told(&app.engine.exception_counts(&app.person, org).await?));
    }
    let names = app.engine.names().await?;
    let (writes, sees) = (own.is_some(), all.is_some());
    // For who sees all, their own are among them.
    let reports = all.or(own).unwrap_or_default();
    if sees {
        app.engine.note_named_rows(&app.person, "/tools/exceptions", reports.len() as u64).await?;
    }
    let granted = |report: &Report| report.outcome().map_or(0, |(_, minutes)| u64::from(minutes));
    let decided = reports.iter().map(granted).sum::<u64>();
    let done = (query.done == "sent").then(|| {
        "Your report was sent. Medical HR, the director of medical education and the guardian see it, and you; nobody else."
            .to_owned()
    });
    let shell = app.shell("Exception reports", Section::None).await?.done(done);
    page(&ListPage {
        shell: shell.under(&[]),
        writes,
        sees,
        waiting: reports.iter().filter(|report| report.waits()).count(),
        granted: minutes(u32::try_from(decided).unwrap_or(u32::MAX)),
        lines: reports.iter().map(|report| line(report, names.of(&report.body.by))).collect(),
        kinds: Kind::ALL.map(Kind::words).to_vec(),
        counts,
    })
}

fn told(published: &Published) -> Counts {
    let shown = |count: Option<u64>| count.map_or_else(|| "*".to_owned(), |n| n.to_string());
    let row = |quarter: &wt_engine::exceptions::Quarter| {
        let counts = std::iter::once(quarter.total).chain(quarter.kinds).map(shown).collect();
        let months = wt_units::Month::of(quarter.first);
        let name = months.map_or_else(String::new, |m| format!("{} to {}", m.long(), m.plus(2).long()));
        (name, counts)
    };
    Counts {
        org: published.org.to_string(),
        rows: published.quarters.iter().map(row).collect(),
        hidden_to: published.hidden_to,
        rounded_to: published.rounded_to,
    }
}
