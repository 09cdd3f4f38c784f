//! Whether a card may be signed: its status document, held against what must come before a signature.
//!
//! An employer's board signs for itself. Before it does, an equality impact assessment was made (public sector equality duty:
//! Equality Act 2010, section 149) and staff side was consulted, both with their dates; and the region recorded its basis in law.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::divergence::Basis;

/// What is recorded of a card before and at its signature. Days are written 2027-02-01.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Name of the card.
    pub card: String,
    /// Its version.
    pub version: u32,
    /// From when it applies.
    pub effective_from: String,
    /// The region's basis in law: "memorandum, owner, date".
    pub legal_basis: Option<String>,
    /// The assessment, once made.
    pub equality_impact: Option<Assessment>,
    /// The consultation, once held.
    pub consultation: Option<Consultation>,
    /// Who signed.
    #[serde(default)]
    pub signature: Vec<Signature>,
}

/// An equality impact assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// When it was made.
    pub date: String,
    /// Who answers for it.
    pub owner: String,
    /// Where it can be read.
    pub document: String,
}

/// A consultation of staff side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// First day.
    pub opened: String,
    /// Last day.
    pub closed: String,
    /// With whom.
    pub with: String,
}

/// A signature for one employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Code of the employer.
    pub employer: String,
    /// Its accountable director.
    pub by: String,
    /// When.
    pub date: String,
}

/// A card that may be signed, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Name of the card.
    pub card: String,
    /// Its version.
    pub version: u32,
    /// From when it applies.
    pub effective_from: Date,
    /// The region's basis in law.
    pub basis: Basis,
    /// Who signed, and when, by employer.
    pub signed: BTreeMap<String, Date>,
}

/// Reads a status document and holds it against what must come before a signature.
///
/// ```
/// use wt_rates::signature::check;
/// let today = jiff::civil::date(2027, 3, 1);
/// let faults = check("card = 'London nights'\nversion = 1\neffective_from = '2027-04-01'", today).unwrap_err();
/// assert!(faults.contains(&"No equality impact assessment is recorded: it comes before any signature.".to_owned()));
/// ```
///
/// # Errors
/// All that is wrong or missing, each a sentence.
pub fn check(text: &str, today: Date) -> Result<Status, Vec<String>> {
    let document: Document = toml::from_str(text)
        .map_err(|why| vec![format!("The document can't be read: {}.", why.message())])?;
    hold(&document, today)
}

/// Holds a document against what must come before a signature.
///
/// # Errors
/// As [`check`].
pub fn hold(document: &Document, today: Date) -> Result<Status, Vec<String>> {
    let mut faults = Vec::new();
    let mut day = |what: &str, text: &str| -> Option<Date> {
        let read: Option<Date> = text.trim().parse().ok();
        if read.is_none() {
            faults.push(format!("{what}: found '{text}', expected a day such as 2027-02-01."));
        }
        read
    };
    let from = day("effective_from", &document.effective_from);
    let assessed = document.equality_impact.as_ref().map(|one| day("equality_impact.date", &one.date));
    let consulted = document
        .consultation
        .as_ref()
        .map(|one| (day("consultation.opened", &one.opened), day("consultation.closed", &one.closed)));
    let signed: Vec<(&Signature, Option<Date>)> =
        document.signature.iter().map(|one| (one, day("signature.date", &one.date))).collect();
    let named = |what: &str, text: &str| text.trim().is_empty().then(|| format!("{what} is empty."));
    if let Some(one) = &document.equality_impact {
        faults.extend(named("equality_impact.owner", &one.owner));
        faults.extend(named("equality_impact.document", &one.document));
    }
    if let Some(one) = &document.consultation {
        faults.extend(named("consultation.with", &one.with));
    }
    if assessed.is_none() {
        faults.push("No equality impact assessment is recorded: it comes before any signature.".to_owned());
    }
    match consulted {
        None => faults
            .push("No consultation of staff side is recorded: it comes before any signature.".to_owned()),
        Some((Some(opened), Some(closed))) if closed < opened => {
            faults.push(format!("The consultation closed on {closed}, before it opened on {opened}."));
        }
        Some(_) => {}
    }
    let basis = basis_of(document, today, &mut faults);
    let before = [
        ("equality impact assessment", assessed.flatten()),
        ("end of the consultation", consulted.and_then(|days| days.1)),
        ("basis in law", basis.as_ref().map(|basis| basis.date)),
    ];
    let mut kept = BTreeMap::new();
    for (signature, date) in signed {
        let Some(date) = date else { continue };
        let who = &signature.employer;
        faults.extend(named("signature.employer", who));
        faults.extend(named("signature.by", &signature.by));
        if date > today {
            faults.push(format!("{who} is said to sign on {date}, which is not yet."));
        }
        for (what, day) in
            before.iter().filter_map(|(what, day)| Some((what, (*day)?))).filter(|(_, day)| *day > date)
        {
            faults.push(format!("{who} signed on {date}, before the {what} of {day}."));
        }
        if kept.insert(who.clone(), date).is_some() {
            faults.push(format!("{who} signs twice."));
        }
    }
    match (faults.is_empty(), from, basis) {
        (true, Some(effective_from), Some(basis)) => Ok(Status {
            card: document.card.clone(),
            version: document.version,
            effective_from,
            basis,
            signed: kept,
        }),
        _ => Err(faults),
    }
}

