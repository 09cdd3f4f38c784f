//! Grades: bands of Agenda for Change and grades of doctors, and the older names they go by.

use std::fmt;

use wt_extract::columns::plain;
use wt_pay::Band;

/// Grade of a doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doctor {
    /// Foundation year 1.
    Foundation1,
    /// Foundation year 2.
    Foundation2,
    /// Core or specialty training, years 1 and 2.
    Core,
    /// Specialty training from year 3.
    Specialty,
    /// Specialty doctor or specialist (SAS).
    SpecialtyDoctor,
    /// Consultant.
    Consultant,
}

impl Doctor {
    /// Every one, junior first.
    pub const ALL: [Self; 6] = [
        Self::Foundation1,
        Self::Foundation2,
        Self::Core,
        Self::Specialty,
        Self::SpecialtyDoctor,
        Self::Consultant,
    ];

    /// As files and tables write it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Foundation1 => "FY1",
            Self::Foundation2 => "FY2",
            Self::Core => "ST1-2",
            Self::Specialty => "ST3+",
            Self::SpecialtyDoctor => "specialty doctor",
            Self::Consultant => "consultant",
        }
    }
}

/// Which list of names a grade was written by: a file that mixes two would put the same people in two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Naming {
    /// Bands of Agenda for Change, since December 2004.
    Bands,
    /// Grades A to I of the Whitley Councils, before.
    Whitley,
    /// Doctors by year of training: FY2, ST3.
    Training,
    /// Doctors by the names before Modernising Medical Careers (2007): house officer, registrar.
    OlderDoctors,
    /// Names that both lists of doctors have: consultant.
    Both,
}

/// A band or a doctor's grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Agenda for Change.
    Band(Band),
    /// Doctors.
    Doctor(Doctor),
}

impl Grade {
    /// What a cell may say.
    pub const EXPECTED: &'static str = "a band of Agenda for Change (Band 5, 8a) or a doctor's grade (FY1, FY2, ST1-2, ST3+, specialty doctor, consultant)";

    /// The grade a text names and by which list; `Err` with the list where its names can't be carried over.
    ///
    /// # Errors
    /// `Some(Whitley)` for an old nursing grade, `None` for no grade at all.
    pub fn read(text: &str) -> Result<(Self, Naming), Option<Naming>> {
        let name = plain(text);
        let digits = ["afcband", "agendaforchangeband", "afc", "band", "b"]
            .iter()
            .find_map(|prefix| name.strip_prefix(prefix))
            .unwrap_or(&name);
        if let Ok(band) = digits.parse::<Band>() {
            return Ok((Self::Band(band), Naming::Bands));
        }
        let doctor = |grade, naming| Ok((Self::Doctor(grade), naming));
        match name.as_str() {
            "fy1" | "f1" | "foundationyear1" => doctor(Doctor::Foundation1, Naming::Training),
            "fy2" | "f2" | "foundationyear2" => doctor(Doctor::Foundation2, Naming::Training),
            "st12" | "ct12" | "st1" | "st2" | "ct1" | "ct2" | "ctst12" | "ct" | "coretrainee" => {
                doctor(Doctor::Core, Naming::Training)
            }
            "st3" | "st4" | "st5" | "st6" | "st7" | "st8" | "st38" | "st3plus" | "ct3" | "str" => {
                doctor(Doctor::Specialty, Naming::Training)
            }
            "ho" | "prho" | "houseofficer" | "preregistrationhouseofficer" => {
                doctor(Doctor::Foundation1, Naming::OlderDoctors)
            }
            "sho" | "seniorhouseofficer" => doctor(Doctor::Core, Naming::OlderDoctors),
            "spr" | "registrar" | "specialistregistrar" | "seniorregistrar" => {
                doctor(Doctor::Specialty, Naming::OlderDoctors)
            }
            "specialtydoctor" | "specialist" | "sas" | "sasdoctor" => {
                doctor(Doctor::SpecialtyDoctor, Naming::Both)
            }
            "staffgrade" | "associatespecialist" => doctor(Doctor::SpecialtyDoctor, Naming::OlderDoctors),
            "consultant" | "cons" => doctor(Doctor::Consultant, Naming::Both),
            _ => {
                let letter = name.strip_prefix("grade").or_else(|| name.strip_suffix("grade"));
                let old = letter.is_some_and(|l| l.len() == 1 && ("a"..="i").contains(&l));
                Err(old.then_some(Naming::Whitley))
            }
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Band(band) => f.pad(&format!("Band {band}")),
            Self::Doctor(doctor) => f.pad(doctor.words()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_read_back_and_old_ones_are_known_as_such() {
        for band in Band::ALL {
            let grade = Grade::Band(*band);
            assert_eq!(Grade::read(&grade.to_string()), Ok((grade, Naming::Bands)));
        }
        for doctor in Doctor::ALL {
            let grade = Grade::Doctor(doctor);
            assert_eq!(Grade::read(&grade.to_string()).map(|found| found.0), Ok(grade));
        }
        assert_eq!(Grade::read("B8A").map(|found| found.0), Ok(Grade::Band(Band::EightA)));
        assert_eq!(Grade::read("SHO").map(|found| found.1), Ok(Naming::OlderDoctors));
        assert_eq!(Grade::read("E Grade"), Err(Some(Naming::Whitley)));
        assert_eq!(Grade::read("tea"), Err(None));
    }
}
