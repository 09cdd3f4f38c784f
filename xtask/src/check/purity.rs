//! Pure rooms: foundation, thread and tools hold no clock, file, network, environment, logger or print.

use super::{Finding, source};
use crate::workspace::{Room, Workspace};

/// Packages that a pure crate may not name outside its tests.
const PACKAGES: &[&str] = &[
    "sqlx",
    "tokio",
    "axum",
    "hyper",
    "reqwest",
    "ureq",
    "tower",
    "tower-http",
    "tracing",
    "log",
    "indicatif",
    "clap",
    "getrandom",
];

/// Words that a pure crate's production lines may not hold.
const WORDS: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
];

/// Modules of the standard library that may not be had through a grouped `use std::{…}` either.
const MODULES: &[&str] = &["fs", "net", "env", "process"];

/// Every crate and line that breaks it.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let mut found = packages(tree);
    for file in tree.rust() {
        let in_src = file.path.contains("/src/");
        if in_src && Room::of(&file.path).is_pure() && !source::is_test_file(&file.path) {
            found.extend(lines(&file.path, &file.text));
        }
    }
    found
}

fn packages(tree: &Workspace) -> Vec<Finding> {
    let mut found = Vec::new();
    for member in tree.members.iter().filter(|member| member.room().is_pure()) {
        for dependency in member.dependencies.iter().filter(|dependency| !dependency.dev) {
            if PACKAGES.contains(&dependency.name.as_str()) {
                let words =
                    format!("{}/Cargo.toml names {}: pure crates may not", member.folder, dependency.name);
                found.push(Finding::fault(words));
            }
        }
    }
    found
}

fn lines(path: &str, text: &str) -> Vec<Finding> {
    let kept = source::production(text);
    let mut found = Vec::new();
    for (position, (at, line)) in kept.iter().enumerate() {
        for word in WORDS.iter().filter(|word| holds(line, word)) {
            found
                .push(Finding::fault(format!("{path}:{at} uses {word}: pure crates take it as an argument")));
        }
        if line.trim_start().starts_with("use std::{") {
            let rest: Vec<&str> = kept[position..].iter().map(|(_, line)| *line).collect();
            let statement = rest.join(" ");
            let statement = statement.split(';').next().unwrap_or_default();
            for module in MODULES.iter().filter(|module| names(statement, module)) {
                found.push(Finding::fault(format!("{path}:{at} uses std::{module}: pure crates may not")));
            }
        }
    }
    found
}

/// `word` stands in `line` and is not the tail of a longer name (`writeln!` is no `println!`).
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            && !line[at + word.len()..].starts_with(|after: char| after.is_alphanumeric() || after == '_')
    })
}

fn names(statement: &str, module: &str) -> bool {
    statement
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'))
        .any(|part| part == module || part.strip_prefix(module).is_some_and(|rest| rest.starts_with("::")))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::{files, member, members};

    fn found(path: &str, text: &str) -> usize {
        check(&files(&[(path, text)])).len()
    }

    #[test]
    fn planted_input_and_output_is_found() {
        let path = "foundation/wt-x/src/lib.rs";
        assert_eq!(found(path, "//! Words.\nfn a() { let _ = std::fs::read(\"a\"); }\n"), 1);
        assert_eq!(found(path, "fn a() { println!(); }\n"), 1);
        assert_eq!(found(path, "use std::{\n    env,\n    fmt,\n};\n"), 1);
        assert_eq!(found(path, "use std::{fmt, time::SystemTime};\n"), 1);
        assert_eq!(found("thread/wt-x/src/a/b.rs", "fn a() { Instant::now(); }\n"), 1);
    }

    #[test]
    fn tests_edges_and_longer_words_are_free() {
        assert_eq!(found("edge/wt-x/src/lib.rs", "use std::fs;\n"), 0);
        assert_eq!(found("foundation/wt-x/tests/all.rs", "use std::fs;\n"), 0);
        assert_eq!(
            found("foundation/wt-x/src/lib.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"),
            0
        );
        assert_eq!(found("foundation/wt-x/src/lib.rs", "fn a() { my_println!(); std::fs_like(); }\n"), 0);
        assert_eq!(found("foundation/wt-x/src/lib.rs", "use std::{fmt::{self}, environ};\n"), 0);
    }

    #[test]
    fn planted_package_is_found() {
        assert_eq!(check(&members(vec![member("thread/wt-x", &["tokio", "serde"])])).len(), 1);
        assert_eq!(check(&members(vec![member("edge/wt-x", &["tokio"])])).len(), 0);
    }
}
