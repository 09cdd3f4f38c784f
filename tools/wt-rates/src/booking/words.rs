//! Words of a booking that have a short list: status, channel, reason, staff group, time band, zone.

use wt_extract::columns::plain;
use wt_pay::Zone;

/// Zones as cells name them.
pub const ZONES: [Zone; 4] = [Zone::None, Zone::Inner, Zone::Outer, Zone::Fringe];

/// The zone a word names.
#[must_use]
pub fn zone_of(text: &str) -> Option<Zone> {
    match plain(text).as_str() {
        "none" | "no" | "outsidelondon" | "outside" => Some(Zone::None),
        "inner" | "innerlondon" => Some(Zone::Inner),
        "outer" | "outerlondon" => Some(Zone::Outer),
        "fringe" => Some(Zone::Fringe),
        _ => None,
    }
}

macro_rules! listed {
    ($(#[$doc:meta])* $name:ident, $expected:literal:
        $($(#[$vdoc:meta])* $variant:ident $text:literal $(, $synonym:literal)*);+ $(;)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// What a cell may say.
            pub const EXPECTED: &'static str = $expected;

            /// As files and tables write it.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The one that a text names, whatever its case, blanks and punctuation.
            #[must_use]
            pub fn read(text: &str) -> Option<Self> {
                let found = plain(text);
                $(if [$text $(, $synonym)*].iter().any(|name| plain(name) == found) {
                    return Some(Self::$variant);
                })+
                None
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.words())
            }
        }
    };
}

listed! {
    /// What became of a shift.
    Status, "worked, cancelled or did not attend":
        /// Somebody came.
        Worked "worked", "completed", "approved", "finalised", "filled";
        /// Taken back before it began.
        Cancelled "cancelled", "canceled", "withdrawn";
        /// Booked, and nobody came.
        DidNotAttend "did not attend", "dna", "no show", "not worked";
}

listed! {
    /// How a shift was filled.
    Channel, "substantive, own bank, outsourced bank, agency, direct engagement or unfilled":
        /// By the employer's own staff: additional hours or overtime.
        Substantive "substantive", "overtime", "additional hours", "excess hours";
        /// By the employer's bank.
        OwnBank "own bank", "bank", "internal bank", "trust bank";
        /// By a bank that a company runs. Not agency.
        OutsourcedBank "outsourced bank", "external bank", "nhs professionals", "nhsp";
        /// Bought from an agency.
        Agency "agency";
        /// Engaged by the employer, paid by a company. Not agency.
        DirectEngagement "direct engagement", "de", "net pay";
        /// By nobody.
        Unfilled "unfilled", "not filled", "vacant", "open";
}

listed! {
    /// Why a shift was asked for: it decides which overlap group the hours belong to.
    Reason, "vacancy, sickness, enhanced care, escalation beds, leave or other":
        /// A post nobody holds.
        Vacancy "vacancy", "vacancies";
        /// Somebody is ill.
        Sickness "sickness", "sick", "short term sickness", "long term sickness";
        /// A patient needs one to one care.
        EnhancedCare "enhanced care", "specialling", "one to one", "1:1";
        /// More beds than planned are open.
        EscalationBeds "escalation beds", "escalation", "additional beds", "surge";
        /// Annual, study or parental leave.
        Leave "leave", "annual leave", "study leave", "maternity leave", "parental leave";
        /// Anything else, or nothing said.
        Other "other", "";
}

listed! {
    /// Staff group, as rate cards tell them apart.
    Group, "a staff group: registered nursing, nursing support, allied health professionals, medical, healthcare scientists, scientific and technical, administrative, estates or other":
        /// Nurses, midwives and health visitors on the register.
        Nursing "registered nursing", "nursing", "nurse", "nurses", "registered nurse", "qualified nursing",
            "nursing and midwifery", "nursing and midwifery registered", "midwifery", "midwife", "rgn", "rmn";
        /// Healthcare assistants and nursing associates in training.
        Support "nursing support", "hca", "healthcare assistant", "health care assistant", "hcsw", "unqualified nursing",
            "support to nursing", "additional clinical services", "healthcare support worker";
        /// Physiotherapists, radiographers, occupational therapists and others.
        Allied "allied health professionals", "ahp", "allied health", "allied health professional";
        /// Doctors and dentists.
        Medical "medical", "medical and dental", "doctor", "doctors", "medical staff", "locum doctor";
        /// Healthcare scientists.
        Scientists "healthcare scientists", "healthcare scientist", "hcs";
        /// Pharmacists, psychologists, operating department practitioners, technicians.
        Technical "scientific and technical", "add prof scientific and technic", "scientific therapeutic and technical",
            "pharmacy", "odp", "theatres";
        /// Administrative and clerical, managers.
        Administrative "administrative", "administrative and clerical", "admin and clerical", "admin", "a&c";
        /// Estates, porters, catering, domestic staff.
        Estates "estates", "estates and ancillary", "ancillary", "domestic", "porter";
        /// Others.
        Other "other";
}

listed! {
    /// When in the week most of a shift lies (columns of unsocial hours: NHS Terms and Conditions of Service Handbook, section 2).
    TimeBand, "weekday day, night or Saturday, Sunday or public holiday":
        /// Monday to Friday by day.
        Day "weekday day", "day";
        /// Nights and Saturdays.
        NightOrSaturday "night or saturday", "night", "saturday", "night/saturday";
        /// Sundays and public holidays.
        SundayOrHoliday "sunday or public holiday", "sunday", "public holiday", "sunday/holiday", "sunday or holiday";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_means_one_thing() {
        for status in Status::ALL {
            assert_eq!(Status::read(status.words()), Some(*status));
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::read(&channel.words().to_uppercase()), Some(*channel));
        }
        for group in Group::ALL {
            assert_eq!(Group::read(group.words()), Some(*group));
        }
        for time in TimeBand::ALL {
            assert_eq!(TimeBand::read(time.words()), Some(*time));
        }
        for zone in ZONES {
            assert_eq!(zone_of(&zone.to_string()), Some(zone));
        }
        assert_eq!(Channel::read("NHS Professionals"), Some(Channel::OutsourcedBank));
        assert_eq!((Reason::read(""), Reason::read("tea")), (Some(Reason::Other), None));
    }
}
