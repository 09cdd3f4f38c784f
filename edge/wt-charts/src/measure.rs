//! What the values of a chart are in: the unit of a metric, or plain numbers of an analyst's own file.

use wt_benchmark::metric::Unit;

use crate::say;

/// What values are in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// The unit of a metric.
    Of(Unit),
    /// Plain numbers, shown times so much.
    Plain(f64),
}

impl From<Unit> for Measure {
    fn from(unit: Unit) -> Self {
        Self::Of(unit)
    }
}

impl Measure {
    /// How much larger the number shown is than the figure.
    pub(crate) fn scale(self) -> f64 {
        match self {
            Self::Of(unit) => unit.scale(),
            Self::Plain(times) => times,
        }
    }

    /// A figure, without regard to the form of its minus.
    pub(crate) fn say(self, x: f64) -> String {
        match self {
            Self::Of(unit) => unit.say(x),
            Self::Plain(times) => number(x * times),
        }
    }

    /// A distance between two figures, without its sign.
    pub(crate) fn say_gap(self, x: f64) -> String {
        match self {
            Self::Of(unit) => unit.say_gap(x),
            Self::Plain(times) => number((x * times).abs()),
        }
    }
}

/// Three figures that count, or all before the point.
fn number(x: f64) -> String {
    let size = x.abs();
    let decimals = match size {
        _ if size >= 1000.0 => return say::whole(x).replace('\u{2212}', "-"),
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 || size == 0.0 => 2,
        _ => (2.0 - size.log10().floor()).clamp(3.0, 9.0) as usize,
    };
    format!("{x:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_keep_three_figures() {
        let said: Vec<String> =
            [0.0, 0.00123, 0.5, 3.456, 34.56, 345.6, 3456.0, -2.5].map(|x| Measure::Plain(1.0).say(x)).into();
        assert_eq!(said, ["0.00", "0.00123", "0.500", "3.46", "34.6", "346", "3,456", "-2.50"]);
        assert_eq!(Measure::Plain(100.0).say(0.0345), "3.45");
    }
}
