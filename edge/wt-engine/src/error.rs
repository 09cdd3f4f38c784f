//! What can go wrong in a use case, in words for the person who asked.

use wt_extract::Fault;
use wt_store::StoreError;

/// Why a use case gave no answer. `Display` is a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The file can't be read, or none of it can be kept.
    #[error("{0}")]
    File(#[from] Fault),
    /// The question can't be answered as it was put: an unknown metric, no data for the period.
    #[error("{0}")]
    Question(String),
    /// There is no such thing as the address or the command names.
    #[error("{0}")]
    NotFound(String),
    /// This person may not do that.
    #[error("{0}")]
    Denied(String),
    /// The work was stopped because somebody asked for it.
    #[error("Stopped as asked. Nothing was kept.")]
    Cancelled,
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A figure or file that ships with the program is faulty: ours to mend.
    #[error("A file that ships with Wholetime is faulty: {0}")]
    Builtin(String),
}

impl EngineError {
    /// Whether there is no such thing as was named (status 404).
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::NotFound(_) | Self::Store(StoreError::NotFound { .. }))
    }

    /// Whether this person may not do that (status 403).
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_) | Self::Store(StoreError::NotAllowed { .. }))
    }

    /// Whether the person can mend it by asking differently (exit code 2, status 4xx).
    pub fn is_input(&self) -> bool {
        match self {
            Self::File(_) | Self::Question(_) | Self::NotFound(_) | Self::Denied(_) => true,
            Self::Store(e) => matches!(
                e,
                StoreError::NotFound { .. }
                    | StoreError::NotAllowed { .. }
                    | StoreError::AlreadyLoaded { .. }
                    | StoreError::Conflict { .. }
                    | StoreError::Taken { .. }
            ),
            Self::Cancelled | Self::Builtin(_) => false,
        }
    }
}
