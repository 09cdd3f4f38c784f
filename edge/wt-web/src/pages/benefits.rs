//! `/benefits`: the value programme, from an opportunity to what finance verified. One file a page under here.

mod action;
pub(super) mod form;
mod line;
mod list;
mod people;
mod plan;
mod sheet;
mod take;

use axum::Router;
use axum::routing::{get, post};
use wt_benefits::ledger::{Event, Ledger, Role};
use wt_units::Pounds;

use crate::app::{Answer, App, see};
use crate::design::Colour;
use crate::say;

/// The list, which shows only.
pub(crate) fn list_route() -> Router<App> {
    Router::new()
        .route("/benefits", get(list::show))
        .route("/benefits.csv", get(list::csv))
        .route("/benefits.ics", get(list::ics))
}

/// Pages with forms.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/benefits/people", get(people::show).post(people::add))
        .route("/benefits/take/{id}", get(take::show).post(take::decide))
        .route("/benefits/plan/{id}", get(plan::show).post(plan::save))
        .route("/benefits/actions/{id}", get(action::show).post(action::act))
        .route("/benefits/lines/{id}", get(line::show).post(line::act))
        .route("/benefits/next-month", post(list::next_month))
}

/// Whether somebody has to be named before anything can be entered.
fn needs_people(ledger: &Ledger) -> bool {
    !ledger.people().values().any(|p| matches!(p.role, Role::Programme | Role::Owner))
}

/// To the page where people are named, and back.
fn nobody(then: &str) -> Answer {
    see(&format!("/benefits/people?then={}", super::scope::encode(then)))
}

/// The colour of where a benefit stands.
fn colour(stands: &str) -> Colour {
    match stands {
        "verified" | "closed" => Colour::Green,
        "awaits finance" => Colour::Yellow,
        "returned by finance" => Colour::Orange,
        "withdrawn" => Colour::Grey,
        _ => Colour::Blue,
    }
}

/// Entries that concern something, latest first, each a sentence.
fn history(ledger: &Ledger, concerns: impl Fn(&Event) -> bool) -> Vec<String> {
    let entries = ledger.entries().iter().filter(|entry| concerns(&entry.event));
    let mut said: Vec<String> = entries
        .map(|entry| {
            let who = ledger.people().get(&entry.by);
            let who = who.map_or_else(|| entry.by.clone(), |p| format!("{}, {}", p.name, p.role.words()));
            format!("{}, {who}: {}.", say::day(&entry.on.to_string()), told(&entry.event))
        })
        .collect();
    said.reverse();
    said
}

fn told(event: &Event) -> String {
    let bare = |text: &str| text.trim().trim_end_matches('.').to_owned();
    match event {
        Event::Person { name, role, .. } => format!("{name} takes part as {}", role.words()),
        Event::Opportunity(found) => format!("found {}", found.name),
        Event::Accepted { .. } => "accepted".to_owned(),
        Event::Parked { reason, .. } => format!("parked: {}", bare(reason)),
        Event::Action(_) => "planned".to_owned(),
        Event::Assessed { impact, .. } => format!("{} entered", impact.words()),
        Event::Approved { impact, .. } => format!("{} approved", impact.words()),
        Event::Started { .. } => "started".to_owned(),
        Event::Reached { milestone, .. } => format!("reached \u{201c}{milestone}\u{201d}"),
        Event::Line(line) => format!("entered with {} in a full year", Pounds(line.full_year.0).table()),
        Event::Baseline(frozen) => format!("baseline {} frozen", frozen.version),
        Event::Forecast { year, outturn, .. } => {
            format!("{} expected by the end of {year}/{:02}", Pounds(outturn.0).table(), (year + 1) % 100)
        }
        Event::Actual { month, pounds, reason, .. } => {
            let why = reason.as_ref().map_or(String::new(), |why| format!(" ({})", bare(why)));
            format!("{} brought {}{why}", month.long(), Pounds(pounds.0).table())
        }
        Event::Verified { through, .. } => format!("verified to {}", through.long()),
        Event::Returned { reason, .. } => format!("sent back: {}", bare(reason)),
        Event::Passed { reason, .. } => format!("let stand above its ceiling: {}", bare(reason)),
        Event::Closed { .. } => "closed".to_owned(),
        Event::Withdrawn { reason, .. } => format!("withdrawn: {}", bare(reason)),
        Event::Merger { from, into } => format!("{from} became part of {into}"),
        Event::MetricWithdrawn { metric, reason } => {
            format!("{metric} is no longer published: {}", bare(reason))
        }
    }
}
