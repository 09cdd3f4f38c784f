//! What a ward brings: shifts with real times, staff with contracts, demand, leave, requests, history, priced cover and its own rules.

mod ward;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use wt_pay::{Band, Point, Zone};
use wt_units::Pence;

pub use ward::{days_between, later};

/// A ward and one roster period of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ward {
    /// Its name.
    pub name: String,
    /// The seed it was generated from; `None` for a real one. Shown wherever the ward is.
    pub generated: Option<u64>,
    /// First day of the roster.
    pub first: Date,
    /// Days of the roster.
    pub days: usize,
    /// Zone of the London supplement.
    pub zone: Zone,
    /// Local rules and prices.
    pub policy: Policy,
    /// Shifts.
    pub shifts: Vec<Shift>,
    /// Staff, in the order of their file.
    pub staff: Vec<Staff>,
    /// Demand.
    pub demand: Vec<Demand>,
    /// Leave, granted and asked for.
    pub leave: Vec<Leave>,
    /// Requests.
    pub requests: Vec<Request>,
    /// What was worked before: person, day and shift.
    pub history: Vec<Worked>,
    /// Bank and agency, as cover that can be bought.
    pub temporary: Vec<Temporary>,
}

/// A shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its letter or word, such as `LD`.
    pub id: String,
    /// Minutes after midnight at which it starts.
    pub start: u32,
    /// Minutes from its start to its end.
    pub minutes: u32,
    /// Of those, not paid.
    pub unpaid_break: u32,
}

impl Shift {
    /// Paid minutes.
    #[must_use]
    pub fn paid(&self) -> u32 {
        self.minutes.saturating_sub(self.unpaid_break)
    }

    /// Whether it is a night: most of its time lies between 20:00 and 08:00 and it passes midnight, or starts after it.
    #[must_use]
    pub fn is_night(&self) -> bool {
        let end = self.start + self.minutes;
        let night = |from: u32, to: u32| end.min(to).saturating_sub(self.start.max(from));
        2 * (night(0, 480) + night(1_200, 1_920)) > self.minutes && (end > 1_440 || self.start < 240)
    }
}

/// One member of staff.
#[derive(Debug, Clone, PartialEq)]
pub struct Staff {
    /// A pseudonym, such as `P3`.
    pub id: String,
    /// Role, one of [`Policy::roles`].
    pub role: String,
    /// Band of Agenda for Change.
    pub band: Band,
    /// Point of the band.
    pub point: Point,
    /// Contracted minutes a week.
    pub contracted: u32,
    /// What they can do besides their role, such as `in-charge`.
    pub skills: BTreeSet<String>,
    /// First day of employment, if inside or after the roster.
    pub from: Option<Date>,
    /// Last day of employment.
    pub to: Option<Date>,
    /// Net hours carried over in minutes: above zero, the person owes the ward so much less.
    pub balance: i32,
    /// Nights worked in the rosters before that fairness looks at.
    pub nights_before: u32,
    /// Weekends worked in them.
    pub weekends_before: u32,
    /// Requests refused in them.
    pub refused_before: u32,
    /// Days of annual leave not booked yet.
    pub leave_left: u32,
    /// Agreements and fixed patterns: the shifts that may be given by weekday, Monday first; `None` where nothing is agreed.
    pub agreed: [Option<BTreeSet<String>>; 7],
}

impl Staff {
    /// Whether the person is employed on a day.
    #[must_use]
    pub fn employed(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether agreements let a shift be given on a weekday.
    #[must_use]
    pub fn agrees(&self, weekday: Weekday, shift: &str) -> bool {
        let of_day = &self.agreed[usize::from(weekday.to_monday_zero_offset().unsigned_abs())];
        of_day.as_ref().is_none_or(|shifts| shifts.contains(shift))
    }

    /// Whether an agreement binds at all: such people stand apart in what is fair.
    #[must_use]
    pub fn has_agreement(&self) -> bool {
        self.agreed.iter().any(Option::is_some)
    }
}

/// Days that a demand holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    All,
    /// One weekday.
    On(Weekday),
    /// Monday to Friday, or Saturday and Sunday.
    Week {
        /// Whether the weekend is meant.
        end: bool,
    },
    /// One date, which takes the place of what the other rows say.
    Date(Date),
}

/// When in a day people are needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// On a shift.
    Shift(String),
    /// From a minute after midnight to a later one (over 1,440: the next day): everybody at work all that time counts.
    Between(u32, u32),
}

/// How many are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// On which days.
    pub days: Days,
    /// When in the day.
    pub when: When,
    /// A role, or a skill.
    pub needs: String,
    /// The safe-staffing floor: set by the chief nurse, never traded for money.
    pub floor: u32,
    /// The number wished for; what own staff don't fill is bought or goes unfilled.
    pub wanted: u32,
}

