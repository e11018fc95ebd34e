//! A PostgreSQL of our own for tests and bench: in a folder of its own, on a port of the loopback,
//! ended when whoever started it ends, however that happens.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

/// Whether a commit waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As in production: for measuring.
    Full,
    /// Nothing survives a crash of the machine: for tests.
    None,
}

/// A running PostgreSQL. It ends when its standard input does, so also when this process is killed.
#[derive(Debug)]
pub struct Cluster {
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    /// Held open while the cluster is wanted; a line asks for it to be started again.
    input: Mutex<ChildStdin>,
    _watch: Child,
    databases: AtomicU32,
}

/// The cluster of this test run, started by whoever asks first. None where there is no PostgreSQL:
/// said aloud, and a failure where `CI` is set.
///
/// `CHITBOOK_TEST_POSTGRES` names a running one to use instead: `postgres://user@host:port`.
///
/// # Panics
/// Where `CI` is set and no cluster starts.
pub fn of_tests() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    let started = || match Cluster::start(Durability::None) {
        Ok(cluster) => Some(cluster),
        Err(said) if env::var_os("CI").is_some() => panic!("no PostgreSQL: {said}"),
        Err(said) => {
            eprintln!("SKIPPED: every test on PostgreSQL, for there is none: {said}");
            None
        }
    };
    CLUSTER.get_or_init(started).as_ref()
}

/// The URL of a database that does not exist yet, in the cluster of this test run.
pub fn fresh_database() -> Option<String> {
    of_tests().map(Cluster::fresh_database)
}

impl Cluster {
    /// # Errors
    /// What stood in the way, in one line.
    pub fn start(durability: Durability) -> Result<Cluster, String> {
        let programs = programs()?;
        let folder = folder();
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let account = account(&folder)?;
        let mut initdb = account.command(&programs.join("initdb"));
        initdb.arg("--pgdata").arg(folder.join("data"));
        run(initdb
            .args(["--username=chitbook", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync"]))?;
        let (port, mut watch) = serve(&programs, &folder, &account, durability)?;
        let input = Mutex::new(watch.stdin.take().ok_or("the watch has no input")?);
        let databases = AtomicU32::new(0);
        let cluster = Cluster { port, programs, folder, input, _watch: watch, databases };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The process that all others of this PostgreSQL come from, as it wrote it down itself.
    ///
    /// # Errors
    /// It has written none down.
    pub fn postmaster(&self) -> Result<u32, String> {
        let file = self.folder.join("data/postmaster.pid");
        let text = fs::read_to_string(&file).map_err(|it| format!("{}: {it}", file.display()))?;
        let pid = text.lines().next().and_then(|it| it.trim().parse().ok());
        pid.ok_or_else(|| format!("{} names no process", file.display()))
    }

    /// Starts it again on the same data, after its postmaster was killed, and waits until it answers.
    ///
    /// # Errors
    /// It does not come up.
    pub fn start_again(&self) -> Result<(), String> {
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        input.write_all(b"again\n").and_then(|()| input.flush()).map_err(|it| it.to_string())?;
        self.wait_until_ready()
    }

    /// The URL of a database that does not exist yet.
    pub fn fresh_database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::SeqCst);
        self.database(&format!("t{}_{number}", std::process::id()))
    }

    pub fn database(&self, name: &str) -> String {
        match env::var("CHITBOOK_TEST_POSTGRES") {
            Ok(running) => format!("{}/{name}", running.trim_end_matches('/')),
            Err(_) => self.here(name),
        }
    }

    /// The URL of a database in this very cluster: of one that is killed nobody else's may be named.
    pub fn here(&self, name: &str) -> String {
        format!("postgres://chitbook@127.0.0.1:{}/{name}", self.port)
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        for _ in 0..300 {
            let mut asked = Command::new(self.programs.join("pg_isready"));
            asked.args(["--quiet", "--host=127.0.0.1", "--port"]).arg(self.port.to_string());
            if asked.status().is_ok_and(|it| it.success()) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not come up: {}", log.lines().last().unwrap_or_default()))
    }
}

/// Where `initdb` is: on the path, or where Debian keeps each version.
fn programs() -> Result<PathBuf, String> {
    let on_path = env::var_os("PATH").map(|it| env::split_paths(&it).collect::<Vec<_>>());
    let mut folders = on_path.unwrap_or_default();
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.filter_map(|it| it.ok().map(|it| it.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    let whole = |it: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|program| it.join(program).is_file())
    };
    folders.into_iter().find(whole).ok_or_else(|| "initdb was not found".to_owned())
}

fn folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    env::temp_dir().join(format!("chitbook-pg-{}-{number}", std::process::id()))
}

/// As whom PostgreSQL runs: it refuses to run as root.
struct Account(Option<&'static str>);

fn account(folder: &Path) -> Result<Account, String> {
    let mut id = Command::new("id");
    if run(id.arg("-u"))?.trim() != "0" {
        return Ok(Account(None));
    }
    let known = |name: &&str| run(Command::new("id").arg(name)).is_ok();
    let name = ["postgres", "nobody"].into_iter().find(known).ok_or("no account but root")?;
    run(Command::new("chown").arg(name).arg(folder))?;
    Ok(Account(Some(name)))
}

impl Account {
    fn command(&self, program: &Path) -> Command {
        let mut command = match self.0 {
            None => Command::new(program),
            Some(name) => {
                let mut command = Command::new("setpriv");
                command.arg(format!("--reuid={name}")).arg("--clear-groups").arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }
}

/// Starts it under a shell that waits for the end of its input, then ends it and sweeps up. For each
/// line it is started again, once it has ended; what a killed one left behind may hold on to its memory
/// for a moment, in which no other comes up.
const WATCH: &str = r#"
serve() {
    "$@" >>"$LOG" 2>&1 &
    pid=$!
}
serve "$@"
while read -r _; do
    wait "$pid"
    tries=100
    serve "$@"
    while sleep 0.1; ! kill -0 "$pid" 2>/dev/null && test "$tries" -gt 0; do
        tries=$((tries - 1))
        serve "$@"
    done
done
kill -QUIT "$pid"
wait "$pid"
rm -rf "$FOLDER"
"#;

fn serve(
    programs: &Path,
    folder: &Path,
    account: &Account,
    durability: Durability,
) -> Result<(u16, Child), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|it| it.to_string())?;
    let port = listener.local_addr().map_err(|it| it.to_string())?.port();
    drop(listener);
    let server = account.command(&programs.join("postgres"));
    let mut watch = Command::new("sh");
    watch.args(["-c", WATCH, "watch"]).arg(server.get_program()).args(server.get_args());
    watch.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).arg("-p").arg(port.to_string());
    let mut settings = vec!["listen_addresses=127.0.0.1", "max_connections=300"];
    if durability == Durability::None {
        settings.extend(["fsync=off", "full_page_writes=off"]);
    }
    for setting in settings {
        watch.arg("-c").arg(setting);
    }
    watch.env("LOG", folder.join("log")).env("FOLDER", folder);
    let child = watch.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    child.map(|it| (port, it)).map_err(|error| error.to_string())
}

fn run(command: &mut Command) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let mut said = String::new();
    if let Some(out) = &mut child.stdout {
        out.read_to_string(&mut said).map_err(|error| error.to_string())?;
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(said);
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {}", command.get_program().display(), error.trim()))
}
