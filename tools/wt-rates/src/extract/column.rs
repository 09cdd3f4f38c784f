//! The columns of a file of bookings: one list drives the reader, the template and the generator.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// ODS code.
    Employer,
    /// Site.
    Site,
    /// Zone of the site.
    Zone,
    /// Ward or department.
    Unit,
    /// Staff group.
    StaffGroup,
    /// Band or doctor's grade.
    Grade,
    /// Specialty tier.
    Tier,
    /// Start.
    Start,
    /// End.
    End,
    /// Unpaid break.
    Break,
    /// Status.
    Status,
    /// Hours authorised.
    Authorised,
    /// When it was asked for.
    RequestedAt,
    /// Why.
    Reason,
    /// Channel.
    Channel,
    /// Worker's pay.
    Pay,
    /// Charge before VAT.
    Charge,
    /// VAT.
    Vat,
    /// On an approved framework.
    Framework,
    /// Above the agreed rate, and allowed.
    Override,
    /// Why it was allowed.
    OverrideReason,
    /// When it was booked.
    BookedAt,
    /// Hours from booking to start.
    LeadHours,
    /// Pseudonym.
    Worker,
}

/// What is known of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Which.
    pub column: Column,
    /// Heading of the template, and the name used to map another heading to it.
    pub name: &'static str,
    /// Other headings it goes by.
    pub synonyms: &'static [&'static str],
    /// Whether a file without it is refused.
    pub required: bool,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// A value as it would stand there.
    pub example: &'static str,
}

const fn spec(
    column: Column,
    name: &'static str,
    required: bool,
    example: &'static str,
    synonyms: &'static [&'static str],
    about: &'static str,
) -> Spec {
    Spec { column, name, synonyms, required, about, example }
}

/// How many columns there are.
pub(crate) const COLUMNS: usize = SPECS.len();

/// Every column in the order of the template.
#[rustfmt::skip]
pub const SPECS: [Spec; 24] = [
    spec(Column::Employer, "employer", true, "DEMO01", &["trust", "organisation", "ods code", "employer code", "trust code"],
        "ODS code of the employer."),
    spec(Column::Site, "site", false, "DEMO01-A", &["location", "hospital", "site code"], "Where it was worked; decides the pay zone."),
    spec(Column::Zone, "zone", false, "inner", &["hcas zone", "pay zone", "london zone"],
        "Zone of the London supplement of the site: none, inner, outer or fringe. Not needed with a list of sites."),
    spec(Column::Unit, "unit", false, "Ward 7", &["ward", "department", "cost centre", "location name"], "Ward, department or team."),
    spec(Column::StaffGroup, "staff_group", true, "registered nursing", &["staff type", "profession", "discipline", "assignment group"],
        "Staff group."),
    spec(Column::Grade, "grade", true, "Band 5", &["band", "grade type", "afc band", "request grade", "doctor grade"],
        "Band of Agenda for Change, or doctor's grade."),
    spec(Column::Tier, "tier", false, "general", &["specialty tier", "speciality tier", "specialty", "skill tier"],
        "Specialty tier of the card, such as critical care; blank for general."),
    spec(Column::Start, "start", true, "2026-03-02T07:30", &["start time", "shift start", "actual start", "start date time"],
        "Start, day and time in England."),
    spec(Column::End, "end", true, "2026-03-02T20:00", &["end time", "shift end", "actual end", "finish", "end date time"],
        "End, day and time in England."),
    spec(Column::Break, "unpaid_break_minutes", false, "30", &["break", "break minutes", "unpaid break", "breaks"], "Minutes of unpaid break."),
    spec(Column::Status, "status", true, "worked", &["shift status", "booking status"], "worked, cancelled or did not attend."),
    spec(Column::Authorised, "hours_authorised", false, "12", &["authorised hours", "approved hours", "hours worked", "actual hours"],
        "Paid hours as authorised; blank to count from start to end less the break."),
    spec(Column::RequestedAt, "requested_at", false, "2026-02-20T09:00", &["request date", "requested", "created"], "When the shift was asked for."),
    spec(Column::Reason, "request_reason", false, "sickness", &["reason", "booking reason", "reason for request"],
        "vacancy, sickness, enhanced care, escalation beds, leave or other."),
    spec(Column::Channel, "channel", true, "own bank", &["filled by", "fill type", "source", "bank or agency", "staff source"],
        "substantive, own bank, outsourced bank, agency, direct engagement or unfilled."),
    spec(Column::Pay, "worker_pay", true, "240.00", &["pay", "gross pay", "worker gross", "pay cost"],
        "Gross pay of the worker for the whole shift, in pounds, without holiday pay and employer costs."),
    spec(Column::Charge, "agency_charge", true, "348.00", &["charge", "agency cost", "invoice", "total charge", "net charge"],
        "What the company charges for the whole shift before VAT: all of the price for agency and outsourced bank, its fee alone for direct engagement."),
    spec(Column::Vat, "vat", true, "0.00", &["vat amount", "vat charged"],
        "VAT on the charge for the whole shift, in pounds; 'exempt', or 'unknown'."),
    spec(Column::Framework, "framework", false, "yes", &["on framework", "framework agency"], "yes where the supplier is on an approved framework, else no."),
    spec(Column::Override, "override", false, "no", &["break glass", "escalated", "rate override"], "yes where more than the agreed rate was allowed."),
    spec(Column::OverrideReason, "override_reason", false, "", &["escalation reason", "break glass reason"], "Why it was allowed."),
    spec(Column::BookedAt, "booked_at", false, "2026-02-21T10:00", &["booking date", "booked", "filled at"], "When it was booked."),
    spec(Column::LeadHours, "lead_time_hours", false, "", &["lead time", "lead hours"], "Hours from booking to start; worked out from booked_at where blank."),
    spec(Column::Worker, "worker", false, "w-5f21c9", &["worker id", "worker pseudonym", "pseudonym", "candidate", "worker name", "staff id"],
        "Pseudonym of the worker, the same in every file; never a name or a staff number."),
];

impl Column {
    /// What is known of it.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }
}

/// The headings and one example row, as CSV.
#[must_use]
pub fn template() -> String {
    let line = |cell: fn(&Spec) -> &str| SPECS.iter().map(cell).collect::<Vec<_>>().join(",");
    format!("{}\n{}\n", line(|spec| spec.name), line(|spec| spec.example))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wt_extract::columns::plain;

    #[test]
    fn each_column_stands_where_its_number_says_and_no_heading_means_two() {
        let mut seen = std::collections::BTreeSet::new();
        for (at, spec) in SPECS.iter().enumerate() {
            assert_eq!(spec.column as usize, at);
            for name in [spec.name].iter().chain(spec.synonyms) {
                assert!(seen.insert(plain(name)), "{name}");
            }
        }
        assert_eq!(template().lines().count(), 2);
    }
}
