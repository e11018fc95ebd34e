//! The product on this machine: built, given the demo, and served until Ctrl-C.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::step::{run, step};
use crate::{web, workspace};

const DATABASE: &str = "sqlite:data/chitbook.db";
/// Beside the demo, which may be there from an earlier start.
const EMPTY: &str = "sqlite:data/empty.db";

/// The first five minutes; README has the rest.
const TOUR: &str = "\
▸ 五分钟看一遍 · five minutes
  1 手机大小打开，用 lin 登录：今天要去谁家，谁答应今天付钱 · sign in as lin at phone size: whom to see today
  2 断网，打开 老王便利店，记一次拜访和一个付款承诺 · offline, record a visit and a promise
  3 另开窗口用 manager 登录，手机连网：不用刷新就看到 · as manager in another window: it arrives by itself
  4 manager 打开 审批：西湖餐饮 的申请是按旧额度写的 · one request was written against an older limit
  5 cashier 打开 交款：清点王志强手里的现金，余额这才下降 · count Wang's cash: only now the balance falls";

#[derive(Args)]
pub struct Options {
    /// Build everything for speed and size; the first time takes minutes
    #[arg(long)]
    release: bool,
    /// Start without the demo, on data/empty.db
    #[arg(long)]
    empty: bool,
    #[arg(long, default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    #[command(flatten)]
    database: Database,
}

#[derive(Args)]
pub struct Database {
    /// sqlite:PATH or postgres://…, made if it is not there [default: sqlite:data/chitbook.db]
    #[arg(long, value_name = "URL")]
    db: Option<String>,
}

impl Database {
    /// The one that was asked for, or this.
    fn url_or<'a>(&'a self, usual: &'a str) -> Result<&'a str> {
        if self.db.is_none() {
            fs::create_dir_all("data").context("cannot make the folder data")?;
        }
        Ok(self.db.as_deref().unwrap_or(usual))
    }
}

pub fn run_product(options: &Options) -> Result<()> {
    let web = web::build(&web::Options::new(options.release))?;
    let chitbook = workspace::chitbook(options.release)?;
    let db = options.database.url_or(if options.empty { EMPTY } else { DATABASE })?;
    if options.empty {
        eprintln!(
            "▸ 新增第一个用户 · the first user, once, in another window:\n  {} user add admin --name 管理员 --role admin --db {db}",
            chitbook.display()
        );
    } else {
        step("fill the demo", "see the message above; `--empty` starts without it", || {
            run(Command::new(&chitbook).args(["seed", "--db", db]))
        })?;
        eprintln!("{TOUR}");
    }
    eprintln!("▸ serve http://{} from {db} · Ctrl-C ends it", options.addr);
    let mut serve = Command::new(&chitbook);
    serve.args(["serve", "--addr", &options.addr.to_string(), "--db", db, "--web"]).arg(&web);
    become_program(&mut serve)
}

#[derive(Args)]
pub struct Seed {
    #[command(flatten)]
    database: Database,
    /// Passed on to `chitbook seed`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub fn seed(options: &Seed) -> Result<()> {
    let chitbook = workspace::chitbook(false)?;
    let db = options.database.url_or(DATABASE)?;
    step("fill the demo", "see the message above", || {
        run(Command::new(&chitbook).args(["seed", "--db", db]).args(&options.rest))
    })
}

/// The server takes this process's place, so that Ctrl-C and every other signal reach it alone.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    bail!("could not start the server: {}", command.exec())
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    run(command)
}
