//! Did it work, over the generated region, whose one improvement is known.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use region::{Region, ask};
use wt_benchmark::Change;
use wt_engine::permit::Person;
use wt_engine::worked::{DidItWork, report};
use wt_stats::effect::Verdict;

async fn asked(region: &Region, metric: &str, org: &str, since: &str) -> DidItWork {
    let change = Change { org: org.parse().unwrap(), since: since.parse().unwrap(), worthwhile: None };
    let person = Person::local("test");
    region.engine.worked(&person, &metric.parse().unwrap(), &ask(), &change).await.unwrap()
}

#[tokio::test]
async fn the_planted_improvement_is_found_and_nobody_else_is_praised() {
    let region = Region::new().await;
    let found = asked(&region, "agency-share-of-pay", "DEMO11", "2025-06").await;
    let worked = found.outcome.as_ref().unwrap();
    let a = &worked.answer;
    assert_eq!((a.verdict, a.rank.0), (Verdict::Worked, 1));
    // Planted: from 7.5% to 4.5% of pay, in steps over six months that begin two months before the date asked about.
    assert!((-0.032..-0.024).contains(&a.effect) && a.p < 0.001, "{a:?}");
    assert!(
        found.sentence().starts_with("It worked: since June 2025 agency share of pay bill at Kestrel Bay"),
        "{}",
        found.sentence()
    );
    assert!(found.sentence().ends_with("; lower is better."));
    let table = report(&found);
    let lines = table.csv().lines().count();
    assert_eq!(lines, 2 + a.donors.len() + a.left_out.len() + a.in_time.len() + a.path.len());

    for (metric, org) in [
        ("sickness-absence", "DEMO11"),
        ("sickness-absence", "DEMO02"),
        ("bank-fill", "DEMO11"),
        ("unfilled-rate", "DEMO20"),
        ("agency-share-of-pay", "DEMO30"),
        // Compared with one that truly improved, among others.
        ("agency-share-of-pay", "DEMO01"),
    ] {
        let other = asked(&region, metric, org, "2025-06").await;
        let verdict = other.outcome.as_ref().unwrap().answer.verdict;
        assert!(matches!(verdict, Verdict::DidNot | Verdict::CannotTell), "{}", other.sentence());
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_a_sentence() {
    let region = Region::new().await;
    let early = asked(&region, "agency-share-of-pay", "DEMO11", "2024-01").await;
    assert_eq!(early.sentence(), "Can't tell yet: 3 months with a figure before the change; 12 are needed.");
    assert_eq!(report(&early).csv().lines().count(), 1);
    let future = asked(&region, "agency-share-of-pay", "DEMO11", "2099-01").await;
    assert_eq!(future.sentence(), "Can't tell yet: no month since the change has a figure yet.");
    let ancient = asked(&region, "agency-share-of-pay", "DEMO11", "1900-01").await;
    assert!(ancient.outcome.is_err());
    let gone = asked(&region, "agency-share-of-pay", "DEMO17", "2025-06").await;
    assert!(!gone.sentence().is_empty());

    let person = Person::local("test");
    let metric = "agency-share-of-pay".parse().unwrap();
    let nobody =
        Change { org: "ZZZ99".parse().unwrap(), since: "2025-06".parse().unwrap(), worthwhile: None };
    let refused = region.engine.worked(&person, &metric, &ask(), &nobody).await.unwrap_err();
    assert!(refused.to_string().contains("has the code ZZZ99"), "{refused}");
    let silly = Change { org: "DEMO11".parse().unwrap(), worthwhile: Some(f64::NAN), ..nobody };
    assert!(region.engine.worked(&person, &metric, &ask(), &silly).await.is_err());
}
