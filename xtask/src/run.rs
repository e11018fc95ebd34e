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

/// README's five minutes in short, in the same words; a test compares them.
const TOUR: &str = "\
▸ 五分钟看一遍 · Five minutes
  两个窗口：手机大小的，和一个隐私窗口当桌面；密码都是 chitbook · a window at phone size, a private one as the desk
  1 · 今天先去谁家 · Whom to see
      手机用 lin 登录，看今日；打开同步，等到没有网络也能在本机打开
      as lin on the phone: Today; open Sync, wait for The app opens here without a network
  2 · 没有信号 · No signal
      手机断网，刷新；客户里打 rj，打开福州榕江生鲜连锁有限公司
      offline, reload; type rj under Customers and open the shop
  3 · 记一笔承诺 · A promise
      点承诺，20000，选日子和联系人，记下：仅在本机；再打开拜访，备注写到一半就刷新
      tap Promise, 20000, a day, a contact: only here; begin a Visit, reload in the middle of the note
  4 · 到了桌面 · It arrives
      桌面用 manager 登录，打开付款承诺；手机连网：那笔承诺自己出现
      as manager at the desk open Promises to pay; the phone online again: the promise appears by itself
▸ 还有什么可看 · What else there is to see: README.md";

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
        step(
            "演示数据 · fill the demo",
            "看上面的说明；`--empty` 不要演示数据 · see the message above; `--empty` starts without it",
            || run(Command::new(&chitbook).args(["seed", "--db", db])),
        )?;
        eprintln!("{TOUR}");
    }
    eprintln!(
        "▸ 用浏览器打开 · open in a browser: http://{}\n  数据在 · data in {db}；按 Ctrl-C 结束 · Ctrl-C ends it",
        options.addr
    );
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
