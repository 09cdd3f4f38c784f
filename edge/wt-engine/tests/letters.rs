//! Who asked hears of it, once, and nobody else.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod region;

use region::Region;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use wt_engine::EngineError;
use wt_engine::letters::{Delivered, Postman, Subscription, Topic};
use wt_engine::permit::{Person, Right};

/// A mail server that takes everything but what is for `nobody`, and is too busy for `busy`.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 test\r\n").await.unwrap();
                let mut in_letter = false;
                while let Ok(Some(line)) = lines.next_line().await {
                    let said: &[u8] = match line.as_str() {
                        "." => {
                            in_letter = false;
                            b"250 taken\r\n"
                        }
                        _ if in_letter => continue,
                        "DATA" => {
                            in_letter = true;
                            b"354 go on\r\n"
                        }
                        line if line.starts_with("RCPT TO:<nobody") => b"550 nobody here\r\n",
                        line if line.starts_with("RCPT TO:<busy") => b"450 busy\r\n",
                        _ => b"250 fine\r\n",
                    };
                    write.write_all(said).await.unwrap();
                }
            });
        }
    });
    url
}

fn wish(address: &str, topic: Topic) -> Subscription {
    Subscription { address: address.to_owned(), topic, org: None }
}

#[tokio::test]
async fn letters_reach_those_who_asked() {
    let (region, me) = (Region::new().await, Person::local("test"));
    let engine = &region.engine;
    let addresses = ["a@example.org", "nobody@example.org", "busy@example.org"];
    for address in addresses {
        engine.subscribe(&me, &wish(address, Topic::Rates)).await.unwrap();
    }
    engine.subscribe(&me, &wish("A@example.org", Topic::Rates)).await.unwrap();
    engine.subscribe(&me, &wish("a@example.org", Topic::Network)).await.unwrap();
    assert_eq!(engine.subscriptions(&me).await.unwrap().len(), 4, "asking twice changes nothing");
    assert_eq!(engine.tell(&me, Topic::Benefits, None, "Late", "One is late.").await.unwrap(), 0);
    assert_eq!(engine.tell(&me, Topic::Rates, None, "Above", "One is above.").await.unwrap(), 3);
    let postman = Postman::new(&server().await, "wholetime@example.org").unwrap();
    let done = engine.deliver(&me, &postman).await.unwrap();
    assert_eq!(done, Delivered { sent: 1, later: 1, failed: 1 });
    assert_eq!(engine.deliver(&me, &postman).await.unwrap(), Delivered::default(), "each once");
    for address in addresses {
        engine.unsubscribe(&me, &wish(address, Topic::Rates)).await.unwrap();
    }
    assert_eq!(engine.tell(&me, Topic::Rates, None, "Above", "One is above.").await.unwrap(), 0);
    let log = engine.audit_lines(&me, 50).await.unwrap();
    assert!(log.iter().any(|line| line.action == "letters.told"));
    assert!(log.iter().all(|line| !format!("{line:?}").contains("example.org")), "no address in the log");
}

#[tokio::test]
async fn what_is_no_address_and_not_ones_own_is_refused() {
    let region = Region::new().await;
    let me = Person::of("lead", vec!["DEMO07".parse().unwrap()], vec![Right::See]);
    let e = region.engine.subscribe(&me, &wish("director", Topic::Rates)).await.unwrap_err();
    assert!(matches!(e, EngineError::Question(_)), "{e}");
    assert!(
        region.engine.subscribe(&me, &wish("a@example.org", Topic::Rates)).await.is_err(),
        "the region's"
    );
    let own = Subscription { org: Some("DEMO07".parse().unwrap()), ..wish("a@example.org", Topic::Rates) };
    region.engine.subscribe(&me, &own).await.unwrap();
    let postman = Postman::new("smtp://127.0.0.1:1", "wholetime@example.org").unwrap();
    assert!(matches!(region.engine.deliver(&me, &postman).await, Err(EngineError::Denied(_))));
}
