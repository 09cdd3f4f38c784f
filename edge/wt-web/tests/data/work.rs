//! Work in the background: its progress, its end, and Stop.

use std::time::Duration;

use axum::http::StatusCode;

use crate::browser::{Answer, Browser, long, template};

/// Rows enough that reading them is seen.
const UNITS: usize = 4_000;

/// Follows the page of work until it leads elsewhere, as a browser does.
async fn followed(browser: &Browser, page: &str) -> Answer {
    for _ in 0..600 {
        let answer = browser.get(page).await;
        if answer.status != StatusCode::OK {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the work at {page} never ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_shows_its_progress_and_moves_on_to_its_review() {
    let browser = Browser::impatient().await;
    let page = browser.upload("<long>.csv", &long(UNITS)).await.to();
    assert!(page.starts_with("/data/upload/progress/"), "{page}");
    let first = browser.get(&page).await;
    first
        .is(StatusCode::OK)
        .says("Reading &#60;long&#62;.csv")
        .says("Nothing counts yet")
        .says(">Stop</button>");
    assert_eq!(first.headers["refresh"], "2", "it looks again by itself");
    let still = browser.get(&format!("{page}?still=yes")).await;
    assert!(!still.headers.contains_key("refresh"), "it stands still if somebody wants it to");
    browser.get("/data").await.says("Being done now").says(&page);
    let mut rows = String::new();
    let review = loop {
        let answer = browser.get(&page).await;
        if answer.status != StatusCode::OK {
            break answer.to();
        }
        if let Some((_, after)) = answer.main().split_once("Rows so far</dt>") {
            rows = after.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(!rows.is_empty(), "rows so far were never shown");
    browser.get(&review).await.says("96,000 of 96,000 rows can be loaded");
    assert_eq!(browser.get(&page).await.to(), review, "its record stays");
    let list = browser.get("/data").await;
    assert!(!list.main().contains("Being done now"));
    let page = browser.post(&format!("{review}/keep"), &[]).await.to();
    assert!(page.starts_with("/data/upload/progress/"), "{page}");
    let kept = followed(&browser, &page).await.to();
    assert_eq!(kept, format!("{review}?done=kept"));
    assert_eq!(browser.counts().await, (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_keeps_nothing() {
    let browser = Browser::impatient().await;
    let page = browser.upload("long.csv", &long(UNITS)).await.to();
    assert_eq!(browser.post(&format!("{page}/stop"), &[]).await.to(), page);
    let end = followed(&browser, &page).await.to();
    assert_eq!(end, "/data?done=stopped");
    browser.get(&end).await.says("Stopped as asked. Nothing was kept.");
    assert_eq!(browser.counts().await, (0, 0));
    // Stopping what has ended changes nothing.
    assert_eq!(browser.post(&format!("{page}/stop"), &[]).await.to(), page);
    // The store is free for the next file.
    let next = browser.upload("next.csv", &template(&["X01,,,2024-04,appraisal-rate,90,100"])).await.to();
    let review = followed(&browser, &next).await.to();
    browser.get(&review).await.says("1 of 1 rows can be loaded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_after_a_while_is_said_on_the_form() {
    let browser = Browser::impatient().await;
    let text = template(&["X01,,,2024-04,appraisal-rate,many,100"]);
    let page = browser.upload_with("bad.csv", &text, &[("owner", "X01"), ("kind", "template")]).await.to();
    let end = followed(&browser, &page).await;
    end.is(StatusCode::UNPROCESSABLE_ENTITY).says("No row could be read").says("many").says("value=\"X01\"");
    end.says("<option value=\"template\" selected>");
    let unknown = browser.upload("ours.csv", "Our Trust,Our Month,Ours\nX01,2024-04,9\n").await.to();
    let map = followed(&browser, &unknown).await.to();
    assert!(map.starts_with("/data/map/"), "{map}");
}
