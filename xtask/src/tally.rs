//! How many tests passed: the closing lines of the runners, shown as they come and added up.

use std::io::{BufRead as _, BufReader, Write as _, stdout};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::step::shown;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// Runs a test runner to its end with its output on the screen.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        let name = shown(command);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("could not start {name}"))?;
        if let Some(output) = child.stdout.take() {
            let mut screen = stdout().lock();
            for line in BufReader::new(output).split(b'\n') {
                let line = line?;
                screen.write_all(&line)?;
                screen.write_all(b"\n")?;
                self.count(&String::from_utf8_lossy(&line));
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("{name} ended with {status}");
        }
        Ok(())
    }

    /// `test result: ok. 12 passed; 0 failed; 1 ignored; …` of cargo, `ℹ pass 12` of node.
    fn count(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split([';', '.']) {
                let mut words = part.split_whitespace();
                if let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse), words.next())
                {
                    self.add(what, number);
                }
            }
        } else if let Some(line) = line.strip_prefix("ℹ ") {
            let mut words = line.split_whitespace();
            if let (Some(what), Some(Ok(number)), None) =
                (words.next(), words.next().map(str::parse), words.next())
            {
                self.add(what, number);
            }
        }
    }

    fn add(&mut self, what: &str, number: u64) {
        match what {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// One line for people and for what reads the log.
    pub fn closing_line(&self) -> String {
        let Self { passed, failed, skipped } = self;
        let skipped = if *skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
        format!("{passed} passed, {failed} failed{skipped}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], passed: u64, failed: u64, skipped: u64) {
        let mut tally = Tally::default();
        for line in lines {
            tally.count(line);
        }
        assert_eq!(tally, Tally { passed, failed, skipped });
    }

    #[test]
    fn closing_lines_of_the_runners_are_added_up() {
        let cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.52s";
        let failed = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        check(&[cargo, failed], 15, 2, 1);
        check(
            &[
                "ℹ tests 5",
                "ℹ suites 0",
                "ℹ pass 4",
                "ℹ fail 1",
                "ℹ cancelled 0",
                "ℹ duration_ms 812.5",
            ],
            4,
            1,
            0,
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        check(
            &[
                "test rules::passed ... ok",
                "12 passed; 3 failed",
                "ℹ pass the salt",
                "running 4 tests",
            ],
            0,
            0,
            0,
        );
    }

    #[test]
    fn the_closing_line_is_plain() {
        assert_eq!(Tally { passed: 7, ..Tally::default() }.closing_line(), "7 passed, 0 failed");
        assert_eq!(
            Tally { passed: 7, failed: 1, skipped: 2 }.closing_line(),
            "7 passed, 1 failed, 2 skipped"
        );
    }
}
