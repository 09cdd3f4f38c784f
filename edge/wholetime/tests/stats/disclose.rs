//! Counts that may be published.

use super::{Sheet, run, stats};

fn flags(more: &[&str]) -> Vec<String> {
    ["--row", "trust", "--column", "group", "--count", "n"]
        .iter()
        .chain(more)
        .map(ToString::to_string)
        .collect()
}

const COUNTS: &str = "trust,group,n\nRA1,Nurses,3\nRA1,Doctors,20\nRA2,Nurses,30\nRA2,Doctors,31\nRA3,Nurses,42\nRA3,Doctors,43\n";

#[test]
fn a_small_count_is_hidden_with_as_many_others_as_it_takes() {
    let sheet = Sheet::new("disclose", COUNTS);
    let found = stats("disclose", &sheet, &flags(&["--round-to", "1"]));
    let rows = found.as_array().unwrap();
    assert_eq!(rows.len(), 12, "three trusts and all, by two groups and all");
    let hidden: Vec<_> = rows.iter().filter(|r| r["count"] == "*").collect();
    assert_eq!(hidden.len(), 4, "{found}");
    assert!(hidden.iter().any(|r| r["row"] == "RA1" && r["column"] == "Nurses"));
    assert!(rows.iter().any(|r| r["row"] == "All" && r["column"] == "All" && r["count"] == 169));
    // By the rule in force counts are rounded to 5 as well.
    let rounded = stats("disclose", &sheet, &flags(&[]));
    assert!(
        rounded
            .as_array()
            .unwrap()
            .iter()
            .all(|r| r["count"] == "*" || r["count"].as_u64().unwrap() % 5 == 0)
    );
}

#[test]
fn what_is_no_count_is_refused_with_its_place() {
    for (text, found) in
        [("2.5", "found 2.5"), ("-1", "found -1"), ("", "found nothing"), ("many", "found 'many'")]
    {
        let sheet =
            Sheet::new(&format!("disclose-{}", found.len()), &format!("trust,group,n\nRA1,Nurses,{text}\n"));
        let (code, _, err) = run("disclose", &sheet, &flags(&[]));
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("row 2, column n") && err.contains(found), "{err}");
    }
}
