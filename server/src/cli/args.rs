//! What can be typed behind `chitbook`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use shared::{ageing::BaseDay, calendar::Day, money::Currency, user::Role, words::Language};

use super::database::Url;

/// Chitbook 赊账通: credit sales, on the phones of the reps and at the desk.
///
/// 赊销管理：业务员手机离线可用，内勤桌面实时查看。命令：serve 启动服务 · import 导入 · report 报表 ·
/// user 用户 · territory 片区 · doctor 体检 · retry 重新处理 · restored 备份恢复后 ·
/// cut-log 清理变更记录 · seed 演示数据
#[derive(Debug, Parser)]
#[command(name = "chitbook", version, max_term_width = 100)]
pub struct Cli {
    /// The database: sqlite:PATH or <postgres://user@host/name>; made and brought up to date if need
    /// be. 数据库
    #[arg(
        long,
        global = true,
        env = "CHITBOOK_DB",
        default_value = "sqlite:data/chitbook.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub db: Url,
    /// The language of messages; by default that of the terminal. 语言
    #[arg(long, global = true, env = "CHITBOOK_LANG", value_name = "zh|en")]
    pub lang: Option<Language>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app and its interface until interrupted. 启动服务
    Serve(Serve),
    /// Bring in a CSV file (UTF-8); the same file again changes nothing. 导入文件
    ///
    /// Exits with 0 when every row was taken, with 3 when faulty rows were left out, with 1 when
    /// nothing was taken. 有错行时退出码为 3
    Import(Import),
    /// Print a report of a database that is there; no other is made. 报表
    #[command(subcommand)]
    Report(Report),
    /// Add users and set passwords. 用户
    #[command(subcommand)]
    User(User),
    /// Add territories, say who works them and which customers are in them. 片区
    #[command(subcommand)]
    Territory(Territory),
    /// Look through the database for anything that should not be; exits with 1 if there is. 体检
    Doctor,
    /// Run again what is in quarantine, after an upgrade or a repair; `serve` does so when it
    /// starts. 重新处理
    Retry,
    /// Say, once, that this database was restored from a backup, before serving it again: every
    /// device then offers what the backup may lack. 备份恢复后
    Restored,
    /// Cut away the beginning of the log of changes, as `serve` does once a day; devices that were away
    /// for longer fetch everything anew. Commands and verdicts stay. 清理变更记录
    CutLog(CutLog),
    /// Put demonstration data into an empty database and print the sign-ins. 演示数据
    Seed,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen. 监听地址
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "IP:PORT")]
    pub addr: SocketAddr,
    /// The certificate chain (PEM). 证书
    #[arg(long, requires = "tls_key", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM). 私钥
    #[arg(long, requires = "tls_cert", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Serve the web app from this folder instead of the one built in. 网页目录
    #[arg(long, value_name = "FOLDER")]
    pub web: Option<PathBuf>,
    /// Run so many days ahead of the machine's clock: to see what the coming days will bring.
    #[arg(long, hide = true, default_value_t = 0, value_name = "DAYS")]
    pub clock_ahead: u32,
}

impl Command {
    /// How many days ahead of the machine's clock it is run.
    pub fn days_ahead(&self) -> u32 {
        match self {
            Command::Serve(it) => it.clock_ahead,
            _ => 0,
        }
    }
}

#[derive(Debug, Args)]
pub struct CutLog {
    /// Keep what came in the last so many days. 保留天数
    #[arg(long, default_value_t = 90, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    pub days: u32,
}

#[derive(Debug, Args)]
pub struct Import {
    /// What the file holds. 内容
    pub subject: Subject,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The kind of file. customers: customers-zh · invoices: ibm-ar, highradius, open-items-zh ·
    /// receipts: bank-zh.
    /// 文件格式
    #[arg(long, value_name = "NAME")]
    pub profile: String,
    /// Decide everything and write nothing. 只检查
    #[arg(long)]
    pub dry_run: bool,
    /// Take the whole file, or nothing of it if one row is faulty. 有错则全不导入
    #[arg(long)]
    pub all_or_nothing: bool,
    /// The company whose bank statement it is; needed where there are several. 账套
    #[arg(long, value_name = "CODE")]
    pub company: Option<String>,
    /// How far the bank data reach; by default to the statement's latest day. 银行数据截至
    #[arg(long, value_name = "DAY")]
    pub bank_data_to: Option<Day>,
    #[command(flatten)]
    pub open_items: OpenItems,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: OutcomeFormat,
}

