//! `/rates/breaches`: charges against the caps in force, overrides that never ended, suppliers off the framework.

use wt_engine::rates::{Broken, month_words};

use super::super::benefits::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::Whose;
use super::sheet::{Part, RatesPage, hourly, money, own, table, text};
use crate::app::{Answer, App, Asked, Failure, State, see};
use crate::say;

/// Caps and runs on the page.
const SHOWN: usize = 40;

pub(super) async fn show(State(app): State<App>, Asked(whose): Asked<Whose>) -> Answer {
    draw(&app, &whose, &Typed::default(), None).await
}

/// Loads the caps in force.
pub(super) async fn caps(State(app): State<App>, Asked(whose): Asked<Whose>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    match app.engine.load_caps(&app.person, typed.get("caps")).await {
        Ok(()) => see("/rates/breaches?done=caps"),
        Err(wt_engine::EngineError::File(fault)) => {
            let wrong = Wrong { what: "load".to_owned(), field: Some("caps"), text: fault.to_string() };
            draw(&app, &whose, &typed, Some(&wrong)).await
        }
        Err(e) => match Trouble::from(e) {
            Trouble::Failure(failure) => Err(failure),
            Trouble::Wrong(_, text) => Err(Failure::forbidden(text)),
        },
    }
}

async fn draw(app: &App, whose: &Whose, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let done = (whose.done == "caps")
        .then(|| "The caps are loaded. Charges are held against them from now on.".to_owned());
    let mut page = RatesPage::new(app, "Caps, breaches and overrides", done, wrong.is_some()).await?;
    let (own, scope) = own(app, &whose.own).await?;
    page.scope = Some(scope);
    let found = app.engine.rates_broken(&app.person, own.as_deref()).await?;
    page.lede = lede(&found);
    page.parts.push(overrides(&found));
    page.parts.push(in_force(&found));
    page.forms.push(
        Sheet::new("load", "Load the caps in force", "Load these caps", typed, wrong)
            .folded()
            .hint("The published caps of 2015 and 2016 ship with the program; the caps in force now are yours to load.")
            .area(
                "caps",
                "Caps as CSV",
                "With the headings staff_group, grade, time_band, zone, cap_pence (an hour, before VAT), effective_from.",
                "staff_group,grade,time_band,zone,cap_pence,effective_from\n",
            ),
    );
    page.answer(wrong)
}

fn lede(found: &Broken) -> String {
    let (above, over, pence) = found.above;
    let never = found.runs.iter().filter(|run| run.never_ended).count();
    format!(
        "Of {} agency bookings, {} were charged above the cap in force on their day ({} above it; {} with an override), {} were off \
         framework, and {} have no cap on their day. {never} overrides never ended.",
        say::whole(found.agency as f64),
        say::whole(above as f64),
        money(pence),
        say::whole(over as f64),
        say::whole(found.off as f64),
        say::whole(found.uncapped as f64),
    )
}

fn overrides(found: &Broken) -> Part {
    let rows = found.runs.iter().take(SHOWN).map(|run| {
        vec![
            text(format!("{}, {}, {}", run.group, run.grade, run.tier)),
            text(month_words(run.from)),
            text(if run.never_ended { "never ended".to_owned() } else { month_words(run.to) }),
            text(run.months.to_string()),
            text(run.overrides.to_string()),
        ]
    });
    let heads = ["Work", "From", "To", "#Months", "#Overrides"];
    Part::new("Overrides")
        .say("Months on end in which at least half the agency bookings of a kind of work were allowed above the rate.")
        .table(table("Runs of overrides, those that never ended first", &heads, rows.collect()))
}

fn in_force(found: &Broken) -> Part {
    let rows = found.in_force.iter().take(SHOWN);
    let rows = rows.map(|(line, cap)| vec![text(line), text(hourly(*cap))]).collect();
    let source = match found.loaded {
        true => "These caps were loaded here.",
        false => "No caps were loaded: those published for 2015 and 2016, outside London, apply.",
    };
    let mut part = Part::new("Caps in force").say(source);
    if found.loaded && found.implausible > 0 {
        part = part.say(format!(
            "{} of them are over half away from the published formula: check the rows.",
            found.implausible
        ));
    }
    part.table(table("The most an agency may charge an hour, before VAT", &["Line", "#An hour"], rows))
}
