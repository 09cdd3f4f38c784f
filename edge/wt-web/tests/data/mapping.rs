//! Files with headings of their own, named in the browser as on the command line.

use std::sync::Arc;

use axum::http::StatusCode;
use wt_engine::intake::{Keep, Reading, Upload};
use wt_engine::permit::Person;
use wt_engine::progress::Quiet;
use wt_extract::kinds::KindId;
use wt_extract::mapping::Mapping;

use crate::browser::Browser;

const OURS: &str = "Our Trust,Our Month,Appraised,Staff\nX01,2024-04,90,100\nX01,2024-05,91,100\n";
const NAMED: [(&str, &str); 5] = [
    ("organisation", "column:Our Trust"),
    ("period", "column:Our Month"),
    ("metric_constant", "appraisal-rate"),
    ("numerator", "column:Appraised"),
    ("denominator", "column:Staff"),
];

/// Posts of three persons: one has two, one works in another unit.
const POSTS: &str = "Our Trust,Our Month,Ward,Staff Number,Surname,Appraised,Appraised\n\
                     X01,2024-04,A,12345678,Secret,1,9\nX01,2024-04,A,12345678-2,Secret,0,9\n\
                     X01,2024-04,A,22345678,Hidden,1,9\nX01,2024-04,B,32345678,Private,1,9\n";

#[tokio::test]
async fn unknown_headings_are_named_once_and_remembered() {
    let browser = Browser::new().await;
    let map = browser.upload("ours.csv", OURS).await.to();
    assert!(map.starts_with("/data/map/"), "{map}");
    browser.get(&map).await.is(StatusCode::OK).says("Which column is which").says(">Our Trust</th>");
    // A wrong answer comes back with what is wrong, as it was filled in.
    let mut wrong = NAMED;
    wrong[1] = ("period", "column:Appraised");
    let again = browser.post(&map, &wrong).await;
    again
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .says("There is a problem")
        .says("No row could be read that way");
    again.says("<option value=\"column:Appraised\" selected>").says("value=\"appraisal-rate\"");
    let review = browser.post(&map, &NAMED).await.to();
    browser.get(&review).await.says("2 of 2 rows can be loaded");
    // The next file with these headings needs no words.
    let next = browser.upload("next.csv", &OURS.replace("2024", "2025")).await.to();
    browser.get(&next).await.says("2 of 2 rows can be loaded");
    browser.get(&map).await.is(StatusCode::NOT_FOUND).says("no longer waiting");
}

#[tokio::test]
async fn a_file_of_posts_is_named_as_on_the_command_line() {
    let browser = Browser::new().await;
    let map = browser.upload("posts.csv", POSTS).await.to();
    let page = browser.get(&map).await;
    page.says("Yes, numbered by Staff Number")
        .says("Number of persons, by Staff Number")
        .says("Number of rows");
    page.says("More than one column is headed “Appraised”").says("<td>9</td>");
    for person in ["Surname", "Secret", "12345678"] {
        assert!(!page.text.contains(person), "{person} is shown");
    }
    let review = browser
        .post(
            &map,
            &[
                ("organisation", "column:Our Trust"),
                ("period", "column:Our Month"),
                ("unit", "column:Ward"),
                ("metric_constant", "appraisal-rate"),
                ("numerator", "column:Appraised"),
                ("denominator", "heads:Staff Number"),
                ("assignment", "column:Staff Number"),
            ],
        )
        .await
        .to();
    browser.get(&review).await.says("Surname");
    browser.post(&format!("{review}/keep"), &[]).await.is(StatusCode::SEE_OTHER);

    let by_command = Browser::new().await;
    let line = "organisation=Our Trust,period=Our Month,unit=Ward,metric='appraisal-rate',numerator=Appraised,\
                denominator=heads(Staff Number),assignment=Staff Number";
    let map = Some(Mapping::parse(KindId::Template, line).unwrap());
    let upload = Upload { name: "posts.csv".into(), bytes: Arc::new(POSTS.into()) };
    let you = Person::local("command line");
    let reading = Reading { map, ..Reading::default() };
    by_command.engine.import(&you, &upload, &reading, Keep::GoodRows, Arc::new(Quiet)).await.unwrap();
    let figures = [&browser, &by_command].map(|b| b.engine.clone());
    let [ours, theirs] = [figures[0].snapshot(&you).await.unwrap(), figures[1].snapshot(&you).await.unwrap()];
    assert_eq!(format!("{:?}", ours.cube), format!("{:?}", theirs.cube));
    let id = "appraisal-rate".parse().unwrap();
    assert_eq!(ours.cube.series(&id).len(), 2, "two wards");

    // Remembered from either, the page shows what was chosen.
    let other = POSTS.replace("12345678,", "42345678,");
    let page = browser.upload("posts.csv", &other.replace("2024-04", "spring")).await;
    page.is(StatusCode::UNPROCESSABLE_ENTITY).says("No row could be read that way");
    page.says("<option value=\"heads:Staff Number\" selected>");
    page.says("<option value=\"column:Staff Number\" selected>Yes, numbered by Staff Number");
}

#[tokio::test]
async fn a_file_of_patients_is_never_shown() {
    let browser = Browser::new().await;
    let rows: String = (0..5).map(|_| "X01,943 476 5919\n").collect();
    let answer = browser.upload("patients.csv", &format!("Place,Number\n{rows}")).await;
    answer.is(StatusCode::UNPROCESSABLE_ENTITY).says("about patients");
    assert!(!answer.text.contains("943 476"), "a number is shown");
}
