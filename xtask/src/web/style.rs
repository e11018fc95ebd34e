//! One style sheet from `style/`: every file in its own cascade layer, in the order of the house.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Later layers win. A layer is `style/NAME.css`, or the files of `style/NAME/` in the order of their names.
const LAYERS: [&str; 6] = ["tokens", "base", "layout", "kit", "pages", "print"];

pub fn sheet() -> Result<String> {
    let root = workspace::root();
    // The page before the app: below all layers, so that the app's own rules win.
    let boot =
        fs::read_to_string(root.join("public/boot.css")).context("public/boot.css is missing")?;
    let mut sheet = format!("@layer boot, {};\n@layer boot {{\n{boot}}}\n", LAYERS.join(", "));
    let style = root.join("style");
    if !style.exists() {
        return Ok(sheet);
    }
    refuse_strangers(&style)?;
    for layer in LAYERS {
        for file in files_of(&style, layer)? {
            let text = fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            writeln!(sheet, "@layer {layer} {{\n{text}}}")?;
        }
    }
    Ok(sheet)
}

/// A sheet that no layer takes would silently be missing on the screen.
fn refuse_strangers(style: &Path) -> Result<()> {
    for entry in fs::read_dir(style)? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_sheet = path.is_dir() || path.extension().is_some_and(|ending| ending == "css");
        if is_sheet && !LAYERS.contains(&stem.as_str()) {
            bail!(
                "style/{stem} belongs to no layer; put it into style/kit/, or name it in LAYERS of xtask/src/web/style.rs"
            );
        }
    }
    Ok(())
}

fn files_of(style: &Path, layer: &str) -> Result<Vec<PathBuf>> {
    let single = style.join(layer).with_extension("css");
    let mut files: Vec<PathBuf> = single.exists().then_some(single).into_iter().collect();
    let folder = style.join(layer);
    if folder.is_dir() {
        let mut inside = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "css") {
                inside.push(path);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
