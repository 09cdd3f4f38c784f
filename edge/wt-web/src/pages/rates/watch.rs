//! `/rates/watch`: each month of bookings held against the card that employers adopted; the report to the signatories.

use serde::Deserialize;
use wt_engine::rates::Watched;
use wt_engine::report::{Cell, Report};
use wt_rates::watch::State as Stands;

use super::breaches::month;
use super::sheet::{Part, RatesPage, money, own, percent, table, text};
use crate::app::{Answer, App, Asked, Failure, State, download};
use crate::say;

/// Lines of breaches on the page.
const SHOWN: usize = 30;

/// Which card, to which month, and whose.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    card: String,
    month: String,
    own: String,
}

/// The watch as asked; none where there is no card that anybody adopted.
async fn ask(app: &App, which: &Which, own: Option<&str>) -> Result<Option<Watched>, Failure> {
    let month = match which.month.trim() {
        "" => None,
        text => Some(text.parse().map_err(|e| Failure::bad(format!("The month: {e}.")))?),
    };
    let cards = app.engine.cards(&app.person).await?;
    let mut slug = Some(which.card.clone()).filter(|slug| !slug.is_empty());
    for card in cards.iter().filter(|card| card.state != "draft") {
        if slug.is_none() && !app.engine.adoptions(&app.person, &card.slug).await?.is_empty() {
            slug = Some(card.slug.clone());
        }
    }
    let Some(slug) = slug else { return Ok(None) };
    Ok(Some(app.engine.watch_card(&app.person, &slug, own, month).await?))
}

pub(super) async fn show(State(app): State<App>, Asked(which): Asked<Which>) -> Answer {
    let mut page = RatesPage::new(&app, "The watch", None, false).await?;
    let (own, scope) = own(&app, &which.own).await?;
    page.scope = Some(scope);
    let Some(found) = ask(&app, &which, own.as_deref()).await? else {
        page.lede = "Nobody has adopted a card yet. Once an employer has, each month of its bookings is held against it here.".to_owned();
        return page.answer(None);
    };
    let open = app.engine.basis(&app.person).await?.is_some();
    page.lede = lede(&found);
    if !open {
        page.notes.push("No basis in law is recorded, so only your own employer is shown.".to_owned());
    }
    page.notes.push("A booking is above the card beyond a hundredth of it. Overrides are derogations: counted, never a breach of faith.".to_owned());
    page.parts.push(warnings(&found));
    page.parts.push(employers(&found));
    page.parts.push(above(&found));
    let query = format!("card={}&own={}&month={}", found.card.slug, own.unwrap_or_default(), which.month);
    page.link("The report to the signatories, by month (CSV)", format!("/rates/watch.csv?{query}"));
    page.link("The card", format!("/rates/cards/{}", found.card.slug));
    page.answer(None)
}

fn lede(found: &Watched) -> String {
    let count = |wanted: fn(&Stands) -> bool| found.assessed.iter().filter(|one| wanted(&one.state)).count();
    format!(
        "{}, to the end of {}: of {} signatories shown, {} keep the card and {} left it.",
        found.card.title(),
        month(found.month),
        found.assessed.len(),
        count(|state| matches!(state, Stands::Keeps { .. })),
        count(|state| matches!(state, Stands::Left { .. })),
    )
}

/// Who left and who warns, each a sentence.
fn warnings(found: &Watched) -> Part {
    let mut said = Vec::new();
    for one in &found.assessed {
        let warned = one
            .warning
            .map(|w| format!("{} ({}, {:.1} standard deviations)", month(w.month), w.signal.words(), w.sum));
        match (one.state, warned) {
            (Stands::Left { since, above_thousandths, .. }, warned) => {
                let before =
                    warned.map_or("no warning before".to_owned(), |w| format!("first warning in {w}"));
                said.push(format!(
                    "{} left the card in {}: pay is {}.{}% above it; {before}.",
                    one.employer,
                    month(since),
                    above_thousandths / 10,
                    above_thousandths % 10
                ));
            }
            (Stands::Keeps { .. }, Some(warned)) => {
                said.push(format!("{} keeps the card, but warns since {warned}.", one.employer));
            }
            _ => {}
        }
    }
    let mut part = Part::new("Warnings");
    if said.is_empty() {
        return part.say("Nobody left the card, and nothing warns.");
    }
    part.words = said;
    part
}

