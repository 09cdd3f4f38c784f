//! `/rates/basis`: the region's basis in law for showing one employer's rates to another.

use wt_engine::rates::Legal;

use super::super::benefits::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::Whose;
use super::sheet::RatesPage;
use crate::app::{Answer, App, Asked, State, see};
use crate::design::Width;
use crate::say;

pub(super) async fn show(State(app): State<App>, Asked(whose): Asked<Whose>) -> Answer {
    draw(&app, &whose, &Typed::default(), None).await
}

pub(super) async fn save(State(app): State<App>, Asked(whose): Asked<Whose>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    let saved = match typed.what() {
        "withdraw" => app.engine.withdraw_basis(&app.person).await.map(|()| "withdrawn"),
        _ => {
            let text = |name: &str| typed.get(name).to_owned();
            let legal = Legal {
                memorandum: text("memorandum"),
                advice: text("advice"),
                owner: text("owner"),
                date: text("date"),
            };
            app.engine.record_basis(&app.person, &legal).await.map(|()| "recorded")
        }
    };
    match saved {
        Ok(done) => see(&format!("/rates/basis?done={done}")),
        Err(e) => match Trouble::from(e) {
            Trouble::Failure(failure) => Err(failure),
            Trouble::Wrong(field, text) => {
                let wrong = Wrong { what: typed.what().to_owned(), field, text };
                draw(&app, &whose, &typed, Some(&wrong)).await
            }
        },
    }
}

async fn draw(app: &App, whose: &Whose, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let done = match whose.done.as_str() {
        "recorded" => Some("The basis in law is recorded. Employers see each other's rates from now on."),
        "withdrawn" => Some("The basis in law is withdrawn. Each employer sees itself alone again."),
        _ => None,
    };
    let mut page = RatesPage::new(app, "Basis in law", done.map(str::to_owned), wrong.is_some()).await?;
    page.lede = "Before any employer sees another's rates, the region records on what basis: competition law can reach what employers \
                 tell each other about pay."
        .to_owned();
    let known = app.engine.basis(&app.person).await?;
    if let Some(legal) = &known {
        page.fact("Memorandum", &legal.memorandum);
        page.fact("Legal advice", &legal.advice);
        page.fact("Owner", &legal.owner);
        page.fact("Holds from", say::day(&legal.date));
        page.forms.push(
            Sheet::new("withdraw", "Withdraw it", "Withdraw the basis in law", typed, wrong)
                .folded()
                .hint("Each employer then sees itself alone again. What was recorded stays on record."),
        );
    } else {
        page.notes.push(
            "No basis in law is recorded: each employer sees itself, and others only as a distribution."
                .to_owned(),
        );
    }
    let heading = if known.is_some() { "Record a new one" } else { "Record it" };
    let mut form = Sheet::new("record", heading, "Record the basis in law", typed, wrong)
        .input("memorandum", "Memorandum or agreement", "Its name and version.", "", None)
        .input("advice", "Legal advice", "Whose, and when it was given.", "", None)
        .input(
            "owner",
            "Who answers for it",
            "A role, such as Director of Workforce.",
            "",
            Some(Width::Twenty),
        )
        .input("date", "Holds from", "A day, such as 2026-10-01.", "", Some(Width::Ten));
    if known.is_some() {
        form = form.folded();
    }
    page.forms.insert(0, form);
    page.answer(wrong)
}
