//! What the machine must have: found, installed where that is possible, or named with the command that would.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::step::{output_of, run, step};
use crate::workspace::{WASM, root};

/// Adds the browser's target to the toolchain where it is missing.
pub fn wasm_target() -> Result<()> {
    let mut ask = Command::new("rustc");
    ask.args(["--print", "target-libdir", "--target", WASM]);
    if Path::new(output_of(&mut ask)?.trim()).exists() {
        return Ok(());
    }
    let advice = format!("run `rustup target add {WASM}` on a network that reaches the toolchain");
    step("add the wasm32 target", &advice, || {
        run(Command::new("rustup").args(["target", "add", WASM]))
    })
}

/// Chromium and its driver, both of one version.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

pub fn browser() -> Result<Option<Browser>> {
    let find = || {
        let chromium = env::var_os("CHROMIUM").map(PathBuf::from);
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let chromium = chromium.or_else(|| names.into_iter().find_map(on_path))?;
        let driver = env::var_os("CHROMEDRIVER").map(PathBuf::from);
        let driver = driver.or_else(|| on_path("chromedriver"))?;
        Some(Browser { chromium, driver })
    };
    // Without a Chinese font every picture would be little boxes.
    found_or_installed("Chromium", &["chromium", "chromium-driver", "fonts-noto-cjk"], find)
}

/// PostgreSQL's programs, of which the tests start a server of their own; they are seldom on the path.
pub fn postgres() -> Result<Option<PathBuf>> {
    let find = || {
        let debian = fs::read_dir("/usr/lib/postgresql").ok();
        let mut folders: Vec<PathBuf> = debian
            .into_iter()
            .flatten()
            .flatten()
            .map(|version| version.path().join("bin"))
            .collect();
        folders.sort();
        folders.extend(on_path("initdb").and_then(|file| file.parent().map(Path::to_owned)));
        folders
            .into_iter()
            .rfind(|folder| folder.join("postgres").exists() && folder.join("initdb").exists())
    };
    found_or_installed("PostgreSQL", &["postgresql"], find)
}

/// The packages of tests/browser, as its lock file names them.
pub fn browser_tests() -> Result<bool> {
    packages("tests/browser")
}

/// Those of tests/conformance: its client needs none, what judges `docs/openapi.json` does.
pub fn conformance_tests() -> Result<bool> {
    packages("tests/conformance")
}

fn packages(tests: &str) -> Result<bool> {
    let Some(npm) = found_or_installed("Node.js 20", &["nodejs", "npm"], npm)? else {
        return Ok(false);
    };
    let folder = root().join(tests);
    let wanted = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(true);
    }
    step(
        &format!("install the packages of {tests}"),
        &format!("run `npm ci` in {tests} and read what it says"),
        || {
            run(Command::new(npm).args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder))?;
            Ok(fs::write(&stamp, &wanted)?)
        },
    )?;
    Ok(true)
}

/// The tests use what Node.js has since version 20; Debian 12 still brings 18.
fn npm() -> Option<PathBuf> {
    let version = output_of(Command::new("node").arg("--version")).ok()?;
    let major: u32 = version.trim().trim_start_matches('v').split('.').next()?.parse().ok()?;
    if major < 20 { None } else { on_path("npm") }
}

/// In a continuous integration nothing may be skipped; on a person's machine the rest of the tests still runs.
fn found_or_installed<T>(
    what: &str,
    packages: &[&str],
    find: impl Fn() -> Option<T>,
) -> Result<Option<T>> {
    if let Some(found) = find() {
        return Ok(Some(found));
    }
    let by_hand = format!("apt-get update && apt-get install --yes {}", packages.join(" "));
    if on_path("apt-get").is_some() && is_root() {
        step(&format!("install {what}"), &format!("run `{by_hand}`"), || {
            run(&mut apt(&["update"]))?;
            run(apt(&["install", "--yes", "--no-install-recommends"]).args(packages))
        })?;
    }
    let found = find();
    if found.is_none() && in_ci() {
        bail!("{what} is missing, and with CI set no test may be skipped: {by_hand}");
    }
    if found.is_none() {
        eprintln!(
            "!! SKIPPED: {what} is missing, so its tests do not run. To run them: sudo {by_hand}"
        );
    }
    Ok(found)
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .arg("--quiet")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null());
    command
}

pub fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}
