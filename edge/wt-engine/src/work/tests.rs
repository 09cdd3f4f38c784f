//! Work in the background: its course, its end, and what is left of a process that is gone.

use serde_json::json;

use super::*;
use crate::Config;
use crate::progress::Progress;

async fn engine(name: &str) -> (Arc<Engine>, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("wholetime-work-{name}-{}", uuid::Uuid::now_v7()));
    let engine = Engine::open(Config::at(folder.to_str().unwrap())).await.unwrap();
    (Arc::new(engine), folder)
}

async fn over(engine: &Engine, you: &Person, id: &str) -> Stands {
    for _ in 0..200 {
        let stands = engine.work(you, id).await.unwrap().stands;
        if !matches!(stands, Stands::Doing { .. }) {
            return stands;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never ends");
}

#[tokio::test]
async fn work_is_watched_stopped_and_recorded() {
    let (engine, folder) = engine("course").await;
    let you = Person::local("you");
    let before = engine.changes(&you).await.unwrap();
    let task = |shared: Arc<Shared>| async move {
        Progress::step(&*shared, Step::Reading);
        while !shared.at(7) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err(Halt::Asked)
    };
    let id = engine.begin(&you, "read", json!("a.csv"), Duration::from_millis(50), task).await.unwrap();
    let work = engine.work(&you, &id).await.unwrap();
    let doing =
        Stands::Doing { step: Step::Reading.words().into(), can_stop: true, stopping: false, rows: 7 };
    assert_eq!((work.kind.as_str(), &work.about, &work.stands), ("read", &json!("a.csv"), &doing));
    assert_eq!(engine.works(&you).await.unwrap(), [work]);
    let during = engine.changes(&you).await.unwrap();
    assert!(during > before, "pages that list work are made anew");
    let stranger = Person::of("another", Vec::new(), vec![Right::See, Right::Load]);
    assert!(engine.work(&stranger, &id).await.unwrap_err().is_missing());
    assert!(engine.stop_work(&stranger, &id).await.unwrap_err().is_missing());
    engine.stop_work(&you, &id).await.unwrap();
    assert_eq!(over(&engine, &you, &id).await, Stands::Stopped);
    engine.stop_work(&you, &id).await.unwrap();
    assert_eq!(engine.works(&you).await.unwrap(), []);
    assert!(engine.changes(&you).await.unwrap() > during);
    drop(engine);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn work_that_is_soon_done_answers_at_once_and_a_panic_is_a_sentence() {
    let (engine, folder) = engine("ends").await;
    let (you, patience) = (Person::local("you"), Duration::from_secs(20));
    let done = engine.begin(&you, "read", json!(1), patience, |_| async { Ok(json!("so")) }).await.unwrap();
    assert_eq!(engine.work(&you, &done).await.unwrap().stands, Stands::Done(json!("so")));
    let no = |_| async { Err(Halt::Because("It is empty.".into())) };
    let refused = engine.begin(&you, "read", json!(2), patience, no).await.unwrap();
    assert_eq!(engine.work(&you, &refused).await.unwrap().stands, Stands::Failed("It is empty.".into()));
    let broken = |_| async { panic!("a fault of ours") };
    let broken = engine.begin(&you, "read", json!(3), patience, broken).await.unwrap();
    let Stands::Failed(why) = engine.work(&you, &broken).await.unwrap().stands else { panic!("it stands") };
    assert!(why.contains("went wrong on our side"), "{why}");
    drop(engine);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn work_of_a_process_that_is_gone_is_shown_as_ended() {
    let (engine, folder) = engine("gone").await;
    let you = Person::local("you");
    let viewer = you.may(Right::Load).unwrap();
    let new = |n| NewJob { kind: "read".into(), payload: json!(n) };
    let other = engine.store().start_job(&viewer, new(1), LEASE).await.unwrap();
    assert!(matches!(engine.work(&you, &other.id).await.unwrap().stands, Stands::Doing { .. }));
    engine.stop_work(&you, &other.id).await.unwrap();
    let Stands::Doing { stopping, .. } = engine.work(&you, &other.id).await.unwrap().stands else {
        panic!("it has ended")
    };
    assert!(stopping, "its own process will hear of it");
    let silent = SignedDuration::from_secs(-1);
    let gone = engine.store().start_job(&viewer, new(2), silent).await.unwrap();
    let Stands::Failed(why) = engine.work(&you, &gone.id).await.unwrap().stands else { panic!("it stands") };
    assert!(why.starts_with("The program ended before"), "{why}");
    drop(engine);
    let _ = std::fs::remove_dir_all(folder);
}
