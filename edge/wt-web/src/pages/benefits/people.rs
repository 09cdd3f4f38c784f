//! `/benefits/people`: who takes part, and as what.

use serde::Deserialize;
use wt_benefits::ledger::{Event, Ledger, Role};
use wt_engine::benefits::Book;

use super::form::{Sent, Sheet, Trouble, Typed, Wrong};
use super::sheet::SheetPage;
use crate::app::{Answer, App, Asked, State, see};
use crate::design::{Caption, Cell, Column, Table};
use crate::say;
use crate::shell::Section;

const ROLES: [Role; 5] =
    [Role::Programme, Role::Owner, Role::Finance, Role::ChiefNurse, Role::MedicalDirector];

/// Where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Then {
    then: String,
    done: String,
}

impl Then {
    /// An address of our own, or the list of people.
    fn address(&self) -> &str {
        if self.then.starts_with("/benefits") { &self.then } else { "/benefits/people?done=yes" }
    }
}

pub(super) async fn show(State(app): State<App>, Asked(then): Asked<Then>) -> Answer {
    let book = app.engine.book(&app.person).await?;
    let done = (!then.done.is_empty()).then(|| "They take part from now on.".to_owned());
    draw(&app, &book, done, &Typed::default(), None).await
}

pub(super) async fn add(State(app): State<App>, Asked(then): Asked<Then>, form: Sent) -> Answer {
    let typed = Typed::read(form)?;
    let book = app.engine.book(&app.person).await?;
    let entered = match typed.what() {
        "all" => all(&app, &typed).await,
        _ => one(&app, &book.ledger, &typed).await,
    };
    match entered {
        Ok(()) => see(then.address()),
        Err(Trouble::Failure(failure)) => Err(failure),
        Err(Trouble::Wrong(field, text)) => {
            let wrong = Wrong { what: typed.what().to_owned(), field, text };
            draw(&app, &book, None, &typed, Some(&wrong)).await
        }
    }
}

/// Five people at once, for a ledger that has none: the programme enters the others.
async fn all(app: &App, typed: &Typed) -> Result<(), Trouble> {
    let mut events: Vec<Event> = Vec::new();
    for role in ROLES {
        let field = key(role);
        let name = typed.words(field).ok_or_else(|| {
            Trouble::at(field, format!("Name the {}, or whoever stands for them.", role.words()))
        })?;
        let id = free(&name, &|id| {
            events.iter().any(|e| matches!(e, Event::Person { id: taken, .. } if taken == id))
        });
        events.push(Event::Person { id, name, role });
    }
    let by = match events.first() {
        Some(Event::Person { id, .. }) => id.clone(),
        _ => String::new(),
    };
    app.engine.enter(&app.person, &by, &events).await?;
    Ok(())
}

async fn one(app: &App, ledger: &Ledger, typed: &Typed) -> Result<(), Trouble> {
    let name = typed.words("name").ok_or_else(|| Trouble::at("name", "Enter a name.".to_owned()))?;
    let role = ROLES.into_iter().find(|role| key(*role) == typed.get("role"));
    let role = role.ok_or_else(|| Trouble::at("role", "Choose a role.".to_owned()))?;
    let id = match typed.words("account") {
        Some(account) => account,
        None => free(&name, &|id| ledger.people().contains_key(id)),
    };
    app.engine.enter(&app.person, typed.get("by"), &[Event::Person { id, name, role }]).await?;
    Ok(())
}

/// The word of a role in a form.
fn key(role: Role) -> &'static str {
    match role {
        Role::Programme => "programme",
        Role::Owner => "owner",
        Role::Finance => "finance",
        Role::ChiefNurse => "chief-nurse",
        Role::MedicalDirector => "medical-director",
    }
}

/// An id made of a name that nobody has yet: "ann-lee", "ann-lee-2".
fn free(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let plain: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    let id = words.join("-");
    if !taken(&id) {
        return id;
    }
    (2..).map(|n: u32| format!("{id}-{n}")).find(|id| !taken(id)).unwrap_or(id)
}

async fn draw(app: &App, book: &Book, done: Option<String>, typed: &Typed, wrong: Option<&Wrong>) -> Answer {
    let title = if wrong.is_some() { "Error: People" } else { "People" };
    let shell = app.shell(title, Section::Benefits).await?.under(&[("Benefits", "/benefits")]).done(done);
    let mut page = SheetPage::new(shell, "Benefits", "Who takes part");
    let people = book.ledger.people();
    if people.is_empty() {
        page.lede = "A benefit needs five people: who runs the programme, who owns the work, who verifies it, and the two who \
                     approve its impact on quality and equality."
            .to_owned();
        let mut form = Sheet::new("all", "Name them", "Save these people", typed, wrong)
            .hint("On a machine of your own you act as each of them, and the audit log says so.");
        for role in ROLES {
            form = form.input(
                key(role),
                &say::capital(role.words()),
                "",
                "",
                Some(crate::design::Width::Twenty),
            );
        }
        page.forms.push(form);
        return page.answer(wrong);
    }
    let cell = |text: &str| Cell { content: text.into(), href: None };
    let head = |text: &str| Column { text: text.to_owned(), numeric: false };
    page.tables.push(Table {
        caption: Caption { text: "People of the ledger".to_owned(), ..Caption::default() },
        head: vec![head("Name"), head("Role"), head("Id")],
        rows: people.values().map(|p| vec![cell(&p.name), cell(p.role.words()), cell(&p.id)]).collect(),
        first_cell_is_header: true,
        ..Table::default()
    });
    let roles: Vec<(&str, &str)> = ROLES.iter().map(|role| (key(*role), role.words())).collect();
    page.forms.push(
        Sheet::new("one", "Add somebody", "Add them", typed, wrong)
            .acting(&book.ledger, &[Role::Programme], None)
            .input("name", "Name", "", "", Some(crate::design::Width::Twenty))
            .radios("role", "Role", &roles, "owner")
            .input(
                "account",
                "Account, if they have one",
                "Whoever has an account enters things as themselves, and nobody else does.",
                "",
                Some(crate::design::Width::Twenty),
            ),
    );
    page.answer(wrong)
}
