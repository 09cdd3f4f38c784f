//! Persons stay out: columns that identify somebody are never read, and a file of patients is refused whole.
//!
//! Nothing is kept but the columns of a kind, so a column of names is dropped without further ado; the summary says so.
//! What must be stopped is a person's column being taken for one of ours, and a file that should never have been
//! loaded. Columns are told by their headings and by their values (NHS numbers by their check digit, National Insurance
//! numbers by their pattern).

use crate::Fault;
use crate::columns::{Problem, plain, show};
use crate::read::{HEAD_ROWS, Layout, head_text};
use crate::table::{Source, Value};

/// Rows whose values are looked at.
const LOOK: usize = HEAD_ROWS + 140;
/// So many values of a column must look personal before it counts: chance alone passes one in eleven numbers.
const ENOUGH: usize = 3;

/// Words in headings of columns about a person.
const WORDS: &[&str] = &[
    "surname",
    "forename",
    "firstname",
    "lastname",
    "fullname",
    "givenname",
    "familyname",
    "middlename",
    "employeename",
    "staffname",
    "personname",
    "knownas",
    "ninumber",
    "nationalinsurance",
    "nino",
    "dateofbirth",
    "dob",
    "birthdate",
    "address",
    "postcode",
    "email",
    "phone",
    "mobile",
    "bankaccount",
    "accountnumber",
    "sortcode",
    "passport",
    "nhsnumber",
    "patientname",
    "patientid",
    "hospitalnumber",
    "nextofkin",
    "ethnic",
    "religion",
    "disab",
    "sexualorientation",
    "assignmentnumber",
    "employeenumber",
    "staffnumber",
    "payrollnumber",
    "personnumber",
    "payrollid",
    "employeeid",
    "staffid",
    "personid",
    "assignmentid",
];

/// Staff numbers: never kept, but persons may be counted by them.
const STAFF_NUMBERS: &[&str] = &[
    "assignmentnumber",
    "employeenumber",
    "staffnumber",
    "payrollnumber",
    "personnumber",
    "payrollid",
    "employeeid",
    "staffid",
    "personid",
    "assignmentid",
];

/// Whether a heading names a column about a person.
pub fn is_personal(heading: &str) -> bool {
    let heading = plain(heading);
    WORDS.iter().any(|word| heading.contains(word))
}

/// Whether a heading names staff numbers, by which persons may be counted.
pub fn is_staff_number(heading: &str) -> bool {
    let heading = plain(heading);
    heading == "assignment" || STAFF_NUMBERS.iter().any(|word| heading.contains(word))
}

/// The headings of columns about persons in a table that nobody has mapped yet: what may not be shown either.
///
/// # Errors
/// A fault where a column holds NHS numbers, so that the file is about patients.
pub fn unmapped(source: &mut Source<'_>, sheet: usize, header_row: u32) -> Result<Vec<String>, Fault> {
    look(source, &Layout { sheet, header_row, ..Layout::default() })
}