fn employers(found: &Watched) -> Part {
    let rows = found.assessed.iter().map(|one| {
        let state = match one.state {
            Stands::Outside => "Never at the card".to_owned(),
            Stands::Keeps { since } => format!("Keeps it since {}", month(since)),
            Stands::Left { since, .. } => format!("Left it in {}", month(since)),
        };
        let s = &one.sums;
        let part = |of: u64, whole: u64| match whole {
            0 => "\u{2013}".to_owned(),
            _ => percent(i64::try_from(of * 1_000_000 / whole).unwrap_or(0)),
        };
        vec![
            text(&one.employer),
            text(state),
            text(part(s.worked, s.wanted)),
            text(say::whole(s.above as f64)),
            text(part(s.above, s.carded)),
            text(say::whole(s.overrides as f64)),
            text(money(s.above_paid - s.above_at_card)),
        ]
    });
    let heads =
        ["Employer", "Stands", "#Filled", "#Above the card", "#Part above", "#Overrides", "#Paid above it"];
    Part::new("Employers since they keep the card").table(table(
        "Each signatory against the card",
        &heads,
        rows.collect(),
    ))
}

fn above(found: &Watched) -> Part {
    let rows = found.above.iter().take(SHOWN).map(|line| {
        vec![
            text(&line.employer),
            text(&line.cell),
            text(line.reason),
            text(if line.overridden { "yes" } else { "no" }),
            text(line.bookings.to_string()),
            text(money(line.pence)),
        ]
    });
    let heads = ["Employer", "Cell", "Asked for", "Override", "#Bookings", "#Above the card"];
    let caption = format!("Bookings above the card in {}, the dearest first", month(found.month));
    let mut part =
        Part::new("Above the card in the last month").table(table(&caption, &heads, rows.collect()));
    if found.above.is_empty() {
        part = part.say("None.");
    }
    if found.above.len() > SHOWN {
        part = part.say(format!("{} more lines.", found.above.len() - SHOWN));
    }
    part
}

/// The report to the signatories: every employer and month.
pub(super) async fn csv(State(app): State<App>, Asked(which): Asked<Which>) -> Answer {
    let (own, _) = own(&app, &which.own).await?;
    let Some(found) = ask(&app, &which, own.as_deref()).await? else {
        return Err(Failure::not_found("Nobody has adopted a card yet, so there is no report."));
    };
    let mut report = Report::new(&[
        "card",
        "employer",
        "state",
        "month",
        "wanted",
        "worked",
        "above",
        "overrides",
        "above_pence",
        "warned",
        "warning",
    ]);
    let iso = |number: i32| format!("{}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1);
    for one in &found.assessed {
        let state = match one.state {
            Stands::Outside => "never at the card",
            Stands::Keeps { .. } => "keeps the card",
            Stands::Left { .. } => "left the card",
        };
        for (at, m) in &one.months {
            report.push(vec![
                Cell::text(found.card.title()),
                Cell::text(&one.employer),
                Cell::text(state),
                Cell::text(iso(*at)),
                Cell::number(m.wanted),
                Cell::number(m.worked),
                Cell::number(m.above),
                Cell::number(m.overrides),
                Cell::number(m.above_paid - m.above_at_card),
                Cell::maybe(one.warning, |w| Cell::text(iso(w.month))),
                Cell::maybe(one.warning, |w| Cell::text(w.signal.words())),
            ]);
        }
    }
    download("wholetime_rates_watch.csv", "text/csv; charset=utf-8", report.csv())
}
