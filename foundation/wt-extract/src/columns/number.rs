//! Amounts: `1,234.50` and `£1,234.50` are numbers, `-` is missing, `*` is suppressed, and none of them is zero.

use wt_units::Quantity;

use crate::table::Value;

use super::word::show;
use super::{ColumnKind, Problem};

/// What a cell of figures holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// A figure.
    Is(Quantity),
    /// Not reported. Never zero.
    Missing,
    /// Held back by the publisher because the number is small. Never zero.
    Suppressed,
}

impl Amount {
    pub(crate) fn known(self) -> Option<Quantity> {
        match self {
            Self::Is(quantity) => Some(quantity),
            Self::Missing | Self::Suppressed => None,
        }
    }
}

/// Reads a cell of figures.
pub(crate) fn amount(value: &Value<'_>, kind: ColumnKind) -> Result<Amount, Problem> {
    let quantity = match value {
        Value::Empty => return Ok(Amount::Missing),
        Value::Number(number) => Quantity::from_f64(*number),
        Value::Text(text) => match plain_decimal(text) {
            Some(quantity) => Some(quantity),
            None => match dressed(text) {
                Read::As(amount) => return Ok(amount),
                Read::Number(quantity) => Some(quantity),
                Read::Not => None,
            },
        },
        // An error left by a formula is a value that could not be worked out.
        Value::Error(_) | Value::Bool(_) | Value::Date(_) | Value::DateTime(..) => None,
    };
    let Some(quantity) = quantity else { return Err(Problem::not_a(show(value), kind)) };
    check(quantity, value, kind)
}

fn check(quantity: Quantity, value: &Value<'_>, kind: ColumnKind) -> Result<Amount, Problem> {
    let may_be_negative = matches!(kind, ColumnKind::Quantity { negative: true });
    if quantity.is_negative() && !may_be_negative {
        return Err(Problem::new(
            show(value),
            kind.expected(),
            "This figure can't be below zero. Correct it at the source, or leave the cell empty if it is not known.",
        ));
    }
    if kind == ColumnKind::Count && !quantity.is_whole() {
        return Err(Problem::not_a(show(value), kind));
    }
    Ok(Amount::Is(quantity))
}

/// The common case without any dressing, quick.
fn plain_decimal(text: &str) -> Option<Quantity> {
    text.parse().ok()
}

enum Read {
    As(Amount),
    Number(Quantity),
    Not,
}

/// A number with separators, a pound sign, brackets for minus or an exponent; or a word for nothing.
fn dressed(text: &str) -> Read {
    let text = text.trim();
    match text.to_ascii_lowercase().as_str() {
        "" | "-" | "--" | "\u{2013}" | "\u{2014}" | "n/a" | "na" | "nil return" | "null" | "." | ".."
        | ":" => {
            return Read::As(Amount::Missing);
        }
        "*" | "**" | "<5" | "< 5" | "suppressed" => return Read::As(Amount::Suppressed),
        _ => {}
    }
    let (text, minus) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) => (inside.trim(), true),
        None => (text, false),
    };
    let (text, minus) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest, !minus),
        None => (text, minus),
    };
    let text = text.trim_start_matches('£').trim();
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    let number = match ungroup(text) {
        Some(plain) => plain.parse::<Quantity>().ok(),
        None => None,
    };
    match number.or_else(|| exponent(text)) {
        Some(quantity) => Read::Number(if minus { -quantity } else { quantity }),
        None => Read::Not,
    }
}

/// Takes commas away, but only where they part thousands: `1,5` may mean one and a half and is refused.
fn ungroup(text: &str) -> Option<String> {
    if text.starts_with('-') {
        return None;
    }
    let (whole, rest) = text.split_once('.').map_or((text, None), |(w, r)| (w, Some(r)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        plain.push_str(group);
    }
    if let Some(rest) = rest {
        plain.push('.');
        plain.push_str(rest);
    }
    Some(plain)
}

/// `1.5E-05`, as spreadsheets write small and large numbers into CSV files.
fn exponent(text: &str) -> Option<Quantity> {
    let looks = text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(['e', 'E'])
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'e' | b'E' | b'+' | b'-' | b'.'));
    if looks { Quantity::from_f64(text.parse().ok()?) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: ColumnKind = ColumnKind::Quantity { negative: true };

    fn read(text: &str) -> Result<Amount, Problem> {
        amount(&Value::Text(text.into()), ANY)
    }

    fn is(text: &str) -> Amount {
        Amount::Is(text.parse().unwrap())
    }

    #[test]
    fn separators_and_pound_signs_are_dressing() {
        for given in ["1234.5", "1,234.50", "£1,234.50", " £ 1,234.5 ", "1.2345E+03"] {
            assert_eq!(read(given).unwrap(), is("1234.5"), "{given}");
        }
        assert_eq!(read("(1,000)").unwrap(), is("-1000"));
        assert_eq!(read("-£5").unwrap(), is("-5"));
        assert_eq!(read("1,234,567").unwrap(), is("1234567"));
        assert_eq!(read("4.5%").unwrap(), is("4.5"));
    }

    #[test]
    fn missing_and_suppressed_are_not_zero() {
        for given in ["", " ", "-", "n/a", "N/A", ".."] {
            assert_eq!(read(given).unwrap(), Amount::Missing, "{given}");
        }
        assert_eq!(read("*").unwrap(), Amount::Suppressed);
        assert_eq!(amount(&Value::Empty, ANY).unwrap(), Amount::Missing);
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for given in ["1,5", "12,34,567", "ten", "1.2.3", "#REF!", "5 days", "£", "1e", ",5", "1000,000"] {
            assert!(read(given).is_err(), "{given}");
        }
        assert!(amount(&Value::Error("#N/A"), ANY).is_err());
        assert!(amount(&Value::Number(f64::NAN), ANY).is_err());
        assert!(amount(&Value::Text("-1".into()), ColumnKind::Quantity { negative: false }).is_err());
        assert!(amount(&Value::Text("1.5".into()), ColumnKind::Count).is_err());
    }
}
