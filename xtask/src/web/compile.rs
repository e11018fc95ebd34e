//! From Rust to Wasm and its JavaScript glue, in this process, so that no tool has to be installed.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::step::run;
use crate::workspace::{self, WASM};

/// The script that loads the parts, as `app.js` imports it.
const LOADER: &str = "./parts.js";

/// What the browser is to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screens {
    App,
    /// Every part of the kit in every state.
    Gallery,
}

impl Screens {
    fn binary(self) -> &'static str {
        match self {
            Screens::App => "app",
            Screens::Gallery => "gallery",
        }
    }
}

fn profile(release: bool) -> &'static str {
    if release { "wasm-release" } else { "wasm-dev" }
}

/// Compiles the screens and gives the path of their Wasm.
pub fn compile(screens: Screens, release: bool) -> Result<PathBuf> {
    run(&mut compiler(screens, release)?)?;
    let file = format!("{}.wasm", screens.binary());
    Ok(workspace::target().join(WASM).join(profile(release)).join(file))
}

/// The command that compiles the screens.
pub fn compiler(screens: Screens, release: bool) -> Result<Command> {
    let mut command = workspace::cargo_wasm("rustc");
    command.args(["--bin", screens.binary(), "--profile", profile(release)]);
    if screens == Screens::Gallery {
        command.args(["--features", "gallery"]);
    }
    if release {
        command.args(["--config", &same_paths_everywhere()]);
        command.env("CHITBOOK_BUILD", build_name()?);
    } else {
        command.args(workspace::ERASE_COMPONENTS);
    }
    // Where one function calls another, so that the file can be taken apart.
    command.args(["--", "-C", "link-arg=--emit-relocs"]);
    Ok(command)
}

/// Names a build after its sources: a newer one reads again what an older one put aside, and the same
/// sources give the same file. A development build keeps the version alone, or every change of a file
/// would compile the screens from the beginning.
fn build_name() -> Result<String> {
    let root = workspace::root();
    let mut files = vec![root.join("Cargo.lock"), root.join("Cargo.toml")];
    for package in ["app", "shared"] {
        files.push(root.join(package).join("Cargo.toml"));
        sources(&root.join(package).join("src"), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
        let content = fs::read(&file).with_context(|| format!("cannot read {name}"))?;
        digest.update(format!("{name}\0{}\0", content.len()));
        digest.update(content);
    }
    let mut name = format!("{}+", env!("CARGO_PKG_VERSION"));
    for byte in &digest.finalize()[..6] {
        write!(name, "{byte:02x}")?;
    }
    Ok(name)
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
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
    // Views as boxed types are one machine code each, not one for every place that shows them.
    format!("target.{WASM}.rustflags=[{},'--cfg','erase_components']", flags.join(","))
}

/// What the browser loads first, and what it loads for who enters.
pub struct Glue {
    /// `app.js`, `app_bg.wasm` and perhaps `snippets/`.
    pub folder: PathBuf,
    /// Fetches the parts when they are asked for. It and `app.js` name each other.
    pub loader: PathBuf,
    /// By their names, which stand in `places` too.
    pub parts: BTreeMap<String, PathBuf>,
    /// What each place behind the sign-in needs.
    pub places: BTreeMap<String, Vec<String>>,
}

/// Takes the Wasm apart at its split points and binds the main part to JavaScript.
pub fn bind(wasm: &Path, release: bool) -> Result<Glue> {
    let folder = workspace::target().join("web-glue");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let parts = folder.join("parts");
    let main = folder.join("main.wasm");
    let input = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &parts;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|fault| anyhow!("cannot split {}: {fault:#}", wasm.display()))?;
    Bindgen::new()
        .input_path(&main)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The parts share the memory and the table of functions with the main part.
        .keep_lld_exports(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&folder)
        .with_context(|| format!("cannot bind {}", main.display()))?;
    let mut named = BTreeMap::new();
    for part in split.split_modules {
        if release {
            pack(&part)?;
        }
        named.insert(short(&part.file_stem().unwrap_or_default().to_string_lossy()), part);
    }
    let needs =
        |(place, needed): (_, Vec<String>)| (place, needed.iter().map(|it| short(it)).collect());
    let places = split.prefetch_map.into_iter().map(needs).collect();
    Ok(Glue { loader: parts.join(LOADER), folder, parts: named, places })
}

/// The splitter's `split_phone` is the phone's; what several places share it calls `chunk_3`.
fn short(name: &str) -> String {
    name.trim_start_matches("split_").to_owned()
}

/// A part as the splitter writes it has names, and numbers of full width where an address stood.
fn pack(part: &Path) -> Result<()> {
    let mut module = walrus::ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse_file(part)
        .with_context(|| format!("cannot read {}", part.display()))?;
    module.emit_wasm_file(part).with_context(|| format!("cannot write {}", part.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sources_have_the_same_name() {
        let name = build_name().unwrap();
        assert_eq!(name, build_name().unwrap());
        assert!(name.starts_with(concat!(env!("CARGO_PKG_VERSION"), "+")), "{name}");
    }
}