/// What a file of open items says beside its rows.
#[derive(Debug, Args)]
pub struct OpenItems {
    /// Of which day a file of open items is: what is open no more was settled by then. 数据截止日
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<Day>,
    /// The file names all that is open on that day: what it does not name is listed as settled.
    /// 全部未核销清单
    #[arg(long, requires = "as_of")]
    pub full: bool,
    /// Take rows of which more is open than before: they were reopened. 确认反核销
    #[arg(long)]
    pub confirm_reopened: bool,
    /// Settle what a full list does not name, after it was listed once. 核销清单外单据
    #[arg(long, requires = "full")]
    pub settle_absent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    Customers,
    Invoices,
    Receipts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutcomeFormat {
    Table,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Report {
    /// What is open on a day, by how long it is overdue or has existed. 账龄
    Ageing(Ageing),
}

#[derive(Debug, Args)]
pub struct Ageing {
    /// The day whose balance it is. 截止日
    #[arg(long, value_name = "DAY")]
    pub as_of: Day,
    /// The day up to which days are counted; by default the same. 账龄计算日
    #[arg(long, value_name = "DAY")]
    pub age_as_of: Option<Day>,
    /// Count from the due day or from the day the receivable arose. 按到期日或立账日
    #[arg(long, default_value = "due", value_name = "BASE")]
    pub by: By,
    /// Only this currency. 币种
    #[arg(long, value_name = "CODE")]
    pub currency: Option<Currency>,
    /// Only this customer. 客户编号
    #[arg(long, value_name = "CODE")]
    pub customer: Option<String>,
    #[arg(long, default_value = "table", value_name = "FORMAT")]
    pub format: ReportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    Due,
    Invoice,
}

impl From<By> for BaseDay {
    fn from(by: By) -> BaseDay {
        match by {
            By::Due => BaseDay::Due,
            By::Invoice => BaseDay::Invoice,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Table,
    Json,
    Csv,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a user who can sign in; the password is printed unless it is given. 新增用户
    Add(AddUser),
    /// Set a new password and end every session. 重设密码
    Password(Password),
    /// A user has left: every session and device ends, the name stays. 停用用户
    End { login: String },
    /// A user who had left is back. 恢复用户
    Reopen { login: String },
    /// List users with roles and territories. 用户列表
    List,
}

#[derive(Debug, Args)]
pub struct AddUser {
    /// What the user signs in with. 登录名
    pub login: String,
    /// The name others see. 姓名
    #[arg(long)]
    pub name: String,
    /// rep 业务员 · manager 区域经理 · `order_desk` 内勤 · controller 信控 · finance 应收会计 · cashier 出纳 ·
    /// approver 老板 · admin 管理员 · auditor 稽核; can be repeated. 角色
    #[arg(long = "role", required = true, value_name = "ROLE", value_parser = role)]
    pub roles: Vec<Role>,
    /// A territory worked from today on; can be repeated. 片区
    #[arg(long = "territory", value_name = "CODE")]
    pub territories: Vec<String>,
    /// Read the password from standard input. 从标准输入读密码
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct Password {
    pub login: String,
    /// Read the password from standard input; else one is made and printed. 从标准输入读密码
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub enum Territory {
    /// Add a territory, or rename it. 新增片区
    Add { code: String, name: String },
    /// Let a user work a territory from today on. 授予片区
    Grant { login: String, code: String },
    /// End a territory in which no customer stands. 停用片区
    End { code: String },
    /// Take such an end back. 恢复片区
    Reopen { code: String },
    /// Move customers into a territory. 分配客户
    Assign(Assign),
    /// List territories with their customers and users. 片区列表
    List,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(false))]
pub struct Assign {
    /// The territory; `none` takes customers out of theirs. 片区编号
    #[arg(long, value_name = "CODE")]
    pub territory: String,
    /// Every customer of no territory. 全部未分配客户
    #[arg(long, group = "which")]
    pub all_unassigned: bool,
    /// This customer; can be repeated. 客户编号
    #[arg(long = "customer", group = "which", value_name = "CODE")]
    pub customers: Vec<String>,
    /// The customers whose codes stand in this file, one a line. 客户编号文件
    #[arg(long, group = "which", value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Of the unassigned customers the Nth of M shares; run it for 1/3, 2/3 and 3/3 to deal them
    /// out over three territories. 均分
    #[arg(long, conflicts_with_all = ["customers", "from"], value_name = "N/M", value_parser = share)]
    pub share: Option<(u32, u32)>,
}

fn role(text: &str) -> Result<Role, String> {
    let known = || {
        let names: Vec<_> = Role::OF_PEOPLE.iter().filter_map(|it| name_of(*it)).collect();
        format!("roles are {}", names.join(", "))
    };
    let found = Role::OF_PEOPLE.into_iter().find(|it| name_of(*it).as_deref() == Some(text));
    found.ok_or_else(known)
}

/// The role's name on the wire.
pub fn name_of(role: Role) -> Option<String> {
    Some(serde_json::to_value(role).ok()?.as_str()?.to_owned())
}

fn share(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once('/').and_then(|(n, m)| Some((n.parse().ok()?, m.parse().ok()?)));
    match parts {
        Some((n, m)) if 1 <= n && n <= m && m <= 1_000 => Ok((n, m)),
        _ => Err("a share is written as 1/3, 2/3 or 3/3".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn shares_and_roles() {
        assert_eq!(share("2/3"), Ok((2, 3)));
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
        assert_eq!(role("order_desk"), Ok(Role::OrderDesk));
        assert!(role("system").is_err());
    }
}
