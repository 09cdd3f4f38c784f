//! Which organisations there are, what each is called and is part of, what became of it, and who its peers are.
//!
//! Built from accepted rows in the order of their loads. An organisation is its code; everything else is said by
//! a source at a month (or for good), and the latest statement wins.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_extract::{OrgRow, PeerRow, SuccessorRow};
use wt_units::{Month, OdsCode, OrgType};

/// How figures of organisations that changed are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Today's structure: figures of predecessors count for their successors, whatever the month.
    #[default]
    ProForma,
    /// Each code by itself, as the source has it.
    AsReported,
}

/// A statement and the month it is from; undated statements give way to dated ones.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said<T> {
    month: Option<Month>,
    value: T,
}

fn say<T: Clone>(slot: &mut Option<Said<T>>, month: Option<Month>, value: Option<&T>) {
    if let Some(value) = value
        && slot.as_ref().is_none_or(|s| s.month <= month)
    {
        *slot = Some(Said { month, value: value.clone() });
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its code.
    pub code: OdsCode,
    name: Option<Said<String>>,
    names: BTreeSet<String>,
    org_type: Option<Said<OrgType>>,
    region_code: Option<Said<String>>,
    region: Option<Said<String>>,
    ics_code: Option<Said<String>>,
    ics: Option<Said<String>>,
    benchmark_group: Option<Said<String>>,
    /// First month a source speaks of it.
    pub first_month: Option<Month>,
    /// Last month a source speaks of it.
    pub last_month: Option<Month>,
    /// Day it opened, where a source says so.
    pub opened: Option<Date>,
    /// Day it closed.
    pub closed: Option<Date>,
    /// What became of it.
    pub successor: Option<Succession>,
    /// Codes it took over from, directly.
    pub predecessors: BTreeSet<OdsCode>,
}

/// What an organisation became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The code that reports for it.
    pub to: OdsCode,
    /// First month under that code.
    pub from: Month,
    /// Why, in the source's words.
    pub note: String,
}

impl Organisation {
    fn new(code: OdsCode) -> Self {
        Self {
            code,
            name: None,
            names: BTreeSet::new(),
            org_type: None,
            region_code: None,
            region: None,
            ics_code: None,
            ics: None,
            benchmark_group: None,
            first_month: None,
            last_month: None,
            opened: None,
            closed: None,
            successor: None,
            predecessors: BTreeSet::new(),
        }
    }

    /// Latest name; the code where no source gives one.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or(self.code.as_str(), |s| &s.value)
    }

    /// Every name a source gave it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// "Croydon Health Services NHS Trust (RJ6)".
    pub fn label(&self) -> String {
        format!("{} ({})", self.name(), self.code)
    }

    /// Type.
    pub fn org_type(&self) -> Option<OrgType> {
        self.org_type.as_ref().map(|s| s.value)
    }

    /// Region code such as Y56.
    pub fn region_code(&self) -> Option<&str> {
        self.region_code.as_ref().map(|s| s.value.as_str())
    }

    /// Region name such as London.
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(|s| s.value.as_str())
    }

    /// Integrated care system code.
    pub fn ics_code(&self) -> Option<&str> {
        self.ics_code.as_ref().map(|s| s.value.as_str())
    }

    /// Integrated care system name.
    pub fn ics(&self) -> Option<&str> {
        self.ics.as_ref().map(|s| s.value.as_str())
    }

    /// Benchmark group such as `Acute - Specialist`.
    pub fn benchmark_group(&self) -> Option<&str> {
        self.benchmark_group.as_ref().map(|s| s.value.as_str())
    }

    /// Whether its benchmark group says it is a specialist trust.
    pub fn is_specialist(&self) -> bool {
        self.benchmark_group().is_some_and(|g| g.to_ascii_lowercase().contains("specialist"))
    }

    /// Whether its name holds the words NHS and Trust: not a community interest company, board or subsidiary.
    pub fn is_nhs_trust(&self) -> bool {
        let has = |word: &str| {
            self.name().split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(word))
        };
        has("NHS") && has("Trust")
    }

    /// Whether it lies in the region of that name or code, whatever the case.
    pub fn is_in(&self, region: &str) -> bool {
        let region = region.trim();
        [self.region(), self.region_code()].iter().flatten().any(|r| r.eq_ignore_ascii_case(region))
    }
}

/// All organisations by code.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    orgs: BTreeMap<OdsCode, Organisation>,
    peers: BTreeMap<String, BTreeMap<OdsCode, BTreeSet<OdsCode>>>,
    notes: Vec<String>,
}

impl Directory {
    /// Takes a statement about an organisation.
    pub fn add_org(&mut self, row: &OrgRow) {
        let Some(code) = row.code else { return };
        let org = self.entry(code);
        say(&mut org.name, row.month, row.name.as_ref());
        org.names.extend(row.name.iter().cloned());
        say(&mut org.org_type, row.month, row.org_type.as_ref());
        say(&mut org.region_code, row.month, row.region_code.as_ref());
        say(&mut org.region, row.month, row.region.as_ref());
        say(&mut org.ics_code, row.month, row.ics_code.as_ref());
        say(&mut org.ics, row.month, row.ics.as_ref());
        say(&mut org.benchmark_group, row.month, row.benchmark_group.as_ref());
        if let Some(month) = row.month {
            org.first_month = Some(org.first_month.map_or(month, |m| m.min(month)));
            org.last_month = Some(org.last_month.map_or(month, |m| m.max(month)));
        }
        org.opened = row.opened.or(org.opened);
        org.closed = row.closed.or(org.closed);
    }

