//! `/rates/watch`: each month of bookings held against the card that employers adopted; the report to the signatories.

use serde::Deserialize;
use wt_engine::letters::{Subscription, Topic};
use wt_engine::rates::{Watched, month_words};
use wt_engine::report::{Cell, Report};
use wt_rates::watch::State as Stands;

use super::super::benefits::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::sheet::{Part, RatesPage, money, own, percent, table, text};
use crate::app::{Answer, App, Asked, Failure, State, download, see};
use crate::design::Width;
use crate::forms::encoded;
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
    done: String,
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
    draw(&app, &which, &Typed::default(), None).await
}

/// Somebody wants to hear of it by e-mail, or no more.
pub(super) async fn act(State(app): State<App>, Asked(which): Asked<Which>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    let org = match typed.get("whose") {
        "region" => None,
        code => Some(code.parse().map_err(|_| Failure::bad("Choose whose warnings you want."))?),
    };
    let wish = Subscription { address: typed.get("address").trim().to_owned(), topic: Topic::Rates, org };
    let (done, acted) = match typed.what() {
        "tell" => ("told", app.engine.subscribe(&app.person, &wish).await),
        "untell" => ("untold", app.engine.unsubscribe(&app.person, &wish).await),
        _ => return Err(Failure::bad("The form can't be read. Go back and send it again.")),
    };
    match acted {
        Ok(()) => see(&format!(
            "/rates/watch?card={}&own={}&done={done}",
            encoded(&which.card),
            encoded(&which.own)
        )),
        Err(e) => match Trouble::from(e) {
            Trouble::Failure(failure) => Err(failure),
            Trouble::Wrong(_, text) => {
                let wrong = Wrong { what: typed.what().to_owned(), field: Some("address"), text };
                draw(&app, &which, &typed, Some(&wrong)).await
            }
        },
    }
}

async fn draw(app: &App, which: &Which, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let done = match which.done.as_str() {
        "told" => Some("A letter will be sent when the watch has something to say.".to_owned()),
        "untold" => Some("No more letters, and the address is forgotten.".to_owned()),
        _ => None,
    };
    let mut page = RatesPage::new(app, "The watch", done, wrong.is_some()).await?;
    let (own, scope) = own(app, &which.own).await?;
    let choices: Vec<(String, String)> =
        std::iter::once(("region".to_owned(), "The whole region".to_owned()))
            .chain(scope.choices.iter().map(|c| (c.value.clone(), c.label.clone())))
            .collect();
    page.scope = Some(scope);
    letters(&mut page, &choices, own.as_deref(), (typed, wrong));
    let Some(found) = ask(app, which, own.as_deref()).await? else {
        page.lede = "Nobody has adopted a card yet. Once an employer has, each month of its bookings is held against it here.".to_owned();
        return page.answer(wrong);
    };
    let open = app.engine.basis(&app.person).await?.is_some();
    page.lede = found.summary();
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
    page.answer(wrong)
}

/// Warnings by e-mail, for those who ask.
fn letters<'a>(
    page: &mut RatesPage<'a>,
    choices: &[(String, String)],
    own: Option<&str>,
    (typed, wrong): (&'a Typed, Option<&'a Wrong>),
) {
    let usual = own.unwrap_or("region");
    page.forms.push(
        Sheet::new("tell", "Hear of it by e-mail", "Write to me", typed, wrong)
            .hint("A letter only when the watch has something new to say. The region's warnings go out while its basis in law is recorded.")
            .input("address", "E-mail address", "", "", Some(Width::Twenty))
            .select("whose", "Whose warnings", choices, usual),
    );
    page.forms.push(
        Sheet::new("untell", "Hear of it no more", "Forget me", typed, wrong)
            .folded()
            .input("address", "E-mail address", "", "", Some(Width::Twenty))
            .select("whose", "Whose warnings", choices, usual),
    );
}

/// Who left and who warns.
fn warnings(found: &Watched) -> Part {
    let mut part = Part::new("Warnings");
    part.words = found.warnings();
    if part.words.is_empty() {
        return part.say("Nobody left the card, and nothing warns.");
    }
    part
}

fn employers(found: &Watched) -> Part {
    let rows = found.assessed.iter().map(|one| {
        let state = match one.state {
            Stands::Outside => "Never at the card".to_owned(),
            Stands::Keeps { since } => format!("Keeps it since {}", month_words(since)),
            Stands::Left { since, .. } => format!("Left it in {}", month_words(since)),
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
    let caption = format!("Bookings above the card in {}, the dearest first", month_words(found.month));
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
