//! One file to install: the server with the web app inside.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::step::{run, step};
use crate::{web, workspace};

#[derive(Args)]
pub struct Options {
    /// Folder to put the binary into
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: PathBuf,
}

pub fn dist(options: &Options) -> Result<()> {
    web::build(&web::Options::new(true))?;
    let mut build = workspace::cargo_native("build");
    build.args(["--release", "--bin", "chitbook", "--features", "server/embed"]);
    step(
        "build chitbook with the web app inside",
        "read the compiler's first error above",
        || run(&mut build),
    )?;
    let binary = options.out.join(format!("chitbook{EXE_SUFFIX}"));
    fs::create_dir_all(&options.out)?;
    fs::copy(workspace::binary("chitbook", true), &binary)
        .with_context(|| format!("cannot write {}", binary.display()))?;
    let megabytes = fs::metadata(&binary)?.len().div_ceil(100_000);
    println!("{} · {}.{} MB", binary.display(), megabytes / 10, megabytes % 10);
    Ok(())
}
