//! Signing in, one's own account, and what those see who manage people, read the log or approve the product.

mod account;
mod admin;
mod assurance;
mod audit;
mod fields;
mod member;
mod permissions;
mod security;
mod sign_in;
mod tokens;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::form).post(sign_in::send))
        .route("/sign-out", post(sign_in::out))
        .route("/invite/{token}", get(sign_in::invited).post(sign_in::accept))
        .route("/account", get(account::show))
        .route("/account/password", post(account::password))
        .route("/account/sign-out-everywhere", post(account::everywhere))
        .route("/account/tokens", get(tokens::show).post(tokens::make))
        .route("/account/tokens/{id}/end", post(tokens::end))
        .route("/account/copy.json", get(account::copy))
        .route("/account/forget", get(account::ask_forget).post(account::forget))
        .route("/admin", get(admin::show))
        .route("/admin/people", get(admin::people).post(admin::add))
        .route("/admin/people/{id}", get(member::show).post(member::change))
        .route("/admin/permissions", get(permissions::show))
        .route("/admin/permissions.csv", get(permissions::csv))
        .route("/admin/audit", get(audit::show))
        .route("/admin/audit.csv", get(audit::csv))
        .route("/admin/security", get(security::show))
        .route("/admin/assurance", get(assurance::show))
        .route("/admin/assurance/{file}", get(assurance::file))
}
