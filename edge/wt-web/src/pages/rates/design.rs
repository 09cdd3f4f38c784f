//! `/rates/design`: a card asked for, what it comes to, and who loses by it; kept as a version once somebody says so.

use wt_engine::rates::{Asked as Wanted, Band, Designed};

use super::super::benefits::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::sheet::{Part, RatesPage, hourly, money, percent, table, text};
use crate::app::{Answer, App, State, see};
use crate::design::{Table, Width};
use crate::say;

/// Cells on the page; the download of a kept card has all.
const SHOWN: usize = 60;

pub(super) async fn show(State(app): State<App>) -> Answer {
    draw(&app, &Typed::default(), None, None).await
}

pub(super) async fn send(State(app): State<App>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    let wanted = wanted(&typed);
    let answer = if typed.get("then") == "keep" {
        match app.engine.save_card(&app.person, &wanted).await {
            Ok(card) => return see(&format!("/rates/cards/{}?done=kept", card.slug)),
            Err(e) => Err(e),
        }
    } else {
        app.engine.design_card(&app.person, &wanted).await
    };
    match answer {
        Ok(found) => draw(&app, &typed, None, Some(&found)).await,
        Err(wt_engine::EngineError::File(fault)) => {
            let wrong = Wrong { what: "design".to_owned(), field: Some("rates"), text: fault.to_string() };
            draw(&app, &typed, Some(&wrong), None).await
        }
        Err(e) => match Trouble::from(e) {
            Trouble::Failure(failure) => Err(failure),
            Trouble::Wrong(_, text) => {
                let wrong = Wrong { what: "design".to_owned(), field: field(&text), text };
                draw(&app, &typed, Some(&wrong), None).await
            }
        },
    }
}

/// The field that a refusal is about, by the words it begins with.
fn field(text: &str) -> Option<&'static str> {
    const FIELDS: [(&str, &str); 9] = [
        ("Give the card", "name"),
        ("Least filled", "min_fill"),
        ("The most a worker", "worker_loss"),
        ("The most an employer", "employer_loss"),
        ("Months", "months"),
        ("Elasticity", "elasticity"),
        ("By neighbours", "cross"),
        ("Bank against", "route"),
        ("An unfilled hour", "unfilled"),
    ];
    FIELDS.iter().find(|(words, _)| text.starts_with(words)).map(|(_, field)| *field)
}

fn wanted(typed: &Typed) -> Wanted {
    let text = |name: &str| typed.get(name).to_owned();
    Wanted {
        name: text("name"),
        min_fill: text("min_fill"),
        worker_loss: text("worker_loss"),
        employer_loss: text("employer_loss"),
        months: text("months"),
        elasticity: text("elasticity"),
        cross: text("cross"),
        route: text("route"),
        unfilled: text("unfilled"),
        rates: text("rates"),
    }
}

async fn draw(app: &App, typed: &Typed, wrong: Option<&Wrong>, found: Option<&Designed>) -> Answer {
    let mut page = RatesPage::new(app, "Design a card", None, wrong.is_some()).await?;
    page.lede = "One rate for each kind of work across the region: the card that costs least and still fills enough, or rates that you \
                 set yourself. Nobody's pay falls below the legal minimum or their own band."
        .to_owned();
    if let Some(found) = found {
        result(app, &mut page, found).await?;
    }
    let usual = Wanted::default();
    let short = Some(Width::Five);
    page.forms.push(
        Sheet::new("design", "What the card must keep", "Work it out", typed, wrong)
            .input("name", "Name of the card", "", &usual.name, Some(Width::Twenty))
            .input("min_fill", "Least filled, in percent", "Of the hours wanted in each cell, in the region.", &usual.min_fill, short)
            .input("worker_loss", "The most any worker may lose, in percent", "Of pay by the hour. Blank: floors alone.", &usual.worker_loss, short)
            .input("employer_loss", "The most any employer may lose, in percent", "Of its cost. Blank: no bound.", &usual.employer_loss, short)
            .input("months", "Months of phasing", "Employers move to the card in equal steps.", &usual.months, short)
            .input("elasticity", "How supply answers the own rate", "Percent more hours for a percent more pay: low, central, high. An assumption: change it to what you believe, or to what your history shows.", &usual.elasticity, Some(Width::Ten))
            .input("cross", "How supply answers neighbours' rates", "Percent fewer hours where all neighbours pay a percent more.", &usual.cross, Some(Width::Ten))
            .input("route", "How workers choose bank or agency", "Percent by which one gains on the other for a percent more pay.", &usual.route, Some(Width::Ten))
            .input("unfilled", "What an unfilled hour costs, in percent", "Of the dearest hour that the employer buys in the cell.", &usual.unfilled, short)
            .area("rates", "Set the rates yourself (optional)", "CSV with staff_group, grade, tier, time_band, zone, worker_rate_pence, effective_from. Blank: the card that costs least.", "")
            .radios("then", "Then", &[("show", "Show me what it comes to"), ("keep", "Keep it as the next version, a draft")], "show"),
    );
    page.answer(wrong)
}

