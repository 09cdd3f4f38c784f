//! Forms of the Data page: where pages open, the gap, a metric of one's own. What was typed stays when it is refused.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use wt_engine::EngineError;
use wt_engine::settings::{Gap, Home};
use wt_units::Pence;

use super::{Typed, list_page};
use crate::app::{Answer, App, Failure, State, see, sent};
use crate::design::{Field, Input, Textarea};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HomeForm {
    region: String,
    own: String,
}

pub(super) async fn home(State(app): State<App>, form: Result<Form<HomeForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    let some = |s: &str| (!s.trim().is_empty()).then(|| s.trim().to_owned());
    let org = some(&form.own)
        .map(|code| code.parse().map_err(|e| Failure::bad(format!("The employer: {e}."))))
        .transpose()?;
    let region = some(&form.region).filter(|r| r != "everywhere");
    app.engine.save_home(&app.person, &Home { region, org }).await?;
    see("/data?done=home")
}

/// The gap as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct GapForm {
    amount: String,
    covers: String,
    source: String,
    stated: String,
}

/// What is wrong with a form, and in which field.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) text: String,
}

impl GapForm {
    pub(super) fn of(gap: &Gap) -> Self {
        Self {
            amount: gap.amount.plain(),
            covers: gap.covers.clone(),
            source: gap.source.clone(),
            stated: gap.stated.to_string(),
        }
    }

    /// The fields, with the error in the one that is wrong.
    pub(super) fn fields(&self, wrong: Option<&Wrong>) -> Vec<Input> {
        let input = |name: &'static str, label: &str, value: &str| Input {
            field: Field {
                error: wrong.filter(|w| w.field == name).map(|w| w.text.clone()),
                ..Field::new(name, label)
            },
            value: Some(value.to_owned()),
            inputmode: (name == "amount").then(|| "decimal".to_owned()),
            ..Input::default()
        };
        vec![
            input("amount", "Amount in pounds", &self.amount),
            input("covers", "What it covers", &self.covers),
            input("source", "Where the figure is from", &self.source),
            input("stated", "Stated on, such as 2026-04-01", &self.stated),
        ]
    }

    fn read(&self) -> Result<Gap, Wrong> {
        let plain: String = self.amount.chars().filter(|c| !matches!(c, '£' | ',' | ' ')).collect();
        let amount = plain.parse().ok().and_then(Pence::from_pounds).filter(|a| *a > Pence::ZERO);
        let amount = amount.ok_or_else(|| Wrong {
            field: "amount",
            text: format!("Amount: found '{}', expected pounds above zero, such as 250000000.", self.amount),
        })?;
        for (field, value, words) in [
            ("covers", &self.covers, "Say what the gap covers, such as London, 2026/27."),
            ("source", &self.source, "Say where the figure is from."),
        ] {
            if value.trim().is_empty() {
                return Err(Wrong { field, text: words.to_owned() });
            }
        }
        let stated = self.stated.trim().parse().map_err(|_| Wrong {
            field: "stated",
            text: format!("Stated on: found '{}', expected a day, such as 2026-04-01.", self.stated),
        })?;
        Ok(Gap { amount, covers: self.covers.clone(), source: self.source.clone(), stated })
    }
}

pub(super) async fn gap(State(app): State<App>, form: Result<Form<GapForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    match form.read() {
        Ok(gap) => {
            app.engine.save_gap(&app.person, &gap).await?;
            see("/data?done=gap")
        }
        Err(wrong) => again(&app, Typed { gap: Some(form), wrong: Some(wrong), ..Typed::default() }).await,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MetricForm {
    toml: String,
}

/// The field for a metric's file.
pub(super) fn metric_field(text: &str, wrong: Option<&Wrong>) -> Textarea {
    let error = wrong.filter(|w| w.field == "toml").map(|w| w.text.clone());
    let field = Field { error, ..Field::new("toml", "The file's text") };
    Textarea { field, value: text.to_owned(), rows: Some(10), ..Textarea::default() }
}

pub(super) async fn metric(State(app): State<App>, form: Result<Form<MetricForm>, FormRejection>) -> Answer {
    let form = sent(form)?;
    match app.engine.add_metric(&app.person, "The metric", &form.toml).await {
        Ok(_) => see("/data?done=metric"),
        Err(EngineError::File(fault)) => {
            let wrong = Wrong { field: "toml", text: fault.to_string() };
            again(&app, Typed { toml: form.toml, wrong: Some(wrong), ..Typed::default() }).await
        }
        Err(e) => Err(e.into()),
    }
}

async fn again(app: &App, typed: Typed) -> Answer {
    list_page(app, "Error: Data", None, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}
