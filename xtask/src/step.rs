//! One named, timed piece of work, and the line that says what to do when it fails.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Runs `work` under a heading and tells how long it took.
/// `advice` is the one line shown when it fails.
pub fn step<T>(name: &str, advice: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let start = Instant::now();
    let outcome = work();
    let seconds = start.elapsed().as_secs_f32();
    match outcome {
        Ok(value) => {
            eprintln!("✓ {name} · {seconds:.1} s");
            Ok(value)
        }
        Err(fault) => {
            eprintln!("✗ {name} · {seconds:.1} s");
            Err(fault.context(format!("{name} failed. What to do: {advice}")))
        }
    }
}

/// Runs a program to its end with its output on the screen.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a program silently and gives what it printed.
pub fn output_of(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("could not start {}", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", shown(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
