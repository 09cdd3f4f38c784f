//! The scale on which errors are normal with a spread that is known.

use crate::hierarchy::{Figures, NoFigure};

/// From figures to a scale and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// asin √p, se 1 / √(4n + 2) (Anscombe 1948).
    Proportion,
    /// √rate, se 1 / (2 √exposure) (Anscombe 1948).
    Rate,
    /// As it is.
    Mean,
    /// Logarithm.
    Ratio,
}

/// A figure on the scale, with the standard error of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    pub(super) at: f64,
    pub(super) se: f64,
}

/// The scale of figures, and each figure on it or why it can't be used.
pub(super) fn read(figures: Figures<'_>) -> (Scale, Vec<Result<Figure, NoFigure>>) {
    let (scale, pairs) = match figures {
        Figures::Proportions(pairs) => (Scale::Proportion, pairs),
        Figures::Rates(pairs) => (Scale::Rate, pairs),
        Figures::Means(pairs) => (Scale::Mean, pairs),
        Figures::Ratios(pairs) => (Scale::Ratio, pairs),
    };
    (scale, pairs.iter().map(|pair| scale.figure(*pair)).collect())
}

impl Scale {
    fn figure(self, (x, n): (f64, f64)) -> Result<Figure, NoFigure> {
        if !x.is_finite() || !n.is_finite() {
            return Err(NoFigure::NotFinite);
        }
        if n <= 0.0 {
            return Err(NoFigure::NoDenominator);
        }
        let possible = match self {
            Self::Proportion => (0.0..=n).contains(&x),
            Self::Rate => x >= 0.0,
            Self::Mean => true,
            Self::Ratio => x > 0.0,
        };
        if !possible {
            return Err(NoFigure::OutOfRange);
        }
        let figure = match self {
            Self::Proportion => {
                Figure { at: ((x + 0.375) / (n + 0.75)).sqrt().asin(), se: (4.0 * n + 2.0).sqrt().recip() }
            }
            Self::Rate => Figure { at: ((x + 0.375) / n).sqrt(), se: 0.5 / n.sqrt() },
            Self::Mean => Figure { at: x, se: n },
            Self::Ratio => Figure { at: x.ln(), se: n / x },
        };
        let said = figure.at.is_finite() && figure.se.is_finite() && figure.se > 0.0;
        if said { Ok(figure) } else { Err(NoFigure::NotFinite) }
    }

    /// The figure as it is given: a share, a rate, a mean or a ratio.
    pub(super) fn plain(self, (x, n): (f64, f64)) -> f64 {
        match self {
            Self::Proportion | Self::Rate => x / n,
            Self::Mean | Self::Ratio => x,
        }
    }

    /// The place of a figure that is known without error.
    pub(super) fn place(self, plain: f64) -> f64 {
        match self {
            Self::Proportion => plain.clamp(0.0, 1.0).sqrt().asin(),
            Self::Rate => plain.max(0.0).sqrt(),
            Self::Mean => plain,
            Self::Ratio => plain.ln(),
        }
    }

    /// The figure at a place on the scale.
    pub(super) fn back(self, at: f64) -> f64 {
        match self {
            Self::Proportion => at.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2),
            Self::Rate => at.max(0.0).powi(2),
            Self::Mean => at,
            Self::Ratio => at.min(700.0).exp(),
        }
    }
}
