//! Bank and agency rates over the bookings that the store keeps: what is paid for the same work, the region's card, what leaving
//! it would cost, and the watch.
//!
//! Rates are a matter of law: until the region has recorded its basis ([`Engine::basis`]) an employer is shown itself, and of
//! others only a distribution of enough contributors that is old enough.

mod adopt;
mod basis;
mod card;
mod demo;
mod design;
mod held;
mod intake;
mod leaving;
mod spread;
mod tell;
mod watch;

pub use adopt::{Adoption, Derogation, Said};
pub use basis::Legal;
pub use card::{Standard, Summary};
pub use design::{Asked, Band, Designed};
pub use held::Held;
pub use intake::{BOOKINGS, How};
pub use leaving::Leaving;
pub use spread::{Broken, CellLine, Compared, OwnRate};
pub use watch::{Above, Watched, month_words};

pub use wt_rates::extract::template;
use wt_store::{AuditEntry, OrgScope, Viewer};
use wt_units::OdsCode;

use crate::EngineError;
use crate::permit::{Person, Right};

/// Sees every employer's bookings: only for sums that [`spread`] and its neighbours hold to the rule of what may be shown.
fn everything(person: &Person) -> Result<Viewer, EngineError> {
    let mut viewer = person.may(Right::See)?;
    viewer.orgs = OrgScope::All;
    Ok(viewer)
}

/// Refuses an employer whose own figures this person may not see or sign for.
fn own_only(viewer: &Viewer, employer: &str) -> Result<(), EngineError> {
    let OrgScope::Only(orgs) = &viewer.orgs else { return Ok(()) };
    let known = employer.parse::<OdsCode>().is_ok_and(|code| orgs.contains(&code));
    if known {
        return Ok(());
    }
    Err(EngineError::Denied(format!("{employer} is not your employer. Ask the person who runs this store.")))
}

fn audit(action: &str, object: &str, body: serde_json::Value) -> AuditEntry {
    AuditEntry::new(action, object).with(body)
}

/// A form's answer that can't be taken, in a sentence.
fn question<T>(words: impl Into<String>) -> Result<T, EngineError> {
    Err(EngineError::Question(words.into()))
}
