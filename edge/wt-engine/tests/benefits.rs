//! The ledger in the store: refusals, rights, the audit log, and actuals that recalculate from the measures.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use wt_benefits::ledger::{Event, Role};
use wt_benefits::waterfall::STEPS;
use wt_engine::letters::{Subscription, Topic};
use wt_engine::permit::{Person, Right};
use wt_engine::{Config, Engine, EngineError};

mod region;

use region::{Region, ask};

fn joins(id: &str, role: Role) -> Event {
    Event::Person { id: id.to_owned(), name: id.to_owned(), role }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_ledger_lives_and_each_pound_stands_once() {
    let region = Region::new().await;
    let (engine, me) = (&region.engine, Person::local("analyst"));
    let book = engine.book(&me).await.unwrap();
    assert!(book.ledger.lines().len() >= 3, "{:?}", book.ledger.lines().keys());
    let found = engine.opportunities(&me, &ask(), None).await.unwrap();
    let way = engine.way(&me, &found, None).await.unwrap();
    let cash = wt_benchmark::BenefitType::CashReleasing;
    let steps = STEPS.map(|step| way.now.reached(cash, step));
    assert!(steps.windows(2).all(|pair| pair[0] >= pair[1]) && steps[4].get() > 0, "{steps:?}");
    let by_insight = way.by_insight(cash).values().map(|s| s[0]).sum::<wt_units::Pence>();
    assert_eq!(by_insight, steps[0], "insights add up to the whole");
    // An opportunity that is acted on isn't won twice: none of L4's opportunity is left beside its line.
    let taken = &book.ledger.actions()["A4"].action.opportunities[0];
    let beside = way.now.positions.iter().find(|p| p.id == *taken).unwrap();
    assert_eq!(beside.counted.get(), 0, "{beside:?}");
    for change in &way.changed {
        let moved = change.moved.iter().map(|m| m.pounds).sum::<wt_units::Pence>();
        assert_eq!(moved, change.after - change.before, "{change}");
    }
    assert!(way.changed.iter().any(|c| c.to_string().starts_with("Verified cash-releasing pounds rose")));

    // What was planted worked, and the measure says so month by month.
    let worked = engine.proof(&me, &book, "L1", 0).await.unwrap().unwrap();
    assert_eq!(worked.word(), "worked", "{}", worked.sentence());
    let (months, _) = engine.recalculate(&me, "owner", Some("L1")).await.unwrap();
    assert_eq!(months, 0, "the ledger stands as the measure says");

    // Nobody verifies their own, on one machine or not.
    let last = *book.ledger.lines()["L1"].actuals.keys().next_back().unwrap();
    let verify = |line: &str| [Event::Verified { line: line.to_owned(), through: last, proof: None }];
    let own = engine.enter(&me, "owner", &verify("L1")).await.unwrap_err();
    assert!(own.to_string().ends_with("is owner: this is for finance."), "{own}");
    let narrow = Person::of("owner", Vec::new(), vec![Right::See, Right::Own]);
    let denied = engine.enter(&narrow, "owner", &verify("L1")).await.unwrap_err();
    assert!(matches!(denied, EngineError::Denied(_)), "{denied}");
    let posing = Person::of("someone", Vec::new(), vec![Right::See, Right::Verify]);
    let denied = engine.enter(&posing, "finance", &verify("L1")).await.unwrap_err();
    assert!(denied.to_string().starts_with("You may not act as somebody else"), "{denied}");
    let lines = engine.book(&me).await.unwrap().last;
    engine.enter(&me, "finance", &verify("L1")).await.unwrap();
    assert_eq!(engine.book(&me).await.unwrap().last, lines + 1);
    let audit = engine.audit_lines(&me, 1).await.unwrap();
    assert_eq!((audit[0].action.as_str(), audit[0].object.as_str()), ("benefit.verified", "L1"));
    assert_eq!(audit[0].detail["acting_as"][0], "finance");

    // The month's end is told to those who asked, and to nobody else.
    let end = engine.month_end(&me, &found).await.unwrap();
    assert!(end.todos.iter().any(|t| t.words == "needs a signature of finance."), "{:?}", end.todos);
    assert_eq!(engine.tell_month_end(&me, &end).await.unwrap(), 0);
    let wish = |org: Option<&str>| Subscription {
        address: "director@example.nhs.uk".to_owned(),
        topic: Topic::Benefits,
        org: org.map(|o| o.parse().unwrap()),
    };
    engine.subscribe(&me, &wish(None)).await.unwrap();
    engine.subscribe(&me, &wish(Some("DEMO01"))).await.unwrap();
    assert_eq!(engine.tell_month_end(&me, &end).await.unwrap(), 2);
    let own = end.letter(Some("DEMO01".parse().unwrap()));
    assert!(own.contains("needs the approval of the chief nurse and the medical director"), "{own}");
    assert!(!own.contains("DEMO24"), "{own}");

    // Time passes in a demonstration.
    let before = engine.today();
    assert!(engine.next_month(&me).await.unwrap() > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_all_kept_or_none() {
    let folder = std::env::temp_dir().join(format!("wholetime-ledger-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let engine = Engine::open(Config::at(folder.to_str().unwrap())).await.unwrap();
    let me = Person::local("analyst");
    engine.enter(&me, "ann", &[joins("ann", Role::Programme)]).await.unwrap();
    let two = [joins("bo", Role::Finance), joins("ann", Role::Owner)];
    let refused = engine.enter(&me, "ann", &two).await.unwrap_err();
    assert!(refused.to_string().starts_with("Person 'ann' is in the ledger already"), "{refused}");
    let book = engine.book(&me).await.unwrap();
    assert_eq!((book.last, book.ledger.people().len()), (1, 1), "the first of the two was not kept");
    // Two at once: both are kept, one after the other.
    let (bo, cy) = ([joins("bo", Role::Finance)], [joins("cy", Role::Owner)]);
    let (one, two) = tokio::join!(engine.enter(&me, "ann", &bo), engine.enter(&me, "ann", &cy));
    one.unwrap();
    two.unwrap();
    assert_eq!(engine.book(&me).await.unwrap().ledger.people().len(), 3);
    let real = engine.next_month(&me).await.unwrap_err();
    assert!(real.to_string().starts_with("Time is moved in a demonstration only"), "{real}");
    engine.close().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
