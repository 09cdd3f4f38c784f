//! Jobs.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::json;

use super::bench::{Bench, Hands, analyst, file, keep, of};
use crate::{JobState, NewJob, Store, StoreError, Viewer};

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn work(n: usize) -> NewJob {
    NewJob { kind: "import".into(), payload: json!({ "n": n }) }
}

fn worker() -> Viewer {
    Viewer::of_all("worker")
}

pub async fn a_job_runs_its_course(bench: &Bench) {
    let store = bench.store().await;
    assert_eq!(store.claim(&worker(), LEASE).await.unwrap(), None);
    let queued = store.enqueue(&of("RJ6"), work(1)).await.unwrap();
    assert_eq!((queued.state, queued.owner.as_str(), queued.attempts), (JobState::Queued, "lead-RJ6", 0));
    let job = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    assert_eq!(
        (&job.id, job.state, job.attempts, &job.payload),
        (&queued.id, JobState::Running, 1, &json!({ "n": 1 }))
    );
    assert!(!store.progress(&job, LEASE, 3, 10, "reading rows").await.unwrap());
    let seen = store.job(&of("RJ6"), &job.id).await.unwrap();
    assert_eq!((seen.progress_done, seen.progress_total, seen.words.as_str()), (3, 10, "reading rows"));
    assert!(matches!(store.job(&of("RAS"), &job.id).await, Err(StoreError::NotFound { .. })));
    assert!(store.finish(&job, &json!({ "rows": 10 }), "10 rows").await.unwrap());
    let done = store.job(&worker(), &job.id).await.unwrap();
    assert_eq!((done.state, done.result), (JobState::Done, Some(json!({ "rows": 10 }))));
    assert!(done.state.is_over() && done.finished_at.is_some() && done.lease_until.is_none());
    assert!(!store.fail(&job, "late").await.unwrap(), "a job ends once");
    assert_eq!(store.version(&worker()).await.unwrap(), 0, "jobs are no content");
    assert_eq!(store.jobs(&of("RAS"), 10).await.unwrap(), []);
    assert_eq!(store.jobs(&of("RJ6"), 10).await.unwrap().len(), 1);
}

pub async fn a_silent_worker_loses_its_job(bench: &Bench) {
    let hands = Hands::at("2026-11-20T10:00:00Z");
    let store = Store::open_with_clock(bench.place().await, Arc::<Hands>::clone(&hands)).await.unwrap();
    store.enqueue(&analyst(), work(1)).await.unwrap();
    let first = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    hands.advance(50);
    store.progress(&first, LEASE, 1, 2, "half").await.unwrap();
    hands.advance(50);
    assert_eq!(store.requeue_expired(&worker(), 2).await.unwrap(), 0, "progress extended the lease");
    hands.advance(11);
    assert_eq!(store.requeue_expired(&worker(), 2).await.unwrap(), 1);
    let second = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    assert_eq!((&second.id, second.attempts), (&first.id, 2));
    assert!(store.progress(&first, LEASE, 2, 2, "ghost").await.unwrap(), "the first is told to stop");
    assert!(!store.finish(&first, &json!(1), "").await.unwrap());
    hands.advance(61);
    assert_eq!(store.requeue_expired(&worker(), 2).await.unwrap(), 1);
    let job = store.job(&worker(), &first.id).await.unwrap();
    assert_eq!(job.state, JobState::Failed);
    assert!(job.words.starts_with("stopped 2 times"), "{}", job.words);
    assert_eq!(store.claim(&worker(), LEASE).await.unwrap(), None);
}

