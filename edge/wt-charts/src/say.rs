//! How charts and pages say figures: numbers with separators, gaps with their sign.

use crate::Measure;

/// The minus of text, wider than a hyphen and never broken from its number.
const MINUS: char = '\u{2212}';

/// "12,345": a number rounded to whole ones, with separators.
pub fn whole(x: f64) -> String {
    let rounded = x.round_ties_even();
    let digits = format!("{:.0}", rounded.abs());
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 3);
    if rounded < 0.0 {
        out.push(MINUS);
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A share in the metric's unit with a real minus: "−0.4%".
pub fn value(unit: impl Into<Measure>, share: f64) -> String {
    let unit = unit.into();
    let said = unit.say(share.abs());
    if share < 0.0 && said != unit.say(0.0) { format!("{MINUS}{said}") } else { said }
}

/// A gap with its sign: "+1.1 percentage points"; without one where it rounds to nothing.
pub fn signed_gap(unit: impl Into<Measure>, gap: f64) -> String {
    let unit = unit.into();
    format!("{}{}", sign(unit, gap), unit.say_gap(gap))
}

/// "+0.4 to +1.8 percentage points": the unit is said once where it stands after the number.
pub fn gap_range(unit: impl Into<Measure>, low: f64, high: f64) -> String {
    let unit = unit.into();
    let high_said = signed_gap(unit, high);
    let low_said = signed_gap(unit, low);
    let low_said = match low_said.split_once(' ') {
        Some((number, _)) => number.to_owned(),
        None => low_said,
    };
    format!("{low_said} to {high_said}")
}

fn sign(unit: Measure, gap: f64) -> &'static str {
    if unit.say_gap(gap) == unit.say_gap(0.0) {
        ""
    } else if gap < 0.0 {
        "\u{2212}"
    } else {
        "+"
    }
}

/// A name at the start of a sentence.
pub fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use wt_benchmark::metric::Unit;

    use super::*;

    #[test]
    fn numbers_have_separators_and_a_real_minus() {
        let said: Vec<String> = [0.0, 999.4, 1000.0, -1_234_567.0, -0.2].map(whole).into();
        assert_eq!(said, ["0", "999", "1,000", "\u{2212}1,234,567", "0"]);
        assert_eq!(value(Unit::Percent, -0.004), "\u{2212}0.4%");
        assert_eq!(value(Unit::Percent, -0.000_1), "0.0%");
    }

    #[test]
    fn gaps_have_signs_and_one_unit() {
        assert_eq!(signed_gap(Unit::Percent, 0.011), "+1.1 percentage points");
        assert_eq!(signed_gap(Unit::Gbp, -2.5), "\u{2212}£2.50");
        assert_eq!(signed_gap(Unit::Percent, -0.000_1), "0.0 percentage points");
        assert_eq!(gap_range(Unit::Percent, -0.004, 0.018), "\u{2212}0.4 to +1.8 percentage points");
        assert_eq!(gap_range(Unit::Gbp, 1.0, 2.0), "+£1.00 to +£2.00");
    }
}
