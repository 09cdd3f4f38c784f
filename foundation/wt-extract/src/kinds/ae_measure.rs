//! What a column of an A&E file counts, told from the words of its heading and of the group above it.
//!
//! Positions change between years, words hardly do. The workbook says `A&E attendances | Type 1 Departments - Major
//! A&E`, the CSV `A&E attendances Booked Appointments Type 1`, older CSVs `Number of A&E attendances Type 1`.

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Attendances.
    Attendances,
    /// Attendances of up to four hours.
    Within,
    /// Attendances of more than four hours.
    Over,
    /// Emergency admissions by way of A&E.
    Via,
    /// Emergency admissions not by way of A&E.
    Direct,
    /// All emergency admissions.
    Admissions,
    /// Waits from the decision to admit: checked against the England row, not kept.
    Waits,
}

/// Type of department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Department {
    /// Type 1: major.
    Major,
    /// Any other single type.
    Other,
    /// All together.
    All,
}

/// A column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) what: What,
    pub(super) department: Department,
}

/// What a column counts; none where it holds no count (codes, names, percentages).
pub(super) fn classify(group: &str, heading: &str) -> Option<Measure> {
    let (group, heading) = (group.to_lowercase(), heading.to_lowercase());
    let either = |words: &[&str]| words.iter().any(|word| heading.contains(word) || group.contains(word));
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if heading.is_empty() || either(&["percent", "%"]) {
        return None;
    }
    let what = if has(&["decision", "dta", "waited"]) {
        What::Waits
    } else if has(&["admission"]) {
        match () {
            () if has(&["other emergency", "not via"]) => What::Direct,
            () if has(&["via"]) => What::Via,
            () if has(&["total"]) => What::Admissions,
            () => return None,
        }
    } else if either(&["less than 4", "< 4", "<4", "within 4"]) {
        What::Within
    } else if either(&["greater than 4", "> 4", ">4", "over 4", "more than 4"]) {
        What::Over
    } else if either(&["attendance"]) {
        What::Attendances
    } else {
        return None;
    };
    Some(Measure { what, department: department(&heading)? })
}

fn department(heading: &str) -> Option<Department> {
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    Some(match () {
        () if has(&["type 1"]) => Department::Major,
        () if has(&["type 2", "type 3", "type 4", "other a&e", "other department", "minor"]) => {
            Department::Other
        }
        // Columns that are not by department: totals, other admissions, waits from the decision to admit.
        () if has(&["total", "other emergency", "decision", "dta", "waited"]) => Department::All,
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_words_of_any_era() {
        use Department::{All, Major, Other};
        for (group, heading, what, department) in [
            ("A&E attendances", "Type 1 Departments - Major A&E", What::Attendances, Major),
            ("A&E attendances", "Total attendances", What::Attendances, All),
            (
                "A&E attendances less than 4 hours from arrival",
                "Total Attendances < 4 hours",
                What::Within,
                All,
            ),
            (
                "A&E attendances greater than 4 hours from arrival",
                "Type 2 Departments - Single Specialty",
                What::Over,
                Other,
            ),
            ("Emergency Admissions", "Total Emergency Admissions via A&E", What::Via, All),
            ("Emergency Admissions", "Other Emergency admissions (i.e not via A&E)", What::Direct, All),
            ("Emergency Admissions", "Total Emergency Admissions", What::Admissions, All),
            (
                "Emergency Admissions",
                "Number of patients spending >4 hours from decision to admit",
                What::Waits,
                All,
            ),
            ("", "A&E attendances Booked Appointments Type 1", What::Attendances, Major),
            ("", "Number of A&E attendances Other A&E Department", What::Attendances, Other),
            ("", "Attendances over 4hrs Booked Appointments Other Department", What::Over, Other),
            ("", "Patients who have waited 12+ hrs from DTA to admission", What::Waits, All),
            ("", "Emergency admissions via A&E - Other A&E department", What::Via, Other),
            ("", "Other emergency admissions", What::Direct, All),
        ] {
            assert_eq!(classify(group, heading), Some(Measure { what, department }), "{group} | {heading}");
        }
        assert_eq!(
            classify("Percentage of attendances within 4 hours", "Percentage in 4 hours or less (all)"),
            None
        );
        assert_eq!(classify("", "Org name"), None);
        assert_eq!(classify("4.0", "Code"), None);
    }
}
