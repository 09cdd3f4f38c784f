//! Flags of `wholetime worked`.

use clap::Args;
use wt_units::{MetricId, Month, OdsCode};

use super::{At, Scope};
use crate::report::Format;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wholetime worked agency-share-of-pay DEMO11 --since 2025-06 --store demo-store\n  \
                        wholetime worked sickness-absence RJ6 --since 2024-09 --until 2025-03 --store S --format csv\n\n\
    Figures are in the metric's unit: the answer, each organisation it was compared with and its weight, earlier dates\n\
    that were tried, and every month.\n"
)]
pub(crate) struct Worked {
    /// The metric, such as sickness-absence (see `wholetime metrics list`).
    pub(crate) metric: MetricId,
    /// Who changed something.
    pub(crate) org: OdsCode,
    /// The first month that could show it, such as 2025-06.
    #[arg(long)]
    pub(crate) since: Month,
    /// The last month to look at; by default the last with figures.
    #[arg(long)]
    pub(crate) until: Option<Month>,
    /// The least improvement worth having, in the metric's unit; by default a tenth of the level before.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) worthwhile: Option<f64>,
    #[command(flatten)]
    pub(crate) at: At,
    #[command(flatten)]
    pub(crate) scope: Scope,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
