//! The columns of each extract: one list drives the reader and the template.

use wt_extract::columns::{ColumnKind, ColumnSpec};

const HOURS: ColumnKind = ColumnKind::Quantity { negative: false };
const TEXT: ColumnKind = ColumnKind::Text;

const fn col(
    name: &'static str,
    kind: ColumnKind,
    required: bool,
    example: &'static str,
    synonyms: &'static [&'static str],
    about: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, heading: name, synonyms, kind, required, about, example }
}

const UNIT: ColumnSpec = col(
    "unit",
    ColumnKind::Unit,
    true,
    "Ward 7",
    &["ward", "team", "department", "owning unit"],
    "Ward or team.",
);
const PERSON: ColumnSpec = col(
    "person",
    TEXT,
    true,
    "p-104",
    &["staff", "pseudonym", "worker"],
    "Pseudonym, the same in every file; never a name or a staff number.",
);
const ROLE: ColumnSpec = col(
    "role",
    TEXT,
    true,
    "registered nurse",
    &["grade type", "staff group", "grade type category"],
    "registered nurse (midwives too), registered other, or support.",
);
const BAND: ColumnSpec = col("band", TEXT, false, "5", &["grade", "afc band"], "Band of Agenda for Change.");

#[rustfmt::skip]
pub(super) static LINES: [ColumnSpec; 19] = [
    UNIT,
    ColumnSpec { required: false, about: "Pseudonym of who was put on the shift; blank where it is unfilled. Never a name.", ..PERSON },
    ROLE,
    BAND,
    col("start", TEXT, true, "2026-03-02T07:30", &["shift start", "start time"], "Start, day and time in England."),
    col("end", TEXT, true, "2026-03-02T20:00", &["shift end", "end time", "finish"], "End, day and time in England."),
    col("unpaid_break_minutes", ColumnKind::Count, false, "60", &["break", "break minutes", "unpaid break", "rest"], "Minutes of unpaid break."),
    col("kind", TEXT, true, "substantive", &["filled by", "assignment type", "source"], "Who filled it: substantive, overtime, bank, agency or unfilled."),
    col("status", TEXT, true, "worked", &["shift status", "state"], "worked, rostered (not yet worked), absent or cancelled."),
    col("hours_worked", HOURS, false, "", &["actual hours", "worked hours"], "Paid hours worked, where they differ from the plan."),
    col("additional", TEXT, false, "no", &["additional duty", "above template"], "yes where the shift is above the funded template."),
    col("additional_reason", TEXT, false, "", &["additional duty reason"], "Why it was added."),
    col("supernumerary", TEXT, false, "no", &[], "yes where the person was new or a student and not counted in the numbers."),
    col("roster_start", ColumnKind::Date, false, "2026-03-02", &["roster from", "period start"], "First day of the roster the shift is on."),
    col("approved", ColumnKind::Date, false, "2026-01-15", &["fully approved", "approval date"], "Day on which that roster was fully approved."),
    col("published", ColumnKind::Date, false, "2026-01-16", &["publication date"], "Day on which it was published."),
    col("changed", ColumnKind::Date, false, "2026-02-20", &["last changed", "change date"], "Day on which the shift was last changed."),
    col("change_reason", TEXT, false, "sickness", &["reason for change"], "Why it was changed."),
    col("cost", HOURS, false, "", &["charge", "total cost"], "What the whole shift cost in pounds, as charged or paid; needed for agency and bank to be priced as they were."),
];

#[rustfmt::skip]
pub(super) static CONTRACTS: [ColumnSpec; 9] = [
    UNIT,
    PERSON,
    ROLE,
    BAND,
    col("contracted_hours", HOURS, true, "37.5", &["contracted hours a week", "weekly hours"], "Contracted hours a week."),
    col("from", ColumnKind::Date, false, "2025-04-01", &["employed from"], "First day of the contract; blank where it began before."),
    col("to", ColumnKind::Date, false, "", &["employed to"], "Last day; blank where it goes on."),
    col("agreement", TEXT, false, "no", &["fixed pattern", "flexible working"], "yes for a fixed pattern or flexible-working agreement: fairness is counted apart."),
    col("net_hours_brought_forward", ColumnKind::Quantity { negative: true }, false, "0", &["net hours", "hours balance"],
        "Net hours carried over from the roster before; below zero the person owes them."),
];

#[rustfmt::skip]
pub(super) static LEAVE: [ColumnSpec; 6] = [
    UNIT,
    PERSON,
    col("component", TEXT, true, "annual leave", &["unavailability", "leave type", "reason"], "annual leave, sickness, study, parenting, working day or other."),
    col("first_day", ColumnKind::Date, true, "2026-03-09", &["leave from", "start date"], "First day."),
    col("last_day", ColumnKind::Date, true, "2026-03-15", &["leave to", "end date"], "Last day."),
    col("hours", HOURS, true, "37.5", &["leave hours"], "Contracted hours over all of these days."),
];

#[rustfmt::skip]
pub(super) static HEADROOM: [ColumnSpec; 3] = [
    UNIT,
    col("component", TEXT, true, "annual leave", &["unavailability"], "annual leave, sickness, study, parenting, working day or other."),
    col("budget_percent", HOURS, true, "14.5", &["headroom", "headroom percent"], "Budgeted percent of paid hours: headroom, not an uplift on worked hours."),
];

#[rustfmt::skip]
pub(super) static MIDNIGHTS: [ColumnSpec; 3] = [
    UNIT,
    col("day", ColumnKind::Date, true, "2026-03-02", &["date", "census date"], "The day that ended at this midnight."),
    col("patients", ColumnKind::Count, true, "24", &["patients at midnight", "census"], "Patients at midnight; blank where nobody counted, never 0 for that."),
];
