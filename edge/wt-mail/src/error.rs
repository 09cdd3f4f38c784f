//! What can go wrong with a letter, in words that say what to do.

/// Why a letter was not sent. Never holds a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostError {
    /// The address of the server can't be read.
    #[error(
        "The mail server's address can't be used: {why}. Write it as smtps://name:password@host, or as smtp://127.0.0.1:25 for a server on this machine."
    )]
    Server {
        /// What is wrong with it.
        why: String,
    },
    /// A password or a letter would cross the network in the clear.
    #[error(
        "smtp:// sends passwords and letters in the clear, which is allowed to a server on this machine only. Use smtps://, or smtp://…?tls=required."
    )]
    Clear,
    /// Not an e-mail address.
    #[error("'{what}' is not an e-mail address. Write it as name@example.nhs.uk.")]
    Address {
        /// What was given.
        what: String,
    },
    /// The letter itself can't be put together.
    #[error("The letter can't be put together: {why}.")]
    Letter {
        /// What is wrong with it.
        why: String,
    },
    /// The server does not take it now, or can't be reached: try again later.
    #[error("The mail server did not take the letter: {why}. It will be tried again.")]
    NotNow {
        /// What was said.
        why: String,
    },
    /// The server refuses it for good.
    #[error("The mail server refused the letter: {why}. It will not be tried again.")]
    Refused {
        /// What the server said.
        why: String,
    },
}

impl PostError {
    /// Whether trying again later may help.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NotNow { .. })
    }
}
