//! `/tools/exceptions`: residents' exception reports. One file a page under here.

mod list;
mod new;
mod one;

use axum::Router;
use axum::routing::get;

use crate::app::App;

/// Pages that are made for each reader, never remembered.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/tools/exceptions", get(list::show))
        .route("/tools/exceptions/new", get(new::show).post(new::send))
        .route("/tools/exceptions/{slug}", get(one::show).post(one::act))
}

/// Minutes as a page says them: "1 h 30 min"; a dash for none.
fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => "\u{2013}".to_owned(),
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}
