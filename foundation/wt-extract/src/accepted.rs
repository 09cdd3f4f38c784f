//! Rows that passed: what every importer hands over, whatever the file looked like.

use jiff::civil::Date;
use wt_units::{MetricId, Month, OdsCode, OrgType, Quantity, StaffGroup, UnitName};

use crate::Refusal;

/// The named figures of one measure row, such as `fte_days_lost` = 1868.54684. At most a handful.
///
/// Names come from the importer's column specification, so they are `'static` and compare cheaply.
pub type Fields = Vec<(&'static str, Quantity)>;

/// Figures of one organisation (perhaps one unit, one staff group) in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureRow {
    /// Row in the source as the user sees it.
    pub row: u32,
    /// Whose figures.
    pub org: OdsCode,
    /// Directorate, ward or team; none for the whole organisation.
    pub unit: Option<UnitName>,
    /// Staff group; none for all staff.
    pub staff_group: Option<StaffGroup>,
    /// Month they belong to.
    pub month: Month,
    /// Only for Wholetime's template, where the row itself names its metric; its fields are then `numerator`
    /// and `denominator`.
    pub metric: Option<MetricId>,
    /// The figures. A missing value is absent, never zero.
    pub fields: Fields,
}

/// What a source says about an organisation, at a month or for good.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrgRow {
    /// Row in the source.
    pub row: u32,
    /// Code; `None` only in `default()`.
    pub code: Option<OdsCode>,
    /// Name as written.
    pub name: Option<String>,
    /// Type, where the source has one.
    pub org_type: Option<OrgType>,
    /// Region code such as Y56.
    pub region_code: Option<String>,
    /// Region name such as London.
    pub region: Option<String>,
    /// Integrated care system code.
    pub ics_code: Option<String>,
    /// Integrated care system name.
    pub ics: Option<String>,
    /// Benchmark group such as `Acute - Specialist`.
    pub benchmark_group: Option<String>,
    /// Month the statement is from, where the source is monthly.
    pub month: Option<Month>,
    /// Day it opened.
    pub opened: Option<Date>,
    /// Day it closed.
    pub closed: Option<Date>,
}

/// One organisation became (part of) another from a month on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessorRow {
    /// Row in the source.
    pub row: u32,
    /// The old code.
    pub code: OdsCode,
    /// The code that reports for it afterwards.
    pub successor: OdsCode,
    /// First month under the new code.
    pub from: Month,
    /// Why, in the source's words.
    pub note: String,
}

/// `peer` belongs to the published peer set of `org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerRow {
    /// Row in the source.
    pub row: u32,
    /// Name of the peer set, such as `nhp`.
    pub set: String,
    /// Whose peers.
    pub org: OdsCode,
    /// One of them.
    pub peer: OdsCode,
}

/// One accepted row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// Figures.
    Measure(MeasureRow),
    /// An organisation.
    Org(OrgRow),
    /// A succession.
    Successor(SuccessorRow),
    /// A peer.
    Peer(PeerRow),
}

impl Accepted {
    /// Row in the source as the user sees it.
    pub fn row(&self) -> u32 {
        match self {
            Self::Measure(row) => row.row,
            Self::Org(row) => row.row,
            Self::Successor(row) => row.row,
            Self::Peer(row) => row.row,
        }
    }
}

/// Takes rows as they are read, so that a million of them never stand in memory at once.
pub trait Sink {
    /// A row that passed.
    fn accept(&mut self, row: Accepted);
    /// A row or value that did not.
    fn refuse(&mut self, refusal: Refusal);
    /// Called now and then with rows read so far; true asks the reader to stop.
    fn progress(&mut self, rows: u64) -> bool {
        let _ = rows;
        false
    }
}
