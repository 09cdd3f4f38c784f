//! `/rates/leaving`: what each employer would gain by leaving the card and what that costs the others, with the arithmetic open. For
//! the neutral rates analyst, once the basis in law is recorded.

use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::rates::Leaving;

use super::sheet::{Part, RatesPage, hourly, money, table, text};
use crate::app::{Answer, App, Asked, State};
use crate::say;

/// Which card, and whose arithmetic.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    card: String,
    employer: String,
}

pub(super) async fn show(State(app): State<App>, Asked(which): Asked<Which>) -> Answer {
    let mut page = RatesPage::new(&app, "What leaving would cost", None, false).await?;
    let cards = app.engine.cards(&app.person).await?;
    let chosen = match which.card.as_str() {
        "" => cards.iter().find(|card| card.state == "recommended").or_else(|| cards.first()),
        slug => cards.iter().find(|card| card.slug == slug),
    };
    let Some(card) = chosen else {
        page.lede = "There is no card yet. Design one first.".to_owned();
        return page.answer(None);
    };
    let found = match app.engine.leaving(&app.person, &card.slug).await {
        Ok(found) => found,
        Err(EngineError::Denied(why)) => {
            page.lede = why;
            page.link("Record the basis in law", "/rates/basis");
            let mut answer = page.answer(None)?;
            *answer.status_mut() = StatusCode::FORBIDDEN;
            return Ok(answer);
        }
        Err(e) => return Err(e.into()),
    };
    page.lede = format!(
        "{}: who would gain by paying another rate, and what that would cost the others, in a month.",
        found.card.title()
    );
    page.stale = app.engine.rates_stale(&app.person).await?;
    page.fact(
        "Basis in law",
        format!("{}, {}, {}", found.legal.memorandum, found.legal.owner, say::day(&found.legal.date)),
    );
    holds(&mut page, &found);
    page.parts.push(employers(&found));
    if let Some(part) = arithmetic(&found, &which.employer) {
        page.parts.push(part);
    }
    page.answer(None)
}

fn holds(page: &mut RatesPage<'_>, found: &Leaving) {
    let held = &found.holding;
    let words = match held.stable() {
        true => {
            "Yes: nobody gains more by leaving alone than it would tolerate (half a percent of its cost)."
        }
        false => {
            "No: somebody gains more by leaving alone than it would tolerate (half a percent of its cost)."
        }
    };
    page.fact("Does the card hold?", words);
    page.fact(
        "Shared gains that would keep everybody",
        format!("{} a month, of {} that the card saves", money(held.transfers()), money(held.saving)),
    );
    let most = |percent: Option<i64>, way: &str| match percent {
        Some(percent) => format!("it holds where nobody may pay more than {percent}% {way} it"),
        None => format!("no bound {way} it alone makes it hold"),
    };
    page.fact("A ceiling", most(held.ceiling, "above"));
    page.fact("A floor", most(held.floor, "below"));
    if !held.tiers.is_empty() {
        page.fact(
            "A shared tier",
            format!("it holds where nobody leaves the cells of {}", held.tiers.join(", ")),
        );
    }
    if let Some(uplift) = &held.uplift {
        page.fact(
            "Higher rates",
            format!(
                "{}% more where somebody would pay more, which costs {} a month",
                uplift.percent,
                money(uplift.cost)
            ),
        );
    }
}

fn employers(found: &Leaving) -> Part {
    let rows = found.holding.needs.iter().map(|need| {
        let code = found.market.employers.get(need.employer).map_or("", String::as_str);
        let cells = found.alone.get(need.employer).map_or(0, Vec::len);
        let link = (cells > 0).then(|| format!("/rates/leaving?card={}&employer={code}", found.card.slug));
        vec![
            (code.to_owned(), link),
            text(money(need.gain)),
            text(money(need.tolerated)),
            text(money(need.transfer())),
            text(money(need.harmed)),
            text(cells.to_string()),
        ]
    });
    let heads = [
        "Employer",
        "#Gains by leaving",
        "#Would tolerate",
        "#Share that keeps it",
        "#Costs the others",
        "#Cells",
    ];
    Part::new("Each employer alone")
        .say("An employer wants the least of what it pays and what its unfilled hours cost it, and may pay any whole penny within floors and caps. Choose one to read its arithmetic.")
        .table(table("What leaving would come to, by employer", &heads, rows.collect()))
}

/// Each number's parts, for one employer.
fn arithmetic(found: &Leaving, employer: &str) -> Option<Part> {
    let at = found.market.employers.iter().position(|code| code.eq_ignore_ascii_case(employer.trim()))?;
    let rows = found.alone.get(at)?.iter().filter_map(|moved| {
        let (_, before, after) = moved.leavers.first()?;
        let hours = |minutes: i64| say::whole((minutes / 60) as f64);
        Some(vec![
            text(found.market.words(moved.segment)),
            text(hourly(moved.card)),
            text(hourly(moved.rate)),
            text(format!("{} \u{2192} {}", hours(before.minutes), hours(after.minutes))),
            text(format!("{} \u{2192} {}", money(before.cost), money(after.cost))),
            text(format!("{} \u{2192} {}", money(before.unfilled), money(after.unfilled))),
            text(money(moved.gain())),
            text(money(moved.harmed())),
        ])
    });
    let heads = [
        "Cell",
        "#Card",
        "#Would pay",
        "#Hours",
        "#Cost",
        "#Unfilled hours cost",
        "#Gain",
        "#Harm to others",
    ];
    let rows: Vec<_> = rows.collect();
    Some(
        Part::new(&format!("The arithmetic of {employer}"))
            .say("Gain: cost and unfilled hours on the card, less the same at the rate it would pay. Harm: the same sum over all others.")
            .table(table("Cells in which leaving pays", &heads, rows)),
    )
}
