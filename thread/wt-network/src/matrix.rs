//! Employers by clauses: who keeps what, and how far the others are. One's own line comes first; others are named by consent.

use std::cmp::Reverse;

use wt_units::{MetricId, OdsCode, Quantity};

use crate::adoption::{Adoption, Stand};
use crate::standard::{Bound, Standard, Test};

/// A metric's figure of one employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Sum over the months.
    pub numerator: Quantity,
    /// Sum over the same months; above zero.
    pub denominator: Quantity,
    /// What a share of 1 is in the metric's unit: 100 for percent, 1 for days.
    pub scale: i64,
}

/// What one employer has for one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Measured: by how much it is short, in the metric's unit; zero or less: it keeps the clause.
    Measured(Quantity),
    /// Measured, and there are no figures.
    NoFigures,
    /// Declared, with what shows it.
    Shown(String),
    /// Declared, and nothing shows it yet.
    NotShown,
    /// The employer is exempt.
    Exempt,
}

impl Cell {
    /// Whether the clause is kept; none where it can't be said or need not be.
    pub fn kept(&self) -> Option<bool> {
        match self {
            Self::Measured(short) => Some(short.millionths() <= 0),
            Self::Shown(_) => Some(true),
            Self::NotShown => Some(false),
            Self::NoFigures | Self::Exempt => None,
        }
    }
}

/// One employer's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixLine {
    /// Which; none where its name is not shown.
    pub employer: Option<OdsCode>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// How far it is.
    pub stand: Stand,
    /// One for each clause, in their order.
    pub cells: Vec<Cell>,
}

/// By how much a figure is short of a threshold, in the metric's unit, rounded away from the threshold; zero or less: not short.
/// None where the denominator is not above zero.
pub fn distance(figure: Figure, bound: Bound, threshold: Quantity) -> Option<Quantity> {
    let den = i128::from(figure.denominator.millionths());
    if den <= 0 {
        return None;
    }
    let num = i128::from(figure.numerator.millionths()) * i128::from(figure.scale);
    let want = i128::from(threshold.millionths()) * den;
    let have = num.checked_mul(1_000_000)?;
    let short = match bound {
        Bound::AtLeast => want - have,
        Bound::AtMost => have - want,
    };
    // A figure that is short by less than a millionth is still short.
    let up = if short > 0 { (short + den - 1) / den } else { short / den };
    i64::try_from(up).ok().map(Quantity::from_millionths)
}

/// The matrix of a standard: own line first, then those who keep most clauses.
pub fn matrix(
    standard: &Standard,
    adoptions: &[Adoption],
    own: &[OdsCode],
    figure: impl Fn(OdsCode, &MetricId) -> Option<Figure>,
) -> Vec<MatrixLine> {
    let cell = |of: &Adoption, id: &str, test: &Test| match test {
        _ if matches!(of.stand, Stand::Exempt { .. }) => Cell::Exempt,
        Test::Measured { metric, bound, threshold } => figure(of.employer, metric)
            .and_then(|f| distance(f, *bound, *threshold))
            .map_or(Cell::NoFigures, Cell::Measured),
        Test::Declared { .. } => of.shown.get(id).map_or(Cell::NotShown, |what| Cell::Shown(what.clone())),
    };
    let mut lines: Vec<MatrixLine> = adoptions
        .iter()
        .map(|of| {
            let mine = own.contains(&of.employer);
            MatrixLine {
                employer: (mine || of.named).then_some(of.employer),
                own: mine,
                stand: of.stand.clone(),
                cells: standard.clauses.iter().map(|c| cell(of, &c.id, &c.test)).collect(),
            }
        })
        .collect();
    // What a coded employer attached would say who it is.
    for line in lines.iter_mut().filter(|line| line.employer.is_none()) {
        if let Stand::Exempt { reason, signed_by, .. } = &mut line.stand {
            (*reason, *signed_by) = (String::new(), String::new());
        }
        if let Stand::Adopted { signed_by, .. } = &mut line.stand {
            signed_by.clear();
        }
        for cell in &mut line.cells {
            if let Cell::Shown(what) = cell {
                what.clear();
            }
        }
    }
    let kept = |line: &MatrixLine| line.cells.iter().filter(|c| c.kept() == Some(true)).count();
    lines.sort_by_key(|line| (!line.own, Reverse(kept(line)), line.employer.is_none(), line.employer));
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::standard::Clause;

    fn figure(numerator: i64, denominator: i64, scale: i64) -> Figure {
        let whole = |n| Quantity::whole(n).unwrap();
        Figure { numerator: whole(numerator), denominator: whole(denominator), scale }
    }

    #[test]
    fn a_distance_is_exact_on_the_threshold() {
        let q = |n| Quantity::whole(n).unwrap();
        assert_eq!(distance(figure(84, 2, 1), Bound::AtLeast, q(42)), Some(Quantity::ZERO));
        assert_eq!(distance(figure(70, 2, 1), Bound::AtLeast, q(42)), Some(q(7)));
        assert_eq!(distance(figure(90, 100, 100), Bound::AtLeast, q(95)), Some(q(5)));
        assert_eq!(distance(figure(120, 2, 1), Bound::AtMost, q(56)), Some(q(4)));
        let third = distance(figure(1, 3, 100), Bound::AtMost, "33.333333".parse().unwrap()).unwrap();
        assert_eq!(third.millionths(), 1, "a third is above 33.333333%");
        assert_eq!(distance(figure(1, 0, 1), Bound::AtLeast, q(1)), None);
    }

    #[test]
    fn own_first_and_others_coded_with_nothing_that_names_them() {
        let test = Test::Declared { shows: "it".into() };
        let clause = Clause { id: "a".into(), words: "So.".into(), test };
        let standard = Standard::propose("One", "Why.", vec![clause], Vec::new()).unwrap();
        let code = |c: &str| c.parse::<OdsCode>().unwrap();
        let mut coded = Adoption::of(code("RAA"));
        coded.shown.insert("a".into(), "RAA policy 7".into());
        let mut named = coded.clone();
        (named.employer, named.named) = (code("RBB"), true);
        let lines =
            matrix(&standard, &[coded, named, Adoption::of(code("RCC"))], &[code("RCC")], |_, _| None);
        let who: Vec<_> = lines.iter().map(|l| (l.own, l.employer.map(|e| e.to_string()))).collect();
        assert_eq!(who, [(true, Some("RCC".into())), (false, Some("RBB".into())), (false, None)]);
        assert_eq!(lines[2].cells, [Cell::Shown(String::new())]);
        assert_eq!(lines[0].cells[0].kept(), Some(false));
    }
}
