//! The figures of units, metric by metric.

use clap::ValueEnum;
use wt_stats::Interval;
use wt_stats::dist::z_of;
use wt_stats::hierarchy::Figures;
use wt_stats::rates::{proportion, rate};

use super::super::super::Failure;
use super::super::columns::Columns;
use super::Args;

/// What the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Kind {
    /// Numerator part of its denominator; Wilson's interval.
    #[default]
    Proportion,
    /// Events over exposure; exact interval below ten events, Byar's from ten on.
    Rate,
    /// Values with standard errors.
    Mean,
    /// Ratios with standard errors.
    Ratio,
}

/// One metric.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) units: Vec<String>,
    kind: Kind,
    /// Numerator and denominator, or value and standard error; not a number where missing.
    pairs: Vec<(f64, f64)>,
}

pub(super) fn read(args: &Args, columns: &Columns) -> Result<Vec<Group>, Failure> {
    let counted = matches!(args.kind, Kind::Proportion | Kind::Rate);
    let asked = if counted { [&args.numerator, &args.denominator] } else { [&args.value, &args.se] };
    let [Some(first), Some(second)] = asked.map(Option::as_deref) else {
        let flags = if counted { "--numerator and --denominator" } else { "--value and --se" };
        return Err(Failure::Input(format!("This kind needs {flags}, names of columns.")));
    };
    let (x, n, names) = (columns.numbers(first)?, columns.numbers(second)?, columns.texts(&args.unit)?);
    let sum = |of: &[Option<f64>], rows: &[usize]| {
        rows.iter().map(|i| of[*i]).sum::<Option<f64>>().unwrap_or(f64::NAN)
    };
    let group = |(name, rows): (String, Vec<usize>)| {
        let mut units: Vec<(String, Vec<usize>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for i in rows {
            let at = *places.entry(names[i].clone()).or_insert_with(|| {
                units.push((names[i].clone(), Vec::new()));
                units.len() - 1
            });
            if !counted && !units[at].1.is_empty() {
                return Err(Failure::Input(format!(
                    "{}, row {}: '{}' stands there a second time. Means and ratios take one row for each unit.",
                    args.file.display(),
                    columns.row(i),
                    names[i]
                )));
            }
            units[at].1.push(i);
        }
        let pairs = units.iter().map(|(_, rows)| (sum(&x, rows), sum(&n, rows))).collect();
        Ok(Group { name, units: units.into_iter().map(|u| u.0).collect(), kind: args.kind, pairs })
    };
    columns.groups(args.metric.as_deref())?.into_iter().map(group).collect()
}

impl Group {
    pub(super) fn figures(&self) -> Figures<'_> {
        match self.kind {
            Kind::Proportion => Figures::Proportions(&self.pairs),
            Kind::Rate => Figures::Rates(&self.pairs),
            Kind::Mean => Figures::Means(&self.pairs),
            Kind::Ratio => Figures::Ratios(&self.pairs),
        }
    }

    /// Whether a unit's figures can be used.
    fn is_usable(&self, i: usize) -> bool {
        let (x, n) = self.pairs[i];
        let possible = match self.kind {
            Kind::Proportion => (0.0..=n).contains(&x),
            Kind::Rate => x >= 0.0,
            Kind::Mean => true,
            Kind::Ratio => x > 0.0,
        };
        possible && x.is_finite() && n.is_finite() && n > 0.0
    }

    pub(super) fn value(&self, i: usize) -> Option<f64> {
        let (x, n) = self.pairs[i];
        let value = if self.is_counted() { x / n } else { x };
        self.is_usable(i).then_some(value)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = Option<f64>> {
        (0..self.units.len()).map(|i| self.value(i))
    }

    /// Numerator and denominator as given, where there are any.
    pub(super) fn counts(&self, i: usize) -> Option<(f64, f64)> {
        self.is_counted().then_some(self.pairs[i])
    }

    /// Σ numerators / Σ denominators, or the plain mean.
    pub(super) fn mean(&self) -> Option<f64> {
        let usable = (0..self.units.len()).filter(|i| self.is_usable(*i)).map(|i| self.pairs[i]);
        let part = |(x, n): (f64, f64)| if self.is_counted() { (x, n) } else { (x, 1.0) };
        let (x, n) = usable.map(part).fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        (n > 0.0).then_some(x / n)
    }

    /// The value's own interval.
    pub(super) fn interval(&self, i: usize, confidence: f64) -> Option<Interval> {
        let (x, n) = self.pairs[i];
        self.value(i)?;
        let z = z_of(confidence);
        let estimate = match self.kind {
            Kind::Proportion => proportion(x, n, confidence).ok()?,
            Kind::Rate => rate(x, n, confidence).ok()?,
            Kind::Mean => return Some(Interval { low: x - z * n, high: x + z * n }),
            Kind::Ratio => {
                let wide = (z * n / x).exp();
                return Some(Interval { low: x / wide, high: x * wide });
            }
        };
        Some(Interval { low: estimate.low?, high: estimate.high? })
    }

    fn is_counted(&self) -> bool {
        matches!(self.kind, Kind::Proportion | Kind::Rate)
    }
}
