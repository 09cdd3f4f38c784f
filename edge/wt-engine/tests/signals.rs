//! Signals over the generated region, whose truths are known.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use region::{Region, ask};
use wt_engine::permit::Person;

#[tokio::test]
async fn the_planted_outlier_is_listed_and_noise_is_not() {
    let region = Region::new().await;
    let found = region.engine.signals(&Person::local("test"), &ask(), None).await.unwrap();
    let outlier = found.levels.iter().find(|l| l.place.org.as_str() == "DEMO07").unwrap();
    assert_eq!(outlier.place.metric.as_str(), "sickness-absence");
    assert_eq!((outlier.better, outlier.new), (Some(false), false));
    assert!(outlier.false_chance < 0.05, "{outlier:?}");
    let noise = found.levels.iter().filter(|l| l.place.metric.as_str() == "bank-fill").count();
    assert_eq!(noise, 0, "{:?}", found.levels);
    // Its agency use fell over half a year, more than a year ago.
    let improver = found.changes.iter().find(|c| c.place.org.as_str() == "DEMO11").unwrap();
    assert_eq!((improver.place.metric.as_str(), improver.better), ("agency-share-of-pay", Some(true)));
    // No more changes than chance brings where hardly any were planted in the last year.
    assert!(found.series > 300, "{}", found.series);
    assert!((found.changes.len() as f64) <= 2.0 * found.false_changes_expected(), "{:?}", found.changes);
}

#[tokio::test]
async fn one_employer_has_its_own_signals_and_icons() {
    let region = Region::new().await;
    let own = "DEMO11".parse().unwrap();
    let found = region.engine.signals(&Person::local("test"), &ask(), Some(own)).await.unwrap();
    assert!(
        found.levels.iter().all(|l| l.place.org == own) && found.changes.iter().all(|c| c.place.org == own)
    );
    let rows = region.engine.icons(&Person::local("test"), &ask(), own).await.unwrap();
    let agency = rows.iter().find(|r| r.metric.as_str() == "agency-share-of-pay").unwrap();
    // Its agency use fell for good more than a year ago: the mean of 36 months stands above the latest months.
    assert_eq!(agency.variation, Some(wt_stats::xmr::Point::Improvement), "{agency:?}");
    assert_eq!(agency.assurance, None);
    let nobody = "ZZZ99".parse().unwrap();
    let refused = region.engine.signals(&Person::local("test"), &ask(), Some(nobody)).await.unwrap_err();
    assert!(refused.to_string().contains("has the code ZZZ99"), "{refused}");
    assert!(region.engine.icons(&Person::local("test"), &ask(), nobody).await.is_err());
    let report = wt_engine::signals::icons::report(&rows);
    assert_eq!(report.csv().lines().count(), rows.len() + 1);
    assert!(report.xlsx().unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn opportunities_stand_by_evidence_and_then_by_pounds_with_luck_taken_out() {
    let region = Region::new().await;
    let found = region.engine.opportunities(&Person::local("test"), &ask(), None).await.unwrap();
    let pounds = |r: &wt_opportunity::Ranked| r.claim.as_ref().map(|c| c.pounds);
    assert!(found.opportunities.is_sorted_by_key(|r| (r.tier, std::cmp::Reverse(pounds(r)))));
    let first = &found.opportunities[0];
    assert_eq!((first.opportunity.org.as_str(), first.tier), ("DEMO07", wt_opportunity::Tier::Signal));
    let claimed = found.opportunities.iter().filter(|r| r.claim.is_some()).count();
    assert!(claimed > 20, "{claimed} of {}", found.opportunities.len());
    // Time that is released is told in whole-time equivalents, with luck taken out as the pounds are.
    let time = found.true_totals.totals.iter().find_map(|t| t.wte).unwrap();
    let raw = found.totals.totals.iter().find_map(|t| t.wte).unwrap();
    assert!(time.to_f64() > 0.0 && time < raw, "{time:?} of {raw:?}");
    for total in &found.true_totals.totals {
        assert!(
            total.range.0 <= total.pounds && total.pounds <= total.range.1 && total.range.1 <= total.base
        );
    }
}
