//! Every test there is: rules, both databases, the simulator, the app in a browser, the product from outside.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, Browser};
use crate::step::{run, step};
use crate::tally::Tally;
use crate::{check, conformance, web, workspace};

pub const FAILED_TEST: &str = "read the first failed test above";

pub fn test() -> Result<()> {
    let mut tally = Tally::default();
    let outcome = everything(&mut tally);
    println!("{}", tally.closing_line());
    outcome
}

fn everything(tally: &mut Tally) -> Result<()> {
    setup::wasm_target()?;
    let packages = setup::browser_tests()?;
    let browser = setup::browser()?;
    let postgres = setup::postgres()?;
    let conformance = setup::conformance_tests()?;

    check::lint()?;
    let ahead = if browser.is_some() && packages { Some(web::Ahead::begin()?) } else { None };
    let chitbook = workspace::chitbook(false)?;
    step("test these commands", FAILED_TEST, || {
        tally.run(workspace::cargo("test").args(["--package", "xtask"]))
    })?;
    step("test the app's words and views", FAILED_TEST, || {
        tally.run(workspace::cargo("test").args(["--package", "app", "--lib"]))
    })?;
    step("test rules, server, simulator and both databases", FAILED_TEST, || {
        tally.run(workspace::cargo_native("test").env("CHITBOOK_BIN", &chitbook))
    })?;
    if conformance {
        conformance::test(&chitbook, postgres.is_some(), tally)?;
    }
    let Some(browser) = browser else { return Ok(()) };
    app_in_browser(&browser, tally)?;
    if let Some(ahead) = ahead {
        ahead.end()?;
        product_from_outside(&browser, &chitbook, tally)?;
    }
    Ok(())
}

/// The app's own tests, compiled to Wasm and run in a headless browser.
fn app_in_browser(browser: &Browser, tally: &mut Tally) -> Result<()> {
    step("build the runner of the app's tests", "read the compiler's first error above", || {
        run(workspace::cargo("build").args(["--package", "wasm-test"]))
    })?;
    step("test the app in a browser", FAILED_TEST, || {
        let driver_options = write_driver_options(browser)?;
        let mut tests = workspace::cargo_wasm("test");
        tests
            .args(["--profile", "wasm-dev"])
            .args(workspace::ERASE_COMPONENTS)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                workspace::binary("wasm-test", false),
            )
            .env("CHROMEDRIVER", &browser.driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", driver_options);
        tally.run(&mut tests)
    })
}

/// Chromium as a test needs it: no window, no first-run pages, no talk with its maker.
fn write_driver_options(browser: &Browser) -> Result<PathBuf> {
    let options = serde_json::json!({
        "goog:chromeOptions": {
            "binary": browser.chromium,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--lang=zh-CN"
            ]
        }
    });
    let file = workspace::target().join("webdriver.json");
    fs::write(&file, options.to_string())
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

/// The browser tests: the release build of the app, a real server, real browsers.
fn product_from_outside(browser: &Browser, chitbook: &Path, tally: &mut Tally) -> Result<()> {
    let web = web::build(&web::Options::new(true))?;
    let folder = workspace::root().join("tests/browser");
    step(
        "test the product in browsers",
        "read the first failed test above; pictures are in tests/browser/results",
        || {
            let mut node = Command::new("node");
            node.args([
                "--test",
                "--test-reporter=spec",
                "--test-concurrency=2",
                "--test-timeout=1500000",
            ])
            .args(test_files(&folder)?)
            .current_dir(&folder)
            .env("CHITBOOK_BIN", chitbook)
            .env("CHITBOOK_WEB", workspace::root().join(&web))
            .env("CHROMIUM", &browser.chromium);
            tally.run(&mut node)
        },
    )
}

pub fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(".test.mjs"))
        {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
