//! From figures to places: linear scales with round ticks.

use wt_benchmark::metric::Unit;

use crate::{Measure, say};

/// A linear scale from figures to places, with ticks at round figures.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    /// Covers all finite figures, widened to round ticks, on places `from` to `to`; `zero` keeps nought in it.
    pub(crate) fn new(
        figures: impl Iterator<Item = f64>,
        zero: bool,
        (from, to): (f64, f64),
        ticks: f64,
    ) -> Self {
        let start = if zero { (0.0_f64, 0.0_f64) } else { (f64::INFINITY, f64::NEG_INFINITY) };
        let (low, high) =
            figures.filter(|x| x.is_finite()).fold(start, |(low, high), x| (low.min(x), high.max(x)));
        let (low, high) = match () {
            () if low > high => (0.0, 1.0),
            () if high - low < 1e-12 => (low - low.abs() * 0.1 - 1e-3, high + high.abs() * 0.1 + 1e-3),
            () => (low, high),
        };
        let low = if zero && low > -1e-9 { 0.0 } else { low };
        let step = step((high - low) / ticks.max(1.0));
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, from, to, step }
    }

    /// The place of a figure; one beyond the ends stops just outside them.
    pub(crate) fn place(&self, x: f64) -> f64 {
        let part = (x - self.low) / (self.high - self.low);
        self.from + part.clamp(-0.02, 1.02) * (self.to - self.from)
    }

    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// Round figures from end to end.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step).round().clamp(1.0, 20.0) as usize;
        (0..=n).map(|i| self.low + self.step * i as f64).collect()
    }

    /// A tick in the metric's unit, with as many decimals as the step needs.
    pub(crate) fn say(&self, unit: impl Into<Measure>, x: f64) -> String {
        let unit = unit.into();
        let shown = x * unit.scale();
        let step = self.step * unit.scale();
        let decimals = (0..4).find(|d| is_whole(step * 10_f64.powi(*d))).unwrap_or(4);
        let number = if decimals == 0 {
            say::whole(shown.abs())
        } else {
            format!("{:.*}", usize::try_from(decimals).unwrap_or(0), shown.abs())
        };
        let sign = if shown < -step / 1e6 { "\u{2212}" } else { "" };
        match unit {
            Measure::Of(Unit::Percent) => format!("{sign}{number}%"),
            Measure::Of(Unit::Gbp) => format!("{sign}£{number}"),
            Measure::Of(_) | Measure::Plain(_) => format!("{sign}{number}"),
        }
    }
}

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < 1e-6
}

/// The next round step from `raw` on: 1, 2 or 5 times a power of ten.
fn step(raw: f64) -> f64 {
    let power = 10_f64.powf(raw.log10().floor());
    if !power.is_finite() || power <= 0.0 {
        return 1.0;
    }
    [1.0, 2.0, 5.0].into_iter().map(|m| m * power).find(|s| *s >= raw * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(figures: &[f64], zero: bool, unit: Unit) -> Vec<String> {
        let scale = Scale::new(figures.iter().copied(), zero, (0.0, 100.0), 5.0);
        scale.ticks().into_iter().map(|t| scale.say(unit, t)).collect()
    }

    #[test]
    fn ticks_are_round_and_cover_the_figures() {
        assert_eq!(said(&[0.031, 0.068], true, Unit::Percent), ["0%", "2%", "4%", "6%", "8%"]);
        assert_eq!(
            said(&[0.04, 0.05], false, Unit::Percent),
            ["4.0%", "4.2%", "4.4%", "4.6%", "4.8%", "5.0%"]
        );
        assert_eq!(
            said(&[-3.0, 12_000.0], false, Unit::Gbp),
            ["\u{2212}£5,000", "£0", "£5,000", "£10,000", "£15,000"]
        );
    }

    #[test]
    fn nothing_or_one_figure_still_has_a_scale() {
        for figures in [&[][..], &[0.05], &[0.0], &[f64::NAN, f64::INFINITY]] {
            let scale = Scale::new(figures.iter().copied(), false, (0.0, 100.0), 5.0);
            assert!(scale.ticks().len() >= 2 && scale.place(0.05).is_finite(), "{figures:?}");
        }
    }
}
