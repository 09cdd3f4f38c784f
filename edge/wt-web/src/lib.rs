//! Server-rendered pages in the NHS design system, and /api/v1.
//!
//! [`router`] holds every address; a page asks the engine and renders a template; [`charts`] draw; [`shell`] is the
//! frame and the headers. No page needs a script, and nothing is loaded from outside.

mod api;
mod app;
mod asker;
mod assets;
mod charts;
pub mod design;
mod exports;
mod forms;
mod hosts;
mod log;
mod pages;
mod remember;
mod router;
mod say;
mod shell;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use wt_engine::Engine;

use app::{App, Failure};

pub use hosts::Hosts;

/// Largest upload: the largest file the importer takes, and the form around it.
const LARGEST_BODY: usize = (256 << 20) + (1 << 16);

/// How pages are served.
#[derive(Debug, Clone)]
pub struct Site {
    /// Under which names they may be asked for.
    pub hosts: Hosts,
    /// How long a request waits for work it began (reading a file, keeping a load) before it shows how far that is.
    pub patience: Duration,
    /// Whether the cookies of those who sign in go over an encrypted line only.
    pub secure: bool,
}

impl Default for Site {
    /// Under any name, a second, and over any line.
    fn default() -> Self {
        Self { hosts: Hosts::Any, patience: Duration::from_secs(1), secure: false }
    }
}

/// Serves the pages of an engine on `listener` until `stop` resolves.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    site: Site,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, pages_of(engine, site)).with_graceful_shutdown(stop).await
}

/// All pages of an engine, as one service.
pub fn pages_of(engine: Arc<Engine>, site: Site) -> Router {
    let app = App::new(engine, site.patience, site.secure);
    router::routes(&app)
        .layer(axum::middleware::from_fn_with_state(app.clone(), exports::noted))
        .layer(axum::middleware::from_fn_with_state(app.clone(), app::changes_from_us))
        .layer(axum::middleware::from_fn_with_state(Arc::new(site.hosts), hosts::known))
        .layer(CatchPanicLayer::custom(|_| broken()))
        .layer(axum::middleware::from_fn_with_state(app.clone(), app::with_page))
        .layer(axum::middleware::from_fn_with_state(app.clone(), asker::known))
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
