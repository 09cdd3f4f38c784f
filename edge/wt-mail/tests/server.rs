//! Letters against a server of one's own: the few words of SMTP (RFC 5321) that a test needs.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use wt_mail::{Enclosed, Letter, PostError, Postman};

/// Answers `answer` to RCPT, and keeps what it was sent.
async fn server(answer: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(String::new()));
    let ours = heard.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await.unwrap();
        let mut in_letter = false;
        while let Ok(Some(line)) = lines.next_line().await {
            ours.lock().unwrap().push_str(&format!("{line}\n"));
            let said = match line.get(..4).unwrap_or_default() {
                _ if in_letter && line == "." => {
                    in_letter = false;
                    "250 taken"
                }
                _ if in_letter => continue,
                "RCPT" => answer,
                "DATA" => {
                    in_letter = true;
                    "354 go on"
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            write.write_all(format!("{said}\r\n").as_bytes()).await.unwrap();
        }
    });
    (url, heard)
}

fn letter() -> Letter {
    Letter {
        to: "director@example.nhs.uk".to_owned(),
        subject: "Above the card\r\nBcc: everybody@example.org".to_owned(),
        text: "DEMO14 pays 9.6% above.\n.\nLook at the watch.\n".to_owned(),
        enclosed: Vec::new(),
    }
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written() {
    let (url, heard) = server("250 fine").await;
    let postman = Postman::new(&url, "Wholetime <wholetime@example.nhs.uk>").unwrap();
    postman.send(&letter()).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    assert!(heard.contains("RCPT TO:<director@example.nhs.uk>"), "{heard}");
    assert!(!heard.contains("\nBcc:"), "a subject is one line: {heard}");
    assert!(heard.contains("DEMO14 pays 9.6% above.\n..\nLook"), "a lone dot does not end it: {heard}");
}

#[tokio::test]
async fn files_go_with_it() {
    let (url, heard) = server("250 fine").await;
    let file = Enclosed {
        name: "dates.ics".to_owned(),
        media_type: "text/calendar".to_owned(),
        bytes: b"BEGIN:VCALENDAR".to_vec(),
    };
    let postman = Postman::new(&url, "wholetime@example.nhs.uk").unwrap();
    postman.send(&Letter { enclosed: vec![file], ..letter() }).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    assert!(heard.contains("text/calendar") && heard.contains("dates.ics"), "{heard}");
}

#[tokio::test]
async fn refused_for_now_and_for_good() {
    for (answer, may_pass) in [("450 busy", true), ("550 nobody here", false)] {
        let (url, _) = server(answer).await;
        let e = Postman::new(&url, "wholetime@example.nhs.uk").unwrap().send(&letter()).await.unwrap_err();
        assert_eq!(e.may_pass(), may_pass, "{e}");
    }
    let nobody = Postman::new("smtp://127.0.0.1:1", "wholetime@example.nhs.uk").unwrap();
    assert!(matches!(nobody.send(&letter()).await, Err(PostError::NotNow { .. })));
    let nowhere = Letter { to: "director".to_owned(), ..letter() };
    assert!(matches!(nobody.send(&nowhere).await, Err(PostError::Address { .. })));
}
