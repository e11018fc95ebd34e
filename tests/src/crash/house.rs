//! The house of a run: one database, the server's own program on it, and what the command line brings in.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use shared::id::{CustomerId, TerritoryId};
use tokio::{
    io::AsyncWriteExt as _,
    process::{Child, Command},
    time::timeout,
};

use super::serving::Serving;
use crate::world::{PASSWORD, office};

/// Codes of the territories; each has a rep of its own.
const TERRITORIES: [&str; 3] = ["north", "east", "south"];
/// Customers of each territory at first.
const CUSTOMERS_EACH: usize = 20;
/// Open items of each customer at first.
const ITEMS_EACH: usize = 2;
/// Longer than any command of the command line takes here.
const PATIENCE: Duration = Duration::from_mins(2);

/// One database and the program that works on it.
#[derive(Debug, Clone)]
pub struct House {
    program: PathBuf,
    db: String,
    folder: PathBuf,
    /// Beside the database, where nothing of a full disk or a cut is felt.
    log: PathBuf,
}

/// The server's binary: the one that `CHITBOOK_BIN` names, or the one that was built with this program.
///
/// # Errors
/// There is none.
pub fn program() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHITBOOK_BIN") {
        return Ok(PathBuf::from(named));
    }
    let own = env::current_exe()?;
    let beside = own.ancestors().skip(1).map(|it| it.join("chitbook"));
    let found = beside.take(2).find(|it| it.is_file());
    found.context("no server binary: `cargo build --bin chitbook`, or name it in CHITBOOK_BIN")
}

impl House {
    pub fn new(db: String, folder: &Path) -> Result<House> {
        fs::create_dir_all(folder)?;
        let (folder, log) = (folder.to_owned(), folder.join("server.log"));
        Ok(House { program: program()?, db, folder, log })
    }

    /// The same, its database elsewhere.
    #[must_use]
    pub fn at(self, db: String) -> House {
        House { db, ..self }
    }

    pub fn log(&self) -> &Path {
        &self.log
    }

    pub fn command<S: AsRef<OsStr>>(&self, typed: &[S]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(typed).env("CHITBOOK_DB", &self.db).env("LC_ALL", "C");
        command.env_remove("RUST_LOG").env_remove("CHITBOOK_LANG").kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a command printed, having ended well.
    pub async fn good(&self, typed: &[&str]) -> Result<String> {
        ended(typed, &timeout(PATIENCE, self.command(typed).output()).await??)
    }

    async fn good_with_input(&self, typed: &[&str], input: &str) -> Result<String> {
        let mut child = self.command(typed).stdin(Stdio::piped()).spawn()?;
        let mut way_in = child.stdin.take().context("a way in")?;
        way_in.write_all(input.as_bytes()).await?;
        drop(way_in);
        ended(typed, &timeout(PATIENCE, child.wait_with_output()).await??)
    }

    /// Begins to bring a file in, beside the server.
    pub fn begin_import(&self, file: &Path) -> Result<Child> {
        Ok(self.command(&import(file)).spawn()?)
    }

    /// Brings a file in, to the end.
    pub async fn import(&self, file: &Path) -> Result<()> {
        let output = timeout(PATIENCE, self.command(&import(file)).output()).await??;
        ended(&["import"], &output).map(drop)
    }

    /// The server is started on a database that is not there yet and killed as it makes it, a few times.
    pub async fn be_born_under_fire(&self, moments: &[Duration]) -> Result<()> {
        for moment in moments {
            Serving::killed_while_starting(self, *moment).await?;
        }
        Ok(())
    }

    /// Customers with open items, territories, reps and an administrator, by the command line.
    pub async fn furnish(&self) -> Result<()> {
        let items = office::open_items(CUSTOMERS_EACH * TERRITORIES.len(), ITEMS_EACH);
        let file = self.folder.join("open-items.csv");
        fs::write(&file, items)?;
        self.import(&file).await?;
        for (at, code) in TERRITORIES.iter().enumerate() {
            self.good(&["territory", "add", code, code]).await?;
            let login = format!("rep-{code}");
            let add = ["user", "add", &login, "--name", code, "--role", "rep"];
            let typed = [&add[..], &["--territory", code, "--password-stdin"]].concat();
            self.good_with_input(&typed, PASSWORD).await?;
            let share = format!("1/{}", TERRITORIES.len() - at);
            let assign = ["territory", "assign", "--territory", code, "--all-unassigned"];
            self.good(&[&assign[..], &["--share", &share]].concat()).await?;
        }
        let admin = ["user", "add", "admin", "--name", "陈敏", "--role", "admin"];
        self.good_with_input(&[&admin[..], &["--password-stdin"]].concat(), PASSWORD).await?;
        Ok(())
    }

    /// Who works here, each once for every device.
    pub fn logins() -> Vec<String> {
        let reps =
            TERRITORIES.iter().flat_map(|code| [format!("rep-{code}"), format!("rep-{code}")]);
        reps.chain(["admin".to_owned()]).collect()
    }

    pub fn customers() -> Vec<CustomerId> {
        (0..CUSTOMERS_EACH * TERRITORIES.len()).map(office::customer).collect()
    }

    pub fn territories() -> Vec<TerritoryId> {
        TERRITORIES.iter().map(|code| TerritoryId::of_code(code)).collect()
    }

    /// The doctor looks at the books, in a process of its own.
    pub async fn doctor(&self) -> Result<()> {
        self.good(&["doctor"]).await.map(drop).context("the doctor")
    }

    /// What all customers together owe, in minor units.
    pub async fn owed_minor(&self, day: &str) -> Result<i64> {
        let typed = ["report", "ageing", "--as-of", day, "--format", "json"];
        let reports: serde_json::Value = serde_json::from_str(&self.good(&typed).await?)?;
        let reports = reports.as_array().context("a list of reports")?;
        reports
            .iter()
            .map(|it| it["balance_minor"].as_i64().context("a balance"))
            .sum::<Result<i64>>()
    }
}

fn import(file: &Path) -> Vec<&OsStr> {
    let typed = ["import", "invoices", "--profile", "highradius"].map(OsStr::new);
    [&typed[..], &[file.as_os_str()]].concat()
}

fn ended(typed: &[&str], output: &Output) -> Result<String> {
    let err = String::from_utf8_lossy(&output.stderr);
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "{typed:?} ended with {}: {out} {err}", output.status);
    Ok(out)
}
