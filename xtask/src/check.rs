//! The quick look before every commit: form, lints, and the rules of the domain.

use anyhow::Result;

use crate::step::{run, step};
use crate::tally::Tally;
use crate::{setup, workspace};

const WARNINGS: [&str; 3] = ["--", "--deny", "warnings"];

pub fn check(tally: &mut Tally) -> Result<()> {
    setup::wasm_target()?;
    lint()?;
    let mut rules = workspace::cargo("test");
    rules.args(["--package", "shared", "--package", "app", "--lib"]);
    step("test rules and words", "read the first failed test above", || tally.run(&mut rules))
}

pub fn lint() -> Result<()> {
    step("check the form", "run `cargo fmt --all`", || {
        run(workspace::cargo("fmt").args(["--all", "--check"]))
    })?;
    let advice = "read the first warning above; `cargo clippy --fix` mends many";
    step("lint the server and its tests", advice, || {
        run(workspace::cargo_native("clippy").arg("--all-targets").args(WARNINGS))
    })?;
    step("lint the app for the browser", advice, || {
        let mut clippy = workspace::cargo_wasm("clippy");
        clippy
            .args(["--all-targets", "--profile", "wasm-dev"])
            .args(workspace::ERASE_COMPONENTS)
            .args(WARNINGS);
        run(&mut clippy)
    })?;
    step("lint these commands", advice, || {
        run(workspace::cargo("clippy").args(["--package", "xtask", "--all-targets"]).args(WARNINGS))
    })
}
