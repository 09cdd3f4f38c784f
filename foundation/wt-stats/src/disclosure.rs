//! Disclosure: small counts hidden so that no sum of what is published gives them back.
//!
//! A [`Rule`] hides small counts and rounds the others; [`protect`] adds the complementary cells without which a
//! hidden count follows from totals (secondary suppression: Fischetti and Salazar 2001; Hundepool et al.,
//! *Statistical Disclosure Control*, 2012, ch. 4), over any set of linked [`Tables`]; [`audit`] takes only what a
//! reader sees and gives every hidden count whose range is too narrow, by integer linear programming.
//!
//! The rule met in English hospital data (§6; NHS Digital, Hospital Episode Statistics, since 2018) hides 1 to 7,
//! rounds the rest to the nearest 5 and takes percentages of rounded counts. Its figures are facts with a source:
//! callers load them and pass them in.
//!
//! A reader is taken to know every sum that holds, the rule, and that a hidden count is at least 1 (nought is shown);
//! all hidden cells bear the same mark, so none tells whether it is small or complementary.
//!
//! ```
//! use wt_stats::disclosure::{Hierarchy, Mark, Rule, Tables, audit, protect};
//! let rule = Rule::new(7, 1, 1).unwrap();
//! let mut tables = Tables::new();
//! let trusts = Hierarchy::flat("All", &["RA1", "RA2", "RA3"]).unwrap();
//! let groups = Hierarchy::flat("All staff", &["Nurses", "Doctors"]).unwrap();
//! let grid = tables.cross(&trusts, &groups, &[3, 20, 30, 31, 42, 43]).unwrap();
//! let published = protect(&tables, &rule).unwrap();
//! assert_eq!(published.mark(grid.cell(1, 1)), Some(Mark::Hidden));
//! // Three more are hidden, or the row and the column would give the 3 away.
//! assert_eq!(published.hidden().count(), 4);
//! assert!(audit(&published).unwrap().is_empty());
//! ```

mod audit;
mod bounds;
mod protect;
mod published;
mod tables;

pub use audit::{Range, audit, ranges};
pub use protect::protect;
pub use published::{Mark, Published};
pub use tables::{CellId, Grid, Hierarchy, Tables};

/// The largest count taken: sums stay far inside what the solver holds exactly.
pub const LARGEST: u64 = 100_000_000;

/// What is hidden, how the rest is rounded, and how wide the range of a hidden count must stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    hide_to: u64,
    round_to: u64,
    least_width: u64,
}

impl Rule {
    /// Hides counts from 1 to `hide_to` (0: none), rounds the others to the nearest `round_to` (1: not at all; halves
    /// up), and asks that the highest less the lowest count consistent with what is published be at least
    /// `least_width` for each hidden cell (1: the exact count must not follow).
    ///
    /// # Errors
    /// `NoRounding` where `round_to` is 0 or above [`LARGEST`]; `NoWidth` where `least_width` is 0 or above it;
    /// `RoundsToNought` where a count above `hide_to` would be rounded to 0, so that 0 would no longer mean none.
    pub fn new(hide_to: u64, round_to: u64, least_width: u64) -> Result<Self, Fault> {
        let sane = |n: u64| (1..=LARGEST).contains(&n);
        if !sane(round_to) {
            return Err(Fault::NoRounding);
        }
        if !sane(least_width) {
            return Err(Fault::NoWidth);
        }
        let rule = Self { hide_to, round_to, least_width };
        if hide_to > LARGEST || (hide_to > 0 && rule.rounded(hide_to + 1) == 0) {
            return Err(Fault::RoundsToNought);
        }
        Ok(rule)
    }

    /// Whether the count is hidden for being small.
    #[must_use]
    pub fn hides(&self, count: u64) -> bool {
        (1..=self.hide_to).contains(&count)
    }

    /// The count to the nearest multiple, halves up.
    #[must_use]
    pub fn rounded(&self, count: u64) -> u64 {
        count.saturating_add(self.round_to / 2) / self.round_to * self.round_to
    }

    /// Highest less lowest that each hidden cell must keep.
    #[must_use]
    pub fn least_width(&self) -> u64 {
        self.least_width
    }

    /// The lowest and highest count that are shown as `value`; none if the rule shows no such value.
    fn behind(&self, value: u64) -> Option<(u64, u64)> {
        if !value.is_multiple_of(self.round_to) {
            return None;
        }
        let half = self.round_to / 2;
        let highest = value + (self.round_to - 1 - half);
        if value == 0 {
            return Some((0, if self.hide_to > 0 { 0 } else { highest }));
        }
        let lowest = (value - half).max(self.hide_to + 1);
        (lowest <= highest).then_some((lowest, highest))
    }
}

/// Why tables cannot be made, protected or audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Rounding to 0, or beyond the largest count.
    NoRounding,
    /// A width of 0, which protects nothing, or beyond the largest count.
    NoWidth,
    /// Counts that are not hidden would be rounded to 0.
    RoundsToNought,
    /// A count above [`LARGEST`].
    TooLarge(String),
    /// Two counts for one cell.
    TwoCounts(String),
    /// The total is not the sum of its parts.
    DoesNotAdd(String),
    /// A sum names a cell that is not there, names one twice, or has no parts.
    BadSum,
    /// A hierarchy with no node, or a node before its parent, or two nodes of one label.
    BadHierarchy,
    /// Not as many counts as leaves.
    WrongLength {
        /// Leaves of rows times leaves of columns.
        expected: usize,
        /// Counts given.
        found: usize,
    },
    /// A value that the rule would not show, such as 12 where counts are rounded to 5.
    NotOfTheRule(String),
    /// No table of counts is consistent with what is published.
    Contradiction,
    /// All that may be hidden is hidden, and this cell is still too narrow: a total shown as it is gives it away.
    CannotProtect(String),
    /// The solver gave up on this cell.
    Unsolved(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoRounding => write!(f, "counts can be rounded to 1 or more"),
            Self::NoWidth => write!(f, "a hidden count needs a width of 1 or more"),
            Self::RoundsToNought => {
                write!(f, "counts above those hidden would be rounded to 0, which means none")
            }
            Self::TooLarge(cell) => write!(f, "{cell}: the count is above {LARGEST}"),
            Self::TwoCounts(cell) => write!(f, "{cell}: two tables give it different counts"),
            Self::DoesNotAdd(cell) => write!(f, "{cell}: the total is not the sum of its parts"),
            Self::BadSum => write!(f, "a sum has no parts, or names a cell twice or one that is not there"),
            Self::BadHierarchy => {
                write!(f, "a hierarchy needs a top, parents before children, and distinct labels")
            }
            Self::WrongLength { expected, found } => write!(f, "{expected} counts expected, {found} found"),
            Self::NotOfTheRule(cell) => write!(f, "{cell}: the rule does not show such a value"),
            Self::Contradiction => write!(f, "no table of counts agrees with all that is published"),
            Self::CannotProtect(cell) => write!(f, "{cell}: a total shown as it is gives the count away"),
            Self::Unsolved(cell) => write!(f, "{cell}: its range could not be computed"),
        }
    }
}

impl std::error::Error for Fault {}
