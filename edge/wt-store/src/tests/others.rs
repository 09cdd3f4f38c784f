//! Mappings, settings, metrics.

use serde_json::json;

use super::bench::{Bench, analyst, note, ods, of};
use crate::{StoreError, Viewer};

pub async fn mappings_are_remembered(bench: &Bench) {
    let (store, region, croydon) = (bench.store().await, analyst(), of("RJ6"));
    let (rj6, print) = (ods("RJ6"), "9f2c");
    store
        .save_mapping(&region, None, print, "template", &json!({ "org": "Trust" }), note("map"))
        .await
        .unwrap();
    let found = store.find_mapping(&croydon, Some(&rj6), print).await.unwrap().unwrap();
    assert_eq!(
        (found.owner, &found.mapping),
        (None, &json!({ "org": "Trust" })),
        "the region's, for want of its own"
    );
    for value in ["Employer", "Org code"] {
        store
            .save_mapping(&croydon, Some(&rj6), print, "template", &json!({ "org": value }), note("map"))
            .await
            .unwrap();
    }
    let found = store.find_mapping(&croydon, Some(&rj6), print).await.unwrap().unwrap();
    assert_eq!(
        (found.owner, &found.mapping, found.saved_by.as_str()),
        (Some(rj6), &json!({ "org": "Org code" }), "lead-RJ6")
    );
    let other = store.find_mapping(&of("RAS"), Some(&rj6), print).await.unwrap().unwrap();
    assert_eq!(other.owner, None, "another employer's mapping is not shown");
    assert_eq!(store.mappings(&of("RAS")).await.unwrap().len(), 1);
    assert_eq!(store.mappings(&croydon).await.unwrap().len(), 2);
    let refused =
        store.save_mapping(&of("RAS"), Some(&rj6), print, "template", &json!({}), note("map")).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed { .. })));
    store.delete_mapping(&croydon, Some(&rj6), print, note("unmap")).await.unwrap();
    assert!(matches!(
        store.delete_mapping(&croydon, Some(&rj6), print, note("no")).await,
        Err(StoreError::NotFound { .. })
    ));
    assert_eq!(store.find_mapping(&croydon, Some(&rj6), "else").await.unwrap(), None);
}

pub async fn settings_and_metrics(bench: &Bench) {
    let (store, me) = (bench.store().await, analyst());
    assert_eq!(store.setting(&me, "gap").await.unwrap(), None);
    for pence in [1_i64, 9_007_199_254_740_993] {
        store.save_setting(&me, "gap", &json!({ "pence": pence }), note("setting.saved")).await.unwrap();
    }
    assert_eq!(store.setting(&me, "gap").await.unwrap(), Some(json!({ "pence": 9_007_199_254_740_993_i64 })));
    assert_eq!(store.settings(&me).await.unwrap().len(), 1);
    store.delete_setting(&me, "gap", note("setting.deleted")).await.unwrap();
    assert!(matches!(store.delete_setting(&me, "gap", note("no")).await, Err(StoreError::NotFound { .. })));

    store.save_metric_file(&me, "appraisal", "a = 1", note("metric.saved")).await.unwrap();
    store.save_metric_file(&me, "appraisal", "a = 2", note("metric.saved")).await.unwrap();
    let files = store.metric_files(&me).await.unwrap();
    assert_eq!(
        files.iter().map(|m| (m.id.as_str(), m.body.as_str())).collect::<Vec<_>>(),
        [("appraisal", "a = 2")]
    );
    assert_eq!(store.version(&me).await.unwrap(), 5, "each of these changes what answers are made from");
    let reader = Viewer { may_load: false, may_run: false, ..analyst() };
    let refused = store.save_metric_file(&reader, "x", "", note("no")).await;
    assert!(matches!(refused, Err(StoreError::NotAllowed { .. })));
    store.delete_metric_file(&me, "appraisal", note("metric.deleted")).await.unwrap();
    assert!(matches!(
        store.delete_metric_file(&me, "appraisal", note("no")).await,
        Err(StoreError::NotFound { .. })
    ));
}
