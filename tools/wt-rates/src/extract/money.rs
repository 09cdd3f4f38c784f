//! Money cells to whole pence, and rates that can't be what they say.

/// How a file writes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Money {
    /// Pounds, pence behind a point.
    #[default]
    Pounds,
    /// Whole pence.
    Pence,
}

/// Above so many pence an hour a figure was written in pence where pounds were meant: £1,000 an hour, five times the
/// dearest consultant hours that overrides are reported for.
const TOO_MUCH: i64 = 100_000;
/// Below so many it was written in pounds where pence were meant: £2 an hour.
const TOO_LITTLE: i64 = 200;

/// What a rate looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// A rate of pay.
    Right,
    /// A hundred times a rate of pay.
    LikePence,
    /// A hundredth of one.
    LikePounds,
}

/// What a rate in pence an hour looks like.
pub(crate) fn looks(pence_an_hour: i64) -> Looks {
    match pence_an_hour {
        TOO_MUCH.. => Looks::LikePence,
        ..TOO_LITTLE => Looks::LikePounds,
        _ => Looks::Right,
    }
}

/// Reads an amount: `1,234.50`, `£12`, `-3.20`; none for anything else, and for more than two decimals of a penny.
pub(crate) fn pence(text: &[u8], unit: Money) -> Option<i64> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'(', rest @ .., b')'] => (true, rest),
        _ => (false, text),
    };
    let text = text.strip_prefix("£".as_bytes()).unwrap_or(text);
    let text = text.strip_prefix(b"\xA3").unwrap_or(text);
    let (mut whole, mut places, mut digits) = (0_i64, None::<u32>, 0);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                if let Some(places) = &mut places {
                    *places += 1;
                    if *places > 2 {
                        // Further decimals may only be zeros: a spreadsheet writes 12.5000.
                        if *byte != b'0' {
                            return None;
                        }
                        continue;
                    }
                }
                whole = whole.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
            }
            b'.' if places.is_none() => places = Some(0),
            b',' if places.is_none() => {}
            _ => return None,
        }
    }
    if digits == 0 {
        return None;
    }
    let places = places.unwrap_or(0).min(2);
    let amount = match unit {
        Money::Pounds => whole.checked_mul(10_i64.pow(2 - places))?,
        Money::Pence => {
            let of = 10_i64.pow(places);
            if whole % of != 0 {
                return None;
            }
            whole / of
        }
    };
    Some(if negative { -amount } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_to_the_penny() {
        let read = |text: &str| pence(text.as_bytes(), Money::Pounds);
        assert_eq!(read("1,234.50"), Some(123_450));
        assert_eq!((read("£12"), read("-3.2"), read("(3.20)")), (Some(1_200), Some(-320), Some(-320)));
        assert_eq!((read("12.5000"), read("12.505")), (Some(1_250), None));
        assert_eq!((read(""), read("-"), read("1.2.3"), read("12 pounds")), (None, None, None, None));
        assert_eq!((pence(b"24000", Money::Pence), pence(b"24.5", Money::Pence)), (Some(24_000), None));
        assert_eq!(
            (looks(2_000), looks(200_000), looks(20)),
            (Looks::Right, Looks::LikePence, Looks::LikePounds)
        );
    }
}
