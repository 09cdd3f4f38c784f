//! `/admin/security`: what is stored, where, who saw it, and how it is kept.

use askama::Template;
use wt_engine::people::{ABSOLUTE, IDLE, SHORTEST, TRIES};
use wt_engine::permit::Right;

use crate::app::{Answer, App, State, page};
use crate::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "pages/admin_security.html")]
struct SecurityPage {
    shell: Shell,
    /// Where the store is, without a password; none for those who do not run it.
    place: Option<String>,
    /// What is kept of each kind, and how much.
    kept: Vec<(String, u64)>,
    /// Who took copies or saw named rows lately.
    seen: Vec<(String, String, String)>,
    accounts: bool,
    tries: i64,
    shortest: usize,
    idle: i64,
    absolute: i64,
}

/// Lines of the log that are looked through for who saw what.
const LOOKED: u64 = 1_000;

pub(super) async fn show(State(app): State<App>) -> Answer {
    let runs = app.person.may(Right::Run).is_ok();
    let mut seen = Vec::new();
    if app.person.may(Right::Audit).is_ok() {
        let names = app.engine.names().await?;
        let lines = app.engine.audit_page(&app.person, None, LOOKED).await?;
        let saw = lines.iter().filter(|l| matches!(l.action.as_str(), "export" | "named-rows.read"));
        seen = saw
            .take(20)
            .map(|l| {
                (
                    super::account::moment(l.at),
                    names.of(&l.who).to_owned(),
                    format!("{} {}", l.action, l.object),
                )
            })
            .collect();
    }
    page(&SecurityPage {
        shell: app.shell("Security", Section::None).await?.under(&[("People and security", "/admin")]),
        place: runs.then(|| app.engine.place()),
        kept: app.engine.kept(&app.person).await?,
        seen,
        accounts: app.engine.has_accounts().await?,
        tries: TRIES,
        shortest: SHORTEST,
        idle: IDLE.as_mins(),
        absolute: ABSOLUTE.as_hours(),
    })
}
