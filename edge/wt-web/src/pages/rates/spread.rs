//! `/rates`: what is paid for the same work.

use wt_engine::rates::{CellLine, Compared};
use wt_engine::report::{Cell, Report};

use super::Whose;
use super::sheet::{Part, RatesPage, hourly, money, own, table, text};
use crate::app::{Answer, App, Asked, State, download};
use crate::say;

pub(super) async fn show(State(app): State<App>, Asked(whose): Asked<Whose>) -> Answer {
    let mut page = RatesPage::new(&app, "What is paid for the same work", None, false).await?;
    let Some((first, last, count, employers)) = app.engine.rates_span(&app.person).await? else {
        page.lede = "No bookings are loaded yet. Load the bookings of your bank and agency shifts to see what is paid for the \
                     same work."
            .to_owned();
        page.link("Load bookings", "/data/upload?kind=bookings");
        page.link("A file to fill in (CSV)", "/rates/template.csv");
        return page.answer(None);
    };
    let (own, scope) = own(&app, &whose.own).await?;
    let found = app.engine.rates_compared(&app.person, own.as_deref()).await?;
    let open = app.engine.basis(&app.person).await?.is_some();
    page.scope = Some(scope);
    page.stale.clone_from(&found.stale);
    page.lede = format!(
        "{} bookings of {employers} employers, {} to {}. Pay is the worker's; cost adds holiday pay, employer costs, what a company \
         adds, and VAT as charged.",
        say::whole(count as f64),
        first.long(),
        last.long()
    );
    let rule = found.rule;
    page.notes.push(match open {
        true => "The region has recorded its basis in law, so employers are named. A cell with one employer is not shown.".to_owned(),
        false => format!(
            "Until the region records its basis in law you see your own employer, and others only as a distribution: at least {} \
             employers in a cell, none with over {}% of its hours, and nothing newer than {} months.",
            rule.employers, rule.largest_share, rule.months_old
        ),
    });
    page.parts.push(cells(&found));
    page.parts.push(named(&app, &found, open).await?);
    let code = own.unwrap_or_default();
    page.link("Download the cells (CSV)", format!("/rates.csv?own={code}"));
    page.link("Load bookings", "/data/upload?kind=bookings");
    page.link("A file to fill in (CSV)", "/rates/template.csv");
    page.answer(None)
}

fn words(line: &CellLine) -> String {
    let l = &line.line;
    format!("{}, {}, {}, {}, {}", l.group, l.grade, l.tier, l.time, l.zone)
}

fn cells(found: &Compared) -> Part {
    let shown: Vec<&CellLine> = found.cells.iter().filter(|c| c.line.figures.is_ok()).collect();
    let hidden = found.cells.len() - shown.len();
    let rows = shown.iter().filter_map(|cell| {
        let f = cell.line.figures.as_ref().ok()?;
        let own = |pence: Option<i64>| pence.map_or("\u{2013}".to_owned(), hourly);
        Some(vec![
            text(words(cell)),
            text(f.employers.to_string()),
            text(say::whole((f.minutes / 60) as f64)),
            text(own(cell.own.and_then(|o| o.pay))),
            text(hourly(f.pay[1])),
            text(hourly(f.pay[2])),
            text(hourly(f.pay[3])),
            text(own(cell.own.and_then(|o| o.cost))),
            text(hourly(f.cost[2])),
        ])
    });
    let heads = [
        "Cell",
        "#Employers",
        "#Hours",
        "#Own pay",
        "#Lower quarter",
        "#Middle",
        "#Upper quarter",
        "#Own cost",
        "#Middle cost",
    ];
    let mut part = Part::new("Cells of a rate card")
        .say("Pounds an hour worked. A quarter of the hours lie at or below the lower quarter, half at or below the middle.")
        .table(table("What an hour is paid, by cell", &heads, rows.collect()));
    if hidden > 0 {
        part = part.say(format!(
            "{hidden} more cells are not shown, because they would show one employer to another."
        ));
    }
    if found.too_new > 0 {
        part = part.say(format!("{} bookings are too new to be shown.", say::whole(found.too_new as f64)));
    }
    if found.uncosted > 0 {
        let count = say::whole(found.uncosted as f64);
        part = part.say(format!(
            "{count} bookings have no cost, because a figure of their day is missing: they are in no sum."
        ));
    }
    part
}

async fn named(app: &App, found: &Compared, open: bool) -> Result<Part, crate::app::Failure> {
    let (snapshot, _) = app.picture().await?;
    let rows = found.employers.iter().map(|line| {
        let name = line.employer.parse().ok().and_then(|code| snapshot.directory.get(code));
        let hour = |pence: Option<i64>| pence.map_or("\u{2013}".to_owned(), hourly);
        vec![
            text(name.map_or_else(|| line.employer.clone(), |org| org.label())),
            text(say::whole((line.part.minutes / 60) as f64)),
            text(hour(line.part.pay_of_an_hour())),
            text(hour(line.part.cost_of_an_hour())),
            text(money(line.part.cost)),
            text(money(line.beside_median)),
        ]
    });
    let heads = ["Employer", "#Hours", "#Pay of an hour", "#Cost of an hour", "#Cost", "#Beside the middle"];
    let caption = if open { "Employers" } else { "Your employer" };
    let sentence = "Beside the middle: what its hours cost above (or below) the middle of their cells. Nobody's saving: the middle \
                    is no card.";
    Ok(Part::new(caption).say(sentence).table(table(
        &format!("{caption} over all cells"),
        &heads,
        rows.collect(),
    )))
}

/// The cells as a file, hidden ones with the reason.
pub(super) async fn csv(State(app): State<App>, Asked(whose): Asked<Whose>) -> Answer {
    let (own, _) = own(&app, &whose.own).await?;
    let found = app.engine.rates_compared(&app.person, own.as_deref()).await?;
    let mut report = Report::new(&[
        "staff_group",
        "grade",
        "tier",
        "time_band",
        "zone",
        "employers",
        "hours",
        "own_pay_pence",
        "pay_25_pence",
        "pay_50_pence",
        "pay_75_pence",
        "own_cost_pence",
        "cost_25_pence",
        "cost_50_pence",
        "cost_75_pence",
        "not_shown",
    ]);
    for cell in &found.cells {
        let l = &cell.line;
        let figures = l.figures.as_ref().ok();
        let own = |of: fn(&wt_engine::rates::OwnRate) -> Option<i64>| {
            Cell::maybe(cell.own.as_ref().filter(|_| figures.is_some()).and_then(of), Cell::number)
        };
        let pay = |at: usize| Cell::maybe(figures.map(|f| f.pay[at]), Cell::number);
        let cost = |at: usize| Cell::maybe(figures.map(|f| f.cost[at]), Cell::number);
        report.push(vec![
            Cell::text(l.group.words()),
            Cell::text(l.grade.to_string()),
            Cell::text(&l.tier),
            Cell::text(l.time.words()),
            Cell::text(l.zone.to_string()),
            Cell::maybe(figures.map(|f| f.employers), Cell::number),
            Cell::maybe(figures.map(|f| f.minutes / 60), Cell::number),
            own(|o| o.pay),
            pay(1),
            pay(2),
            pay(3),
            own(|o| o.cost),
            cost(1),
            cost(2),
            cost(3),
            Cell::text(l.figures.as_ref().err().map_or("", String::as_str)),
        ]);
    }
    download("wholetime_rates.csv", "text/csv; charset=utf-8", report.csv())
}

/// A file of bookings to fill in.
pub(super) async fn template() -> Answer {
    download("wholetime_bookings.csv", "text/csv; charset=utf-8", wt_engine::rates::template())
}
