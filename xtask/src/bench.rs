//! Figures of one run on one machine, as a table: the ratio to the raw floor is what may be compared.
//!
//! A bench prints its figures as lines of JSON, everything else it says is passed on. One figure:
//! `{"what": "push 10,000", "value": 0.11, "unit": "s", "floor": 0.08, "limit": 0.25}` (floor and limit where there
//! is one; a score has a `least` in place of a limit). Or many at once, each named by its key: `{"searchMs1x": 4, "searchMs4x": 13}`.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::Value;

use crate::step::{run, shown, step};
use crate::{setup, web, workspace};

#[derive(Args)]
pub struct Options {
    /// Leave out the figures of the browser
    #[arg(long)]
    without_browser: bool,
    /// Passed on to the bench of server and sync
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub fn bench(options: &Options) -> Result<()> {
    let mut rows = Vec::new();
    step("build server and bench for speed", "read the compiler's first error above", || {
        run(workspace::cargo_native("build").args([
            "--release",
            "--bin",
            "chitbook",
            "--bin",
            "bench",
        ]))
    })?;
    step("measure server and sync", "see the message above", || {
        let mut bench = Command::new(workspace::binary("bench", true));
        bench.args(&options.rest).env("CHITBOOK_BIN", workspace::binary("chitbook", true));
        measure(&mut bench, &mut rows)
    })?;
    if !options.without_browser
        && setup::browser_tests()?
        && let Some(browser) = setup::browser()?
    {
        let web = web::build(&web::Options::new(true))?;
        for (what, script) in
            [("measure the browser", "bench.mjs"), ("ask Lighthouse", "lighthouse.mjs")]
        {
            step(what, "see the message above", || {
                let mut node = Command::new("node");
                node.arg(script)
                    .current_dir(workspace::root().join("tests/browser"))
                    .env("CHITBOOK_BIN", workspace::binary("chitbook", true))
                    .env("CHITBOOK_WEB", workspace::root().join(&web))
                    .env("CHROMIUM", &browser.chromium);
                measure(&mut node, &mut rows)
            })?;
        }
    }
    print!("{}", table(&rows));
    let missed: Vec<&str> =
        rows.iter().filter(|it| it.misses()).map(|it| it.what.as_str()).collect();
    ensure!(missed.is_empty(), "{} miss their bounds: {}", missed.len(), missed.join("; "));
    Ok(())
}

#[derive(Debug, PartialEq)]
struct Row {
    what: String,
    value: f64,
    unit: String,
    floor: Option<f64>,
    limit: Option<f64>,
    /// What it has to be at least: a score.
    least: Option<f64>,
}

impl Row {
    fn misses(&self) -> bool {
        self.least.is_some_and(|least| self.value < least)
            || self.limit.is_some_and(|limit| limit < self.value)
    }

    fn bound(&self, with_unit: impl Fn(f64) -> String) -> String {
        let over = match (self.misses(), self.least) {
            (false, _) => "",
            (true, Some(_)) => " UNDER",
            (true, None) => " OVER",
        };
        if let Some(least) = self.least {
            return format!("≥ {}{over}", with_unit(least));
        }
        self.limit.map(|limit| with_unit(limit) + over).unwrap_or_default()
    }
}

fn measure(command: &mut Command, rows: &mut Vec<Row>) -> Result<()> {
    let name = shown(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {name}"))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            match figures(&line) {
                Some(found) => rows.extend(found),
                None => eprintln!("{line}"),
            }
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}

fn figures(line: &str) -> Option<Vec<Row>> {
    let Ok(Value::Object(object)) = serde_json::from_str(line) else { return None };
    let Some(what) = object.get("what").and_then(Value::as_str) else {
        let rows = object.iter().map(|(what, value)| {
            let (what, unit) = (what.clone(), String::new());
            Some(Row { what, value: value.as_f64()?, unit, floor: None, limit: None, least: None })
        });
        return rows.collect();
    };
    let number = |name: &str| object.get(name).and_then(Value::as_f64);
    let unit = object.get("unit").and_then(Value::as_str).unwrap_or_default().to_owned();
    let (floor, limit, least) = (number("floor"), number("limit"), number("least"));
    Some(vec![Row { what: what.to_owned(), value: number("value")?, unit, floor, limit, least }])
}

fn table(rows: &[Row]) -> String {
    let header = ["what", "measured", "raw floor", "ratio", "limit"].map(str::to_owned);
    let lines = rows.iter().map(|row| {
        let with_unit =
            |value: f64| format!("{} {}", figure(value), row.unit).trim_end().to_owned();
        let ratio = row
            .floor
            .filter(|floor| *floor > 0.0)
            .map(|floor| format!("{:.2}×", row.value / floor));
        [
            row.what.clone(),
            with_unit(row.value),
            row.floor.map(with_unit).unwrap_or_default(),
            ratio.unwrap_or_default(),
            row.bound(with_unit),
        ]
    });
    let lines: Vec<[String; 5]> = std::iter::once(header).chain(lines).collect();
    let width =
        |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        let mut cells = line.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let shown = cells.by_ref().collect::<Vec<_>>().join("  ");
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    text
}

/// Three figures that matter, whatever the size.
fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        it if it >= 100.0 || it.fract() == 0.0 => 0,
        it if it >= 10.0 => 1,
        it if it >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_with_its_floor_has_a_ratio() {
        let rows =
            figures(r#"{"what":"push 10,000","value":0.12,"unit":"s","floor":0.08,"limit":0.1}"#)
                .unwrap();
        let text = table(&rows);
        let line = text.lines().nth(1).unwrap();
        let cells: Vec<&str> =
            line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        assert_eq!(cells, ["push 10,000", "0.120 s", "0.080 s", "1.50×", "0.100 s OVER"]);
    }

    #[test]
    fn a_score_below_its_least_is_under() {
        let bound = |value: u32| {
            let line = format!(r#"{{"what":"score","value":{value},"least":95}}"#);
            table(&figures(&line).unwrap()).lines().nth(1).unwrap().to_owned()
        };
        assert!(bound(94).ends_with("≥ 95 UNDER"), "{}", bound(94));
        assert!(bound(95).ends_with("≥ 95"), "{}", bound(95));
    }

    #[test]
    fn many_figures_come_by_name() {
        let rows = figures(r#"{"firstVisitBytes":212345,"searchMs4x":12.5}"#).unwrap();
        let text = table(&rows);
        assert!(text.contains("212345") && text.contains("12.5"), "{text}");
    }

    #[test]
    fn other_lines_are_no_figures() {
        assert_eq!(figures("seeding 10,000 rows"), None);
        assert_eq!(figures(r#"{"what":"push","note":"no value"}"#), None);
        assert_eq!(figures(r#"["push", 1]"#), None);
    }
}
