//! Forms of the value programme: what was typed stays when it is refused, and the refusal stands at its field or over its form.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use askama::filters::HtmlSafe;
use axum::Form;
use axum::extract::rejection::FormRejection;
use wt_benefits::ledger::{Ledger, Role};
use wt_engine::EngineError;

use crate::app::{Failure, sent};
use crate::design::{
    Answer, Checkboxes, Choice, ErrorItem, ErrorSummary, Field, Input, Legend, Radios, Select, Textarea,
    Width,
};

/// A form as it was sent: names and values, each name once but for ticked boxes.
pub(in crate::pages) type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// What was typed, and which form of a page it is from.
#[derive(Debug, Clone, Default)]
pub(in crate::pages) struct Typed(BTreeMap<String, String>);

impl Typed {
    pub(in crate::pages) fn read(form: Sent) -> Result<Self, Failure> {
        Ok(Self(sent(form)?.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect()))
    }

    pub(in crate::pages) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The name of the form it is from.
    pub(in crate::pages) fn what(&self) -> &str {
        self.get("what")
    }

    /// A value of a type that reads itself; `expected` is said where it can't.
    pub(in crate::pages) fn parse<T: FromStr>(
        &self,
        name: &'static str,
        expected: &str,
    ) -> Result<T, Trouble> {
        self.get(name)
            .parse()
            .map_err(|_| Trouble::at(name, format!("Found '{}', expected {expected}.", self.get(name))))
    }

    /// Words, or none where nothing was typed.
    pub(in crate::pages) fn words(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|words| !words.is_empty()).map(str::to_owned)
    }
}

/// Why a form was not taken.
#[derive(Debug)]
pub(in crate::pages) enum Trouble {
    /// Something the person can mend: in a field, or in the form as a whole.
    Wrong(Option<&'static str>, String),
    /// Anything else has a page of its own.
    Failure(Failure),
}

impl Trouble {
    pub(in crate::pages) fn at(field: &'static str, text: String) -> Self {
        Self::Wrong(Some(field), text)
    }
}

impl From<EngineError> for Trouble {
    fn from(e: EngineError) -> Self {
        match e {
            EngineError::Question(text) | EngineError::Denied(text) => Self::Wrong(None, text),
            other => Self::Failure(other.into()),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(e: Failure) -> Self {
        Self::Failure(e)
    }
}

/// What is wrong with one of a page's forms.
#[derive(Debug, Clone)]
pub(in crate::pages) struct Wrong {
    pub(in crate::pages) what: String,
    pub(in crate::pages) field: Option<&'static str>,
    pub(in crate::pages) text: String,
}

impl Wrong {
    /// The summary at the top of the page.
    pub(in crate::pages) fn summary(&self) -> ErrorSummary {
        let href = match self.field {
            Some(field) => format!("#{}-{field}", self.what),
            None => format!("#{}", self.what),
        };
        ErrorSummary::new(vec![ErrorItem { text: self.text.clone(), href: Some(href) }])
    }
}

/// One thing to fill in.
pub(in crate::pages) enum Part {
    Input(Input),
    Textarea(Textarea),
    Select(Select),
    Radios(Radios),
    Checkboxes(Checkboxes),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(x) => x.fmt(f),
            Self::Textarea(x) => x.fmt(f),
            Self::Select(x) => x.fmt(f),
            Self::Radios(x) => x.fmt(f),
            Self::Checkboxes(x) => x.fmt(f),
        }
    }
}

impl HtmlSafe for Part {}

/// A form of a page, and what was typed in it.
pub(in crate::pages) struct Sheet<'a> {
    /// Its name, by which the answer tells it from others.
    pub(in crate::pages) what: &'static str,
    pub(in crate::pages) heading: String,
    pub(in crate::pages) hint: String,
    pub(in crate::pages) button: String,
    /// Folded away, for what is rarely done.
    pub(in crate::pages) folded: bool,
    /// What was refused of it as a whole.
    pub(in crate::pages) error: Option<String>,
    pub(in crate::pages) parts: Vec<Part>,
    typed: Option<&'a Typed>,
    wrong: Option<&'a Wrong>,
}

impl<'a> Sheet<'a> {
    pub(in crate::pages) fn new(
        what: &'static str,
        heading: &str,
        button: &str,
        typed: &'a Typed,
        wrong: Option<&'a Wrong>,
    ) -> Self {
        let wrong = wrong.filter(|w| w.what == what);
        Self {
            what,
            heading: heading.to_owned(),
            hint: String::new(),
            button: button.to_owned(),
            folded: false,
            error: wrong.filter(|w| w.field.is_none()).map(|w| w.text.clone()),
            parts: Vec::new(),
            typed: Some(typed).filter(|t| t.what() == what),
            wrong,
        }
    }

