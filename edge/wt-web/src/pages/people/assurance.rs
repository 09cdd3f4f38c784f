//! `/admin/assurance`: what an approver asks (clinical safety, data protection, technology), with the answers that the product
//! has about itself, to take away and complete.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use wt_engine::report::{Cell, Report};

use crate::app::{Answer, App, Failure, State, download, page};
use crate::shell::{Section, Shell};

const ANSWERS: &str = include_str!("../../../assurance/answers.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    part: Vec<Part>,
}

/// A document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    id: String,
    title: String,
    words: String,
    row: Vec<Row>,
}

/// A question and its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    ask: String,
    answer: String,
    who: Who,
}

/// Whose answer it is.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Who {
    Product,
    Deployer,
    Both,
}

impl Who {
    fn words(self) -> &'static str {
        match self {
            Self::Product => "The product",
            Self::Deployer => "For the deployer",
            Self::Both => "The product; for the deployer to confirm",
        }
    }
}

#[derive(Template)]
#[template(path = "pages/admin_assurance.html")]
struct AssurancePage {
    shell: Shell,
    parts: Vec<Part>,
}

/// The documents, with what this store says of itself.
async fn parts(app: &App) -> Result<Vec<Part>, Failure> {
    let mut answers: Answers = toml::from_str(ANSWERS).map_err(|e| Failure::ours(&e.to_string()))?;
    let accounts = if app.engine.has_accounts().await? {
        "Everybody signs in."
    } else {
        "Nobody has an account: it is one person's, on one machine."
    };
    let kept = app.engine.kept(&app.person).await?;
    let files: Vec<String> = kept.iter().map(|(what, n)| format!("{what}: {n}.")).collect();
    for row in answers.part.iter_mut().flat_map(|part| &mut part.row) {
        let filled =
            row.answer.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{accounts}", accounts);
        row.answer = filled.replace("{files}", &files.join(" "));
    }
    Ok(answers.part)
}

pub(super) async fn show(State(app): State<App>) -> Answer {
    let shell = app.shell("Assurance", Section::None).await?.under(&[("People and security", "/admin")]);
    page(&AssurancePage { shell, parts: parts(&app).await? })
}

/// One document as CSV, or all of them as Markdown.
pub(super) async fn file(State(app): State<App>, Path(name): Path<String>) -> Answer {
    let parts = parts(&app).await?;
    if name == "assurance.md" {
        return download(&name, "text/markdown; charset=utf-8", markdown(&parts));
    }
    let part = name.strip_suffix(".csv").and_then(|id| parts.iter().find(|part| part.id == id));
    let part = part.ok_or_else(|| Failure::not_found(format!("There is no document '{name}'.")))?;
    let mut report = Report::new(&["question", "answer", "whose"]);
    for row in &part.row {
        report.push(vec![Cell::text(&row.ask), Cell::text(&row.answer), Cell::text(row.who.words())]);
    }
    download(&name, "text/csv; charset=utf-8", report.csv())
}

fn markdown(parts: &[Part]) -> String {
    let mut text = String::from("# Wholetime: assurance\n");
    for part in parts {
        text.push_str(&format!("\n## {}\n\n{}\n", part.title, part.words));
        for row in &part.row {
            text.push_str(&format!(
                "\n### {}\n\n{}\n\nWhose answer: {}\n",
                row.ask,
                row.answer,
                row.who.words()
            ));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_read_and_each_document_has_some() {
        let answers: Answers = toml::from_str(ANSWERS).unwrap();
        let ids: Vec<&str> = answers.part.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, ["use", "data-map", "hazards", "impact", "technology"]);
        assert!(answers.part.iter().all(|p| p.row.len() >= 4 && p.row.iter().all(|r| !r.answer.is_empty())));
        let text = markdown(&answers.part);
        assert_eq!(text.matches("\n### ").count(), answers.part.iter().map(|p| p.row.len()).sum::<usize>());
    }
}
