//! `/benefits/actions/{action}`: who approved, when it starts, what was reached.

use axum::extract::Path;
use serde::Deserialize;
use wt_benefits::ledger::{ActionState, Event, Impact, Ledger, Role};
use wt_benefits::month_end::unsigned;
use wt_engine::benefits::Book;
use wt_units::Pounds;

use super::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::history;
use super::sheet::SheetPage;
use crate::app::{Answer, App, Asked, Failure, State, see};
use crate::design::{Caption, Cell, Colour, Column, Table, Tag};
use crate::say;
use crate::shell::Section;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

impl Done {
    fn words(&self) -> Option<String> {
        let words = match self.done.as_str() {
            "planned" => "The action is planned. It can start when both assessments are approved twice.",
            "approve" => "Both assessments are approved.",
            "start" => "The action has started. Enter what each month brings at its benefit.",
            "reached" => "The milestone is reached.",
            "assess" => "The assessment was entered; it needs approval anew.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

pub(super) async fn show(State(app): State<App>, Path(id): Path<String>, Asked(done): Asked<Done>) -> Answer {
    let book = app.engine.book(&app.person).await?;
    draw(&app, &book, &id, done.words(), &Typed::default(), None).await
}

pub(super) async fn act(State(app): State<App>, Path(id): Path<String>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    match enter(&app, &id, &typed).await {
        Ok(()) => see(&format!("/benefits/actions/{id}?done={}", typed.what())),
        Err(Trouble::Failure(failure)) => Err(failure),
        Err(Trouble::Wrong(field, text)) => {
            let book = app.engine.book(&app.person).await?;
            let wrong = Wrong { what: typed.what().to_owned(), field, text };
            draw(&app, &book, &id, None, &typed, Some(&wrong)).await
        }
    }
}

async fn enter(app: &App, id: &str, typed: &Typed) -> Result<(), Trouble> {
    let action = id.to_owned();
    let events = match typed.what() {
        "approve" => [Impact::Quality, Impact::Equality]
            .map(|impact| Event::Approved { action: action.clone(), impact })
            .to_vec(),
        "start" => vec![Event::Started { action }],
        "reached" => vec![Event::Reached { action, milestone: typed.get("milestone").to_owned() }],
        "assess" => {
            let impact = if typed.get("impact") == "equality" { Impact::Equality } else { Impact::Quality };
            vec![Event::Assessed { action, impact, finding: typed.get("finding").to_owned() }]
        }
        _ => return Err(Failure::bad("The form can't be read. Go back and send it again.").into()),
    };
    app.engine.enter(&app.person, typed.get("by"), &events).await?;
    Ok(())
}

async fn draw(
    app: &App,
    book: &Book,
    id: &str,
    done: Option<String>,
    typed: &Typed,
    wrong: Option<&Wrong>,
) -> Answer {
    let ledger = &book.ledger;
    let state =
        ledger.actions().get(id).ok_or_else(|| Failure::not_found(format!("There is no action '{id}'.")))?;
    let action = &state.action;
    let title = if wrong.is_some() { format!("Error: {id}") } else { format!("{id}, {}", action.name) };
    let shell = app.shell(&title, Section::Benefits).await?.under(&[("Benefits", "/benefits")]).done(done);
    let mut page = SheetPage::new(shell, &format!("Action {id}"), action.name.clone());
    let unsigned = unsigned(state);
    page.tag = Some(match (state.started, unsigned.is_empty()) {
        (Some(_), _) => Tag::new("started", Colour::Green),
        (None, true) => Tag::new("approved", Colour::Blue),
        (None, false) => Tag::new("awaits approval", Colour::Yellow),
    });
    facts(&mut page, ledger, state);
    let today = app.engine.today();
    page.tables.push(milestones(state, today));
    page.tables.push(lines(book, state));
    if state.started.is_none() {
        if let Some(role) = unsigned.first() {
            let usual = ledger.people().values().find(|p| p.role == *role).map(|p| p.id.as_str());
            page.forms.push(
                Sheet::new("approve", "Approve both assessments", "Approve", typed, wrong)
                    .hint("The chief nurse and the medical director each approve the impact on quality and on equality.")
                    .acting(ledger, &[Role::ChiefNurse, Role::MedicalDirector], usual),
            );
        }
        page.forms.push(Sheet::new("start", "Start it", "Start the action", typed, wrong).acting(
            ledger,
            &[Role::Owner, Role::Programme],
            Some(&action.owner),
        ));
        page.forms.push(
            Sheet::new("assess", "Assess an impact anew", "Save the assessment", typed, wrong)
                .folded()
                .acting(ledger, &[], Some(&action.owner))
                .radios("impact", "Which", &[("quality", "Quality"), ("equality", "Equality")], "quality")
                .area("finding", "What was found", "", ""),
        );
    }
    let open: Vec<(String, String)> = action
        .milestones
        .iter()
        .filter(|m| !state.reached.contains_key(&m.name))
        .map(|m| (m.name.clone(), m.name.clone()))
        .collect();
    if !open.is_empty() {
        page.forms.push(
            Sheet::new("reached", "A milestone is reached", "Save", typed, wrong)
                .folded()
                .acting(ledger, &[Role::Owner, Role::Programme], Some(&action.owner))
                .select("milestone", "Which", &open, ""),
        );
    }
    let concerns = |event: &Event| match event {
        Event::Action(planned) => planned.id == id,
        Event::Assessed { action, .. }
        | Event::Approved { action, .. }
        | Event::Started { action }
        | Event::Reached { action, .. } => action == id,
        _ => false,
    };
    page.history = history(ledger, concerns);
    page.answer(wrong)
}

fn facts(page: &mut SheetPage<'_>, ledger: &Ledger, state: &ActionState) {
    let action = &state.action;
    let name = |id: &str| ledger.people().get(id).map_or_else(|| id.to_owned(), |p| p.name.clone());
    page.fact("Realises", action.opportunities.join(", "));
    page.fact("Owner", name(&action.owner));
    page.fact("Tool", &action.tool);
    page.fact("Evidence", &action.evidence);
    page.fact("First month", action.start.long());
    if let Some(day) = state.started {
        page.fact("Started", say::day(&day.to_string()));
    }
    page.fact("Watched for patients", &action.balance_patients);
    page.fact("Watched for staff", &action.balance_staff);
    for (impact, assessment) in &state.assessments {
        let signed: Vec<String> = assessment
            .approved
            .iter()
            .map(|(role, who)| format!("{} ({})", role.words(), name(who)))
            .collect();
        let by = if signed.is_empty() { "nobody yet".to_owned() } else { signed.join(" and ") };
        page.fact(&say::capital(impact.words()), format!("{} Approved by {by}.", assessment.finding));
    }
}

fn cell(text: impl Into<String>) -> Cell {
    let text: String = text.into();
    Cell { content: text.into(), href: None }
}

fn head(text: &str, numeric: bool) -> Column {
    Column { text: text.to_owned(), numeric }
}

fn milestones(state: &ActionState, today: jiff::civil::Date) -> Table {
    let row = |m: &wt_benefits::ledger::Milestone| {
        let stands = match state.reached.get(&m.name) {
            Some(day) => format!("reached {}", say::day(&day.to_string())),
            None if m.due < today => "late".to_owned(),
            None => "to come".to_owned(),
        };
        vec![cell(&m.name), cell(say::day(&m.due.to_string())), cell(stands)]
    };
    Table {
        caption: Caption { text: "Milestones".to_owned(), ..Caption::default() },
        head: vec![head("What", false), head("Due", false), head("Stands", false)],
        rows: state.action.milestones.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}

fn lines(book: &Book, state: &ActionState) -> Table {
    let row = |id: &String| {
        let line = book.ledger.lines().get(id)?;
        let link = Cell {
            content: format!("{id}, {}", line.line.name).into(),
            href: Some(format!("/benefits/lines/{id}")),
        };
        Some(vec![
            link,
            cell(line.line.benefit.words()),
            cell(line.words()),
            cell(Pounds(line.line.full_year.0).table()),
        ])
    };
    Table {
        caption: Caption { text: "Benefits".to_owned(), ..Caption::default() },
        head: vec![
            head("Benefit", false),
            head("Kind", false),
            head("Stands", false),
            head("Full year", true),
        ],
        rows: state.lines.iter().filter_map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    }
}
