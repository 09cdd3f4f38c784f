//! The four rules that mark special cause variation within a segment (§2.1).
//!
//! One pass leaves flags at each point, as bits, in a slice of the caller's: nothing is allocated. A second look at
//! a point and its follower gives the rule that wins.

use super::{Label, Limits, Mark};

/// Points in a row on one side of the mean that make a shift, and points in a row one way that make a trend.
const RUN: usize = 7;

const PRESENT: u16 = 1;
const OUTSIDE: u16 = 1 << 1;
const CLOSE: u16 = 1 << 2;
const OVER: u16 = 1 << 3;
const UNDER: u16 = 1 << 4;
const SHIFT: u16 = 1 << 5;
const TREND: u16 = 1 << 6;
/// The step that leads to the point rises.
const UP: u16 = 1 << 7;
/// The step that leads to the point falls.
const DOWN: u16 = 1 << 8;
const TWO_IN_THREE: u16 = 1 << 9;
const SIDES: u16 = OVER | UNDER;
const STEPS: u16 = UP | DOWN;

/// Flags the values (NaN: a gap) of one segment.
pub(super) fn flag(values: &[f64], mean: f64, limits: Option<&Limits>, flags: &mut [u16]) {
    let (mut side, mut sides) = (0, 0);
    let (mut step, mut steps) = (0, 0);
    let mut before = f64::NAN;
    for (i, &x) in values.iter().enumerate() {
        let toward = sign(x > before, x < before, UP, DOWN);
        flags[i] = place(x, mean, limits) | toward;
        let own = flags[i] & SIDES;
        (side, sides) = (own, if own == side { sides + 1 } else { 1 });
        (step, steps) = (toward, if toward == step { steps + 1 } else { 1 });
        raise(flags, i, SHIFT, if side == 0 { 0 } else { sides }, RUN);
        // Six steps join seven points.
        raise(flags, i, TREND, if step == 0 { 0 } else { steps + 1 }, RUN);
        two_in_three(flags, i);
        before = x;
    }
}

fn sign(positive: bool, negative: bool, up: u16, down: u16) -> u16 {
    (u16::from(positive) * up) | (u16::from(negative) * down)
}

/// Side and zone of a value; nothing for a gap.
fn place(x: f64, mean: f64, limits: Option<&Limits>) -> u16 {
    if !x.is_finite() {
        return 0;
    }
    let side = PRESENT | sign(x > mean, x < mean, OVER, UNDER);
    match limits {
        Some(l) if x > l.upper || x < l.lower => side | OUTSIDE,
        Some(l) if x > l.upper_warning || x < l.lower_warning => side | CLOSE,
        _ => side,
    }
}

/// Raises a flag on a run of `run` points that ends at `i`: on all of it when it grows long enough, then one by one.
fn raise(flags: &mut [u16], i: usize, flag: u16, run: usize, enough: usize) {
    if run == enough {
        flags[i + 1 - enough..=i].iter_mut().for_each(|f| *f |= flag);
    } else if run > enough {
        flags[i] |= flag;
    }
}

/// In the window of three that ends at `i`, all on one side with at least two close to the limit: those that are close.
fn two_in_three(flags: &mut [u16], i: usize) {
    let Some(window) = i.checked_sub(2).map(|from| &mut flags[from..=i]) else { return };
    let one_side = window[0] & window[1] & window[2] & SIDES != 0;
    if one_side && window.iter().filter(|f| **f & CLOSE != 0).count() >= 2 {
        window.iter_mut().filter(|f| **f & CLOSE != 0).for_each(|f| *f |= TWO_IN_THREE);
    }
}

/// The rule that wins at point `i`.
pub(super) fn label(flags: &[u16], i: usize) -> Label {
    let own = flags[i];
    let by = |up: Label, down: Label| if own & OVER != 0 { up } else { down };
    if own & OUTSIDE != 0 {
        return by(Label::Above, Label::Below);
    }
    if own & TREND != 0 {
        // A point of a trend takes the step that leads to it, or, if the next point is part of a trend too, the
        // step that leaves it.
        let next = flags.get(i + 1).copied().filter(|f| f & TREND != 0);
        match next.unwrap_or(own) & STEPS {
            UP => return Label::Rising,
            DOWN => return Label::Falling,
            _ => {}
        }
    }
    if own & TWO_IN_THREE != 0 {
        by(Label::CloseAbove, Label::CloseBelow)
    } else if own & SHIFT != 0 {
        by(Label::ShiftUp, Label::ShiftDown)
    } else {
        Label::Common
    }
}

/// The mark of point `i`; none at a gap.
pub(super) fn mark(flags: &[u16], i: usize, limited: bool) -> Option<Mark> {
    let own = flags[i];
    (own & PRESENT != 0).then(|| Mark {
        outside: limited.then_some(own & OUTSIDE != 0),
        close: limited.then_some(own & CLOSE != 0),
        side: i8::from(own & OVER != 0) - i8::from(own & UNDER != 0),
        label: label(flags, i),
    })
}