    /// Takes a succession; one that would lead back to where it starts is refused with a note.
    pub fn add_successor(&mut self, row: &SuccessorRow) {
        if self.resolve(row.successor, Basis::ProForma) == row.code {
            self.notes.push(format!(
                "{} can't become {}: that leads back to {}. The row was left out.",
                row.code, row.successor, row.code
            ));
            return;
        }
        let next = Succession { to: row.successor, from: row.from, note: row.note.clone() };
        if let Some(old) = self.entry(row.code).successor.replace(next) {
            self.entry(old.to).predecessors.remove(&row.code);
        }
        self.entry(row.successor).predecessors.insert(row.code);
    }

    /// Takes a member of a published peer set.
    pub fn add_peer(&mut self, row: &PeerRow) {
        self.peers.entry(row.set.clone()).or_default().entry(row.org).or_default().insert(row.peer);
    }

    fn entry(&mut self, code: OdsCode) -> &mut Organisation {
        self.orgs.entry(code).or_insert_with(|| Organisation::new(code))
    }

    /// The organisation of that code.
    pub fn get(&self, code: OdsCode) -> Option<&Organisation> {
        self.orgs.get(&code)
    }

    /// "Croydon Health Services NHS Trust (RJ6)", or the code alone where it is not known.
    pub fn label(&self, code: OdsCode) -> String {
        self.get(code).map_or_else(|| code.to_string(), Organisation::label)
    }

    /// All, in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.orgs.values()
    }

    /// The code whose figures a code's figures count for: itself as reported, the end of its successions pro
    /// forma.
    pub fn resolve(&self, code: OdsCode, basis: Basis) -> OdsCode {
        let mut at = code;
        if basis == Basis::ProForma {
            // No cycles get in, so this ends.
            while let Some(next) = self.orgs.get(&at).and_then(|o| o.successor.as_ref()) {
                at = next.to;
            }
        }
        at
    }

    /// Names of the peer sets, in order.
    pub fn peer_sets(&self) -> impl Iterator<Item = &str> {
        self.peers.keys().map(String::as_str)
    }

    /// The published peers of an organisation, under the codes in use on that basis; none if the set does not
    /// speak of it or of a predecessor.
    pub fn peers_of(&self, set: &str, org: OdsCode, basis: Basis) -> Option<BTreeSet<OdsCode>> {
        let set = self.peers.get(set)?;
        let found: BTreeSet<OdsCode> = set
            .iter()
            .filter(|(code, _)| self.resolve(**code, basis) == org)
            .flat_map(|(_, peers)| peers.iter().map(|p| self.resolve(*p, basis)))
            .collect();
        (!found.is_empty()).then_some(found)
    }

    /// Names of the regions, in order.
    pub fn regions(&self) -> BTreeSet<&str> {
        self.orgs.values().filter_map(Organisation::region).collect()
    }

    /// What was left out and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(s: &str) -> OdsCode {
        s.parse().unwrap()
    }

    fn becomes(a: &str, b: &str) -> SuccessorRow {
        let from = "2024-11".parse().unwrap();
        SuccessorRow { row: 2, code: code(a), successor: code(b), from, note: String::new() }
    }

    #[test]
    fn chains_are_followed_and_cycles_refused() {
        let mut d = Directory::default();
        d.add_successor(&becomes("RRP", "G6V2S"));
        d.add_successor(&becomes("TAF", "RRP"));
        assert_eq!(d.resolve(code("TAF"), Basis::ProForma), code("G6V2S"));
        assert_eq!(d.resolve(code("TAF"), Basis::AsReported), code("TAF"));
        d.add_successor(&becomes("G6V2S", "TAF"));
        d.add_successor(&becomes("RJ6", "RJ6"));
        assert_eq!(d.notes().len(), 2);
        assert_eq!(d.resolve(code("RJ6"), Basis::ProForma), code("RJ6"));
    }

    #[test]
    fn the_latest_statement_wins_and_missing_ones_change_nothing() {
        let mut d = Directory::default();
        let row = |name: Option<&str>, month: Option<&str>| OrgRow {
            code: Some(code("RAX")),
            name: name.map(Into::into),
            month: month.map(|m| m.parse().unwrap()),
            ..OrgRow::default()
        };
        d.add_org(&row(Some("Kingston and Richmond NHS Foundation Trust"), Some("2024-11")));
        d.add_org(&row(Some("Kingston Hospital NHS Foundation Trust"), Some("2024-10")));
        d.add_org(&row(Some("KINGSTON"), None));
        d.add_org(&row(None, Some("2024-12")));
        let org = d.get(code("RAX")).unwrap();
        assert_eq!(org.name(), "Kingston and Richmond NHS Foundation Trust");
        assert!(org.is_nhs_trust());
        assert_eq!((org.names().count(), org.last_month), (3, "2024-12".parse().ok()));
    }

    #[test]
    fn a_company_is_not_a_trust() {
        let mut d = Directory::default();
        d.add_org(&OrgRow {
            code: Some(code("NQV")),
            name: Some("Bromley Healthcare, trusted by NHSmail".into()),
            ..OrgRow::default()
        });
        assert!(!d.get(code("NQV")).unwrap().is_nhs_trust());
    }
}
