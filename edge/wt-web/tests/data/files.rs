//! A file's way: sent, reviewed, kept, listed, undone; and files that are turned away.

use axum::body::Body;
use axum::http::{StatusCode, header};

use crate::browser::{Browser, multipart, template};

const GOOD: [&str; 2] = ["X01,,,2024-04,appraisal-rate,90,100", "X01,,,2024-05,appraisal-rate,91,100"];

#[tokio::test]
async fn a_file_is_reviewed_kept_listed_and_undone() {
    let browser = Browser::new().await;
    let sent = browser.upload("good.csv", &template(&GOOD)).await;
    let review = sent.is(StatusCode::SEE_OTHER).to();
    assert_eq!(browser.counts().await, (1, 0), "nothing counts yet");
    browser
        .get(&review)
        .await
        .is(StatusCode::OK)
        .says("2 of 2 rows can be loaded")
        .says("Nothing counts yet");
    browser.get("/data").await.says("Waiting for review").says("What is loaded (0)");

    let kept = browser.post(&format!("{review}/keep"), &[]).await.to();
    assert_eq!(kept, format!("{review}?done=kept"));
    browser.get(&kept).await.says("The file is loaded").says("Undo this load");
    assert_eq!(browser.counts().await, (0, 1));
    let list = browser.get("/data").await;
    list.says("What is loaded (1)").says("good.csv").says("load.kept");
    assert!(!list.main().contains("Waiting for review"));
    assert_eq!(browser.post(&format!("{review}/keep"), &[]).await.to(), kept, "sent twice changes nothing");

    browser.get(&format!("{review}/undo")).await.is(StatusCode::OK).says("Undo good.csv?");
    assert_eq!(browser.post(&format!("{review}/undo"), &[]).await.to(), "/data?done=undone");
    assert_eq!(browser.counts().await, (0, 0));
    browser.get("/data").await.says("What is loaded (0)").says("1 are on record").says("Undone");
    for answer in [
        browser.get(&format!("{review}/undo")).await,
        browser.post(&format!("{review}/undo"), &[]).await,
        browser.post(&format!("{review}/keep"), &[]).await,
    ] {
        answer.is(StatusCode::CONFLICT).says("was undone");
    }
}

