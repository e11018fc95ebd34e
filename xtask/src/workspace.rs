//! Where things lie, and cargo called the same way everywhere, so that every dependency compiles once.
//!
//! Cargo chooses a dependency's features by the packages that are built together. These are the groups;
//! building any other mix compiles half the tree again.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::step::{run, step};

pub const WASM: &str = "wasm32-unknown-unknown";

/// The views as boxed types: the app compiles in a third of the time. The release adds this to flags of its own.
pub const ERASE_COMPONENTS: [&str; 2] =
    ["--config", "target.wasm32-unknown-unknown.rustflags=['--cfg','erase_components']"];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

pub fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(subcommand);
    command
}

/// Domain, server and the tests around them.
pub fn cargo_native(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args([
        "--workspace",
        "--exclude",
        "app",
        "--exclude",
        "xtask",
        "--exclude",
        "wasm-test",
    ]);
    command
}

/// The app for the browser.
pub fn cargo_wasm(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--package", "app", "--target", WASM]);
    command
}

/// Builds the server's binary and gives its path.
pub fn chitbook(release: bool) -> Result<PathBuf> {
    let mut command = cargo_native("build");
    command.args(["--bin", "chitbook"]);
    if release {
        command.arg("--release");
    }
    step("build chitbook", "read the compiler's first error above", || run(&mut command))?;
    Ok(binary("chitbook", release))
}

pub fn binary(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
