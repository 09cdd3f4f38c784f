//! `/admin/permissions`: the table of who may do what, as the program asks it.

use askama::Template;
use wt_engine::permit::{Action, Object, Place, Role, allowed};
use wt_engine::report::{Cell, Report};

use crate::app::{Answer, App, State, download, page};
use crate::shell::{Section, Shell};

/// What a role may do to one object.
struct Line {
    object: &'static str,
    own: String,
    shared: String,
    other: String,
}

/// A role and its lines.
struct Part {
    role: &'static str,
    word: &'static str,
    words: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "pages/admin_permissions.html")]
struct PermissionsPage {
    shell: Shell,
    parts: Vec<Part>,
    roles: usize,
    objects: usize,
    actions: usize,
    all: usize,
}

fn actions(role: Role, object: Object, place: Place) -> String {
    let may = Action::ALL.iter().filter(|a| allowed(role, object, **a, place));
    may.map(|a| a.words()).collect::<Vec<_>>().join(", ")
}

fn part(role: Role) -> Part {
    let line = |object: &Object| Line {
        object: object.words(),
        own: actions(role, *object, Place::Own),
        shared: actions(role, *object, Place::Shared),
        other: actions(role, *object, Place::Other),
    };
    let lines = Object::ALL.iter().map(line).filter(|l| !l.own.is_empty()).collect();
    Part { role: role.title(), word: role.word(), words: role.words(), lines }
}

pub(super) async fn show(State(app): State<App>) -> Answer {
    let (roles, objects, actions) = (Role::ALL.len(), Object::ALL.len(), Action::ALL.len());
    page(&PermissionsPage {
        shell: app.shell("Who may do what", Section::None).await?.under(&[("People and security", "/admin")]),
        parts: Role::ALL.iter().map(|r| part(*r)).collect(),
        all: roles * objects * actions * Place::ALL.len(),
        roles,
        objects,
        actions,
    })
}

pub(super) async fn csv(State(_): State<App>) -> Answer {
    let mut report = Report::new(&["role", "object", "own", "shared", "another"]);
    for role in Role::ALL {
        for line in part(*role).lines {
            report.push(vec![
                Cell::text(role.word()),
                Cell::text(line.object),
                Cell::text(line.own),
                Cell::text(line.shared),
                Cell::text(line.other),
            ]);
        }
    }
    download("permissions.csv", "text/csv; charset=utf-8", report.csv())
}
