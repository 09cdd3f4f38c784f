//! Similar organisations of the generated region.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use region::{Region, ask};
use wt_engine::permit::Person;
use wt_engine::similar::{AskSimilar, SIZE, Weighing, report};

#[tokio::test]
async fn weights_of_ones_own_decide_and_are_named() {
    let region = Region::new().await;
    let person = Person::local("test");
    let org = "DEMO07".parse().unwrap();
    let how = AskSimilar { weights: vec![(SIZE.to_owned(), 2.0)], count: 3, ..AskSimilar::default() };
    let by_size = region.engine.similar(&person, org, &ask(), &how).await.unwrap();
    assert_eq!((by_size.weighing.clone(), by_size.like.len()), (Weighing::Own, 3));
    assert_eq!((by_size.variables[0].id.as_str(), by_size.variables[0].weight), (SIZE, 1.0));
    let apart: Vec<&str> = by_size.like.iter().map(|l| l.similar.apart_by[0].0.as_str()).collect();
    assert!(apart.iter().all(|name| name.starts_with("Size")), "{apart:?}");
    assert!(by_size.like.is_sorted_by(|a, b| a.similar.distance <= b.similar.distance));
    let unknown = AskSimilar { weights: vec![("beds".to_owned(), 1.0)], count: 3, ..AskSimilar::default() };
    let refused = region.engine.similar(&person, org, &ask(), &unknown).await.unwrap_err().to_string();
    assert!(refused.contains("there is no variable 'beds'; there are: size,"), "{refused}");
    let nobody = "ZZZ99".parse().unwrap();
    let refused = region.engine.similar(&person, nobody, &ask(), &how).await.unwrap_err().to_string();
    assert!(refused.contains("ZZZ99 has no figures"), "{refused}");
}

#[tokio::test]
async fn the_metric_they_are_compared_on_does_not_describe_them() {
    let region = Region::new().await;
    let metric = "sickness-absence".parse().unwrap();
    let how = AskSimilar { metric: Some(metric), count: 10, ..AskSimilar::default() };
    let org = "DEMO07".parse().unwrap();
    let found = region.engine.similar(&Person::local("test"), org, &ask(), &how).await.unwrap();
    assert!(found.variables.iter().all(|v| v.id != "sickness-absence") && found.variables.len() > 5);
    assert!((found.variables.iter().map(|v| v.weight).sum::<f64>() - 1.0).abs() < 1e-9);
    // Seventeen acute trusts are too few to learn from, and that is said.
    assert!(found.words().contains("too few organisations"), "{}", found.words());
    assert!(found.like.iter().all(|l| l.similar_10), "equal weights are RightCare's");
    let [own, like, similar_10, best] = found.values.clone().unwrap();
    assert_eq!((own.as_deref(), &like), (Some("6.5%"), &similar_10));
    assert!(best.is_some() && best != similar_10);
    assert_eq!(report(&found).csv().lines().count(), 11);
    assert_eq!(found.peers().split(',').count(), 10);
}
