//! `/rates`: bank and agency rates. What is paid for the same work, the region's card, and the watch over it; one file a page under
//! here.

mod basis;
mod breaches;
mod cards;
mod design;
mod leaving;
mod sheet;
mod spread;
mod watch;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;

/// Pages that show only.
pub(crate) fn shown() -> Router<App> {
    Router::new()
        .route("/rates", get(spread::show))
        .route("/rates.csv", get(spread::csv))
        .route("/rates/template.csv", get(spread::template))
        .route("/rates/cards", get(cards::list))
        .route("/rates/leaving", get(leaving::show))
        .route("/rates/watch.csv", get(watch::csv))
}

/// Pages with forms.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/rates/breaches", get(breaches::show).post(breaches::caps))
        .route("/rates/basis", get(basis::show).post(basis::save))
        .route("/rates/design", get(design::show).post(design::send))
        .route("/rates/watch", get(watch::show).post(watch::act))
        .route("/rates/cards/{slug}", get(cards::show).post(cards::act))
        .route("/rates/cards/{slug}/card.csv", get(cards::csv))
}

/// Whose rates, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Whose {
    own: String,
    done: String,
}