#[tokio::test]
async fn a_draft_is_thrown_away_whole() {
    let browser = Browser::new().await;
    let review = browser.upload("good.csv", &template(&GOOD)).await.to();
    browser.get(&format!("{review}/undo")).await.is(StatusCode::CONFLICT).says("does not count yet");
    assert_eq!(browser.post(&format!("{review}/discard"), &[]).await.to(), "/data?done=discarded");
    assert_eq!(browser.counts().await, (0, 0));
    browser.get(&review).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn refusals_are_shown_escaped_and_can_be_downloaded() {
    let browser = Browser::new().await;
    let mut rows = GOOD.to_vec();
    rows.push("X01,,,2024-06,appraisal-rate,<script>alert(1)</script>,100");
    let minus: Vec<String> =
        (0..60).map(|n| format!("X01,Unit {n},,2024-06,appraisal-rate,minus {n},100")).collect();
    rows.extend(minus.iter().map(String::as_str));
    let review = browser.upload("<b>mixed</b>.csv", &template(&rows)).await.to();
    let page = browser.get(&review).await;
    page.says("61 were refused")
        .says("More than 1 row in 100")
        .says("The first 50 of 61 refused rows are shown");
    page.says("&#60;script&#62;alert(1)&#60;/script&#62;");
    assert!(!page.text.contains("<script") && !page.text.contains("<b>mixed"), "a cell became mark-up");
    let file = browser.get(&format!("{review}/refusals.csv")).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename="));
    assert_eq!(file.text.lines().count(), 62, "{}", file.text);
    assert!(file.text.contains("minus 59") && file.text.contains("numerator"));
}

#[tokio::test]
async fn a_numerator_below_zero_is_taken_where_the_metric_has_one() {
    let browser = Browser::new().await;
    let rows = [
        "X01,,,2024-04,vacancy-rate,-2,100",
        "X01,,,2024-04,net-hours,-2,100",
        "X01,,,2024-04,leaver-rate,-2,9",
    ];
    let review = browser.upload("below.csv", &template(&rows)).await.to();
    browser.get(&review).await.says("2 of 3 rows can be loaded").says("numerator");
}

#[tokio::test]
async fn a_file_of_which_nothing_can_be_read_is_not_held() {
    let browser = Browser::new().await;
    let answer =
        browser.upload("bad.csv", &template(&["X01,,,2024-04,appraisal-rate,<i>many</i>,100"])).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("No row could be read").says("&#60;i&#62;many");
    assert_eq!(browser.counts().await, (0, 0));
    for (name, text) in
        [("empty.csv", ""), ("page.xls", "<html><body>1</body></html>"), ("zip.xlsx", "PK\u{3}\u{4}")]
    {
        let answer = browser.upload(name, text).await;
        answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("There is a problem").says(name);
    }
}

#[tokio::test]
async fn the_same_file_again_leads_to_its_load() {
    let browser = Browser::new().await;
    let review = browser.upload("good.csv", &template(&GOOD)).await.to();
    browser.post(&format!("{review}/keep"), &[]).await.is(StatusCode::SEE_OTHER);
    let again = browser.upload("copy.csv", &template(&GOOD)).await;
    again
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("copy.csv: already loaded on")
        .says(&format!("href=\"{review}\""));
    assert_eq!(browser.counts().await, (0, 1));
}

#[tokio::test]
async fn what_is_too_large_or_no_file_is_a_page() {
    let browser = Browser::new().await;
    let mebibyte = axum::body::Bytes::from_static(&[b'x'; 1 << 20]);
    let head = "--wholetime-test-boundary\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    let parts = std::iter::once(axum::body::Bytes::from(head)).chain(std::iter::repeat_n(mebibyte, 258));
    let stream = Body::from_stream(tokio_stream(parts));
    let answer = browser.ask(multipart(stream)).await;
    answer.is(StatusCode::PAYLOAD_TOO_LARGE).says("The limit is 256 MB").says("Load a file");
    // A workbook has a lower limit, which only a look at its content shows; the answer is the same.
    let workbook = format!("PK\u{3}\u{4}{}", "0".repeat(100 << 20));
    let answer = browser.upload("large.xlsx", &workbook).await;
    answer.is(StatusCode::PAYLOAD_TOO_LARGE).says("The limit is 100 MB");
    let answer = browser.post("/data/upload", &[("kind", "template")]).await;
    answer.is(StatusCode::BAD_REQUEST).says("No file came with the form").says("type=\"file\"");
    let answer = browser.upload_with("", "", &[("owner", "RJ6")]).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("Choose a file.").says("value=\"RJ6\"");
    let answer = browser.ask(multipart("--wholetime-test-boundary\r\n".into())).await;
    answer.is(StatusCode::BAD_REQUEST).says("did not arrive whole");
}

#[tokio::test]
async fn an_address_of_nothing_is_not_found() {
    let browser = Browser::new().await;
    let nothing = "01890000-0000-7000-8000-000000000000";
    for path in [
        format!("/data/{nothing}"),
        format!("/data/{nothing}/undo"),
        format!("/data/{nothing}/refusals.csv"),
        format!("/data/map/{nothing}"),
        format!("/data/upload/progress/{nothing}"),
        "/data/template/none.csv".to_owned(),
        "/data/template/template.pdf".to_owned(),
    ] {
        browser.get(&path).await.is(StatusCode::NOT_FOUND);
    }
    for path in ["keep", "discard", "undo"] {
        browser.post(&format!("/data/{nothing}/{path}"), &[]).await.is(StatusCode::NOT_FOUND);
    }
    browser.post(&format!("/data/map/{nothing}"), &[]).await.is(StatusCode::NOT_FOUND);
    browser.post(&format!("/data/upload/progress/{nothing}/stop"), &[]).await.is(StatusCode::NOT_FOUND);
}

/// Parts of a body, each when it is asked for.
fn tokio_stream<I: Iterator<Item = axum::body::Bytes>>(
    parts: I,
) -> impl futures_core::Stream<Item = Result<axum::body::Bytes, std::convert::Infallible>> {
    struct Parts<I>(I);
    impl<I> Unpin for Parts<I> {}
    impl<I: Iterator> futures_core::Stream for Parts<I> {
        type Item = Result<I::Item, std::convert::Infallible>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.next().map(Ok))
        }
    }
    Parts(parts)
}
