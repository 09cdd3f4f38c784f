//! Why a claim can't stand in the book.

/// Why a claim can't stand in the book, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// It names a row that is not there.
    #[error("claim '{claim}' stands on row '{row}', which is not in the base")]
    NoSuchRow {
        /// The claim.
        claim: String,
        /// What it names.
        row: String,
    },
    /// Its own rows overlap.
    #[error("claim '{claim}' names row '{row}' twice, expected each once")]
    RowTwice {
        /// The claim.
        claim: String,
        /// The row.
        row: String,
    },
    /// Pounds out of nothing.
    #[error(
        "claim '{0}' names no rows: pounds that stand on no hour, shift, order line or post can't be told from others"
    )]
    NoRows(String),
    /// A figure that can't be.
    #[error("claim '{claim}', row '{row}': found {found}, expected {expected}")]
    Amount {
        /// The claim.
        claim: String,
        /// The row.
        row: String,
        /// As it stood.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// A share above the whole.
    #[error("claim '{claim}': found a certainty of {found}, expected 0 to 100 percent")]
    Certainty {
        /// The claim.
        claim: String,
        /// As it stood.
        found: u8,
    },
    /// Two claims of one name and stage.
    #[error("claim '{claim}' is entered twice as {stage}, expected each once at each stage")]
    Twice {
        /// The claim.
        claim: String,
        /// Its stage, in words.
        stage: &'static str,
    },
    /// More claims than can be numbered.
    #[error("more than four thousand million claims")]
    TooMany,
}
