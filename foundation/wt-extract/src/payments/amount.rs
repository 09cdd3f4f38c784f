//! Pounds as files write them → whole pence.

use wt_units::{Pence, Quantity};

use crate::columns::{Amount, ColumnKind, Problem, amount, show};
use crate::table::Value;

const EXPECTED: &str = "pounds and pence, such as 67,132.60, £67,132.60, -85,260.00 or (85,260.00)";
/// Millionths of a pound in a penny.
const PENNY: i64 = 10_000;

/// Reads pounds; none where the cell is blank. Beyond what any column of figures takes: a minus sign behind
/// the pound sign or the figure, `CR` (a credit) or `DR` behind.
pub(crate) fn pence(value: &Value<'_>) -> Result<Option<Pence>, Problem> {
    const ANY: ColumnKind = ColumnKind::Quantity { negative: true };
    let read = match value {
        Value::Text(text) => match credit(text) {
            Some((rest, minus)) => amount(&Value::Text(rest.into()), ANY).map(|read| match read {
                Amount::Is(pounds) if minus => Amount::Is(Quantity::from_millionths(-pounds.millionths())),
                other => other,
            }),
            None => amount(value, ANY),
        },
        other => amount(other, ANY),
    };
    let refused = |fix: &str| Problem::new(show(value), EXPECTED, fix);
    match read {
        Ok(Amount::Is(pounds)) if pounds.millionths() % PENNY == 0 => {
            Ok(Some(Pence::new(pounds.millionths() / PENNY)))
        }
        Ok(Amount::Is(_)) => Err(refused("There are parts of a penny: round the amount at its source.")),
        Ok(Amount::Missing) => Ok(None),
        Ok(Amount::Suppressed) | Err(_) => {
            Err(refused("Correct the cell in the source and load the file again."))
        }
    }
}

/// The figure without a sign or mark at its end or behind its pound sign, and whether that makes a credit.
fn credit(text: &str) -> Option<(&str, bool)> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('£').and_then(|rest| rest.trim_start().strip_prefix('-')) {
        return rest.starts_with(|c: char| c.is_ascii_digit()).then_some((rest, true));
    }
    let digit = |rest: &str| rest.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let ends =
        [("-", true), ("CR", true), ("cr", true), ("Cr", true), ("DR", false), ("dr", false), ("Dr", false)];
    ends.into_iter().find_map(|(end, credit)| {
        text.strip_suffix(end).filter(|rest| digit(rest)).map(|rest| (rest.trim_end(), credit))
    })
}

/// What is expected where there is nothing.
pub(crate) fn missing() -> Problem {
    Problem::new("nothing", EXPECTED, "Fill the cell in, or take the row out.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_in_every_dress_become_pence() {
        let read = |text: &str| pence(&Value::Text(text.into())).unwrap().map(Pence::get);
        for (text, pence) in [
            ("67,132.60", 6_713_260),
            ("61459.03", 6_145_903),
            (" £38,148.43 ", 3_814_843),
            ("49,521.52 ", 4_952_152),
            ("-85,260.00", -8_526_000),
            ("(85,260.00)", -8_526_000),
            ("(£1,000)", -100_000),
            ("£-12.50", -1_250),
            ("85,260.00-", -8_526_000),
            ("1,000.00 CR", -100_000),
            ("1,000.00DR", 100_000),
            ("77,041", 7_704_100),
            ("0.1", 10),
        ] {
            assert_eq!(read(text), Some(pence), "{text}");
        }
        assert_eq!((read("-"), read(" ")), (None, None));
    }

    #[test]
    fn a_workbooks_noise_is_no_part_of_a_penny() {
        assert_eq!(pence(&Value::Number(0.1 + 0.2)).unwrap().map(Pence::get), Some(30));
        assert!(pence(&Value::Number(1.005)).is_err());
        for wrong in ["ten", "1.005", "£", "--5-", "12/05/2020", "1,23"] {
            assert!(pence(&Value::Text(wrong.into())).is_err(), "{wrong}");
        }
    }
}
