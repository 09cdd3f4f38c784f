//! `wholetime stats`: the statistics for any analyst's own file. No store is needed and nothing is kept.
//!
//! One file a subcommand: its flags, and a function from columns to figures that asks `wt-stats`; no statistics stand
//! here. To add one: a file with `#[derive(Args)]` and `run`, a variant of [`Stats`], an arm in [`run`]. [`columns`]
//! reads the file (CSV or a workbook) and refuses what is no number with row, column, found and expected. Figures are
//! printed with every digit; [`estimates`] prints a value with its interval at each of `--confidence`.

mod chart;
mod columns;
mod compare;
mod cusum;
mod disclose;
mod effect;
mod estimates;
mod funnel;
mod life;
mod meta;
mod output;
mod p_adjust;
mod quantile;
mod rate;
mod sii;
mod spc;
mod trend;

use clap::{Subcommand, ValueEnum};

use super::Answer;

/// The statistics there are.
#[derive(Debug, Subcommand)]
pub(crate) enum Stats {
    /// Life expectancy at each age, by area.
    Life(life::Args),
    /// Which of so many equal groups each value belongs to.
    Quantile(quantile::Args),
    /// Proportions, rates, means and standardised rates, with intervals.
    Rate(Box<rate::Args>),
    /// Directly standardised rates: `rate --kind dsr`.
    Dsr(Box<rate::Of>),
    /// Indirectly standardised ratios: `rate --kind isr`.
    Isr(Box<rate::Of>),
    /// Slope and relative index of inequality.
    Sii(Box<sii::Args>),
    /// Control charts (XmR) by the Making Data Count rules.
    Spc(spc::Args),
    /// Funnels: who lies further out than size and usual spread explain, as FunnelPlotR has it.
    Funnel(funnel::Args),
    /// Control charts for counts, proportions, rates, times and runs, as qicharts2 draws them.
    Chart(chart::Args),
    /// The recent trend over five years, as the Fingertips profiles mark it.
    Trend(trend::Args),
    /// Each unit beside the mean, the median, the best quartile or the best five of ten similar ones.
    Compare(Box<compare::Args>),
    /// Drifts that alert, as OpenPrescribing sends them.
    Cusum(cusum::Args),
    /// P-values adjusted for how many there are, as R's p.adjust has them.
    PAdjust(p_adjust::Args),
    /// How far units truly differ, and each with its noise shrunk away, as metafor has it.
    Meta(meta::Args),
    /// Did it work? Interrupted time series, difference in differences, synthetic control and placebos.
    Effect(Box<effect::Args>),
    /// A table of counts that may be published: small ones hidden so that no sum gives them back.
    Disclose(disclose::Args),
}

/// Whose reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Mode {
    /// As the packages analysts know compute it, digit for digit.
    #[default]
    Peer,
    /// With what is wrong there put right: this decides signals, ranking and pounds.
    Corrected,
}

/// `--mode` where both readings are one.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Same {
    /// Whose reading: here both are the same.
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
}

#[allow(clippy::unused_async, reason = "every command is awaited alike")]
pub(super) async fn run(what: Stats) -> Answer {
    match what {
        Stats::Life(args) => life::run(&args),
        Stats::Quantile(args) => quantile::run(&args),
        Stats::Rate(args) => rate::run(&args),
        Stats::Dsr(args) => rate::of(rate::Kind::Dsr, &args),
        Stats::Isr(args) => rate::of(rate::Kind::Isratio, &args),
        Stats::Sii(args) => sii::run(&args),
        Stats::Spc(args) => spc::run(&args),
        Stats::Chart(args) => chart::run(&args),
        Stats::Funnel(args) => funnel::run(&args),
        Stats::Trend(args) => trend::run(&args),
        Stats::Compare(args) => compare::run(&args),
        Stats::Cusum(args) => cusum::run(&args),
        Stats::PAdjust(args) => p_adjust::run(&args),
        Stats::Meta(args) => meta::run(&args),
        Stats::Effect(args) => effect::run(&args),
        Stats::Disclose(args) => disclose::run(&args),
    }
}
