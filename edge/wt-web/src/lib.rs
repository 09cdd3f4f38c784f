//! Server-rendered pages in the NHS design system, and /api/v1.

use std::future::Future;
use std::sync::Arc;

use tokio::net::TcpListener;
use wt_engine::Engine;

/// Serves the pages of an engine on `listener` until `stop` resolves.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let _ = engine;
    axum::serve(listener, axum::Router::new()).with_graceful_shutdown(stop).await
}
