//! The basis in law on which anybody may see who would leave.

use std::fmt;

use jiff::civil::Date;

/// What a region recorded before an employer's rates may be seen beside another's.
///
/// ```
/// use wt_rates::divergence::Basis;
/// let today = jiff::civil::date(2026, 11, 23);
/// let basis = Basis::read("Memorandum of understanding v2, Director of Workforce, 2026-10-01", today).unwrap();
/// assert_eq!(basis.owner, "Director of Workforce");
/// assert!(Basis::read("we talked about it", today).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The memorandum or advice.
    pub memorandum: String,
    /// Who answers for it.
    pub owner: String,
    /// Since when it holds.
    pub date: Date,
}

/// Why there is no basis, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoBasis {
    /// Not three parts.
    #[error(
        "found '{0}', expected the memorandum, its owner and its date with commas between, such as 'Memorandum of understanding v2, Director of Workforce, 2026-10-01'"
    )]
    Parts(String),
    /// The last part is no day.
    #[error("found '{0}' as the date, expected a day such as 2026-10-01")]
    Date(String),
    /// It does not hold yet.
    #[error("the basis holds from {0} on, which is not yet")]
    NotYet(Date),
}

impl Basis {
    /// Why figures that name who would leave are not given without one.
    pub const WHY: &'static str = "What each employer would gain by leaving tells rates and intentions of one employer to another. \
        Sharing them can fall under competition law, so only the neutral analyst sees them, and only after the region has \
        recorded its basis in law. Say which: --legal-basis \"memorandum, owner, date\".";

    /// Why a table of several employers' rates is not given without one.
    pub const RATES: &'static str = "A market names what each employer pays beside what the others do. Sharing that can fall under \
        competition law, so it is made only after the region has recorded its basis in law. Say which: --legal-basis \"memorandum, \
        owner, date\".";

    /// Reads "memorandum, owner, date". The memorandum's name may hold commas.
    ///
    /// # Errors
    /// [`NoBasis`] says what is missing.
    pub fn read(text: &str, today: Date) -> Result<Self, NoBasis> {
        let missing = || NoBasis::Parts(text.to_owned());
        let (rest, date) = text.rsplit_once(',').ok_or_else(missing)?;
        let (memorandum, owner) = rest.rsplit_once(',').ok_or_else(missing)?;
        let (memorandum, owner, date) = (memorandum.trim(), owner.trim(), date.trim());
        if memorandum.is_empty() || owner.is_empty() {
            return Err(missing());
        }
        let date: Date = date.parse().map_err(|_| NoBasis::Date(date.to_owned()))?;
        if date > today {
            return Err(NoBasis::NotYet(date));
        }
        Ok(Self { memorandum: memorandum.to_owned(), owner: owner.to_owned(), date })
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.memorandum, self.owner, self.date)
    }
}
