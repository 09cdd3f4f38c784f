//! Packages we stand on, as `cargo metadata` lists them.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::{Outcome, command};

/// A package that is not ours.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    /// Name.
    pub(crate) name: String,
    /// Version.
    pub(crate) version: String,
    /// Licence as an SPDX expression; empty where the package states none.
    pub(crate) licence: String,
    /// Where its source lies on this machine.
    pub(crate) folder: String,
}

/// Every package of the lock file, those of tests and of other platforms included.
pub(crate) fn everything(root: &Path) -> Outcome<Vec<Package>> {
    Ok(listed(&metadata(root, &[])?, |_| true))
}

/// The packages that end up in the program `name`: what it needs to run, not what tests or builds need.
pub(crate) fn inside(root: &Path, name: &str, platform: &str) -> Outcome<Vec<Package>> {
    let metadata = metadata(root, &["--filter-platform", platform])?;
    let reached = reached(&metadata, name);
    Ok(listed(&metadata, |id| reached.contains(id)))
}

fn metadata(root: &Path, more: &[&str]) -> Outcome<Value> {
    let arguments = [&["metadata", "--format-version", "1", "--locked"], more].concat();
    Ok(serde_json::from_str(&command::read(root, &command::cargo(), &arguments)?)?)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Ours have no source; theirs do.
fn listed(metadata: &Value, wanted: impl Fn(&str) -> bool) -> Vec<Package> {
    let mut packages: Vec<Package> = list(metadata, "packages")
        .iter()
        .filter(|package| !package["source"].is_null() && wanted(&text(package, "id")))
        .map(|package| {
            let manifest = text(package, "manifest_path");
            let folder = Path::new(&manifest).parent().unwrap_or(Path::new(""));
            Package {
                name: text(package, "name"),
                version: text(package, "version"),
                licence: text(package, "license"),
                folder: folder.to_string_lossy().into_owned(),
            }
        })
        .collect();
    packages.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    packages
}

fn reached(metadata: &Value, name: &str) -> BTreeSet<String> {
    let start = list(metadata, "packages")
        .iter()
        .find(|package| package["name"] == name && package["source"].is_null());
    let mut waiting: Vec<String> = start.map(|package| text(package, "id")).into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let Some(node) = list(&metadata["resolve"], "nodes").iter().find(|node| node["id"] == *id) else {
            continue;
        };
        for dependency in list(node, "deps") {
            if list(dependency, "dep_kinds").iter().any(|kind| kind["kind"].is_null()) {
                waiting.push(text(dependency, "pkg"));
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn only_what_the_program_needs_is_reached() {
        let dependency = |id: &str, kind: Option<&str>| json!({"pkg": id, "dep_kinds": [{"kind": kind}]});
        let metadata = json!({
            "packages": [
                {"id": "us", "name": "wholetime", "source": null},
                {"id": "a", "name": "a", "source": "s", "version": "1", "manifest_path": "x/Cargo.toml", "license": "MIT"},
                {"id": "b", "name": "b", "source": "s", "version": "1", "manifest_path": "y/Cargo.toml"},
            ],
            "resolve": {"nodes": [
                {"id": "us", "deps": [dependency("a", None), dependency("b", Some("dev"))]},
                {"id": "a", "deps": []},
            ]},
        });
        let reached = super::reached(&metadata, "wholetime");
        assert!(reached.contains("a") && !reached.contains("b"));
        let listed = super::listed(&metadata, |id| reached.contains(id));
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].folder, "x");
    }
}
