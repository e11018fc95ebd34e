//! The protocol as a client of another language meets it, on each database there is.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::step::{run, step};
use crate::tally::Tally;
use crate::test::{FAILED_TEST, test_files};
use crate::workspace;

/// Runs tests/conformance against the binary; beside SQLite on PostgreSQL where there is one.
pub fn test(chitbook: &Path, has_postgres: bool, tally: &mut Tally) -> Result<()> {
    let cluster = if has_postgres { Some(Cluster::start()?) } else { None };
    step("test the protocol with a client of another language", FAILED_TEST, || {
        let folder = workspace::root().join("tests/conformance");
        let mut node = Command::new("node");
        node.args([
            "--test",
            "--test-reporter=spec",
            "--test-concurrency=2",
            "--test-timeout=300000",
        ])
        .args(test_files(&folder)?)
        .current_dir(&folder)
        .env("CHITBOOK_BIN", chitbook);
        if let Some(cluster) = &cluster {
            node.env("CHITBOOK_TEST_POSTGRES", &cluster.url);
        }
        tally.run(&mut node)
    })
}

/// A PostgreSQL of the tests' own, which ends with its input.
struct Cluster {
    program: Child,
    url: String,
}

impl Cluster {
    fn start() -> Result<Cluster> {
        step("build the starter of PostgreSQL", "read the compiler's first error above", || {
            run(workspace::cargo_native("build").args(["--bin", "cluster"]))
        })?;
        let mut program = Command::new(workspace::binary("cluster", false))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start PostgreSQL")?;
        let mut url = String::new();
        if let Some(output) = program.stdout.take() {
            BufReader::new(output).read_line(&mut url)?;
        }
        let cluster = Cluster { program, url: url.trim().to_owned() };
        ensure!(!cluster.url.is_empty(), "PostgreSQL did not start; what it said is above");
        Ok(cluster)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.program.stdin.take());
        // It has been told to end; how it does changes nothing for the tests.
        let _ = self.program.wait();
    }
}
