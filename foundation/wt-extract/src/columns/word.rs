//! Codes, names and types.

use std::borrow::Cow;
use std::str::FromStr;

use wt_units::{MetricId, OdsCode, OrgType, StaffGroup, UnitName};

use crate::table::Value;

use super::{ColumnKind, Problem};

/// A cell as a person would read it out, at most 60 characters.
pub fn show(value: &Value<'_>) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.trim().chars().take(60).collect(),
        Value::Number(number) => number.to_string().chars().take(60).collect(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::DateTime(time, ahead) => {
            let zone =
                ahead.map_or(String::new(), |minutes| format!("+{:02}:{:02}", minutes / 60, minutes % 60));
            format!("{}{zone}", time.strftime("%Y-%m-%dT%H:%M:%S"))
        }
        Value::Error(error) => (*error).to_owned(),
    }
}

/// Words of a cell; none where there is nothing. A number that stands where words were meant is taken as its digits.
pub(crate) fn text<'v>(value: &'v Value<'_>) -> Option<Cow<'v, str>> {
    let words = match value {
        Value::Text(text) => Cow::Borrowed(text.trim()),
        Value::Empty | Value::Error(_) => return None,
        other => Cow::Owned(show(other)),
    };
    (!words.is_empty() && !matches!(words.as_ref(), "-" | "NA")).then_some(words)
}

/// The words that stand where a code would, in a row that adds up the others.
pub(crate) fn is_total(value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim().trim_end_matches(':');
    [
        "total",
        "totals",
        "grand total",
        "england",
        "england total",
        "national",
        "all",
        "all organisations",
        "overall",
    ]
    .iter()
    .any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a cell could be the code of an organisation: at least letters and digits, 2 to 12, with one digit or all
/// capitals, so that words of a note are not taken for a code.
pub(crate) fn looks_like_code(value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.trim();
    text.parse::<OdsCode>().is_ok()
        && !is_total(value)
        && (text.bytes().any(|b| b.is_ascii_digit()) || !text.bytes().any(|b| b.is_ascii_lowercase()))
}

/// Reads the code of an organisation; none where the cell is empty.
///
/// A workbook's number is refused: Excel has turned a code such as `1E5` into 100000, or dropped leading zeros.
pub(crate) fn code(value: &Value<'_>) -> Result<Option<OdsCode>, Problem> {
    match value {
        Value::Empty => Ok(None),
        Value::Text(text) => match text.parse() {
            Ok(code) => Ok(Some(code)),
            Err(_) if matches!(text.trim(), "-" | "NA" | "n/a") => Ok(None),
            Err(_) if spoilt(text) => Err(spoilt_code(value)),
            Err(_) => Err(Problem::not_a(show(value), ColumnKind::OdsCode)),
        },
        Value::Number(_) | Value::Date(_) | Value::DateTime(..) => Err(spoilt_code(value)),
        Value::Bool(_) | Value::Error(_) => Err(Problem::not_a(show(value), ColumnKind::OdsCode)),
    }
}

/// `1.00E+05`, which a spreadsheet made of the code 1E5 before it wrote the CSV.
fn spoilt(text: &str) -> bool {
    text.contains("E+") && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'E' | b'+' | b'.' | b' '))
}

fn spoilt_code(value: &Value<'_>) -> Problem {
    Problem::new(
        show(value),
        ColumnKind::OdsCode.expected(),
        "A spreadsheet has turned the code into a number (1E5 becomes 100000, 0AR loses its zero). Format the column \
         as text, type the code again and save.",
    )
}

fn named<T: FromStr>(value: &Value<'_>, kind: ColumnKind) -> Result<Option<T>, Problem> {
    match text(value) {
        None => Ok(None),
        Some(words) => words.parse().map(Some).map_err(|_| Problem::not_a(show(value), kind)),
    }
}

/// Reads the name of a metric; capitals and blanks are forgiven.
pub(crate) fn metric(value: &Value<'_>) -> Result<Option<MetricId>, Problem> {
    let Some(words) = text(value) else { return Ok(None) };
    let tidy = words.to_ascii_lowercase().replace([' ', '_'], "-");
    tidy.parse().map(Some).map_err(|_| Problem::not_a(show(value), ColumnKind::MetricId))
}

/// Reads a staff group, in the words of its source.
pub(crate) fn staff_group(value: &Value<'_>) -> Result<Option<StaffGroup>, Problem> {
    named(value, ColumnKind::StaffGroup)
}

/// Reads a directorate, ward or team.
pub(crate) fn unit(value: &Value<'_>) -> Result<Option<UnitName>, Problem> {
    named(value, ColumnKind::Unit)
}

/// Reads a type of organisation. A word we don't know is "other", never a refusal: types come and go.
pub(crate) fn org_type(value: &Value<'_>) -> Option<OrgType> {
    text(value).map(|words| words.parse().unwrap_or(OrgType::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Option<OdsCode>, Problem> {
        code(&Value::Text(text.into()))
    }

    #[test]
    fn codes_keep_leading_zeros_and_letters() {
        for good in ["0AR", "1E5", "G6V2S", "8J094", "AD913"] {
            assert_eq!(of(good).unwrap().unwrap().as_str(), good);
        }
        assert_eq!(of("-").unwrap(), None);
    }

    #[test]
    fn code_1e5_read_as_a_number_is_refused_with_advice() {
        let problem = code(&Value::Number(100_000.0)).unwrap_err();
        assert_eq!(problem.found, "100000");
        assert!(problem.fix.contains("Format the column as text"), "{}", problem.fix);
        assert!(of("1.00E+05").unwrap_err().fix.contains("Format the column as text"));
    }

    #[test]
    fn totals_and_notes_are_not_codes() {
        for word in ["Total ", "TOTAL", "England", "grand total"] {
            assert!(is_total(&Value::Text(word.into())), "{word}");
        }
        assert!(!looks_like_code(&Value::Text("Notes".into())));
        assert!(!looks_like_code(&Value::Text("Total".into())));
        assert!(looks_like_code(&Value::Text("RAX".into())));
    }

    #[test]
    fn metrics_forgive_capitals() {
        let read = metric(&Value::Text("Sickness absence".into())).unwrap().unwrap();
        assert_eq!(read.as_str(), "sickness-absence");
        assert!(metric(&Value::Text("50%".into())).is_err());
    }
}