    pub(in crate::pages) fn hint(mut self, words: impl Into<String>) -> Self {
        self.hint = words.into();
        self
    }

    /// Opens only when asked, or when it was refused.
    pub(in crate::pages) fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// Whether it stands open.
    pub(in crate::pages) fn open(&self) -> bool {
        self.typed.is_some()
    }

    fn value(&self, name: &str, usual: &str) -> String {
        self.typed.map_or_else(|| usual.to_owned(), |typed| typed.get(name).to_owned())
    }

    fn field(&self, name: &str, label: &str, hint: &str) -> Field {
        Field {
            id: format!("{}-{name}", self.what),
            hint: Some(hint).filter(|h| !h.is_empty()).map(Into::into),
            error: self.wrong.filter(|w| w.field == Some(name)).map(|w| w.text.clone()),
            ..Field::new(name, label)
        }
    }

    pub(in crate::pages) fn input(
        mut self,
        name: &str,
        label: &str,
        hint: &str,
        usual: &str,
        width: Option<Width>,
    ) -> Self {
        let part = Input {
            field: self.field(name, label, hint),
            value: Some(self.value(name, usual)),
            width,
            ..Input::default()
        };
        self.parts.push(Part::Input(part));
        self
    }

    pub(in crate::pages) fn area(mut self, name: &str, label: &str, hint: &str, usual: &str) -> Self {
        let (field, value) = (self.field(name, label, hint), self.value(name, usual));
        self.parts.push(Part::Textarea(Textarea { field, value, rows: Some(3), ..Textarea::default() }));
        self
    }

    pub(in crate::pages) fn select(
        mut self,
        name: &str,
        label: &str,
        items: &[(String, String)],
        usual: &str,
    ) -> Self {
        let choice = |(value, text): &(String, String)| Choice {
            value: value.clone(),
            text: text.clone(),
            disabled: false,
        };
        let part = Select {
            field: self.field(name, label, ""),
            items: items.iter().map(choice).collect(),
            value: Some(self.value(name, usual)),
        };
        self.parts.push(Part::Select(part));
        self
    }

    pub(in crate::pages) fn radios(
        mut self,
        name: &str,
        question: &str,
        items: &[(&str, &str)],
        usual: &str,
    ) -> Self {
        let answer = |(value, text): &(&str, &str)| Answer {
            value: (*value).into(),
            text: (*text).into(),
            ..Answer::default()
        };
        let part = Radios {
            legend: Legend { text: question.to_owned(), ..Legend::default() },
            error: self.wrong.filter(|w| w.field == Some(name)).map(|w| w.text.clone()),
            name: name.to_owned(),
            id_prefix: format!("{}-{name}", self.what),
            inline: items.len() < 3,
            items: items.iter().map(answer).collect(),
            value: Some(self.value(name, usual)),
            ..Radios::default()
        };
        self.parts.push(Part::Radios(part));
        self
    }

    pub(in crate::pages) fn tick(mut self, name: &str, question: &str, words: &str) -> Self {
        let answer = Answer { value: "yes".to_owned(), text: words.to_owned(), ..Answer::default() };
        let part = Checkboxes {
            legend: Legend { text: question.to_owned(), ..Legend::default() },
            name: name.to_owned(),
            id_prefix: format!("{}-{name}", self.what),
            items: vec![answer],
            values: vec![self.value(name, "")],
            small: true,
            ..Checkboxes::default()
        };
        self.parts.push(Part::Checkboxes(part));
        self
    }

    /// Who does it: the people of the ledger that have one of these roles, all if none is named.
    pub(in crate::pages) fn acting(self, ledger: &Ledger, roles: &[Role], usual: Option<&str>) -> Self {
        let items = people(ledger, roles);
        let first = items.first().map_or("", |(id, _)| id.as_str()).to_owned();
        let usual = usual.map_or(first, str::to_owned);
        self.select("by", "Acting as", &items, &usual)
    }
}

/// People of a ledger with their role, as a list to choose from.
pub(in crate::pages) fn people(ledger: &Ledger, roles: &[Role]) -> Vec<(String, String)> {
    ledger
        .people()
        .values()
        .filter(|p| roles.is_empty() || roles.contains(&p.role))
        .map(|p| (p.id.clone(), format!("{}, {}", p.name, p.role.words())))
        .collect()
}