pub async fn work_of_ones_own_ends_with_its_process(bench: &Bench) {
    let hands = Hands::at("2026-11-20T10:00:00Z");
    let store = Store::open_with_clock(bench.place().await, Arc::<Hands>::clone(&hands)).await.unwrap();
    let job = store.start_job(&of("RJ6"), work(1), LEASE).await.unwrap();
    assert_eq!((job.state, job.attempts, job.owner.as_str()), (JobState::Running, 1, "lead-RJ6"));
    assert_eq!(store.claim(&worker(), LEASE).await.unwrap(), None, "nobody else can do it");
    assert!(!store.progress(&job, LEASE, 3, 0, "reading rows").await.unwrap());
    assert!(store.finish(&job, &json!("read"), "").await.unwrap());
    let silent = store.start_job(&of("RJ6"), work(2), LEASE).await.unwrap();
    hands.advance(61);
    assert_eq!(store.requeue_expired(&worker(), 1).await.unwrap(), 1);
    let seen = store.job(&of("RJ6"), &silent.id).await.unwrap();
    assert_eq!((seen.state, seen.finished_at.is_some()), (JobState::Failed, true));
    assert!(seen.words.starts_with("The program ended"), "{}", seen.words);
    assert!(!store.finish(&silent, &json!("read"), "").await.unwrap(), "it is told that it came too late");
}

pub async fn jobs_are_cancelled(bench: &Bench) {
    let store = bench.store().await;
    let (waiting, running) = (store.enqueue(&analyst(), work(1)).await.unwrap(), work(2));
    store.request_cancel(&analyst(), &waiting.id).await.unwrap();
    let seen = store.job(&analyst(), &waiting.id).await.unwrap();
    assert_eq!((seen.state, seen.finished_at.is_some()), (JobState::Cancelled, true));
    assert!(matches!(store.request_cancel(&analyst(), &waiting.id).await, Err(StoreError::NotFound { .. })));

    store.enqueue(&of("RJ6"), running).await.unwrap();
    let job = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    assert!(store.request_cancel(&of("RAS"), &job.id).await.is_err(), "another's job");
    store.request_cancel(&of("RJ6"), &job.id).await.unwrap();
    let seen = store.job(&worker(), &job.id).await.unwrap();
    assert_eq!((seen.state, seen.cancel_requested), (JobState::Running, true));
    assert!(store.progress(&job, LEASE, 1, 2, "").await.unwrap(), "the worker is told");
    assert!(store.cancelled(&job, "stopped by lead-RJ6").await.unwrap());
    assert_eq!(store.job(&worker(), &job.id).await.unwrap().state, JobState::Cancelled);
    // A fault ends a job with its words.
    store.enqueue(&analyst(), work(3)).await.unwrap();
    let job = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    assert!(store.fail(&job, "the file is empty").await.unwrap());
    let seen = store.job(&worker(), &job.id).await.unwrap();
    assert_eq!((seen.state, seen.words.as_str(), seen.result), (JobState::Failed, "the file is empty", None));
}

pub async fn workers_never_share_a_job(bench: &Bench) {
    let at = bench.place().await;
    let stores = [Store::open(at.clone()).await.unwrap(), Store::open(at).await.unwrap()];
    for n in 0..20 {
        stores[0].enqueue(&analyst(), work(n)).await.unwrap();
    }
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..24 {
        let store = stores[n % 2].clone();
        tasks.spawn(async move {
            store.claim(&worker(), LEASE).await.unwrap().map(|j| j.payload["n"].as_u64().unwrap())
        });
    }
    let mut got: Vec<u64> = tasks.join_all().await.into_iter().flatten().collect();
    got.sort_unstable();
    assert_eq!(got, (0..20).collect::<Vec<_>>());
}

pub async fn progress_does_not_wait_for_a_load(bench: &Bench) {
    let store = bench.store().await;
    store.enqueue(&analyst(), work(1)).await.unwrap();
    let job = store.claim(&worker(), LEASE).await.unwrap().unwrap();
    let mut writer = store.begin_load(&analyst(), file("large.csv")).await.unwrap();
    for no in 0..65 {
        writer.push_block(no, 1, "x".repeat(1 << 20)).await.unwrap();
    }
    let started = std::time::Instant::now();
    assert!(!store.progress(&job, LEASE, 1, 2, "within its own load").await.unwrap());
    assert!(started.elapsed().as_secs() < 2, "it would have waited for itself");
    drop(writer);
    keep(&store, &analyst(), file("next.csv")).await.unwrap();
}
