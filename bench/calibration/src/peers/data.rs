//! Organisations by variables and metrics, cleaned as any analyst would.

use super::sheet::ByOrg;

/// A metric needs this many organisations.
const FEWEST: usize = 30;
/// Values farther from the median than this many robust deviations are brought to it: data errors would decide every
/// squared error.
const FARTHEST: f64 = 3.0;

/// What is to be predicted.
pub struct Metric {
    pub name: String,
    /// Metrics of one family are held out together.
    pub family: String,
    of: ByOrg,
    /// By place of organisation.
    pub values: Vec<Option<f64>>,
}

impl Metric {
    pub fn new(name: &str, family: &str, of: ByOrg) -> Self {
        Self { name: name.to_owned(), family: family.to_owned(), of, values: Vec::new() }
    }
}

/// Organisations, what describes them, and what is to be predicted.
pub struct Data {
    pub names: Vec<String>,
    /// By organisation, then variable.
    pub rows: Vec<Option<f64>>,
    pub metrics: Vec<Metric>,
}

impl Data {
    pub fn new(organisations: &[String], variables: Vec<(String, ByOrg)>, metrics: Vec<Metric>) -> Self {
        let mut rows = Vec::new();
        for org in organisations {
            rows.extend(variables.iter().map(|(_, of)| of.get(org).copied()));
        }
        let mut kept = Vec::new();
        for mut metric in metrics {
            metric.values = organisations.iter().map(|org| metric.of.get(org).copied()).collect();
            if hold(&mut metric.values) {
                kept.push(metric);
            }
        }
        let names = variables.into_iter().map(|(name, _)| name).collect();
        Self { names, rows, metrics: kept }
    }

    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = self.metrics.iter().map(|metric| metric.family.as_str()).collect();
        families.sort_unstable();
        families.dedup();
        families
    }
}

/// Brings far values in; whether the metric has enough that vary.
fn hold(values: &mut [Option<f64>]) -> bool {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    let Some(middle) = wt_stats::median(&present) else { return false };
    let away: Vec<f64> = present.iter().map(|value| (value - middle).abs()).collect();
    let reach = FARTHEST * 1.4826 * wt_stats::median(&away).unwrap_or(0.0);
    for value in values.iter_mut().flatten() {
        *value = value.clamp(middle - reach, middle + reach);
    }
    present.len() >= FEWEST && reach > 0.0
}
