//! The web app as files to serve: Rust becomes Wasm, every file gets the name of its content, and the service worker learns the list.

mod bundle;
mod compile;
mod style;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::step::step;
use crate::{setup, workspace};
use bundle::Bundle;
use compile::{Glue, Screens};

#[derive(Args, Clone)]
pub struct Options {
    /// Smallest files, with precompressed copies; the first time takes minutes
    #[arg(long)]
    pub release: bool,
    /// The gallery of the kit's parts instead of the app
    #[arg(long)]
    pub gallery: bool,
    /// Folder to write
    #[arg(long, value_name = "DIR", default_value = "dist/web")]
    pub out: PathBuf,
}

impl Options {
    pub fn new(release: bool) -> Self {
        Self { release, gallery: false, out: PathBuf::from("dist/web") }
    }
}

pub fn build(options: &Options) -> Result<PathBuf> {
    setup::wasm_target()?;
    let wasm = step("compile the app to Wasm", "read the compiler's first error above", || {
        let screens = if options.gallery { Screens::Gallery } else { Screens::App };
        compile::compile(screens, options.release)
    })?;
    let glue = step(
        "bind Wasm to JavaScript",
        "wasm-bindgen in Cargo.toml and wasm-bindgen-cli-support in xtask/Cargo.toml must be one version",
        || compile::bind(&wasm, options.release),
    )?;
    let bundle =
        step("name every file by its content", "read the message above", || collect(&glue))?;
    step(
        &format!("write {}", options.out.display()),
        "check the disk's free space and rights",
        || write(&bundle, options),
    )?;
    report(&bundle, options);
    Ok(options.out.clone())
}

/// The compiler at work on the release of the app, for `build` to find done. It takes minutes, and
/// keeps one core busy for most of them.
pub struct Ahead {
    child: Child,
    log: PathBuf,
}

impl Ahead {
    pub fn begin() -> Result<Ahead> {
        let log = workspace::target().join("web-release.log");
        let output =
            File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut compiler = compile::compiler(Screens::App, true)?;
        let (out, err) = (output.try_clone()?, output);
        let child = compiler.stdin(Stdio::null()).stdout(out).stderr(err).spawn()?;
        Ok(Ahead { child, log })
    }

    pub fn end(mut self) -> Result<()> {
        let advice = "read the compiler's first error above";
        step("wait for the compiler of the app", advice, || {
            let status = self.child.wait()?;
            if !status.success() {
                eprint!("{}", fs::read_to_string(&self.log)?);
            }
            ensure!(status.success(), "it ended with {status}");
            Ok(())
        })
    }
}

impl Drop for Ahead {
    /// Nobody waits for it when something else has failed.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) && self.child.kill().is_ok() {
            drop(self.child.wait());
        }
    }
}

/// Everything the browser loads, from the glue's folder, `style/` and `public/`.
fn collect(glue: &Glue) -> Result<Bundle> {
    let mut bundle = Bundle::default();
    let wasm = bundle.hashed("app", "wasm", read(&glue.folder.join("app_bg.wasm"))?);
    let script = text_of(&glue.folder.join("app.js"))?;
    let script = bundle.snippets(script, &glue.folder.join("snippets"))?;
    let mut loader = text_of(&glue.loader)?;
    for (stem, part) in &glue.parts {
        let path = bundle.hashed(stem, "wasm", read(part)?);
        let name = part.file_name().unwrap_or_default().to_string_lossy();
        ensure!(loader.contains(&format!("./{name}")), "nothing loads {name}");
        loader = loader.replace(&format!("./{name}"), &path.replace("/a/", "./"));
        for (place, needed) in &glue.places {
            if needed.contains(stem) {
                bundle.part(place, &path);
            }
        }
    }
    let loader = read_whole(&loader)?;
    let [js, parts] = bundle.scripts_of_each_other([("app", &script), ("parts", &loader)])?;
    let css = bundle.hashed("app", "css", style::sheet()?.into_bytes());

    let public = workspace::root().join("public");
    let text = |name: &str| text_of(&public.join(name));
    let fill = |template: String| {
        let template = template.replace("{{js}}", &js).replace("{{parts}}", &parts);
        template.replace("{{wasm}}", &wasm).replace("{{css}}", &css)
    };
    let boot = bundle.hashed("boot", "js", fill(text("boot.js")?).into_bytes());
    let page = fill(text("index.html")?).replace("{{boot}}", &boot);
    bundle.named("index.html", page.into_bytes());

    let templates = ["index.html", "boot.js", "boot.css", "sw.js"];
    for entry in fs::read_dir(&public)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_file() && !templates.contains(&name.as_str()) {
            bundle.named(&name, read(&entry.path())?);
        }
    }
    bundle.service_worker(&text("sw.js")?)?;
    Ok(bundle)
}

/// The splitter's loader has the browser read a part while it streams in, which is done on the page's
/// thread. A part that is here whole is read beside it.
fn read_whole(loader: &str) -> Result<String> {
    const STREAMED: [(&str, &str); 2] = [
        ("const src = fetch(", "const src = whole("),
        (
            "WebAssembly.instantiateStreaming(src, imports)",
            "WebAssembly.instantiate(await src, imports)",
        ),
    ];
    const WHOLE: &str = "\
async function whole(address) {
    const file = await fetch(address);
    return WebAssembly.compile(await file.arrayBuffer());
}
";
    let mut loader = loader.to_owned();
    for (streamed, read) in STREAMED {
        ensure!(loader.contains(streamed), "the loader of the parts does not say {streamed:?}");
        loader = loader.replace(streamed, read);
    }
    Ok(loader + WHOLE)
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes beside the old folder and swaps, so that a running server never sees half a build.
fn write(bundle: &Bundle, options: &Options) -> Result<()> {
    let fresh = options.out.with_extension("new");
    let old = options.out.with_extension("old");
    for leftover in [&fresh, &old] {
        if leftover.exists() {
            fs::remove_dir_all(leftover)?;
        }
    }
    bundle.write(&fresh, options.release)?;
    if options.out.exists() {
        fs::rename(&options.out, &old)?;
    }
    fs::rename(&fresh, &options.out)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

fn report(bundle: &Bundle, options: &Options) {
    let folder = &options.out;
    eprintln!("  {}: build {}, {} files", folder.display(), bundle.version(), bundle.len());
    if !options.release {
        // Unoptimised, they are many times what a phone is sent, and tell nobody anything.
        return;
    }
    eprintln!("  up to the sign-in: {}", bundle.first_visit(folder));
    for (place, size) in bundle.places(folder) {
        eprintln!("  then for the {place}: {size}");
    }
}
