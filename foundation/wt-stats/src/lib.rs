//! Signal or noise: control charts, funnels, intervals.
//!
//! One module a topic. Each formula names its source; section numbers are those of the project's reference on
//! statistics (`statistics.md`). Everything here is plain `f64` on plain slices: what is too little or too flat
//! to say anything about gives `None` or a flag, never a NaN and never a panic.

pub mod adjust;
pub mod comparator;
pub mod count_effects;
pub mod cusum;
pub mod disclosure;
pub mod dist;
pub mod effect;
pub mod fdr;
pub mod funnel;
pub mod hierarchy;
pub mod instrument;
pub mod interval;
pub mod matrix;
pub mod quantile;
pub mod random_effects;
pub mod rates;
pub mod root;
pub mod savings;
pub mod selection;
pub mod similar;
pub mod spc;
pub mod trend;
pub mod xmr;

pub use interval::{Interval, wilson};
pub use quantile::{median, quantile};

/// Normal quantile for 95% limits, as the funnel package rounds it (§2.3).
pub const Z95: f64 = 1.959_964;
/// Normal quantile for 99.8% limits, as the funnel package rounds it (§2.3).
pub const Z998: f64 = 3.090_232;
