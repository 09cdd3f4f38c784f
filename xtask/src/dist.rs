//! `cargo xtask dist`: a Linux archive that runs unpacked, without installation; made, unpacked and tried.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::packages::{self, Package};
use crate::{Outcome, command, workspace};

const PLATFORM: &str = "x86_64-unknown-linux-gnu";
const PAPERS: &[&str] = &["README.md", "CHANGELOG.md", "GLOSSARY.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Builds, packs, unpacks elsewhere and tries.
pub(crate) fn run() -> Outcome<()> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("the archive is for Linux on x86-64, so it is made there".into());
    }
    let root = workspace::root()?;
    command::run(&root, &command::cargo(), &["build", "--release", "--locked", "--package", "wholetime"])?;
    let name = format!("wholetime-{}-linux-x86_64", env!("CARGO_PKG_VERSION"));
    let dist = root.join("target").join("dist");
    let folder = dist.join(&name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(target(&root).join("release").join("wholetime"), folder.join("wholetime"))?;
    for paper in PAPERS {
        std::fs::copy(root.join(paper), folder.join(paper)).map_err(|why| format!("{paper}: {why}"))?;
    }
    std::fs::write(folder.join("NOTICE"), notice(&packages::inside(&root, "wholetime", PLATFORM)?))?;
    let archive = format!("{name}.tar.gz");
    command::run(&dist, "tar", &["--owner=0", "--group=0", "-czf", &archive, &name])?;
    try_unpacked(&dist, &archive, &name)?;
    let bytes = std::fs::metadata(dist.join(&archive))?.len();
    println!("target/dist/{archive}: {:.1} MB, unpacked and tried", bytes as f64 / 1e6);
    Ok(())
}

/// Where cargo builds, which the caller may have moved.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// Unpacks it in a folder of its own and runs the newcomer's first two commands.
fn try_unpacked(dist: &Path, archive: &str, name: &str) -> Outcome<()> {
    let trial = std::env::temp_dir().join(format!("wholetime-dist-{}", std::process::id()));
    std::fs::create_dir_all(&trial)?;
    let outcome = (|| {
        let path = dist.join(archive).to_string_lossy().into_owned();
        command::run(&trial, "tar", &["-xzf", &path])?;
        let program = trial.join(name).join("wholetime").to_string_lossy().into_owned();
        command::run(&trial, &program, &["--version"])?;
        command::run(&trial, &program, &["demo", "--store", "demo-store", "--no-serve"])
    })();
    std::fs::remove_dir_all(&trial)?;
    outcome
}

/// Names, versions and licences of what is inside the program, and each licence text once.
fn notice(packages: &[Package]) -> String {
    let mut out = String::from(
        "Wholetime is offered under MIT OR Apache-2.0 (see LICENSE-MIT and LICENSE-APACHE).\n\
         Its pages use the look of nhsuk-frontend (MIT, Crown copyright, NHS England).\n\
         The program holds these libraries:\n\n",
    );
    for package in packages {
        let _ = writeln!(out, "{} {}: {}", package.name, package.version, package.licence);
    }
    let mut texts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in packages {
        for text in licence_texts(Path::new(&package.folder)) {
            texts.entry(text).or_default().push(&package.name);
        }
    }
    for (text, names) in texts {
        let _ = write!(out, "\n{}\n{}\n\n{}\n", "=".repeat(72), names.join(", "), text.trim());
    }
    out
}

/// Files named LICENSE…, LICENCE…, COPYING… or NOTICE….
fn licence_texts(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|start| name.starts_with(start))
        })
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::packages::Package;

    #[test]
    fn notice_names_each_library_and_each_text_once() {
        let folder = crate::workspace::root().unwrap().to_string_lossy().into_owned();
        let package = |name: &str| Package {
            name: name.into(),
            version: "1.2.3".into(),
            licence: "MIT".into(),
            folder: folder.clone(),
        };
        let notice = super::notice(&[package("one"), package("two")]);
        assert!(notice.contains("one 1.2.3: MIT") && notice.contains("two 1.2.3: MIT"));
        assert_eq!(notice.matches("one, two").count(), 2, "our two licence files, each said once");
    }
}