/// The headings of columns about persons, all of which are dropped.
///
/// # Errors
/// A fault where a column holds NHS numbers (patients), or where a column about persons was named as one of ours.
pub(crate) fn look(source: &mut Source<'_>, layout: &Layout) -> Result<Vec<String>, Fault> {
    let head = source.head(layout.sheet, LOOK)?;
    let headings: Vec<String> = head
        .iter()
        .find(|(row, _)| *row == layout.header_row)
        .map(|(_, cells)| cells.iter().map(head_text).collect())
        .unwrap_or_default();
    let rows: Vec<&[Value<'_>]> =
        head.iter().filter(|(row, _)| *row > layout.header_row).map(|(_, cells)| cells.as_slice()).collect();
    let width = rows.iter().map(|cells| cells.len()).max().unwrap_or(0).max(headings.len());
    let mut personal = Vec::new();
    for at in 0..width {
        let heading = headings.get(at).map_or("", String::as_str);
        let values = || rows.iter().filter_map(|cells| cells.get(at)).filter(|value| !value.is_empty());
        if mostly(values(), is_nhs_number) {
            return Err(patients(source.name(), heading));
        }
        let ours = layout.columns.iter().find(|(_, col)| col.at == Some(at)).map(|(name, _)| *name);
        let counted = ours.is_some_and(|name| name.ends_with("_heads") || name == "assignment");
        let bare_name = ours.is_none() && plain(heading) == "name";
        if !(bare_name || is_personal(heading) || mostly(values(), is_ni_number)) {
            continue;
        }
        if let Some(name) = ours.filter(|_| !counted) {
            return Err(Fault::new(
                source.name(),
                format!("The column '{heading}' is about persons and can't be read as '{name}'."),
                "Choose another column. Names and staff numbers are never kept.",
            ));
        }
        personal.push(heading.to_owned());
    }
    Ok(personal)
}

fn patients(file: &str, heading: &str) -> Fault {
    Fault::new(
        file,
        format!(
            "The column '{heading}' holds NHS numbers, so the file is about patients. Nothing was read or kept."
        ),
        "Wholetime needs no patients. Take the column out at the source, or load totals instead; and see whether the \
         file had to leave its system at all.",
    )
}

/// Whether most values pass, and enough of them.
fn mostly<'v>(values: impl Iterator<Item = &'v Value<'v>>, test: fn(&str) -> bool) -> bool {
    let (mut n, mut pass) = (0, 0);
    for value in values {
        n += 1;
        pass += usize::from(test(&show(value)));
    }
    pass >= ENOUGH && pass * 10 >= n * 8
}

/// Ten digits whose last is the modulus 11 check digit (NHS Data Dictionary, NHS NUMBER).
fn is_nhs_number(text: &str) -> bool {
    let digits: Vec<u32> =
        text.chars().filter(|c| !matches!(c, ' ' | '-')).map_while(|c| c.to_digit(10)).collect();
    let only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if !only || digits.len() != 10 || digits.iter().all(|d| *d == digits[0]) {
        return false;
    }
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    check == digits[9]
}

/// Two letters, six digits, a letter A to D (HMRC, National Insurance Manual NIM39110).
fn is_ni_number(text: &str) -> bool {
    let packed: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    packed.len() == 9
        && packed[..2].iter().all(u8::is_ascii_alphabetic)
        && packed[2..8].iter().all(u8::is_ascii_digit)
        && matches!(packed[8].to_ascii_uppercase(), b'A'..=b'D')
}

/// Refuses a value that identifies a person where a unit or a staff group was meant, without repeating it.
pub(crate) fn no_person<'v, 'a>(value: &'v Value<'a>) -> Result<&'v Value<'a>, Problem> {
    let words = show(value);
    if is_nhs_number(&words) || is_ni_number(&words) || words.contains('@') {
        return Err(Problem::new(
            "(not repeated here: it may identify a person)",
            "the name of a team or group",
            "Take the value out at the source. Nothing about persons may be loaded.",
        ));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_persons_are_told_by_check_digit_and_pattern() {
        // 943 476 5919 is the example of the NHS Data Dictionary.
        assert!(is_nhs_number("943 476 5919") && is_nhs_number("9434765919"));
        assert!(!is_nhs_number("9434765918") && !is_nhs_number("1234567890") && !is_nhs_number("0000000000"));
        assert!(is_ni_number("QQ 12 34 56 C") && !is_ni_number("QQ123456E") && !is_ni_number("RJ6"));
    }

    #[test]
    fn headings_about_persons() {
        for heading in
            ["Employee Name", "NI Number", "Date of Birth", "Home Address", "E-mail", "Sort code", "DOB"]
        {
            assert!(is_personal(heading), "{heading}");
        }
        for heading in ["Org name", "ORG_NAME", "Trust Name", "Directorate", "FTE_DAYS_LOST", "Staff group"] {
            assert!(!is_personal(heading), "{heading}");
        }
        assert!(is_staff_number("Assignment Number") && !is_staff_number("Staff group"));
    }
}
