//! `/signals`: what is real this month, with the number expected to be false; `/signals/icons`: one employer's
//! metrics at a glance.

mod icons;

use askama::Template;
use axum::Router;
use axum::routing::get;
use wt_engine::signals::{ChangeSignal, LevelSignal, Place, Signals, report};

use super::form::Select;
use super::opportunities::selects;
use super::scope::ScopeQuery;
use crate::app::{Answer, App, Asked, State, download, page};
use crate::say;
use crate::shell::{Section, Shell};

/// Lines of each list on the page; the download holds all.
const SHOWN: usize = 50;

struct LevelLine {
    who: String,
    link: String,
    metric: String,
    value: String,
    median: String,
    side: &'static str,
    false_chance: String,
    new: bool,
}

struct ChangeLine {
    who: String,
    link: String,
    metric: String,
    words: String,
    side: &'static str,
    new: bool,
}

#[derive(Template)]
#[template(path = "pages/signals.html")]
struct SignalsPage {
    shell: Shell,
    place: String,
    sentence: String,
    selects: Vec<Select>,
    levels_words: String,
    levels: Vec<LevelLine>,
    more_levels: usize,
    changes_words: String,
    changes: Vec<ChangeLine>,
    more_changes: usize,
    gone: Vec<(String, String)>,
    csv: String,
    icons: Option<String>,
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/signals", get(show))
        .route("/signals.csv", get(csv))
        .route("/signals/icons", get(icons::show))
        .route("/signals/icons.csv", get(icons::csv))
        .route("/signals/icons.xlsx", get(icons::xlsx))
        .route("/signals/icons.svg", get(icons::svg))
}

async fn show(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let (ask, own) = (query.ask(&snapshot, &home)?, query.own_code(&home)?);
    let found = app.engine.signals(&app.person, &ask, own).await?;
    let shell = app.shell("Signals", Section::Compare).await?;
    page(&SignalsPage {
        shell: shell.under(&[("Compare", "/compare")]),
        place: ask.region.clone().unwrap_or_else(|| "Every region".to_owned()),
        sentence: sentence(&found),
        selects: selects(&snapshot, ask.region.as_deref(), own),
        levels_words: found.levels_words.clone(),
        levels: found.levels.iter().take(SHOWN).map(|l| level(l, &query)).collect(),
        more_levels: found.levels.len().saturating_sub(SHOWN),
        changes_words: changes_words(&found),
        changes: found.changes.iter().take(SHOWN).map(|c| change(c, &query)).collect(),
        more_changes: found.changes.len().saturating_sub(SHOWN),
        gone: found.gone.iter().map(|g| (who(g), metric_link(g, &query))).collect(),
        csv: query.link("/signals.csv", |_| {}),
        icons: own.map(|_| query.link("/signals/icons", |_| {})),
    })
}

async fn csv(State(app): State<App>, Asked(query): Asked<ScopeQuery>) -> Answer {
    let (snapshot, home) = app.picture().await?;
    let found =
        app.engine.signals(&app.person, &query.ask(&snapshot, &home)?, query.own_code(&home)?).await?;
    download("wholetime_signals.csv", "text/csv; charset=utf-8", report(&found).csv())
}

fn sentence(found: &Signals) -> String {
    let Some(month) = found.month else {
        return "Nothing is loaded that could be compared.".to_owned();
    };
    let new = found.levels.iter().filter(|l| l.new).count() + found.changes.iter().filter(|c| c.new).count();
    let far = match found.levels.len() {
        0 => "no figure lies".to_owned(),
        1 => "one figure lies".to_owned(),
        n => format!("{n} figures lie"),
    };
    let changed = match found.changes.len() {
        0 => "none has changed".to_owned(),
        1 => "one has changed".to_owned(),
        n => format!("{n} have changed"),
    };
    let new = match new {
        0 => "None of these is new since the month before.".to_owned(),
        1 => "One of these is new since the month before.".to_owned(),
        n => format!("{n} of these are new since the month before."),
    };
    format!(
        "Up to {}, {far} further from peers than chance and the usual spread explain, and {changed}. {new}",
        month.long()
    )
}

fn changes_words(found: &Signals) -> String {
    let few = match found.too_few {
        0 => String::new(),
        1 => " For one more there are too few data to say.".to_owned(),
        n => format!(" For {n} more there are too few data to say."),
    };
    format!(
        "Looked for in {} series; if nothing had changed anywhere, the latest month of at most {:.0} of them would \
         look like a change.{few}",
        found.series,
        found.false_changes_expected().ceil()
    )
}

fn who(place: &Place) -> String {
    format!("{} ({})", place.name, place.org)
}

fn metric_link(place: &Place, query: &ScopeQuery) -> String {
    query.link(&format!("/compare/{}", place.metric), |q| q.own = place.org.to_string())
}

fn side(better: Option<bool>) -> &'static str {
    match better {
        Some(true) => "Better",
        Some(false) => "Worse",
        None => "Neither",
    }
}

fn level(l: &LevelSignal, query: &ScopeQuery) -> LevelLine {
    LevelLine {
        who: who(&l.place),
        link: metric_link(&l.place, query),
        metric: l.place.metric_name.clone(),
        value: l.value.clone(),
        median: l.median.clone(),
        side: side(l.better),
        false_chance: match l.false_chance {
            p if p < 0.001 => "under 0.1%".to_owned(),
            p => format!("{:.1}%", p * 100.0),
        },
        new: l.new,
    }
}

fn change(c: &ChangeSignal, query: &ScopeQuery) -> ChangeLine {
    ChangeLine {
        who: who(&c.place),
        link: metric_link(&c.place, query),
        metric: c.place.metric_name.clone(),
        words: say::capital(&c.words),
        side: side(c.better),
        new: c.new,
    }
}
