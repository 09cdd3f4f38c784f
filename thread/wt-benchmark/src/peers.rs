//! Who is compared with whom: peer groups, each with its scope in words and its quartiles.

use std::collections::BTreeSet;

use wt_stats::funnel::{Funnel, Scale, TRIM};
use wt_stats::quantile::{of_sorted, sorted};
use wt_units::{OdsCode, OrgType, Quantity};

use crate::compare::{Bodies, Entity, Level, Question};
use crate::directory::{Directory, Organisation};
use crate::metric::{ChartFamily, Metric};

/// A group smaller than this is widened to England.
pub const FEWEST_PEERS: usize = 5;

/// How peers are chosen. An organisation is always among its own peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerChoice {
    /// Same type in the same region; in England where the region has fewer than five.
    RegionType,
    /// The same, with specialist trusts (by benchmark group) apart from others.
    RegionTypeSpecialistApart,
    /// A published peer set.
    NamedSet(String),
    /// These and itself.
    Own(Vec<OdsCode>),
}

/// A peer group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Who they are and how many: "London, Acute, 21 trusts".
    pub scope: String,
    /// Their codes; empty where units or staff groups are compared.
    pub members: Vec<OdsCode>,
    /// How many have figures in the period.
    pub n: usize,
    /// Lower quartile of their values over the period (type 7), as a share.
    pub q1: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub q3: f64,
    /// Median of the peers that have the month, for each month of the period.
    pub monthly_medians: Vec<Option<f64>>,
    /// Overdispersed funnel; none where the metric has none or the group is too small or too uniform.
    pub funnel: Option<Funnel>,
    /// Values in ascending order.
    pub values: Vec<f64>,
    /// Numerator and denominator of each member with figures, by month of the period.
    pub months: Vec<Vec<Option<(Quantity, Quantity)>>>,
}

/// Members before anything is measured: positions in the pool, and words.
pub(crate) struct Members {
    pub places: Vec<usize>,
    pub scope: String,
}

/// Chooses the peers of each entity; groups that are the same are given once.
pub(crate) struct Chooser<'a> {
    directory: &'a Directory,
    question: &'a Question,
    pool: &'a [Entity],
    /// Whether specialist trusts can be told apart.
    specialists_known: bool,
}

impl<'a> Chooser<'a> {
    pub(crate) fn new(directory: &'a Directory, question: &'a Question, pool: &'a [Entity]) -> Self {
        let known = |e: &Entity| e.code.and_then(|c| directory.get(c)?.benchmark_group()).is_some();
        let specialists_known = pool.iter().any(known);
        Self { directory, question, pool, specialists_known }
    }

    /// What a reader must know about the choice.
    pub(crate) fn note(&self) -> Option<String> {
        let apart = self.question.peers == PeerChoice::RegionTypeSpecialistApart;
        (apart && !self.specialists_known && self.question.level == Level::Employers).then(|| {
            "Specialist trusts are among the others: no loaded file gives benchmark groups (the turnover file does)."
                .to_owned()
        })
    }

    /// The peers of the entity at that place; `Err` says why it has none.
    pub(crate) fn of(&self, place: usize) -> Result<Members, String> {
        match &self.question.level {
            Level::Employers => self.of_employer(place),
            Level::UnitsOf(of) => Ok(self.everybody(&self.directory.label(*of), "unit")),
            Level::StaffGroupsOf(Some(of)) => Ok(self.everybody(&self.directory.label(*of), "staff group")),
            Level::StaffGroupsOf(None) => {
                let region = self.question.region.as_deref().unwrap_or("All employers");
                Ok(self.everybody(region, "staff group"))
            }
        }
    }

    fn everybody(&self, whose: &str, what: &str) -> Members {
        let places: Vec<usize> = (0..self.pool.len()).collect();
        let scope = format!("{whose}, {}", count(places.len(), what));
        Members { places, scope }
    }

    fn of_employer(&self, place: usize) -> Result<Members, String> {
        let code = self.pool[place].code.ok_or_else(|| "It has no code.".to_owned())?;
        match &self.question.peers {
            PeerChoice::RegionType => self.region_type(code, false),
            PeerChoice::RegionTypeSpecialistApart => self.region_type(code, self.specialists_known),
            PeerChoice::NamedSet(set) => {
                let peers = self.directory.peers_of(set, code, self.question.basis);
                let peers = peers.ok_or_else(|| format!("The peer set {set} does not hold it."))?;
                Ok(self.listed(peers, code, &format!("Peer set {set}")))
            }
            PeerChoice::Own(list) => {
                let resolve = |c: &OdsCode| self.directory.resolve(*c, self.question.basis);
                Ok(self.listed(list.iter().map(resolve).collect(), code, "Own list"))
            }
        }
    }

