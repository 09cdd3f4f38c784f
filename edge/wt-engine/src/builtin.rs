//! Facts, metrics, evidence and what is known of published payments, that ship inside the program, so that one file runs without installation.

use include_dir::{Dir, include_dir};

static FACTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../facts");
static METRICS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../metrics");
static PAYMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../payments");
static EVIDENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../evidence");

/// `(path, text)` of every TOML file of `facts/`.
pub fn facts() -> Vec<(String, String)> {
    texts(&FACTS)
}

/// `(path, text)` of every TOML file of `metrics/`.
pub fn metrics() -> Vec<(String, String)> {
    texts(&METRICS)
}

/// The text of a file of `payments/`, such as `headings.toml`; empty where there is none.
pub fn payments(file: &str) -> &'static str {
    PAYMENTS.get_file(file).and_then(include_dir::File::contents_utf8).unwrap_or_default()
}

/// `(path, text)` of every record of `evidence/`: items, insights, themes.
pub fn evidence() -> Vec<(String, String)> {
    texts(&EVIDENCE)
}

fn texts(dir: &Dir<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut dirs = vec![dir];
    while let Some(dir) = dirs.pop() {
        dirs.extend(dir.dirs());
        for file in dir.files() {
            let wanted = file.path().extension().is_some_and(|e| e == "toml");
            if let (true, Some(text)) = (wanted, file.contents_utf8()) {
                // Addresses inside messages read the same on every platform.
                found.push((file.path().to_string_lossy().replace('\\', "/"), text.to_owned()));
            }
        }
    }
    found.sort();
    found
}
