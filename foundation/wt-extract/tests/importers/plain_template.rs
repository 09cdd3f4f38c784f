//! Wholetime's own template.

use super::*;

const HEAD: &str = "organisation,unit,staff_group,period,metric,numerator,denominator\n";

#[test]
fn rows_by_unit_and_staff_group() {
    let text = format!(
        "Appraisals of our trust\n\n{HEAD}RJ6,Theatres,Nurses,April 2024,appraisal,\"1,050\",1200\nRJ6,,,2024-04,appraisal,2000,2400\nSource: our own records,,,,,,\n"
    );
    let (summary, kept) = auto(&text).unwrap();
    assert_eq!((summary.kind, summary.rows_accepted, summary.rows_refused), (KindId::Template, 2, 0));
    let rows: Vec<_> = kept.measures().collect();
    assert_eq!((rows[0].row, rows[1].row), (4, 5));
    assert_eq!(rows[0].unit.as_ref().unwrap().as_str(), "Theatres");
    assert_eq!((rows[0].month, figure(rows[0], "numerator")), (m("2024-04"), Some(q("1050"))));
    assert_eq!((rows[1].unit.as_ref(), rows[1].staff_group.as_ref()), (None, None));
    let reasons: Vec<_> = summary.skipped_rows.iter().map(|s| (s.reason.as_str(), s.rows.clone())).collect();
    assert_eq!(
        reasons,
        [("a title above the headings", vec![1]), ("a note, not a row of the table", vec![6])]
    );
}

#[test]
fn unknown_organisations_and_metrics_are_refused_with_advice() {
    let known_org = |code: &OdsCode| code.as_str() == "RJ6";
    let known_metric = |id: &MetricId| id.as_str() == "appraisal";
    let context = ReadContext { known_org: Some(&known_org), metric_known: Some(&known_metric), ..context() };
    let text = format!(
        "{HEAD}ZZ9,,,2024-04,appraisal,1,2\nRJ6,,,2024-04,apraisal,1,2\nRJ6,,,2024-04,appraisal,1,2\n"
    );
    let (summary, kept) = read_bytes("t.csv", text.as_bytes(), How::Auto, &context).unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (1, 2));
    assert_eq!(
        kept.refusals[0].fix,
        "ZZ9 is not an organisation we know. Load the organisation table that holds it, or correct the code."
    );
    assert_eq!(kept.refusals[1].at.column.as_deref(), Some("metric"));
}

#[test]
fn trap_a_numerator_may_be_negative_where_the_metric_says_so() {
    let may_be = |id: &MetricId| id.as_str() == "net-hours";
    let context = ReadContext { may_be_negative: Some(&may_be), ..context() };
    let text = format!(
        "{HEAD}RJ6,,,2024-04,net-hours,-2,100\nRJ6,,,2024-04,sickness-absence,-2,100\nRJ6,,,2024-04,vacancy,-2,100\n"
    );
    let (summary, kept) = read_bytes("t.csv", text.as_bytes(), How::Auto, &context).unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (1, 2), "a name alone says nothing");
    assert_eq!((kept.refusals[0].at.row, kept.refusals[0].found.as_str()), (Some(3), "-2"));
    let (summary, _) = auto(&text).unwrap();
    assert_eq!(summary.rows_refused, 3, "where nobody says so, none may");
}

#[test]
fn the_same_thing_twice_is_refused_with_the_first_row() {
    let (summary, kept) =
        auto(&format!("{HEAD}RJ6,A,,2024-04,x,1,2\nRJ6,B,,2024-04,x,1,2\nRJ6,A,,April 2024,x,3,4\n"))
            .unwrap();
    assert_eq!((summary.rows_accepted, summary.rows_refused), (2, 1));
    assert!(kept.refusals[0].fix.contains("Row 2"), "{}", kept.refusals[0]);
}

#[test]
fn the_template_offered_can_be_loaded() {
    for kind in [KindId::Template, KindId::SicknessOrgMonth, KindId::Successors, KindId::Peers] {
        let csv = template::template_csv(kind.spec());
        let (summary, _) = auto(&csv).unwrap();
        assert_eq!((summary.kind, summary.rows_accepted), (kind, 1), "{csv}");
        let xlsx = template::template_xlsx(kind.spec()).unwrap();
        let (summary, _) = read_bytes("t.xlsx", &xlsx, How::Auto, &context()).unwrap();
        assert_eq!((summary.kind, summary.rows_accepted), (kind, 1));
    }
}

#[test]
fn refusals_can_be_downloaded_as_a_file() {
    let (_, kept) = auto(&format!("{HEAD}R!,,,2024-04,x,1,2\n=cmd|A,,,2024-04,x,1,2\n")).unwrap();
    let csv = template::problem_file(&kept.refusals);
    assert!(
        csv.starts_with("file,sheet,row,column,found,expected,how to fix\r\nfile.csv,,2,organisation,R!,"),
        "{csv}"
    );
    assert!(csv.contains(",'=cmd|A,"), "{csv}");
}
