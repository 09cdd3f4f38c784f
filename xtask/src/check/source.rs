//! A Rust file as the checks read it: production lines only, comments and test modules left out.

/// Line numbers (from 1) and text of the lines that are neither comments nor inside `#[cfg(test)]`.
///
/// Leans on rustfmt, which the `format` check holds: an item ends at the first line that is a closing brace with
/// the indentation of its attribute.
pub(super) fn production(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("#[cfg(test)]") {
            let indent = line.len() - trimmed.len();
            skip_item(&mut lines, indent);
        } else if !trimmed.starts_with("//") {
            kept.push((at + 1, line));
        }
    }
    kept
}

fn skip_item<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>, indent: usize) {
    for (_, line) in lines {
        let trimmed = line.trim_start();
        let at_level = line.len() - trimmed.len() == indent;
        if at_level && (trimmed == "}" || trimmed.ends_with(';') || trimmed.ends_with("{}")) {
            return;
        }
    }
}

/// Files that hold only tests: `tests/…`, `benches/…`, `src/…/tests.rs`.
pub(super) fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.contains("/benches/") || path.ends_with("/tests.rs")
}

#[cfg(test)]
mod tests {
    #[test]
    fn tests_and_comments_are_left_out() {
        let text = "fn a() {}\n// b\n#[cfg(test)]\nmod tests {\n    fn c() {\n    }\n}\nfn d() {}\n#[cfg(test)]\nmod e;\nfn f() {}\n";
        let kept: Vec<_> = super::production(text).into_iter().map(|(at, _)| at).collect();
        assert_eq!(kept, [1, 8, 11]);
    }
}
