//! Arrows between crates: foundation ← thread ← tools ← edge; never upward, never sideways among tools.

use super::Finding;
use crate::workspace::{Member, Room, Workspace};

/// Pairs at the edge that may not know each other, and why.
const STRANGERS: &[(&str, &str, &str)] = &[
    ("wt-web", "wt-store", "pages ask the engine"),
    ("wt-cli", "wt-store", "commands ask the engine"),
    ("wt-web", "wt-cli", "pages and commands stand side by side"),
    ("wt-charts", "wt-engine", "charts are drawn from plain structs"),
    ("wt-charts", "wt-store", "charts are drawn from plain structs"),
    ("wt-store", "wt-engine", "the store stands below the engine"),
    ("wt-engine", "wt-web", "the engine stands below the pages"),
    ("wt-engine", "wt-cli", "the engine stands below the commands"),
];

/// Every arrow that points the wrong way, tests included.
pub(super) fn check(tree: &Workspace) -> Vec<Finding> {
    let mut found = Vec::new();
    for from in &tree.members {
        for dependency in &from.dependencies {
            let Some(to) = tree.members.iter().find(|member| member.name == dependency.name) else {
                continue;
            };
            if let Some(why) = wrong(from, to) {
                found.push(Finding::fault(format!("{}/Cargo.toml names {}: {why}", from.folder, to.name)));
            }
        }
    }
    found
}

fn wrong(from: &Member, to: &Member) -> Option<String> {
    if from.name == to.name {
        return None;
    }
    if to.room() == Room::Workshop || (to.name == "wholetime" && from.room() != Room::Workshop) {
        return Some("nothing stands on a program".to_owned());
    }
    if to.room() > from.room() {
        return Some(format!("arrows never run upward, from {:?} to {:?}", from.room(), to.room()));
    }
    if from.room() == Room::Tools && to.room() == Room::Tools {
        return Some("no tool knows another".to_owned());
    }
    STRANGERS
        .iter()
        .find(|(one, other, _)| *one == from.name && *other == to.name)
        .map(|(_, _, why)| (*why).to_owned())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::workspace::planted::{member, members};

    fn found(from: &str, to: &str) -> usize {
        let name = to.rsplit('/').next().unwrap();
        check(&members(vec![member(from, &[name, "serde"]), member(to, &[])])).len()
    }

    #[test]
    fn arrows_run_one_way() {
        assert_eq!(found("thread/wt-benchmark", "foundation/wt-units"), 0);
        assert_eq!(found("edge/wt-web", "edge/wt-engine"), 0);
        assert_eq!(found("edge/wt-cli", "edge/wt-web"), 0);
        assert_eq!(found("foundation/wt-units", "thread/wt-benchmark"), 1);
        assert_eq!(found("thread/wt-benchmark", "edge/wt-store"), 1);
        assert_eq!(found("tools/wt-rates", "tools/wt-roster"), 1);
        assert_eq!(found("edge/wt-web", "edge/wt-store"), 1);
        assert_eq!(found("edge/wt-cli", "edge/wt-store"), 1);
        assert_eq!(found("edge/wt-store", "edge/wt-engine"), 1);
        assert_eq!(found("edge/wt-engine", "xtask"), 1);
    }
}
