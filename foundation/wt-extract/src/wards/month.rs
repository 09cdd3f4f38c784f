//! One ward in one month.

use wt_units::{Hours, Month, OdsCode, Quantity, UnitName};

use super::chppd::{LARGEST, care_hours};

/// Day or night, registered or support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Registered nurses and midwives by day.
    DayRegistered,
    /// Support workers by day.
    DaySupport,
    /// Registered nurses and midwives by night.
    NightRegistered,
    /// Support workers by night.
    NightSupport,
}

impl Part {
    /// Every part, in the order of the file.
    pub const ALL: [Self; 4] =
        [Self::DayRegistered, Self::DaySupport, Self::NightRegistered, Self::NightSupport];

    /// "registered, day".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::DayRegistered => "registered, day",
            Self::DaySupport => "support, day",
            Self::NightRegistered => "registered, night",
            Self::NightSupport => "support, night",
        }
    }

    /// Whether registered nurses and midwives are meant.
    #[must_use]
    pub fn registered(self) -> bool {
        matches!(self, Self::DayRegistered | Self::NightRegistered)
    }
}

/// Hours planned and hours worked; none where the file does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planned {
    /// Planned.
    pub planned: Option<Hours>,
    /// Worked, bank and agency among them.
    pub worked: Option<Hours>,
}

impl Planned {
    /// Worked and planned hours, where both are known and something was planned: what a fill rate is made of.
    #[must_use]
    pub fn fill(self) -> Option<(Hours, Hours)> {
        self.worked.zip(self.planned.filter(|planned| *planned > Hours::default()))
    }
}

/// What is known of the counts of patients at midnight behind a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Census {
    /// None is missing.
    Complete,
    /// So many are missing: the sum is too small, and care hours per patient day would come out too large.
    Missing(u32),
    /// The file does not say how many are missing.
    Unknown,
}

/// A ward in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardMonth {
    /// Row in the file as a spreadsheet counts.
    pub row: u32,
    /// Employer, where the file or its mapping says.
    pub org: Option<OdsCode>,
    /// Hospital.
    pub site: Option<String>,
    /// Ward, under the name it had last.
    pub ward: UnitName,
    /// Month.
    pub month: Month,
    /// Hours, in the order of [`Part::ALL`].
    pub hours: [Planned; 4],
    /// Patients at midnight, summed over the days; none where the file does not say.
    pub patients: Option<Quantity>,
    /// Whether counts are missing from that sum.
    pub census: Census,
}

impl WardMonth {
    /// Hours of one part.
    #[must_use]
    pub fn part(&self, part: Part) -> Planned {
        self.hours[part as usize]
    }

    /// All hours worked that are known.
    #[must_use]
    pub fn worked(&self) -> Hours {
        self.hours.iter().filter_map(|hours| hours.worked).sum()
    }

    /// Hours that registered nurses and midwives worked.
    #[must_use]
    pub fn worked_registered(&self) -> Hours {
        Part::ALL.iter().filter(|part| part.registered()).filter_map(|part| self.part(*part).worked).sum()
    }

    /// Patient days that hours may be divided by: patients were counted on every midnight, there were some, all hours are
    /// known, and the answer is one that can be.
    ///
    /// # Errors
    /// Why care hours per patient day can't be said, in words.
    pub fn patient_days(&self) -> Result<Quantity, &'static str> {
        let patients = self.patients.ok_or("patients at midnight are not given")?;
        match self.census {
            Census::Missing(_) => {
                return Err("counts of patients are missing, so the figure would be too large");
            }
            Census::Unknown => return Err("the file does not say whether counts of patients are missing"),
            Census::Complete => {}
        }
        if patients.is_zero() {
            return Err("no patient was counted");
        }
        if self.hours.iter().any(|hours| hours.worked.is_none()) {
            return Err("hours worked are not given");
        }
        match care_hours(self.worked(), patients) {
            Some(all) if all <= Quantity::from_millionths(LARGEST * 1_000_000) => Ok(patients),
            _ => Err("more than 50 care hours for each patient day is an error of the count"),
        }
    }

    /// Care hours per patient day; none where they can't be said, for the reason that [`Self::patient_days`] gives.
    #[must_use]
    pub fn chppd(&self) -> Option<Quantity> {
        care_hours(self.worked(), self.patient_days().ok()?)
    }

    /// The same of registered nurses and midwives alone.
    #[must_use]
    pub fn chppd_registered(&self) -> Option<Quantity> {
        care_hours(self.worked_registered(), self.patient_days().ok()?)
    }
}
