//! What a comparison's address asks: place, period, peers, employer. Everything lives in the address, so that a
//! pasted link opens the same view.

use serde::{Deserialize, Serialize};
use wt_benchmark::{Basis, Bodies, Level};
use wt_engine::compare::Ask;
use wt_engine::settings::Home;
use wt_engine::{EngineError, Snapshot};
use wt_units::{Month, OdsCode};

/// The peers that pages compare with unless asked otherwise: same type and region, specialist trusts apart.
pub(crate) const USUAL_PEERS: &str = "region-type-specialist-apart";

/// The query of a comparison, every part of it optional text: an empty field of a form is no answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ScopeQuery {
    /// Region by name; `everywhere` for all.
    pub region: String,
    /// First month.
    pub from: String,
    /// Last month.
    pub to: String,
    /// Choice of peers.
    pub peers: String,
    /// `as-reported`, or today's structure.
    pub basis: String,
    /// `all`, or NHS trusts.
    pub bodies: String,
    /// One staff group.
    pub staff_group: String,
    /// `units` or `staff-groups`, of the employer in `own`.
    pub level: String,
    /// The employer whose row is marked.
    pub own: String,
    /// Codes left out, joined by commas.
    pub without: String,
    /// `corrected`, or as boards are trained to read control charts.
    pub reading: String,
}

impl ScopeQuery {
    /// The question, with the defaults of pages.
    ///
    /// # Errors
    /// A sentence for a month or code that can't be read.
    pub(crate) fn ask(&self, snapshot: &Snapshot, home: &Home) -> Result<Ask, EngineError> {
        let own = self.own_code(home)?;
        Ok(Ask {
            region: self.place(snapshot, home),
            from: month("The first month", &self.from)?,
            to: month("The last month", &self.to)?,
            peers: if self.peers.is_empty() { USUAL_PEERS.to_owned() } else { self.peers.clone() },
            bodies: if self.bodies == "all" { Bodies::All } else { Bodies::NhsTrusts },
            basis: if self.basis == "as-reported" { Basis::AsReported } else { Basis::ProForma },
            without: codes(&self.without)?,
            staff_group: some(&self.staff_group)
                .map(|s| s.parse().map_err(|e| EngineError::Question(format!("The staff group: {e}."))))
                .transpose()?,
            level: match (self.level.as_str(), own) {
                ("units", Some(of)) => Level::UnitsOf(of),
                ("staff-groups", of) => Level::StaffGroupsOf(of),
                _ => Level::Employers,
            },
        })
    }

    /// The employer whose row is marked: the one in the address, or the one pages open with.
    pub(crate) fn own_code(&self, home: &Home) -> Result<Option<OdsCode>, EngineError> {
        let asked = some(&self.own)
            .map(|s| s.parse().map_err(|e| EngineError::Question(format!("The employer: {e}."))))
            .transpose()?;
        Ok(asked.or(home.org))
    }

    /// The region asked for, or the one pages open with, or the one with most organisations.
    fn place(&self, snapshot: &Snapshot, home: &Home) -> Option<String> {
        match some(&self.region) {
            Some("everywhere") => None,
            Some(region) => Some(region.to_owned()),
            None => home.region.clone().or_else(|| usual_region(snapshot)),
        }
    }

    /// The address with this query, leaving out what is empty; `change` alters a copy first.
    pub(crate) fn link(&self, path: &str, change: impl FnOnce(&mut Self)) -> String {
        let mut query = self.clone();
        change(&mut query);
        let parts: Vec<String> = query
            .parts()
            .into_iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(k, v)| format!("{k}={}", encode(v)))
            .collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// Names and values in the order of the form.
    pub(crate) fn parts(&self) -> [(&'static str, &str); 11] {
        [
            ("own", &self.own),
            ("region", &self.region),
            ("from", &self.from),
            ("to", &self.to),
            ("peers", &self.peers),
            ("basis", &self.basis),
            ("bodies", &self.bodies),
            ("staff_group", &self.staff_group),
            ("level", &self.level),
            ("without", &self.without),
            ("reading", &self.reading),
        ]
    }
}

fn some(s: &str) -> Option<&str> {
    Some(s.trim()).filter(|s| !s.is_empty())
}

fn month(what: &str, text: &str) -> Result<Option<Month>, EngineError> {
    some(text).map(|s| s.parse().map_err(|e| EngineError::Question(format!("{what}: {e}.")))).transpose()
}

fn codes(text: &str) -> Result<Vec<OdsCode>, EngineError> {
    let codes = text.split([',', ' ']).filter(|c| !c.is_empty());
    codes.map(|c| c.parse().map_err(|e| EngineError::Question(format!("Left out: {e}.")))).collect()
}

/// London where there is one; otherwise the region that holds most organisations.
pub(crate) fn usual_region(snapshot: &Snapshot) -> Option<String> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for org in snapshot.directory.iter() {
        if let Some(region) = org.region() {
            *counts.entry(region).or_default() += 1;
        }
    }
    if counts.contains_key("London") {
        return Some("London".to_owned());
    }
    counts.into_iter().max_by_key(|(_, n)| *n).map(|(region, _)| region.to_owned())
}

/// A value as it stands in an address.
pub(crate) fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b',' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_only_what_was_said() {
        let q = ScopeQuery { region: "East of England".into(), own: "RJ6".into(), ..ScopeQuery::default() };
        assert_eq!(q.link("/compare/x", |_| {}), "/compare/x?own=RJ6&region=East+of+England");
        assert_eq!(q.link("/compare/x", |q| q.region = "A&B".into()), "/compare/x?own=RJ6&region=A%26B");
        assert_eq!(ScopeQuery::default().link("/", |_| {}), "/");
    }

    #[test]
    fn what_cannot_be_read_is_a_question_not_a_fault() {
        assert!(matches!(month("From", "soon"), Err(EngineError::Question(_))));
        assert!(codes("RJ6, RAS,,").is_ok_and(|c| c.len() == 2));
        assert!(matches!(codes("no code!"), Err(EngineError::Question(_))));
    }
}
