//! Where things lie in the workspace, and cargo called the same way everywhere so that dependencies compile once.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::step::{output_of, run, step};

pub const WASM: &str = "wasm32-unknown-unknown";

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

/// The app for the browser, as developed: `erase_components` turns views into boxed types, which compile in a third of the time.
pub fn cargo_wasm(subcommand: &str) -> Command {
    let mut command = cargo(subcommand);
    command.args(["--package", "app", "--target", WASM]);
    command
}

pub const ERASE_COMPONENTS: [&str; 2] =
    ["--config", "target.wasm32-unknown-unknown.rustflags=['--cfg','erase_components']"];

/// Adds the browser's target to the toolchain where it is missing.
pub fn ensure_wasm_target() -> Result<()> {
    let libraries =
        output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(libraries.trim()).exists() {
        return Ok(());
    }
    step(
        "add the wasm32 target",
        &format!("run `rustup target add {WASM}` where the toolchain can be reached"),
        || run(Command::new("rustup").args(["target", "add", WASM])),
    )
}
