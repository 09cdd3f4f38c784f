//! What must be on record before people of one employer are matched to shifts of another.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use crate::divergence::Basis;

/// What matching needs to know of each worker, and so what an agreement must say is shared.
pub const SHARED: [&str; 7] = [
    "pseudonym",
    "employer",
    "staff group",
    "grades",
    "tiers",
    "employers willing to work for",
    "times of duties",
];

/// Why nothing is matched without an agreement.
pub const WHY: &str = "A collaborative bank is off until it is agreed: it shows one employer's workers to another, and lays \
    everybody's duties beside each other. Record who agreed, in an agreement with --agreement FILE: a key held by a named third \
    party, the basis in law, what is shared, and each worker's own opt-in in the file of people.";

/// The document, in TOML.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    title: String,
    agreed_on: String,
    legal_basis: String,
    key_holder: String,
    employers: Vec<String>,
    shared: Vec<String>,
}

/// A recorded agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What it is called.
    pub title: String,
    /// Since when it holds.
    pub agreed_on: Date,
    /// The region's basis in law.
    pub basis: Basis,
    /// Who holds the key that makes pseudonyms: none of the employers.
    pub key_holder: String,
    /// Codes of the employers that agreed.
    pub employers: BTreeSet<String>,
    /// What is shared, in the agreement's words.
    pub shared: Vec<String>,
}

impl Agreement {
    /// Reads an agreement and holds it against what it must say.
    ///
    /// ```
    /// use wt_rates::collaborate::Agreement;
    /// let today = jiff::civil::date(2026, 11, 23);
    /// let text = "title = 'Bank of the north'\nagreed_on = '2026-09-01'\n\
    ///     legal_basis = 'Memorandum v2, Director of Workforce, 2026-08-01'\nkey_holder = 'Regional records office'\n\
    ///     employers = ['RJ6', 'RYJ']\n\
    ///     shared = ['pseudonym', 'employer', 'staff group', 'grades', 'tiers', 'employers willing to work for', 'times of duties']";
    /// assert_eq!(Agreement::read(text, today).unwrap().employers.len(), 2);
    /// let own = text.replace("Regional records office", "RJ6");
    /// assert!(Agreement::read(&own, today).unwrap_err()[0].contains("held by RJ6, which is one of the employers"));
    /// ```
    ///
    /// # Errors
    /// All that is wrong or missing, each a sentence.
    pub fn read(text: &str, today: Date) -> Result<Self, Vec<String>> {
        let document: Document = toml::from_str(text)
            .map_err(|why| vec![format!("The agreement can't be read: {}.", why.message())])?;
        let mut faults = Vec::new();
        let agreed_on: Option<Date> = document.agreed_on.trim().parse().ok();
        match agreed_on {
            None => faults.push(format!(
                "agreed_on: found '{}', expected a day such as 2026-09-01.",
                document.agreed_on
            )),
            Some(day) if day > today => {
                faults.push(format!("The agreement holds from {day} on, which is not yet."));
            }
            Some(_) => {}
        }
        let basis = Basis::read(&document.legal_basis, today)
            .map_err(|why| faults.push(format!("legal_basis: {why}.")))
            .ok();
        for (what, text) in [("title", &document.title), ("key_holder", &document.key_holder)] {
            if text.trim().is_empty() {
                faults.push(format!("{what} is empty."));
            }
        }
        let employers: BTreeSet<String> =
            document.employers.iter().map(|code| code.trim().to_uppercase()).collect();
        if employers.len() < 2 {
            faults.push(format!("employers: found {}, expected two or more.", employers.len()));
        }
        let holder = document.key_holder.trim();
        if employers.contains(&holder.to_uppercase()) {
            faults.push(format!(
                "The key is held by {holder}, which is one of the employers: whoever holds it can tell who is who, so it must be a third party."
            ));
        }
        let said: BTreeSet<String> =
            document.shared.iter().map(|words| words.trim().to_lowercase()).collect();
        let unsaid: Vec<&str> = SHARED.into_iter().filter(|words| !said.contains(*words)).collect();
        if !unsaid.is_empty() {
            faults.push(format!(
                "shared: matching needs {}, which the agreement does not say is shared.",
                unsaid.join(", ")
            ));
        }
        match (faults.is_empty(), agreed_on, basis) {
            (true, Some(agreed_on), Some(basis)) => Ok(Self {
                title: document.title,
                agreed_on,
                basis,
                key_holder: holder.to_owned(),
                employers,
                shared: document.shared,
            }),
            _ => Err(faults),
        }
    }

    /// What everybody who opted in is to be told, in sentences.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        vec![
            format!(
                "Under '{}' of {} {} employers share of each worker who opted in: {}.",
                self.title,
                self.agreed_on,
                self.employers.len(),
                self.shared.join(", ")
            ),
            format!(
                "Pseudonyms are made with a key that {} holds; an employer learns who it is only of whoever takes its shift.",
                self.key_holder
            ),
            "A worker's duties are used to see that they are rested; no employer is told where or when they lie.".to_owned(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_missing_is_said_at_once() {
        let text = "title = ''\nagreed_on = '2027-01-01'\nlegal_basis = 'we talked'\nkey_holder = 'Records office'\n\
            employers = ['RJ6']\nshared = ['pseudonym']";
        let faults = Agreement::read(text, jiff::civil::date(2026, 11, 23)).unwrap_err();
        let wanted = [
            "which is not yet",
            "legal_basis: found 'we talked'",
            "title is empty",
            "found 1, expected two",
            "times of duties",
        ];
        assert_eq!(faults.len(), wanted.len(), "{faults:?}");
        for (fault, words) in faults.iter().zip(wanted) {
            assert!(fault.contains(words), "{fault}");
        }
    }
}
