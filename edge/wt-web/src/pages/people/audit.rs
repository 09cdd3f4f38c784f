//! `/admin/audit`: the log, and whether its chain holds.

use askama::Template;
use serde::Deserialize;
use wt_engine::AuditLine;
use wt_engine::people::Names;
use wt_engine::report::{Cell, Report};

use super::account::moment;
use crate::app::{Answer, App, Asked, State, download, page};
use crate::say;
use crate::shell::{Section, Shell};

/// Lines on a page.
const SHOWN: u64 = 100;
/// Lines of a download.
const ALL: u64 = 1_000_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    before: Option<i64>,
}

/// A line of the log in words.
struct Line {
    seq: i64,
    at: String,
    who: String,
    org: String,
    action: String,
    object: String,
    detail: String,
}

impl Line {
    fn of(line: &AuditLine, names: &Names) -> Self {
        Self {
            seq: line.seq,
            at: moment(line.at),
            who: names.of(&line.who).to_owned(),
            org: line.org.map(|org| org.to_string()).unwrap_or_default(),
            action: line.action.clone(),
            object: names.of(&line.object).to_owned(),
            detail: if line.detail.is_null() { String::new() } else { line.detail.to_string() },
        }
    }
}

#[derive(Template)]
#[template(path = "pages/admin_audit.html")]
struct AuditPage {
    shell: Shell,
    lines: Vec<Line>,
    checked: String,
    broken_at: Option<i64>,
    /// The lines before these.
    older: Option<i64>,
}

pub(super) async fn show(State(app): State<App>, Asked(which): Asked<Which>) -> Answer {
    let lines = app.engine.audit_page(&app.person, which.before, SHOWN).await?;
    let names = app.engine.names().await?;
    let (checked, broken_at) = app.engine.audit_chain(&app.person).await?;
    let last = lines.last().map(|l| l.seq).filter(|seq| *seq > 1);
    page(&AuditPage {
        shell: app.shell("Audit log", Section::None).await?.under(&[("People and security", "/admin")]),
        checked: say::whole(checked as f64),
        broken_at,
        older: last.filter(|_| lines.len() as u64 == SHOWN),
        lines: lines.iter().map(|l| Line::of(l, &names)).collect(),
    })
}

pub(super) async fn csv(State(app): State<App>) -> Answer {
    let mut report =
        Report::new(&["line", "at", "who", "organisation", "action", "object", "detail", "hash"]);
    for l in app.engine.audit_page(&app.person, None, ALL).await? {
        report.push(vec![
            Cell::text(l.seq.to_string()),
            Cell::text(l.at.to_string()),
            Cell::text(&l.who),
            Cell::maybe(l.org, |org| Cell::text(org.as_str())),
            Cell::text(&l.action),
            Cell::text(&l.object),
            Cell::text(l.detail.to_string()),
            Cell::text(&l.hash),
        ]);
    }
    download("audit.csv", "text/csv; charset=utf-8", report.csv())
}
