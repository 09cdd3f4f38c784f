//! Times, for a person to read: `WHOLETIME_MEASURE=1 cargo test --profile demo -p wt-store speed -- --nocapture`.

use std::time::Instant;

use super::bench::{Bench, analyst, file, note, outcome};
use crate::{Store, StoreAt};

/// A million rows: 500 blocks of 2,000, of 125 kB each.
async fn million(at: StoreAt) {
    let body: String =
        (0..2000).map(|n| format!("RJ6|2024-04|{n:06}|1868.54684|43512.10033|0.4294|abcdefghij\n")).collect();
    let start = Instant::now();
    let store = Store::open(at.clone()).await.unwrap();
    println!("made and opened in {:?}; a block holds {} bytes", start.elapsed(), body.len());
    let bodies: Vec<String> = (0..500).map(|_| body.clone()).collect();
    let start = Instant::now();
    let mut writer = store.begin_load(&analyst(), file("million.csv")).await.unwrap();
    for (no, body) in bodies.into_iter().enumerate() {
        writer.push_block(no as u64 * 2000, 2000, body).await.unwrap();
    }
    let id = writer.commit(outcome(), note("load.kept")).await.unwrap().id;
    println!("written in {:?}", start.elapsed());
    let start = Instant::now();
    assert_eq!(store.blocks(&analyst(), &id).await.unwrap().len(), 500);
    println!("read in {:?}", start.elapsed());
    store.close().await;
    let start = Instant::now();
    let store = Store::open(at).await.unwrap();
    println!("opened again in {:?}", start.elapsed());
    let start = Instant::now();
    assert_eq!(store.blocks(&analyst(), &id).await.unwrap().len(), 500);
    println!("read cold in {:?}", start.elapsed());
    let start = Instant::now();
    for _ in 0..1000 {
        store.version(&analyst()).await.unwrap();
    }
    println!("version in {:?}", start.elapsed() / 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_million_rows() {
    if std::env::var_os("WHOLETIME_MEASURE").is_none() {
        println!("skipped: it measures and does not judge; set WHOLETIME_MEASURE to run it");
        return;
    }
    million(Bench::sqlite().place().await).await;
    match Bench::postgres().await {
        Ok(bench) => million(bench.place().await).await,
        Err(why) => println!("skipped: {why}"),
    }
}
