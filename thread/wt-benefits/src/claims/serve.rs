//! What a row and those it is within give to one take. Rounds so that no row ever gives more than it holds.

use super::base::{Base, Link, Place};
use super::book::Held;

const MILLION: i64 = 1_000_000;

/// What is left of a row, in millionths and pence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    pub(super) quantity: i64,
    /// `i64::MAX` where the cost is not known.
    pub(super) cost: i64,
}

/// All of a row.
pub(super) fn full(link: &Link) -> Left {
    Left { quantity: link.capacity, cost: link.cost }
}

/// Serves one take after all that come before it.
pub(super) fn serve(base: &Base, left: &mut [Left], take: &mut Held) {
    let mut most = take.asked;
    walk(base, take.place, |at, each| most = most.min(times(left[at].quantity, MILLION, each, false)));
    let mut counted = times(take.pounds, most, take.asked, false);
    walk(base, take.place, |at, each| {
        left[at].quantity -= times(most, each, MILLION, true);
        counted = counted.min(left[at].cost);
    });
    walk(base, take.place, |at, _| {
        if left[at].cost != i64::MAX {
            left[at].cost -= counted;
        }
    });
    (take.granted, take.counted) = (most, counted);
}

/// Every row on the way outward, with how many of its units one unit of the first is, in millionths, rounded up.
pub(super) fn walk(base: &Base, place: Place, mut visit: impl FnMut(usize, i64)) {
    let (mut at, mut each) = (place, MILLION);
    loop {
        visit(at as usize, each);
        let Some((parent, units)) = base.link(at).parent else { return };
        each = if each == MILLION { units } else { times(each, units, MILLION, true) };
        at = parent;
    }
}

/// `a × b / c` of figures from nought up (c above it), rounded up or down; in words of 64 bits where they suffice.
fn times(a: i64, b: i64, c: i64, up: bool) -> i64 {
    let rest = if up { c - 1 } else { 0 };
    if b == c {
        return a;
    }
    match a.checked_mul(b).and_then(|product| product.checked_add(rest)) {
        Some(product) => product / c,
        None => {
            let whole = (i128::from(a) * i128::from(b) + i128::from(rest)) / i128::from(c);
            i64::try_from(whole).unwrap_or(i64::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::times;

    #[test]
    fn products_beyond_a_word_are_exact() {
        assert_eq!((times(7, 3, 2, false), times(7, 3, 2, true), times(5, 9, 9, true)), (10, 11, 5));
        let large = 4_000_000_000_000_000_000;
        assert_eq!((times(large, 6, 8, false), times(large, 1, 3, true)), (large / 8 * 6, large / 3 + 1));
        assert_eq!(times(large, large, 1, false), i64::MAX);
    }
}