/// Leave and other absence. To anyone but the person its kind is no more than "leave", "absence" or "agreement".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// Place of the person in [`Ward::staff`].
    pub person: usize,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Why.
    pub kind: LeaveKind,
    /// Whether it is granted already; otherwise it is granted inside the headroom band, first asked first granted.
    pub granted: bool,
}

/// Why somebody is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeaveKind {
    /// Annual leave.
    Annual,
    /// Study leave.
    Study,
    /// Sickness.
    Sickness,
    /// Parenting.
    Parenting,
    /// Anything else.
    Other,
}

impl LeaveKind {
    /// Every kind with its word.
    pub const ALL: [(&'static str, Self); 5] = [
        ("annual", Self::Annual),
        ("study", Self::Study),
        ("sickness", Self::Sickness),
        ("parenting", Self::Parenting),
        ("other", Self::Other),
    ];

    /// What a manager may be told: never the cause.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Annual | Self::Study => "leave",
            Self::Sickness | Self::Parenting | Self::Other => "absence",
        }
    }
}

/// Something asked for on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Place of the person in [`Ward::staff`].
    pub person: usize,
    /// The day.
    pub day: Date,
    /// A shift; `None` for the day off.
    pub shift: Option<String>,
    /// Whether it is wanted, or to be avoided.
    pub wanted: bool,
    /// How much it matters, in [`Policy::request`]: 0 low, 1 usual, 2 high.
    pub weight: usize,
}

/// A duty worked before the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// Place of the person in [`Ward::staff`].
    pub person: usize,
    /// The day it started.
    pub day: Date,
    /// The shift.
    pub shift: String,
}

/// Where cover comes from that is not on the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// The own bank.
    Bank,
    /// An agency.
    Agency,
}

impl std::fmt::Display for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if *self == Self::Bank { "bank" } else { "agency" })
    }
}

/// Cover that can be bought for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Temporary {
    /// The role.
    pub role: String,
    /// From where.
    pub channel: Channel,
    /// What a worked hour costs with all fees; `None`: the price of the band below, by the pay engine.
    pub hour: Option<Pence>,
    /// Band that the pay engine prices.
    pub band: Band,
    /// How many can be had on one shift.
    pub on_a_shift: u32,
    /// Days before a shift after which nobody can be had.
    pub lead_days: u32,
}

/// Local rules, each a limit and what breaking it by one counts for in pounds; 0 pounds switches a rule off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Roles, the one that may stand in for all below it first.
    pub roles: Vec<String>,
    /// Local rules by id.
    pub rules: BTreeMap<String, Local>,
    /// What a refused request counts for in pounds: low, usual, high.
    pub request: [u32; 3],
    /// Requests of one person that count in full; those beyond count a quarter.
    pub quota: u32,
    /// Share of contracted time, in percent, that annual leave may take on any day.
    pub leave_band: u32,
}

/// A local rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// The limit.
    pub limit: u32,
    /// What each unit beyond it counts for, in pounds.
    pub pounds: u32,
}

/// The local rules there are: id, unit and what they mean to a ward manager, and the usual limit and pounds.
pub const LOCAL_RULES: [(&str, &str, Local); 10] = [
    ("days-in-row", "days worked in a row, at most", Local { limit: 5, pounds: 150 }),
    ("nights-in-row", "nights in a row, at most", Local { limit: 4, pounds: 200 }),
    ("long-days-in-row", "shifts of over 10 hours in a row, at most", Local { limit: 3, pounds: 120 }),
    ("rest-after-nights", "days off after a run of nights, at least", Local { limit: 2, pounds: 200 }),
    ("days-off-together", "days off together, at least", Local { limit: 2, pounds: 15 }),
    ("nights-together", "nights together, at least", Local { limit: 2, pounds: 20 }),
    ("weekends", "weekends with a shift in four weeks, at most", Local { limit: 2, pounds: 100 }),
    ("net-hours", "hours beyond what is owed, at most", Local { limit: 12, pounds: 30 }),
    ("fair-nights", "nights beyond a fair share", Local { limit: 1, pounds: 12 }),
    ("fair-weekends", "weekends beyond a fair share", Local { limit: 1, pounds: 20 }),
];

impl Default for Policy {
    fn default() -> Self {
        Self {
            roles: ["registered", "associate", "support"].map(str::to_owned).to_vec(),
            rules: LOCAL_RULES.iter().map(|(id, _, local)| ((*id).to_owned(), *local)).collect(),
            request: [8, 20, 60],
            quota: 6,
            leave_band: 17,
        }
    }
}

impl Policy {
    /// A local rule that is switched on.
    #[must_use]
    pub fn local(&self, id: &str) -> Option<Local> {
        self.rules.get(id).copied().filter(|local| local.pounds > 0)
    }

    /// Where a role stands; `None` for what is no role.
    #[must_use]
    pub fn rank(&self, role: &str) -> Option<usize> {
        self.roles.iter().position(|one| one == role)
    }
}
