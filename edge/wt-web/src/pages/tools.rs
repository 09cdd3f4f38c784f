//! `/tools`: what works on the gaps that the comparisons show, one line a tool.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::app::{Answer, App, State, page};
use crate::shell::{Section, Shell};

/// The tools: address, name, what it is for.
const TOOLS: [(&str, &str, &str); 1] = [(
    "/rates",
    "Bank and agency rates",
    "See what is paid for the same work, design one card for the region, read who loses by it and what leaving it would cost, \
     adopt it, and watch that it is kept.",
)];

#[derive(Template)]
#[template(path = "pages/tools.html")]
struct ToolsPage {
    shell: Shell,
    tools: &'static [(&'static str, &'static str, &'static str)],
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/tools", get(show))
}

async fn show(State(app): State<App>) -> Answer {
    page(&ToolsPage { shell: app.shell("Tools", Section::Tools).await?, tools: &TOOLS })
}
