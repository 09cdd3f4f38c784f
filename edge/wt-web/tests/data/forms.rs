//! The forms of the Data page.

use axum::http::StatusCode;

use crate::browser::Browser;

const METRIC: &str = r#"id = "ward-huddles"
"#;

#[tokio::test]
async fn a_gap_that_is_refused_keeps_what_was_typed() {
    let browser = Browser::new().await;
    browser.get("/data").await.says("£4.76 billion to 2020/21");
    let typed = [
        ("amount", "plenty"),
        ("covers", "London <2026/27>"),
        ("source", "A report"),
        ("stated", "2026-04-01"),
    ];
    let answer = browser.post("/data/gap", &typed).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("There is a problem").says("href=\"#amount\"");
    for value in ["plenty", "London &#60;2026/27&#62;", "A report", "2026-04-01"] {
        answer.says(&format!("value=\"{value}\""));
    }
    let mut good = typed;
    good[0] = ("amount", "£250,000,000");
    assert_eq!(browser.post("/data/gap", &good).await.to(), "/data?done=gap");
    browser.get("/data").await.says("£250,000,000").says("setting.saved");
    good[1] = ("covers", " ");
    browser.post("/data/gap", &good).await.is(StatusCode::UNPROCESSABLE_ENTITY).says("href=\"#covers\"");
}

#[tokio::test]
async fn a_metric_of_ones_own_is_listed_and_a_refused_one_stays_in_its_form() {
    let browser = Browser::new().await;
    let wrong = format!("{METRIC}\n  # a note\n\n    colour = \"red\"\n");
    let answer = browser.post("/data/metrics", &[("toml", &wrong)]).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("href=\"#toml\"");
    assert!(answer.text.contains("\n  # a note\n\n    colour = "), "{}", answer.text);
    let shipped = include_str!("../../../../metrics/appraisal-rate.toml");
    let ours = shipped.replace("appraisal-rate", "huddle-rate");
    assert_eq!(browser.post("/data/metrics", &[("toml", &ours)]).await.to(), "/data?done=metric");
    browser.get("/data").await.says("href=\"/metrics/huddle-rate\"");
    browser.get("/metrics/huddle-rate").await.is(StatusCode::OK);
}
