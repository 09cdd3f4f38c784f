//! The month's end: what is late, what went back, what needs a signature; and the days of milestones as a calendar.

use std::fmt::Write;

use jiff::civil::Date;
use wt_units::OdsCode;

use crate::ledger::{ActionState, Impact, Ledger, Role, Status};

/// What something to do is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A benefit line, by id.
    Line(String),
    /// An action, by id.
    Action(String),
    /// An opportunity, by id.
    Opportunity(String),
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// About what.
    pub about: About,
    /// Its name.
    pub name: String,
    /// Whose, under today's codes; none where that is not known.
    pub org: Option<OdsCode>,
    /// What, as the end of a sentence that begins with its name.
    pub words: String,
}

/// Who has not approved both assessments of an action.
pub fn unsigned(state: &ActionState) -> Vec<Role> {
    let signed = |role: &Role| {
        [Impact::Quality, Impact::Equality]
            .iter()
            .all(|impact| state.assessments.get(impact).is_some_and(|a| a.approved.contains_key(role)))
    };
    [Role::ChiefNurse, Role::MedicalDirector].into_iter().filter(|role| !signed(role)).collect()
}

/// Everything that somebody has to do on a day: benefits first, then actions, then opportunities.
pub fn todos(ledger: &Ledger, today: Date) -> Vec<Todo> {
    let mut all = Vec::new();
    for (id, state) in ledger.lines().iter().filter(|(_, state)| state.status == Status::Open) {
        let mut push = |words: String| {
            let org = Some(ledger.today(state.line.org));
            all.push(Todo { about: About::Line(id.clone()), name: state.line.name.clone(), org, words });
        };
        if state.words() == "awaits finance" {
            push("needs a signature of finance.".to_owned());
        }
        if let Some(reason) = &state.returned {
            push(format!("went back: {reason}"));
        }
        if let Some(flag) = state.flag.as_ref().filter(|_| state.passed.is_none()) {
            push(flag.clone());
        }
    }
    let whose = |id: &String| ledger.opportunities().get(id).map(|o| ledger.today(o.found.org));
    for (id, state) in ledger.actions() {
        let mut push = |words: String| {
            let org = state.action.opportunities.first().and_then(whose);
            all.push(Todo { about: About::Action(id.clone()), name: state.action.name.clone(), org, words });
        };
        let unsigned = unsigned(state);
        if state.started.is_none() && !unsigned.is_empty() {
            let who: Vec<&str> = unsigned.iter().map(|role| role.words()).collect();
            push(format!("needs the approval of the {}.", who.join(" and the ")));
        }
        for late in state.late(today) {
            push(format!("\u{201c}{}\u{201d} was due on {} and is not reached.", late.name, long(late.due)));
        }
    }
    let acted = |id: &String| ledger.actions().values().any(|a| a.action.opportunities.contains(id));
    for (id, state) in ledger.opportunities().iter().filter(|(id, state)| state.accepted && !acted(id)) {
        all.push(Todo {
            about: About::Opportunity(id.clone()),
            name: state.found.name.clone(),
            org: whose(id),
            words: "is accepted and has no action yet.".to_owned(),
        });
    }
    all
}

fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Milestones that are not reached, as a calendar (RFC 5545, 2009): one event for each whole day, with an id that stays.
///
/// ```
/// let empty = wt_benefits::month_end::calendar(&Default::default());
/// assert!(empty.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && empty.ends_with("END:VCALENDAR\r\n"));
/// ```
pub fn calendar(ledger: &Ledger) -> String {
    let mut out = String::new();
    let mut line = |text: &str| folded(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Wholetime//Benefits//EN");
    // The day of the last entry, so that the same ledger gives the same file.
    let stamp = ledger.last().map_or("19700101".to_owned(), |day| day.strftime("%Y%m%d").to_string());
    for (id, state) in ledger.actions() {
        let open = |m: &&crate::ledger::Milestone| !state.reached.contains_key(&m.name);
        for (n, milestone) in (1..).zip(&state.action.milestones).filter(|(_, m)| open(m)) {
            let owner = ledger.people().get(&state.action.owner);
            let owner = owner.map_or(state.action.owner.as_str(), |p| &p.name);
            let after = milestone.due.tomorrow().unwrap_or(milestone.due);
            line("BEGIN:VEVENT");
            line(&format!("UID:{id}-{n}@benefits.wholetime"));
            line(&format!("DTSTAMP:{stamp}T000000Z"));
            line(&format!("DTSTART;VALUE=DATE:{}", milestone.due.strftime("%Y%m%d")));
            line(&format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")));
            line(&format!("SUMMARY:{}", escaped(&format!("{}: {}", state.action.name, milestone.name))));
            line(&format!("DESCRIPTION:{}", escaped(&format!("Action {id}. Owner: {owner}."))));
            line("TRANSP:TRANSPARENT");
            line("END:VEVENT");
        }
    }
    line("END:VCALENDAR");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\r') {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// No line is longer than 75 bytes; one that goes on begins with a space.
fn folded(out: &mut String, text: &str) {
    let mut room = 75;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        // Writing to a string can't fail.
        let _ = out.write_char(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escaped, folded};

    #[test]
    fn long_lines_fold_between_letters_and_signs_are_kept_apart() {
        let mut out = String::new();
        folded(&mut out, &"é".repeat(60));
        let lines: Vec<&str> = out.split("\r\n").collect();
        assert!(lines[0].len() == 74 && lines[1].starts_with(' ') && lines[1].len() <= 75, "{lines:?}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), "é".repeat(60));
        assert_eq!(escaped("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