    fn listed(&self, mut codes: BTreeSet<OdsCode>, own: OdsCode, words: &str) -> Members {
        codes.insert(own);
        let in_list = |e: &Entity| e.code.is_some_and(|c| codes.contains(&c));
        let places: Vec<usize> = (0..self.pool.len()).filter(|i| in_list(&self.pool[*i])).collect();
        let scope = format!("{words}, {}", count(places.len(), self.noun()));
        Members { places, scope }
    }

    fn region_type(&self, code: OdsCode, apart: bool) -> Result<Members, String> {
        let org = self.directory.get(code).ok_or_else(|| "No loaded table describes it.".to_owned())?;
        let org_type = org.org_type().ok_or_else(|| "No loaded table gives its type.".to_owned())?;
        let like = |o: &Organisation| {
            o.org_type() == Some(org_type) && (!apart || o.is_specialist() == org.is_specialist())
        };
        let of_type: Vec<(usize, &Organisation)> = self
            .pool
            .iter()
            .enumerate()
            .filter_map(|(i, e)| Some((i, self.directory.get(e.code?)?)))
            .filter(|(_, o)| like(o))
            .collect();
        let kind = kind_words(org_type, apart && org.is_specialist());
        let near: Vec<usize> = of_type.iter().filter(|(_, o)| same_region(o, org)).map(|(i, _)| *i).collect();
        let region = org.region().or(org.region_code()).unwrap_or("region not known");
        if near.len() >= FEWEST_PEERS {
            let scope = format!("{region}, {kind}, {}", count(near.len(), self.noun()));
            return Ok(Members { places: near, scope });
        }
        let places: Vec<usize> = of_type.iter().map(|(i, _)| *i).collect();
        let scope =
            format!("England, {kind}, {} (fewer than five in {region})", count(places.len(), self.noun()));
        Ok(Members { places, scope })
    }

    fn noun(&self) -> &'static str {
        match self.question.bodies {
            Bodies::NhsTrusts => "trust",
            Bodies::All => "organisation",
        }
    }
}

fn kind_words(org_type: OrgType, specialist: bool) -> String {
    if specialist { format!("{org_type} (specialist)") } else { org_type.to_string() }
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

fn same_region(a: &Organisation, b: &Organisation) -> bool {
    match (a.region_code(), b.region_code()) {
        (Some(x), Some(y)) => x == y,
        _ => a.region().is_some() && a.region() == b.region(),
    }
}

impl Group {
    /// Measures a group; none where it is empty.
    pub(crate) fn measure(
        members: &Members,
        pool: &[Entity],
        metric: &Metric,
        months: usize,
    ) -> Option<Self> {
        let of = |i: &usize| &pool[*i];
        let shares: Vec<f64> = members.places.iter().map(|i| of(i).share).collect();
        let values = sorted(&shares)?;
        let month_median = |m: usize| {
            let shares: Vec<f64> = members.places.iter().filter_map(|i| of(i).month_share(m)).collect();
            wt_stats::median(&shares)
        };
        let pair = |i: &usize| (of(i).numerator.to_f64(), of(i).denominator.to_f64());
        let pairs: Vec<(f64, f64)> = members.places.iter().map(pair).collect();
        let scale = match metric.chart {
            ChartFamily::Proportion => Some(Scale::Proportion),
            ChartFamily::Rate => Some(Scale::Rate),
            ChartFamily::Ratio | ChartFamily::Mean | ChartFamily::Difference => None,
        };
        Some(Self {
            scope: members.scope.clone(),
            members: members.places.iter().filter_map(|i| of(i).code).collect(),
            n: values.len(),
            q1: of_sorted(&values, 0.25)?,
            median: of_sorted(&values, 0.5)?,
            q3: of_sorted(&values, 0.75)?,
            monthly_medians: (0..months).map(month_median).collect(),
            funnel: scale.and_then(|s| Funnel::new(&pairs, s, TRIM)),
            values,
            months: members.places.iter().map(|i| of(i).months.clone()).collect(),
        })
    }
}
