//! From Rust to Wasm and its JavaScript glue, in this process, so that no tool has to be installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::step::run;
use crate::workspace::{self, WASM};

/// What the browser is to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screens {
    App,
    /// Every part of the kit in every state.
    Gallery,
}

/// Compiles the screens and gives the path of their Wasm.
pub fn compile(screens: Screens, release: bool) -> Result<PathBuf> {
    let profile = if release { "wasm-release" } else { "wasm-dev" };
    let mut command = workspace::cargo_wasm("build");
    let binary = match screens {
        Screens::App => "app",
        Screens::Gallery => "gallery",
    };
    command.args(["--bin", binary, "--profile", profile]);
    if screens == Screens::Gallery {
        command.args(["--features", "gallery"]);
    }
    if release {
        command.args(["--config", &same_paths_everywhere()]);
    } else {
        command.args(workspace::ERASE_COMPONENTS);
    }
    run(&mut command)?;
    Ok(workspace::target().join(WASM).join(profile).join(format!("{binary}.wasm")))
}

/// Messages of a panic name source files; without this they would carry the folders of whoever built it,
/// and two machines would never make the same file.
fn same_paths_everywhere() -> String {
    let home = env::var("HOME").unwrap_or_default();
    let cargo = env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let root = workspace::root();
    let flags = [
        format!("--remap-path-prefix={cargo}=cargo"),
        format!("--remap-path-prefix={}=.", root.display()),
    ]
    .map(|flag| format!("'{flag}'"));
    format!("target.{WASM}.rustflags=[{}]", flags.join(","))
}

/// Writes `app.js`, `app_bg.wasm` and perhaps `snippets/` and gives their folder.
pub fn bind(wasm: &Path, release: bool) -> Result<PathBuf> {
    let folder = workspace::target().join("web-glue");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    Bindgen::new()
        .input_path(wasm)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&folder)
        .with_context(|| format!("cannot bind {}", wasm.display()))?;
    Ok(folder)
}
