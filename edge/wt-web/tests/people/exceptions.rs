//! An exception report from the form to the guardian, through pages.

use axum::http::StatusCode;

use crate::site::Store;

/// A page on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_from_the_doctor_to_the_guardian_and_to_nobody_else() {
    let store = Store::new().await;
    let mut doctor = store.member("Dr.Ada", &["staff-member@X01"]).await;
    let mut hr = store.member("Harriet", &["medical-hr@X01"]).await;
    let mut guardian = store.member("Gus", &["guardian@X01"]).await;
    let mut viewer = store.member("Vic", &["viewer@X01", "analyst@X01", "auditor@X01"]).await;
    let form = doctor.get("/tools/exceptions/new").await;
    assert!(
        form.text.contains("value=\"X01\"") && form.text.contains("Goes to medical HR."),
        "{}",
        form.text
    );
    let mut fields =
        vec![("org", "X01"), ("kind", "hours"), ("on", "2026-11-31"), ("minutes", "90"), ("safety", "yes")];
    fields.push(("what", "Two cases <overran>."));
    let wrong = doctor.post("/tools/exceptions/new", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "expected a day such as 2026-11-20",
        "href=\"#on\"",
        "Two cases &#60;overran&#62;.",
        "value=\"hours\" checked",
    ] {
        assert!(wrong.text.contains(said), "'{said}' is not said: {}", wrong.text);
    }
    fields[2].1 = "2026-11-20";
    let sent = doctor.post("/tools/exceptions/new", &fields).await;
    assert_eq!((sent.status, sent.to()), (StatusCode::SEE_OTHER, "/tools/exceptions?done=sent"));
    let own = flat(&doctor.get(sent.to()).await.text);
    assert!(own.contains("Your report was sent") && own.contains("Immediate concern for safety"), "{own}");
    let address = own.split("/tools/exceptions/").find(|rest| rest.starts_with("0")).unwrap();
    let address = format!("/tools/exceptions/{}", address.split('"').next().unwrap());
    // Somebody who sees figures of the employer sees counts of quarters that are over, and there is none.
    let counts = flat(&viewer.get("/tools/exceptions").await.text);
    assert!(counts.contains("No quarter with reports is over yet") && !counts.contains("dr.ada"), "{counts}");
    assert_eq!(viewer.get(&address).await.status, StatusCode::FORBIDDEN);
    let log = viewer.get("/admin/audit").await.text;
    assert!(log.contains("exception.reported") || log.contains("resident doctor"), "{log}");
    let line = log.split("<tr").find(|row| row.contains("exception.reported")).unwrap_or_default();
    assert!(!line.contains("dr.ada") && !line.contains("member-"), "{line}");
    let list = flat(&hr.get("/tools/exceptions").await.text);
    assert!(list.contains("1 of 1 wait for a decision") && list.contains("<td>dr.ada</td>"), "{list}");
    let page = hr.get(&address).await.text;
    assert!(page.contains("Two cases &#60;overran&#62;.") && !page.contains("Limits broken"), "{page}");
    let decide =
        [("what", "decide"), ("version", "1"), ("outcome", "time-off"), ("minutes", ""), ("note", "Agreed.")];
    let wrong = hr.post(&address, &decide).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("how many minutes"),
        "{}",
        wrong.text
    );
    assert!(wrong.text.contains(">Agreed.</textarea>"), "nothing typed is lost: {}", wrong.text);
    let mut decide = decide;
    decide[3].1 = "90";
    assert_eq!(hr.post(&address, &decide).await.status, StatusCode::SEE_OTHER);
    assert_eq!(guardian.post(&address, &decide).await.status, StatusCode::FORBIDDEN);
    doctor.get(&address).await;
    let dispute = [("what", "dispute"), ("version", "2"), ("note", "It was two hours.")];
    assert_eq!(doctor.post(&address, &dispute).await.status, StatusCode::SEE_OTHER);
    let page = guardian.get(&address).await.text;
    for said in [
        "Settle what is disputed",
        "does not agree. It was two hours.",
        "No limits for fines are held for this day",
    ] {
        assert!(page.contains(said), "'{said}' is not said: {page}");
    }
    let settle =
        [("what", "settle"), ("version", "2"), ("outcome", "payment"), ("minutes", "120"), ("note", "Paid.")];
    let late = guardian.post(&address, &settle).await;
    assert!(late.text.contains("Somebody else changed this report"), "{}", late.text);
    let settle =
        [("what", "settle"), ("version", "3"), ("outcome", "payment"), ("minutes", "120"), ("note", "Paid.")];
    assert_eq!(guardian.post(&address, &settle).await.status, StatusCode::SEE_OTHER);
    let own = flat(&doctor.get("/tools/exceptions").await.text);
    assert!(own.contains("Payment, 2 h") && own.contains("settled by the guardian"), "{own}");
}
