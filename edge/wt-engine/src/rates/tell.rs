//! The watch by letter: who asked hears what the newest bookings say of the card, once for each thing there is to say.

use serde_json::json;
use wt_store::Viewer;
use wt_units::OdsCode;

use super::watch::{Watched, month_words};
use super::{audit, everything};
use crate::letters::Topic;
use crate::permit::Person;
use crate::{Engine, EngineError};

/// What was told, so that nobody hears of the same twice.
const STREAM: &str = "rates-told";

impl Engine {
    /// Holds the newest bookings against the adopted card and puts a letter in the queue for everybody who asked: the region's where
    /// its basis in law is recorded, and each signatory's own. What was told before is not told again. Answers how many letters.
    ///
    /// # Errors
    /// [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn tell_rates(&self, person: &Person) -> Result<u64, EngineError> {
        // Whoever loads bookings sets the watch going; what they may see themselves is another matter.
        let viewer = everything(person)?;
        if self.wishes(&viewer).await?.iter().all(|wish| wish.topic != Topic::Rates) {
            return Ok(0);
        }
        let mut told = 0;
        for card in self.cards(person).await?.into_iter().filter(|card| card.state != "draft") {
            let mut employers: Vec<OdsCode> = Vec::new();
            for one in self.standing(person, &card.slug).await? {
                employers.extend(one.employer.parse::<OdsCode>().ok());
            }
            if employers.is_empty() {
                continue;
            }
            let open = self.basis(person).await?.is_some();
            let all = self.watch_all(person, &card.slug).await?;
            if open {
                told += self.tell_of(&viewer, None, &all).await?;
            }
            for org in employers {
                let mut own = all.clone();
                own.assessed.retain(|one| one.employer == org.as_str());
                own.above.retain(|line| line.employer == org.as_str());
                told += self.tell_of(&viewer, Some(&org), &own).await?;
            }
        }
        Ok(told)
    }

    async fn tell_of(
        &self,
        viewer: &Viewer,
        org: Option<&OdsCode>,
        found: &Watched,
    ) -> Result<u64, EngineError> {
        let Some(text) = letter(found) else { return Ok(0) };
        let body = json!({ "card": found.card.slug, "org": org, "text": text });
        let entries = self.store().entries(viewer, STREAM, 0).await?;
        if entries.iter().any(|entry| entry.body == body) {
            return Ok(0);
        }
        let subject = format!("Rates: the watch over {}, {}", found.card.title(), month_words(found.month));
        let told = self.queue(viewer, Topic::Rates, org, &subject, &text).await?;
        if told > 0 {
            let last = entries.last().map_or(0, |entry| entry.n);
            let entry = audit("rates.told", &found.card.slug, json!({ "letters": told })).of(org.copied());
            self.store().append_entry(viewer, STREAM, org, last, &body, entry).await?;
        }
        Ok(told)
    }
}

/// What a letter says; none where nothing warns.
fn letter(found: &Watched) -> Option<String> {
    let warnings = found.warnings();
    if warnings.is_empty() {
        return None;
    }
    let mut lines = vec![found.summary(), String::new()];
    lines.extend(warnings.into_iter().map(|words| format!("- {words}")));
    for one in &found.assessed {
        let s = &one.sums;
        lines.push(format!(
            "- {}: {} of {} bookings above the card since it keeps it, {} with a recorded override.",
            one.employer, s.above, s.carded, s.overrides
        ));
    }
    lines.push(String::new());
    lines.push("A derogation is recorded, never punished. The page: /rates/watch".to_owned());
    Some(lines.join("\n"))
}
