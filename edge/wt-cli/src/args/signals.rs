//! Flags of `wholetime signals`.

use clap::Args;
use wt_units::OdsCode;

use super::{At, Scope};
use crate::report::Format;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wholetime signals --store S --region London --format csv\n")]
pub(crate) struct Signals {
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// Only this employer.
    #[arg(long)]
    pub(crate) org: Option<OdsCode>,
    /// Each metric of the employer with its icons and reasons instead.
    #[arg(long, requires = "org")]
    pub(crate) icons: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
