//! `/help`, `/accessibility`, `/privacy`.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::app::{Answer, App, State, page};
use crate::shell::{Section, Shell};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/help", get(help))
        .route("/accessibility", get(accessibility))
        .route("/privacy", get(privacy))
}

#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    shell: Shell,
}

async fn help(State(app): State<App>) -> Answer {
    page(&HelpPage { shell: app.shell("Help", Section::None).await? })
}

#[derive(Template)]
#[template(path = "pages/accessibility.html")]
struct AccessibilityPage {
    shell: Shell,
}

async fn accessibility(State(app): State<App>) -> Answer {
    page(&AccessibilityPage { shell: app.shell("Accessibility statement", Section::None).await? })
}

#[derive(Template)]
#[template(path = "pages/privacy.html")]
struct PrivacyPage {
    shell: Shell,
}

async fn privacy(State(app): State<App>) -> Answer {
    page(&PrivacyPage { shell: app.shell("Privacy", Section::None).await? })
}
