//! File length: a file over 400 lines asks to be looked at, one over 800 fails.

use super::Finding;
use crate::workspace::Workspace;

/// The budget of calm: half the files are far below, and a reader asks why above it.
const LOOK_AT: usize = 400;
/// Never above.
const NEVER: usize = 800;

/// Long files, longest first; tests count as much as code.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let mut long: Vec<(usize, &str)> = tree
        .rust()
        .map(|file| (file.text.lines().count(), file.path.as_str()))
        .filter(|(lines, _)| *lines > LOOK_AT)
        .collect();
    long.sort_by(|one, other| other.cmp(one));
    long.into_iter()
        .map(|(lines, path)| {
            if lines > NEVER {
                Finding::fault(format!("{path} has {lines} lines: split it, {NEVER} is the limit"))
            } else {
                Finding::warning(format!("{path} has {lines} lines: could it be two files?"))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::files;

    #[test]
    fn long_files_warn_then_fail() {
        let found = |lines: usize| check(&files(&[("xtask/src/a.rs", &"\n".repeat(lines))]));
        assert!(found(400).is_empty());
        assert!(found(401)[0].warning);
        assert!(!found(801)[0].warning);
    }
}
