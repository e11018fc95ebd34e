//! A database and the program that works on it.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

pub struct Stage {
    pub db: String,
    pub folder: tempfile::TempDir,
}

/// What the program printed, and how it ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A stage for each database there is.
pub fn both() -> Vec<Stage> {
    let folder = || tempfile::tempdir().unwrap();
    let sqlite = folder();
    let file = sqlite.path().join("deep/in/chitbook.db");
    let mut stages = vec![Stage { db: format!("sqlite:{}", file.display()), folder: sqlite }];
    if let Some(db) = super::cluster::fresh_database() {
        stages.push(Stage { db, folder: folder() });
    }
    stages
}

impl Stage {
    pub fn file(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn command(&self, typed: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chitbook"));
        command.args(typed).env("CHITBOOK_DB", &self.db).env("LC_ALL", "C");
        command.env_remove("RUST_LOG").env_remove("CHITBOOK_LANG").current_dir(&self.folder);
        command
    }

    pub fn run(&self, typed: &[&str]) -> Ended {
        ended(self.command(typed).stdin(Stdio::null()).output().unwrap())
    }

    pub fn run_with_input(&self, typed: &[&str], input: &str) -> Ended {
        let mut command = self.command(typed);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ended(child.wait_with_output().unwrap())
    }

    /// What it printed, having ended well.
    #[track_caller]
    pub fn good(&self, typed: &[&str]) -> String {
        let ended = self.run(typed);
        assert_eq!(ended.code, Some(0), "{typed:?}: {ended:?}");
        ended.out
    }

    /// What it printed about a file of which faulty rows were left out: all others were taken.
    #[track_caller]
    pub fn with_rows_left_out(&self, typed: &[&str]) -> String {
        let ended = self.run(typed);
        assert_eq!(ended.code, Some(3), "{typed:?}: {ended:?}");
        ended.out
    }

    #[track_caller]
    pub fn json(&self, typed: &[&str]) -> Value {
        let out = self.good(typed);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// What stood in the way: one line that says so, and a code.
    #[track_caller]
    pub fn refused(&self, typed: &[&str], code: i32, says: &str) {
        let ended = self.run(typed);
        assert_eq!(ended.code, Some(code), "{typed:?}: {ended:?}");
        let lines: Vec<&str> =
            ended.err.lines().filter(|it| !it.starts_with("database: ")).collect();
        assert_eq!(lines.len(), 1, "{typed:?}: {ended:?}");
        assert!(lines[0].starts_with("error: ") && lines[0].contains(says), "{typed:?}: {ended:?}");
    }
}

fn ended(output: Output) -> Ended {
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
