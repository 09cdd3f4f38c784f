//! Turnover by staff group and organisation.

use super::*;

const HEAD: &str = "PERIOD,TYPE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,REPORTING_ORG_NAME,REPORTING_ORG_CODE,CLUSTER_GROUP,BENCHMARK_GROUP,STAFF_GROUP_1_NAME,HC,FTE\r\n";

fn row(kind: &str, group: &str, hc: &str, fte: &str) -> String {
    format!(
        "202509 to 202510,{kind},Y56,London,QKK,SEL,Guy's,RJ1,Acute,Acute - Teaching,\"{group}\",{hc},{fte}\r\n"
    )
}

fn small() -> (Summary, Kept) {
    let rows = [
        row("Denominator at start of period", "All staff groups", "30", "25"),
        row("Denominator at end of period", "All staff groups", "30", "25"),
        row("Denominator at start of period", "Midwives", "10", "8.5"),
        row("Denominator at start of period", "Managers", "21", "16.5"),
        row("Leavers", "Midwives", "2", "1.5"),
    ];
    auto(&format!("{HEAD}{}", rows.concat())).unwrap()
}

#[test]
fn the_shared_file_imports_without_refusals() {
    for path in files("workforce_turnover_org_staffgroup", ".csv") {
        let (summary, kept) = read_file(&path);
        assert_eq!((summary.kind, summary.rows_refused), (KindId::TurnoverStaffGroup, 0));
        assert_eq!((summary.rows_accepted, summary.months.as_slice()), (9450, &[m("2025-10")][..]));
        // The parts add up to the totals in every organisation (checked with Python), so no note says otherwise.
        assert!(summary.notes.iter().all(|note| !note.contains("add up")), "{:?}", summary.notes);
        let all: Vec<_> = kept.of("RJ1").into_iter().filter(|m| m.staff_group.is_none()).collect();
        let end = all.iter().find_map(|m| figure(m, "end_fte")).unwrap();
        assert_eq!(end, q("20988.89046"));
        assert_eq!(kept.org("RJ1").benchmark_group.as_deref(), Some("Acute - Teaching"));
    }
}

#[test]
fn trap_period_is_its_end_month_and_types_are_rows() {
    let (summary, kept) = small();
    assert_eq!(summary.months, [m("2025-10")]);
    let midwives = |field: &str| {
        let of = kept.measures().filter(|m| m.staff_group.as_ref().is_some_and(|g| g.as_str() == "Midwives"));
        of.filter_map(|m| figure(m, field)).next()
    };
    assert_eq!(midwives("start_fte"), Some(q("8.5")));
    assert_eq!(midwives("leavers_headcount"), Some(q("2")));
}

#[test]
fn trap_missing_joiners_mean_none_missing_denominator_means_missing() {
    let (_, kept) = small();
    let managers: Vec<_> = kept
        .measures()
        .filter(|m| m.staff_group.as_ref().is_some_and(|g| g.as_str() == "Managers"))
        .collect();
    let first = |field: &str| managers.iter().find_map(|m| figure(m, field));
    assert_eq!((first("leavers_fte"), first("joiners_fte")), (Some(Quantity::ZERO), Some(Quantity::ZERO)));
    assert_eq!(first("end_fte"), None);
}

#[test]
fn trap_all_staff_groups_is_a_total_and_never_a_part() {
    let (_, kept) = small();
    let (all, parts): (Vec<_>, Vec<_>) = kept.measures().partition(|m| m.staff_group.is_none());
    let fte = |rows: &[&MeasureRow]| rows.iter().filter_map(|m| figure(m, "start_fte")).sum::<Quantity>();
    assert_eq!((fte(&all), fte(&parts)), (q("25"), q("25")));
    let wrong = [
        row("Denominator at start of period", "All staff groups", "30", "26"),
        row("Denominator at start of period", "Midwives", "10", "8.5"),
    ];
    let (summary, _) = auto(&format!("{HEAD}{}", wrong.concat())).unwrap();
    assert!(summary.notes.iter().any(|note| note.contains("RJ1")), "{:?}", summary.notes);
}

#[test]
fn trap_doctors_line_says_that_it_is_not_all_doctors() {
    let group = "HCHS Doctors (exc. Resident doctors and equivalents)";
    let text = format!("{HEAD}{}", row("Denominator at end of period", group, "1", "1"));
    let (_, kept) = auto(&text).unwrap();
    assert_eq!(kept.measures().next().unwrap().staff_group.as_ref().unwrap().as_str(), group);
}
