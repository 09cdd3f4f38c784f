//! `/benefits/take/{opportunity}`: take an opportunity on, or park it with a reason.

use axum::extract::Path;
use wt_benefits::ledger::Role;
use wt_engine::benefits::{Book, Offer};
use wt_units::{Pence, Pounds};

use super::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::sheet::SheetPage;
use super::{needs_people, nobody};
use crate::app::{Answer, App, Asked, State, see};
use crate::pages::scope::ScopeQuery;
use crate::say;
use crate::shell::Section;

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(query): Asked<ScopeQuery>,
) -> Answer {
    let book = app.engine.book(&app.person).await?;
    if let Some((action, _)) =
        book.ledger.actions().iter().find(|(_, a)| a.action.opportunities.contains(&id))
    {
        return see(&format!("/benefits/actions/{action}"));
    }
    if book.ledger.opportunities().get(&id).is_some_and(|o| o.accepted) {
        return see(&format!("/benefits/plan/{id}"));
    }
    if needs_people(&book.ledger) {
        return nobody(&query.link(&format!("/benefits/take/{id}"), |_| {}));
    }
    let offer = match offer(&app, &query, &id).await {
        // Parked long ago, and the gap is no longer found in what is loaded.
        Err(_) if book.ledger.opportunities().contains_key(&id) => return see("/benefits?done=gone"),
        offer => offer?,
    };
    draw(&app, &book, &offer, &Typed::default(), None).await
}

async fn offer(app: &App, query: &ScopeQuery, id: &str) -> Result<Offer, crate::app::Failure> {
    let (snapshot, home) = app.picture().await?;
    let ask = query.ask(&snapshot, &home)?;
    Ok(app.engine.offer(&app.person, &ask, id).await?)
}

/// What was decided.
pub(super) async fn decide(
    State(app): State<App>,
    Path(id): Path<String>,
    Asked(query): Asked<ScopeQuery>,
    form: Sent,
) -> Answer {
    let typed = Typed::read(form)?;
    let offer = offer(&app, &query, &id).await?;
    let parked = typed.get("decision") == "park";
    let reason = parked.then(|| typed.get("reason"));
    match app.engine.take_on(&app.person, typed.get("by"), &offer, reason).await.map_err(Trouble::from) {
        Ok(_) if parked => see("/benefits?done=parked"),
        Ok(_) => see(&format!("/benefits/plan/{id}?done=accepted")),
        Err(Trouble::Failure(failure)) => Err(failure),
        Err(Trouble::Wrong(_, text)) => {
            let book = app.engine.book(&app.person).await?;
            let field = parked.then_some("reason").filter(|_| typed.get("reason").is_empty());
            let wrong = Wrong { what: "take".to_owned(), field, text };
            draw(&app, &book, &offer, &typed, Some(&wrong)).await
        }
    }
}

async fn draw(app: &App, book: &Book, offer: &Offer, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let found = &offer.found;
    let title = if wrong.is_some() { "Error: Take it on" } else { "Take it on" };
    let shell = app.shell(title, Section::Benefits).await?;
    let shell = shell.under(&[("Opportunities", "/opportunities")]);
    let mut page = SheetPage::new(shell, "Take it on, or park it", found.name.clone());
    page.lede = format!(
        "{} in a full year, {}: {} at {} certainty.",
        Pounds(found.central.0).sentence(),
        found.benefit.words(),
        Pounds::range(found.low.0, found.high.0),
        format_args!("{}%", found.certainty)
    );
    page.fact("Figures of", say::capital(&offer.period.long()));
    page.fact("It stands on", format!("{} {}: {}", offer.row.capacity, offer.row.kind, offer.row.row));
    if found.benefit != wt_benchmark::BenefitType::CashReleasing {
        page.notes.push("None of it is cash until a cost is removed.".to_owned());
    }
    if found.low.0 == Pence::ZERO {
        page.notes.push("The low end is nought: it may be no gap at all.".to_owned());
    }
    if let Some(reason) = book.ledger.opportunities().get(&found.id).and_then(|o| o.parked.as_ref()) {
        page.notes.push(format!("It was parked: {reason}"));
    }
    page.forms.push(
        Sheet::new("take", "Your decision", "Save the decision", typed, wrong)
            .acting(&book.ledger, &[Role::Programme, Role::Owner], None)
            .radios(
                "decision",
                "What is to become of it?",
                &[("accept", "Accept it"), ("park", "Park it")],
                "accept",
            )
            .input("reason", "Why it is parked", "Only if you park it.", "", None),
    );
    page.answer(wrong)
}
