//! Server-rendered pages in the NHS design system, and /api/v1.
//!
//! [`router`] holds every address; a page asks the engine and renders a template; [`charts`] draw; [`shell`] is the
//! frame and the headers. No page needs a script, and nothing is loaded from outside.

mod api;
mod app;
mod assets;
mod charts;
pub mod design;
mod log;
mod pages;
mod remember;
mod router;
mod say;
mod shell;

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use wt_engine::Engine;

use app::{App, Failure};

/// Largest upload: the largest file the importer takes, and the form around it.
const LARGEST_BODY: usize = (256 << 20) + (1 << 16);

/// Serves the pages of an engine on `listener` until `stop` resolves.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, pages_of(engine)).with_graceful_shutdown(stop).await
}

/// All pages of an engine, as one service.
pub fn pages_of(engine: Arc<Engine>) -> Router {
    let app = App::new(engine);
    router::routes(&app)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(|_| broken()))
        .layer(axum::middleware::from_fn_with_state(app.clone(), app::with_page))
        .layer(axum::middleware::map_response(with_headers))
        .layer(CompressionLayer::new())
        .with_state(app)
}

async fn with_headers(mut response: Response) -> Response {
    for (name, value) in shell::headers() {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// A panic is a fault of ours; the person gets a page that says so, and the store is as it was.
fn broken() -> Response {
    use axum::response::IntoResponse;
    Failure::ours("a page panicked").into_response()
}