fn basis_of(document: &Document, today: Date, faults: &mut Vec<String>) -> Option<Basis> {
    match document.legal_basis.as_deref().map(|text| Basis::read(text, today)) {
        None => {
            let words = "No basis in law is recorded: write legal_basis = \"memorandum, owner, date\".";
            faults.push(words.to_owned());
            None
        }
        Some(Err(why)) => {
            faults.push(format!("legal_basis: {why}."));
            None
        }
        Some(Ok(basis)) => Some(basis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "card = 'Nights'\nversion = 2\neffective_from = '2027-04-01'\n\
        legal_basis = 'Memorandum v2, Director of Workforce, 2026-10-01'\n\
        [equality_impact]\ndate = '2027-01-10'\nowner = 'Head of inclusion'\ndocument = 'EIA 14'\n\
        [consultation]\nopened = '2027-01-11'\nclosed = '2027-02-10'\nwith = 'Joint staff side'\n\
        [[signature]]\nemployer = 'RJ6'\nby = 'Chief executive'\ndate = '2027-02-20'\n";

    fn faults(text: &str) -> Vec<String> {
        check(text, jiff::civil::date(2027, 3, 1)).unwrap_err()
    }

    #[test]
    fn a_signature_comes_after_what_must_come_before() {
        let today = jiff::civil::date(2027, 3, 1);
        let status = check(FINE, today).unwrap();
        assert_eq!((status.version, status.signed.len()), (2, 1));
        assert_eq!(
            faults(&FINE.replace("2027-02-20", "2027-02-01")),
            ["RJ6 signed on 2027-02-01, before the end of the consultation of 2027-02-10."]
        );
        assert_eq!(
            faults(&FINE.replace("date = '2027-01-10'", "date = '2027-02-25'")),
            ["RJ6 signed on 2027-02-20, before the equality impact assessment of 2027-02-25."]
        );
        assert_eq!(
            faults(&FINE.replace("2027-02-20", "2027-06-20")),
            ["RJ6 is said to sign on 2027-06-20, which is not yet."]
        );
        assert!(
            faults(&FINE.replace("2027-02-10", "2027-01-02"))[0]
                .starts_with("The consultation closed on 2027-01-02")
        );
        assert!(
            faults(&FINE.replace("Head of inclusion", " "))[0].contains("equality_impact.owner is empty")
        );
        assert!(faults(&FINE.replace("closed =", "shut ="))[0].starts_with("The document can't be read"));
        let bare = faults("card = 'x'\nversion = 1\neffective_from = 'soon'");
        assert_eq!(bare.len(), 4, "{bare:?}");
    }
}
