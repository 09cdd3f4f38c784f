//! `wholetime letters` on a real command line.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::process::Command;

fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wholetime")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn wishes_are_kept_listed_and_forgotten() {
    let store = std::env::temp_dir().join(format!("wholetime-letters-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&store);
    let at = store.display().to_string();
    let (code, _, err) = run(&["letters", "list", "--store", &at]);
    assert_eq!(code, Some(2), "no store yet: {err}");
    let fact = std::env::temp_dir().join(format!("wholetime-letters-{}.csv", std::process::id()));
    std::fs::write(&fact, "procode,peer\nRZ1,RZ2\n").unwrap();
    let (code, _, err) = run(&["import", "--store", &at, &fact.display().to_string()]);
    assert_eq!(code, Some(0), "{err}");
    let (code, _, err) = run(&["letters", "want", "rates", "director@example.org", "--store", &at]);
    assert_eq!(
        (code, err.contains("will hear of warnings about the regional rate card")),
        (Some(0), true),
        "{err}"
    );
    run(&["letters", "want", "benefits", "lead@example.org", "--org", "RJ6", "--store", &at]);
    let (_, out, _) = run(&["letters", "list", "--store", &at, "--format", "csv"]);
    assert_eq!(out, "topic,org,address\nrates,,director@example.org\nbenefits,RJ6,lead@example.org\n");
    let (code, _, err) = run(&["letters", "want", "weather", "a@example.org", "--store", &at]);
    assert_eq!(
        (code, err.contains("There is no topic 'weather'. There are: rates, benefits, network.")),
        (Some(2), true),
        "{err}"
    );
    let (code, _, err) = run(&["letters", "want", "rates", "director", "--store", &at]);
    assert_eq!((code, err.contains("'director' is not an e-mail address")), (Some(2), true), "{err}");
    run(&["letters", "unwanted", "rates", "director@example.org", "--store", &at]);
    let (_, out, _) = run(&["letters", "list", "--store", &at, "--format", "csv"]);
    assert_eq!(out, "topic,org,address\nbenefits,RJ6,lead@example.org\n");
    let clear = ["--smtp", "smtp://mail.example.org", "--from", "wholetime@example.org"];
    let (code, _, err) = run(&[&["letters", "deliver", "--store", &at][..], &clear].concat());
    assert_eq!((code, err.contains("in the clear")), (Some(2), true), "{err}");
    let (_, out, _) = run(&["data", "audit", "--store", &at, "--format", "csv"]);
    assert!(out.contains("letters.wanted") && !out.contains("example.org"), "{out}");
    std::fs::remove_dir_all(&store).unwrap();
    std::fs::remove_file(&fact).unwrap();
}
