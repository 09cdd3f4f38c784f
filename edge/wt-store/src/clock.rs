//! The time of day, as something a test can set.

use jiff::Timestamp;

use crate::StoreError;

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// An instant as kept: always six digits after the point, so that text sorts as time does.
pub(crate) fn text(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// An instant as read back.
pub(crate) fn instant(text: &str) -> Result<Timestamp, StoreError> {
    text.parse().map_err(|_| StoreError::damaged(format!("'{text}' is not an instant")))
}
