//! `wholetime rates template`: a file of bookings to fill in, made from the columns that the reader knows.

use wt_rates::extract::template;

use super::super::{Answer, figures};
use super::intake::columns;
use crate::words::say;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wholetime rates template > bookings.csv\n\n\
    The headings and one example row go to standard output, what each column means to standard error.\n")]
pub(crate) struct Args {}

pub(super) fn run() -> Answer {
    say(&columns());
    figures(&template())
}