async fn result(app: &App, page: &mut RatesPage<'_>, found: &Designed) -> Result<(), crate::app::Failure> {
    page.stale = app.engine.rates_stale(&app.person).await?;
    let all = &found.outcome.all;
    page.fact("Cost of a month today", money(all.cost_now));
    page.fact("Cost of a month on the card", money(all.cost));
    page.fact(
        "Saving a month",
        format!(
            "{}, from {} to {} as assumptions range",
            money(found.saving.central),
            money(found.saving.low),
            money(found.saving.high)
        ),
    );
    page.fact("Lines above the card save", format!("{}, at today's hours", money(all.above)));
    page.fact("Lines below the card cost", format!("{}, at today's hours", money(all.below)));
    page.fact("Hours that move or are filled more or less", money(all.moved()));
    page.fact(
        "Filled",
        format!(
            "{} (from {} to {}), against {} today",
            percent(found.fill.central),
            percent(found.fill.low),
            percent(found.fill.high),
            percent(all.fill_now().unwrap_or(0))
        ),
    );
    let (words, low, high) = found.matters;
    page.fact(
        "The assumption that matters most",
        format!("{words}: alone it moves the saving from {} to {}", money(low), money(high)),
    );
    page.fact("In force in full from", say::day(&found.from.to_string()));
    page.notes.extend(found.broken.iter().cloned());
    page.notes.extend(found.notes.iter().cloned());
    page.parts.push(
        Part::new("Who loses")
            .say("Workers by the hour, at today's hours in cells of the card. By protected group this needs a count of workers: `wholetime rates design --show protected`.".replace('`', ""))
            .table(bands("Who loses and gains, by staff group and band", "Staff group and band", &found.bands)),
    );
    if app.engine.basis(&app.person).await?.is_some() {
        page.parts.push(Part::new("Whose workers lose").table(bands(
            "Who loses and gains, by employer",
            "Employer",
            &found.employers,
        )));
    }
    page.parts.push(cells(found));
    Ok(())
}

/// Whose pay falls and rises.
pub(super) fn bands(caption: &str, head: &str, bands: &[Band]) -> Table {
    let rows = bands.iter().map(|band| {
        vec![
            text(&band.of),
            text(say::whole(band.hours as f64)),
            text(say::whole(band.above as f64)),
            text(money(band.loses)),
            text(money(band.gains)),
            text(format!("{} ({})", hourly(band.most), percent(band.most_part))),
        ]
    });
    let heads = [head, "#Hours a month", "#Paid above the card", "#Lose", "#Gain", "#Most lost an hour"];
    table(caption, &heads, rows.collect())
}

fn cells(found: &Designed) -> Part {
    let cells = found.market.segments.iter().zip(&found.card.rates).zip(&found.outcome.cells).enumerate();
    let rated: Vec<_> =
        cells.filter_map(|(at, ((segment, rate), sums))| Some((at, segment, (*rate)?, sums))).collect();
    let rows = rated.iter().take(SHOWN).map(|(at, segment, rate, sums)| {
        let now = segment.mean_rate().map_or("\u{2013}".to_owned(), hourly);
        vec![
            text(found.market.words(*at)),
            text(now),
            text(hourly(*rate)),
            text(money(sums.saving())),
            text(money(sums.above)),
            text(money(sums.below)),
            text(sums.fill().map_or("\u{2013}".to_owned(), percent)),
        ]
    });
    let heads =
        ["Cell", "#Mean today", "#Card", "#Saving a month", "#Lines above", "#Lines below", "#Filled"];
    let mut part =
        Part::new("The card").table(table("Rates of the card, pounds an hour", &heads, rows.collect()));
    if rated.len() > SHOWN {
        part = part.say(format!("{} more cells are in the download once it is kept.", rated.len() - SHOWN));
    }
    if !found.without.is_empty() {
        let rows = found.without.iter().take(SHOWN).map(|(cell, why)| vec![text(cell), text(why)]).collect();
        part = part.table(table("Cells that stay as they are today", &["Cell", "Why"], rows));
    }
    part
}
