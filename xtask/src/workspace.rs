//! The tree as the checks see it: text files and crates, in memory, so that a test can plant a violation.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Outcome, command};

/// A text file of the tree.
#[derive(Debug, Clone)]
pub(crate) struct TextFile {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

/// The floor a crate stands on: arrows run from the later ones to the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Room {
    /// Knows no capability.
    Foundation,
    /// Evidence, benchmark, opportunity.
    Thread,
    /// What closes the gap.
    Tools,
    /// The only place with input and output.
    Edge,
    /// Checks and measurements; no part of the product.
    Workshop,
}

impl Room {
    /// The room of a folder such as `foundation/wt-units`.
    pub(crate) fn of(folder: &str) -> Self {
        match folder.split('/').next() {
            Some("foundation") => Self::Foundation,
            Some("thread") => Self::Thread,
            Some("tools") => Self::Tools,
            Some("edge") => Self::Edge,
            _ => Self::Workshop,
        }
    }

    /// Foundation, thread and tools hold no clock, file, network, environment or logger.
    pub(crate) fn is_pure(self) -> bool {
        self <= Self::Tools
    }
}

/// One line under `[dependencies]`, `[dev-dependencies]` or `[build-dependencies]`.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    /// Name of the package.
    pub(crate) name: String,
    /// Only for tests.
    pub(crate) dev: bool,
}

/// A member of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    /// Name of the package.
    pub(crate) name: String,
    /// Folder from the root, with `/`.
    pub(crate) folder: String,
    /// What it stands on.
    pub(crate) dependencies: Vec<Dependency>,
}

impl Member {
    /// The floor it stands on.
    pub(crate) fn room(&self) -> Room {
        Room::of(&self.folder)
    }
}

/// The whole tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Workspace {
    /// Where it stands on this machine.
    pub(crate) root: PathBuf,
    /// Every text file that is, or would be, in version control.
    pub(crate) files: Vec<TextFile>,
    /// Every crate.
    pub(crate) members: Vec<Member>,
}

impl Workspace {
    /// Reads the tree this program was built from.
    pub(crate) fn read() -> Outcome<Self> {
        let root = root()?;
        let files = paths(&root)?
            .into_iter()
            .filter_map(|path| {
                // Pictures and other bytes have no lines to check; a file deleted a moment ago is no fault.
                let text = std::fs::read_to_string(root.join(&path)).ok()?;
                Some(TextFile { path, text })
            })
            .collect();
        let metadata =
            command::read(&root, &command::cargo(), &["metadata", "--format-version", "1", "--no-deps"])?;
        let members = members(&root, &serde_json::from_str(&metadata)?);
        Ok(Self { root, files, members })
    }

    /// The files whose path ends in `.rs`.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// Path and text of the files in `folder` (and below) whose name ends in `ending`.
    pub(crate) fn under(&self, folder: &str, ending: &str) -> Vec<(String, String)> {
        self.files
            .iter()
            .filter(|file| file.path.starts_with(folder) && file.path.ends_with(ending))
            .map(|file| (file.path.clone(), file.text.clone()))
            .collect()
    }
}

/// The root of the repository.
pub(crate) fn root() -> Outcome<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().ok_or("the workshop has no folder above it")?.to_path_buf())
}

/// Tracked and not-yet-tracked files; in an unpacked archive without git, everything but build output.
fn paths(root: &Path) -> Outcome<Vec<String>> {
    let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    if root.join(".git").exists()
        && let Ok(list) = command::read(root, "git", &listing)
    {
        return Ok(list.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect());
    }
    let mut found = Vec::new();
    walk(root, "", &mut found)?;
    Ok(found)
}

fn walk(root: &Path, folder: &str, found: &mut Vec<String>) -> Outcome<()> {
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if !entry.file_type()?.is_dir() {
            found.push(path);
        } else if !matches!(name.as_str(), ".git" | "target" | "node_modules" | "demo-store" | "shots") {
            walk(root, &path, found)?;
        }
    }
    Ok(())
}

/// Members as `cargo metadata` describes them.
fn members(root: &Path, metadata: &Value) -> Vec<Member> {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages
        .iter()
        .map(|package| {
            let manifest = PathBuf::from(text(package, "manifest_path"));
            let folder = manifest.parent().and_then(|at| at.strip_prefix(root).ok()).unwrap_or(Path::new(""));
            let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
            Member {
                name: text(package, "name"),
                folder: folder.to_string_lossy().replace('\\', "/"),
                dependencies: dependencies
                    .iter()
                    .map(|one| Dependency { name: text(one, "name"), dev: text(one, "kind") == "dev" })
                    .collect(),
            }
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod planted {
    //! Small trees for the tests of the checks.

    use super::{Dependency, Member, TextFile, Workspace};

    /// A tree of these files and no crates.
    pub(crate) fn files(files: &[(&str, &str)]) -> Workspace {
        let files = files.iter().map(|(path, text)| TextFile { path: (*path).into(), text: (*text).into() });
        Workspace { files: files.collect(), ..Workspace::default() }
    }

    /// A crate with ordinary dependencies.
    pub(crate) fn member(folder: &str, dependencies: &[&str]) -> Member {
        let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let dependencies =
            dependencies.iter().map(|name| Dependency { name: (*name).into(), dev: false }).collect();
        Member { name, folder: folder.into(), dependencies }
    }

    /// A tree of these crates and no files.
    pub(crate) fn members(members: Vec<Member>) -> Workspace {
        Workspace { members, ..Workspace::default() }
    }
}
