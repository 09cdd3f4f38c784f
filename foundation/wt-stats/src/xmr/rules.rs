//! The four rules that mark special cause variation within a segment (§2.1).

use super::{Label, Limits, Mark, Segment};

/// Points in a row on one side of the mean that make a shift, and points in a row one way that make a trend.
pub(crate) const RUN: usize = 7;

/// Marks the values of one segment.
pub(super) fn mark(values: &[Option<f64>], segment: &Segment, marks: &mut [Option<Mark>]) {
    let side: Vec<i8> = values.iter().map(|v| v.map_or(0, |x| sign(x - segment.mean))).collect();
    let zone: Vec<Zone> = values.iter().map(|v| zone(*v, segment.limits.as_ref())).collect();
    let shift = runs(&side, RUN);
    let steps = steps(values);
    let trend = trends(&steps);
    let close = two_in_three(values, &side, &zone);
    for (i, mark) in marks.iter_mut().enumerate() {
        if values[i].is_none() {
            continue;
        }
        let label = match side[i] {
            s if zone[i] == Zone::Outside => by(s, Label::Above, Label::Below),
            _ if trend[i] != 0 => by(trend[i], Label::Rising, Label::Falling),
            s if close[i] => by(s, Label::CloseAbove, Label::CloseBelow),
            s if shift[i] => by(s, Label::ShiftUp, Label::ShiftDown),
            _ => Label::Common,
        };
        let known = zone[i] != Zone::Unknown;
        *mark = Some(Mark {
            outside: known.then_some(zone[i] == Zone::Outside),
            close: known.then_some(zone[i] == Zone::Close),
            side: side[i],
            label,
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Unknown,
    Inside,
    Close,
    Outside,
}

fn zone(value: Option<f64>, limits: Option<&Limits>) -> Zone {
    let (Some(x), Some(l)) = (value, limits) else { return Zone::Unknown };
    if x > l.upper || x < l.lower {
        Zone::Outside
    } else if x > l.upper_warning || x < l.lower_warning {
        Zone::Close
    } else {
        Zone::Inside
    }
}

fn by(sign: i8, up: Label, down: Label) -> Label {
    if sign > 0 { up } else { down }
}

fn sign(x: f64) -> i8 {
    i8::from(x > 0.0) - i8::from(x < 0.0)
}

/// True for members of a run of at least `length` equal non-zero signs.
fn runs(signs: &[i8], length: usize) -> Vec<bool> {
    let mut marked = vec![false; signs.len()];
    let mut start = 0;
    for i in 1..=signs.len() {
        if i == signs.len() || signs[i] != signs[start] {
            if i - start >= length && signs[start] != 0 {
                marked[start..i].fill(true);
            }
            start = i;
        }
    }
    marked
}

/// The sign of the step that leads to each point; 0 at the first point, at a tie and across a gap.
fn steps(values: &[Option<f64>]) -> Vec<i8> {
    let mut steps = vec![0; values.len()];
    for i in 1..values.len() {
        if let (Some(a), Some(b)) = (values[i - 1], values[i]) {
            steps[i] = sign(b - a);
        }
    }
    steps
}

/// The direction of the trend each point is part of, 0 for none: six steps one way mark seven points. A point
/// takes the step that leads to it, or, if the next point is part of a trend too, the step that leaves it.
fn trends(steps: &[i8]) -> Vec<i8> {
    let stepping = runs(steps, RUN - 1);
    let part: Vec<bool> =
        (0..steps.len()).map(|i| stepping[i] || stepping.get(i + 1).copied().unwrap_or(false)).collect();
    (0..steps.len())
        .map(|i| match (part[i], part.get(i + 1)) {
            (false, _) => 0,
            (true, Some(true)) => steps[i + 1],
            (true, _) => steps[i],
        })
        .collect()
}

/// In a window of three points on one side with at least two close to the limit, those that are close.
fn two_in_three(values: &[Option<f64>], side: &[i8], zone: &[Zone]) -> Vec<bool> {
    let mut marked = vec![false; values.len()];
    for i in 0..values.len().saturating_sub(2) {
        let window = i..i + 3;
        let one_side = side[i] != 0 && side[window.clone()].iter().all(|s| *s == side[i]);
        let close = window.clone().filter(|j| zone[*j] == Zone::Close).count();
        if one_side && close >= 2 {
            for j in window {
                marked[j] |= zone[j] == Zone::Close;
            }
        }
    }
    marked
}
