//! What pages load, all of it from inside the program: one style sheet and one icon.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::app::App;

/// The style sheet, made at build time from the NHS design system.
const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/wholetime.css"));

/// Our own mark: a ring that is whole. Not the NHS logo.
const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="12" fill="none" stroke="#005eb8" stroke-width="6"/></svg>"##;

/// The sheet's address changes with its content, so that browsers may keep it for a year.
pub(crate) fn sheet_address() -> String {
    format!("/assets/{:016x}.css", fingerprint(SHEET.as_bytes()))
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route(&sheet_address(), get(sheet)).route("/assets/icon.svg", get(icon))
}

async fn sheet() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        SHEET,
    )
}

async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], ICON)
}

/// FNV-1a: tells two sheets apart; nothing more is asked of it.
const fn fingerprint(bytes: &[u8]) -> u64 {
    let (mut hash, mut i) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}
