//! `/tools`: what works on the gaps that the comparisons show, one line a tool.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::app::{Answer, App, State, page};
use crate::shell::{Section, Shell};

/// The tools: address, name, what it is for.
const TOOLS: [(&str, &str, &str); 3] = [
    (
        "/rates",
        "Bank and agency rates",
        "See what is paid for the same work, design one card for the region, read who loses by it and what leaving it would cost, \
         adopt it, and watch that it is kept.",
    ),
    (
        "/tools/measures",
        "Measures of wards",
        "Set the wards of an employer beside each other: fill by day and night, care hours per patient day, and what is missing.",
    ),
    (
        "/tools/exceptions",
        "Exception reports",
        "Residents say when a day was not as planned; medical HR, the director of medical education and the guardian settle it.",
    ),
];

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
