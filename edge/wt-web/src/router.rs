//! Every address, in reading order.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::app::{Answer, App, Failure};
use crate::pages::{
    benefits, compare, data, definitions, evidence, exceptions, help, home, metric, opportunities, people,
    rates, rows, signals, similar, tools, ward_board, worked,
};
use crate::remember::{remembered, remembered_until_any_change};
use crate::{api, assets};

pub(crate) fn routes(app: &App) -> Router<App> {
    let shown = Router::new()
        .route("/", get(home::show))
        .route("/compare", get(compare::list))
        .route("/compare/{metric}", get(metric::show))
        .route("/compare/{metric}/data.csv", get(rows::data_csv))
        .route("/compare/{metric}/rows", get(rows::show))
        .route("/compare/{metric}/rows.csv", get(rows::rows_csv))
        .route("/compare/{metric}/{chart}", get(metric::svg))
        .route("/opportunities", get(opportunities::show))
        .route("/opportunities.csv", get(opportunities::csv))
        .merge(benefits::list_route())
        .merge(signals::routes())
        .merge(tools::routes())
        .merge(rates::shown())
        .merge(similar::routes())
        .merge(ward_board::routes())
        .merge(worked::routes())
        .merge(evidence::routes())
        .merge(definitions::routes())
        .merge(help::routes())
        .layer(from_fn_with_state(app.clone(), remembered));
    let records = data::list_route().layer(from_fn_with_state(app.clone(), remembered_until_any_change));
    shown
        .merge(records)
        .merge(benefits::routes())
        .merge(rates::routes())
        .merge(data::routes())
        .merge(exceptions::routes())
        .merge(people::routes())
        .merge(assets::routes())
        .merge(api::routes())
        .fallback(no_page)
}

async fn no_page() -> Answer {
    Err(Failure::not_found("There is no page at this address. Check it, or start from the home page."))
}
