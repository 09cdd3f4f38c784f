//! Makes the style sheet from the NHS design system's npm package: the components we use, and of those the rules we
//! use. Runs npm in the build folder, never in the source tree, and only when the design, a template or a chart changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Where the charts on pages are drawn, whose classes the sheet keeps.
const CHARTS: &str = "../wt-charts/src";

fn main() {
    for watched in ["design", "templates", "src", CHARTS, "build.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    if let Err(why) = build() {
        // Cargo shows the first line of a build script's failure best.
        println!("cargo::error={why}");
        std::process::exit(1);
    }
}

fn build() -> Result<(), String> {
    let source = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    let design = out.join("design");
    fs::create_dir_all(&design).map_err(|e| e.to_string())?;
    install(&source.join("design"), &design)?;
    let full = design.join("full.css");
    let modules = design.join("node_modules");
    node(
        &design,
        &modules.join("sass").join("sass.js"),
        &[
            "--style=compressed".into(),
            "--no-source-map".into(),
            format!("--load-path={}", modules.display()),
            source.join("design").join("wholetime.scss").display().to_string(),
            full.display().to_string(),
        ],
    )?;
    let used = out.join("wholetime.css");
    // Globs want forward slashes on every platform.
    let glob = |folder: &str, files: &str| {
        format!("{}/{files}", source.join(folder).display().to_string().replace('\\', "/"))
    };
    node(
        &design,
        &modules.join("purgecss").join("bin").join("purgecss.js"),
        &[
            "--css".into(),
            full.display().to_string().replace('\\', "/"),
            "--content".into(),
            glob("templates", "**/*.html"),
            glob("src", "**/*.rs"),
            glob(CHARTS, "**/*.rs"),
            "--variables".into(),
            "--output".into(),
            used.display().to_string(),
        ],
    )?;
    refuse_outside(&used)?;
    let fixtures = modules.join("nhsuk-frontend").join("dist").join("nhsuk").join("components");
    println!("cargo::rustc-env=WT_DESIGN_FIXTURES={}", fixtures.display());
    Ok(())
}

/// Installs the packages of the lock file, unless they are there from the last build.
fn install(from: &Path, to: &Path) -> Result<(), String> {
    let lock = fs::read(from.join("package-lock.json")).map_err(|e| e.to_string())?;
    let done = to.join("installed.lock");
    if fs::read(&done).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    for name in ["package.json", "package-lock.json"] {
        fs::copy(from.join(name), to.join(name)).map_err(|e| e.to_string())?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(Command::new(npm).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(to))?;
    fs::write(done, lock).map_err(|e| e.to_string())
}

fn node(folder: &Path, script: &Path, arguments: &[String]) -> Result<(), String> {
    run(Command::new("node").arg(script).args(arguments).current_dir(folder))
}

fn run(command: &mut Command) -> Result<(), String> {
    const NEED: &str =
        "The pages' style sheet is built with Node.js 20 or later and npm: install them and build again.";
    let output = command.output().map_err(|e| format!("{NEED} ({e})"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).lines().take(6).collect::<Vec<_>>().join(" / ");
    Err(format!("The style sheet could not be built: {said}"))
}

/// Pages may load nothing from outside: no font, no image, no map.
fn refuse_outside(sheet: &Path) -> Result<(), String> {
    let css = fs::read_to_string(sheet).map_err(|e| e.to_string())?;
    let outside = ["url(http", "url(\"http", "url(//", "@import", "sourceMappingURL"];
    match outside.iter().find(|o| css.contains(**o)) {
        Some(found) => Err(format!("The style sheet names something outside the program: {found}")),
        None => Ok(()),
    }
}
