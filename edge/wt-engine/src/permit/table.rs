//! The one table of who may do what: role × object × action, on what is one's own, what is shared, and what is another's.
//!
//! Sources: the rights that the programme's users described, and of the codes of practice: two approvers of a roster (NHS
//! England, "Nursing and midwifery e-rostering: a good practice guide", 2019), guardian and exception reports (Terms and
//! Conditions of Service for NHS Doctors and Dentists in Training 2016, schedules 5 and 6), quality impact assessments signed by
//! medical director and chief nurse (National Quality Board, "How to: Quality Impact Assess Provider Cost Improvement Plans", 2012).

use super::role::Role;

macro_rules! words {
    ($(#[$top:meta])* $kind:ident { $($(#[$doc:meta])* $name:ident = $words:literal;)* }) => {
        $(#[$top])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $kind { $($(#[$doc])* $name,)* }

        impl $kind {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// In words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

words! {
    /// What something is done to.
    Object {
        /// Figures of organisations, units and staff groups.
        Aggregates = "figures of an organisation";
        /// Files that were loaded.
        Loads = "loaded files";
        /// Rows that name members of staff.
        NamedRows = "rows that name staff";
        /// One's own duties.
        OwnDuties = "one's own duties";
        /// Rosters.
        Rosters = "rosters";
        /// Doctors' reports that the day was not as planned.
        ExceptionReports = "exception reports";
        /// Modules and their saved scenarios.
        Modules = "modules and scenarios";
        /// Opportunities taken on, actions, benefit lines.
        Benefits = "actions and benefits";
        /// Assessments of what an action does to quality and equality.
        QualityImpact = "impact assessments";
        /// Bookings of bank and agency shifts, one by one.
        Bookings = "bookings of bank and agency";
        /// The regional rate card.
        RateCard = "the rate card";
        /// Evidence and resources.
        Evidence = "evidence";
        /// Minimum standards.
        Standards = "standards";
        /// Policy asks.
        PolicyAsks = "policy asks";
        /// Comments, questions, events.
        Discussion = "comments and events";
        /// Networks and who is in them.
        Networks = "networks";
        /// Accounts and roles.
        People = "people and roles";
        /// Settings, keys, backups.
        Settings = "settings and backups";
        /// The audit log.
        AuditLog = "the audit log";
    }
}

words! {
    /// What is done.
    Action {
        /// Look at it.
        See = "see";
        /// Take a copy away as a file.
        Export = "export";
        /// Add, draft, propose, run, comment.
        Write = "write";
        /// Read before others do, and send back; moderate.
        Review = "review";
        /// Let others see it, recommend it.
        Publish = "publish";
        /// Say yes for one's organisation or service.
        Approve = "approve";
        /// Say yes after somebody else did.
        ApproveFinally = "approve finally";
        /// Confirm with figures.
        Verify = "verify";
        /// Bind one's organisation to it.
        Adopt = "adopt";
        /// Take back.
        Withdraw = "withdraw";
        /// Give and take rights, change how it works.
        Manage = "manage";
    }
}

words! {
    /// Whose it is, seen from where a role is held.
    Place {
        /// Of the organisation, network or region where the role is held.
        Own = "own";
        /// Of another, and shared with this person.
        Shared = "shared";
        /// Of another, and not shared.
        Other = "another";
    }
}

/// Actions on an object, and how far they go.
struct Line(Object, &'static [Action], Far);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Far {
    Own,
    Shared,
    Every,
}

// Macros, since what a function makes can't stand in a table that is always there.
macro_rules! own {
    ($object:expr, $actions:expr) => {
        Line($object, $actions, Far::Own)
    };
}

/// On one's own and on what is shared.
macro_rules! both {
    ($object:expr, $actions:expr) => {
        Line($object, $actions, Far::Shared)
    };
}

/// On anybody's.
macro_rules! every {
    ($object:expr, $actions:expr) => {
        Line($object, $actions, Far::Every)
    };
}

use Action::{Adopt, Approve, ApproveFinally, Export, Manage, Publish, Review, See, Verify, Withdraw, Write};
use Object::{
    Aggregates, AuditLog, Benefits, Bookings, Discussion, Evidence, ExceptionReports, Loads, Modules,
    NamedRows, Networks, OwnDuties, People, PolicyAsks, QualityImpact, RateCard, Rosters, Settings,
    Standards,
};

/// What everybody reads who has to do with content.
const READS: &[Line] = &[
    both!(Aggregates, &[See]),
    both!(Loads, &[See]),
    both!(Evidence, &[See]),
    both!(Standards, &[See]),
    both!(PolicyAsks, &[See]),
    both!(RateCard, &[See]),
    both!(Discussion, &[See]),
    both!(Networks, &[See]),
];

/// What a role adds to [`READS`], and whether it reads those.
#[allow(clippy::too_many_lines, reason = "it is the table: one place to read it")]
fn lines(role: Role) -> (bool, &'static [Line]) {
    match role {
        Role::Viewer => (true, &[]),
        Role::Analyst => (
            true,
            &[
                both!(Aggregates, &[Export]),
                own!(Loads, &[See, Export, Write, Withdraw]),
                own!(Modules, &[See, Export, Write]),
                own!(Benefits, &[See]),
                own!(Evidence, &[Write]),
                own!(PolicyAsks, &[Write]),
                both!(Discussion, &[Write]),
            ],
        ),
        Role::UnitManager => (
            true,
            &[
                own!(NamedRows, &[See]),
                own!(Rosters, &[See, Write, Publish]),
                own!(Modules, &[See, Write]),
                own!(Benefits, &[See, Write, Approve]),
                own!(Evidence, &[Write]),
                both!(Discussion, &[Write]),
            ],
        ),
        Role::Owner => (
            true,
            &[
                both!(Aggregates, &[Export]),
                own!(Modules, &[See, Export, Write]),
                own!(Benefits, &[See, Export, Write, Approve]),
                own!(QualityImpact, &[See, Write]),
                own!(Evidence, &[Write]),
                both!(Discussion, &[Write]),
            ],
        ),
        Role::FinanceVerifier => (
            true,
            &[
                both!(Aggregates, &[Export]),
                own!(Modules, &[See, Export, Write]),
                own!(Benefits, &[See, Export, Verify]),
            ],
        ),
        Role::NetworkConvenor => (
            true,
            &[
                own!(Modules, &[See, Write]),
                own!(Evidence, &[Review]),
                own!(Standards, &[Write]),
                own!(PolicyAsks, &[Write]),
                own!(Discussion, &[Write, Review, Withdraw]),
            ],
        ),
        Role::NetworkChair => (
            true,
            &[
                own!(Standards, &[Write, Review, Publish, Withdraw]),
                own!(PolicyAsks, &[Write, Review, Publish, Withdraw]),
                own!(Discussion, &[Write, Review, Withdraw]),
                own!(Networks, &[Write, Manage]),
            ],
        ),
        Role::RegionProgramme => (
            true,
            &[
                both!(Aggregates, &[Export]),
                own!(Loads, &[See, Export, Write, Withdraw]),
                own!(Modules, &[See, Export, Write]),
                both!(Benefits, &[See]),
                own!(Benefits, &[Export, Write, Approve]),
                own!(RateCard, &[Export, Write, Publish, Withdraw]),
                own!(Evidence, &[Review]),
                own!(Standards, &[Write]),
                own!(PolicyAsks, &[Write]),
                own!(Networks, &[Write]),
                both!(Discussion, &[Write]),
            ],
        ),
        Role::Administrator => (false, &[own!(People, &[See, Manage]), own!(AuditLog, &[See, Export])]),
        Role::Auditor => (true, &[own!(People, &[See]), own!(AuditLog, &[See, Export])]),
        Role::StaffMember => (
            false,
            &[
                own!(OwnDuties, &[See, Write]),
                // One's own reports are seen by having written them: the engine holds to it.
                own!(ExceptionReports, &[Write]),
                both!(Standards, &[See]),
            ],
        ),
        Role::FirstApprover => (true, &[own!(NamedRows, &[See]), own!(Rosters, &[See, Approve])]),
        Role::SecondApprover => {
            (true, &[own!(NamedRows, &[See]), own!(Rosters, &[See, ApproveFinally, Publish])])
        }
        Role::ChiefNurse | Role::MedicalDirector => {
            (true, &[own!(QualityImpact, &[See, Approve]), own!(Benefits, &[See]), own!(Rosters, &[See])])
        }
        Role::Guardian => (
            true,
            &[
                own!(NamedRows, &[See]),
                own!(Rosters, &[See]),
                own!(ExceptionReports, &[See, Export, Approve]),
            ],
        ),
        Role::MedicalHr => (
            true,
            &[
                own!(NamedRows, &[See]),
                own!(Rosters, &[See, Write, Publish]),
                own!(ExceptionReports, &[See, Review]),
                own!(Modules, &[See, Write]),
            ],
        ),
        Role::MedicalEducation => (true, &[own!(NamedRows, &[See]), own!(ExceptionReports, &[See, Review])]),
        Role::RatesAnalyst => {
            (true, &[every!(Bookings, &[See, Export, Write]), own!(RateCard, &[Export, Write])])
        }
        Role::StaffSideReader => (true, &[both!(Discussion, &[Write])]),
        Role::AccountableDirector => (
            true,
            &[
                both!(Aggregates, &[Export]),
                own!(Loads, &[See, Approve]),
                own!(Benefits, &[See]),
                own!(QualityImpact, &[See]),
                own!(Evidence, &[Approve]),
                own!(Standards, &[Adopt]),
                own!(PolicyAsks, &[Approve]),
                own!(RateCard, &[Adopt]),
            ],
        ),
        Role::EvidenceReviewer => (true, &[both!(Evidence, &[Review, Publish, Withdraw])]),
        Role::StoreRunner => (
            false,
            &[own!(People, &[See, Manage]), own!(Settings, &[See, Manage]), own!(AuditLog, &[See, Export])],
        ),
    }
}

/// Whether a role may do something to an object, by whose it is.
///
/// ```
/// use wt_engine::permit::{Action, Object, Place, Role, allowed};
///
/// assert!(allowed(Role::AccountableDirector, Object::Standards, Action::Adopt, Place::Own));
/// assert!(!allowed(Role::AccountableDirector, Object::Standards, Action::Adopt, Place::Shared));
/// ```
pub fn allowed(role: Role, object: Object, action: Action, place: Place) -> bool {
    let (reads, own) = lines(role);
    let reads = if reads { READS } else { &[] };
    let far = |far: Far| match place {
        Place::Own => true,
        Place::Shared => far != Far::Own,
        Place::Other => far == Far::Every,
    };
    reads.iter().chain(own).any(|line| line.0 == object && line.1.contains(&action) && far(line.2))
}
