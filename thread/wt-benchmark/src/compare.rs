//! One metric, one period, many employers: who lies where among its peers, and is it more than noise?
//!
//! Values are sums of numerators over sums of denominators, never means of percentages. A month without a
//! figure is missing, never zero, and its denominator is left out with it. Shares are `f64` (numerator over
//! denominator, 0.05 for 5%); sums stay exact quantities. Figures are not adjusted for staff mix.

use wt_stats::Interval;
use wt_stats::funnel::Standing;
use wt_stats::xmr::Xmr;
use wt_units::{Month, OdsCode, OrgType, Period, Quantity, StaffGroup, UnitName};

use crate::cube::{Cube, SourceRow};
use crate::directory::{Basis, Directory};
use crate::metric::Metric;
use crate::peers::{Group, PeerChoice};

mod gather;
mod judge;
mod rows;

pub(crate) use gather::Entity;

/// Months in a row on the worse side of the peer median that make a gap persistent: the shift rule of Making
/// Data Count (statistics.md §2.1), applied to the gap.
pub const PERSISTENT_MONTHS: usize = 7;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Months, both ends included.
    pub period: Period,
    /// Region of the rows, by name or code; none for everywhere. Peers may come from outside it.
    pub region: Option<String>,
    /// Who is compared with whom.
    pub peers: PeerChoice,
    /// Which bodies get a row and may be peers.
    pub bodies: Bodies,
    /// Today's structure or as reported.
    pub basis: Basis,
    /// Codes as reported, before any succession, whose figures are left out.
    pub without: Vec<OdsCode>,
    /// One staff group; none for all staff.
    pub staff_group: Option<StaffGroup>,
    /// What the rows are.
    pub level: Level,
}

impl Question {
    /// All NHS trusts of a region (or of everywhere) against their region and type, pro forma.
    pub fn new(period: Period, region: Option<String>) -> Self {
        Self {
            period,
            region,
            peers: PeerChoice::RegionType,
            bodies: Bodies::NhsTrusts,
            basis: Basis::ProForma,
            without: Vec::new(),
            staff_group: None,
            level: Level::Employers,
        }
    }
}

/// Which bodies count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bodies {
    /// Those whose name holds the words NHS and Trust.
    #[default]
    NhsTrusts,
    /// All that have figures: boards, companies and subsidiaries too.
    All,
}

/// What the rows are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Level {
    /// Employers.
    #[default]
    Employers,
    /// Directorates, wards and teams of one employer.
    UnitsOf(OdsCode),
    /// Staff groups of one employer, or of all employers asked about.
    StaffGroupsOf(Option<OdsCode>),
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Rows by peer group, the most unfavourable value first (the highest where no direction is good).
    pub rows: Vec<Row>,
    /// Peer groups that rows point to.
    pub groups: Vec<Group>,
    /// What a reader must know, each a sentence.
    pub notes: Vec<String>,
    /// Who has figures or was expected and gets no row, and why.
    pub left_out: Vec<LeftOut>,
    /// The question as asked.
    pub question: Question,
}

/// Somebody without a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Who.
    pub code: OdsCode,
    /// Why, as a sentence.
    pub why: String,
}

/// One employer, unit or staff group.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Organisation; for staff groups across employers, none.
    pub code: Option<OdsCode>,
    /// Unit, when units are compared.
    pub unit: Option<UnitName>,
    /// Staff group, when staff groups are compared or one was asked for.
    pub staff_group: Option<StaffGroup>,
    /// Name for display.
    pub name: String,
    /// Type of the organisation.
    pub org_type: Option<OrgType>,
    /// Codes as reported whose figures are in it.
    pub reported_as: Vec<OdsCode>,
    /// Sum over the months that have both figures.
    pub numerator: Quantity,
    /// Sum over the same months.
    pub denominator: Quantity,
    /// Numerator over denominator.
    pub share: f64,
    /// Position in [`Comparison::groups`]; none where it has no peers.
    pub group: Option<usize>,
    /// 1 is best by the metric's direction; none where no direction is good. Equal values share a rank.
    pub rank: Option<usize>,
    /// 1 is the best quarter of its peers.
    pub quartile: Option<u8>,
    /// Value minus peer median, as a share, with its sign.
    pub gap: Option<f64>,
    /// 95% interval of the gap; none where there is too little to say. Covers noise from month to month (or,
    /// for short periods, the spread between peers), not differences in staff mix, definition or recording.
    pub gap_interval: Option<Interval>,
    /// What the interval comes from.
    pub interval_basis: IntervalBasis,
    /// Units of the numerator by which it is beyond the peer median on the worse side; 0 on the better side.
    pub excess_to_median: Option<f64>,
    /// The same to the best quarter of its peers.
    pub excess_to_best_quartile: Option<f64>,
    /// Where it stands in the overdispersed funnel of its peer group; none where the metric has no funnel or
    /// the group is too small.
    pub funnel: Option<Standing>,
    /// Whether it was on the worse side of the month's peer median in each of the last seven months.
    pub persistent_gap: Persistence,
    /// Every month of the period.
    pub months: Vec<MonthFigure>,
    /// Control chart of the value.
    pub value_chart: Xmr,
    /// Control chart of the gap to the month's peer median, in which a shared season does not show.
    pub gap_chart: Xmr,
    /// Rows it was made from.
    pub sources: Vec<SourceRow>,
}

impl Row {
    /// The value as [`wt_units::Percent`] of the denominator.
    pub fn percent(&self) -> Option<wt_units::Percent> {
        wt_units::Percent::from_share(self.share)
    }

    /// Months of the period without a figure.
    pub fn missing(&self) -> impl Iterator<Item = Month> + '_ {
        self.months.iter().filter(|m| m.figures.is_none()).map(|m| m.month)
    }
}

/// One month of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthFigure {
    /// Month.
    pub month: Month,
    /// Numerator and denominator; none if either is missing.
    pub figures: Option<(Quantity, Quantity)>,
    /// Numerator over denominator.
    pub share: Option<f64>,
    /// Median of the peers that have the month.
    pub peer_median: Option<f64>,
}

impl MonthFigure {
    /// Value minus the month's peer median.
    pub fn gap(&self) -> Option<f64> {
        Some(self.share? - self.peer_median?)
    }
}

/// What the interval of a gap comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalBasis {
    /// Moving range of the monthly gaps / 1.128 / sqrt(months) × 1.96.
    MonthlyGaps,
    /// Standard error of the overdispersed funnel × 1.96: fewer than three months.
    Funnel,
    /// Too few data to say.
    TooFew,
}

impl IntervalBasis {
    /// As a page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::MonthlyGaps => "covers variation from month to month only",
            Self::Funnel => "covers the usual spread between similar organisations, as there are few months",
            Self::TooFew => "too few data to say",
        }
    }
}

/// Whether a gap lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// On the worse side in each of the last seven months.
    Yes,
    /// Not so.
    No,
    /// Fewer than seven months, or some of the last seven are missing.
    TooFew,
    /// No direction is good.
    NotJudged,
}

impl Persistence {
    /// For tables and files: `yes`, `no`, `too few`, `not judged`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::TooFew => "too few",
            Self::NotJudged => "not judged",
        }
    }
}

/// Answers a question for one metric.
pub fn compare(cube: &Cube, directory: &Directory, metric: &Metric, question: &Question) -> Comparison {
    let pool = gather::pool(cube, directory, metric, question);
    rows::answer(directory, metric, question, pool)
}
