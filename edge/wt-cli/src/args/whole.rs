//! Flags of `wholetime backup`, `restore` and `export`.

use std::path::PathBuf;

use clap::Args;

use super::At;

/// `wholetime export`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    wholetime export --store S | wholetime import --store postgres://wholetime@localhost/wholetime -\n\n\
    Accounts go with it; sessions, invitations, tokens of programs, drafts and the key of pseudonyms stay behind.\n")]
pub(crate) struct Export {
    /// The file to write; standard output without it.
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) at: At,
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// The backup file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) at: At,
}
