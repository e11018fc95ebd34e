//! `chitbook seed`: the demonstration, and who can sign in to it.

use anyhow::{Result, bail};
use shared::words::{self, Language};

use super::{
    database::{Database, on},
    say::{Say, out, outln, table},
};

pub async fn seed(database: &Database, say: Say) -> Result<()> {
    let Some((users, password)) = on!(database, server => server.seed().await?) else {
        bail!(say.of(
            "数据库里已有自己的用户；演示数据只写入空数据库",
            "the database has users of its own: demonstration data go into an empty one only",
        ))
    };
    // Whoever tries the demonstration reads one of the two, whatever the terminal speaks.
    outln!(
        "演示数据已就绪。演示账号的密码都一样、很简单，不要用于真实数据：\n\
         demonstration data are in place; these passwords are all the same and simple, for \
         demonstrations only:"
    );
    let mut rows = vec![
        ["登录名", "密码", "姓名", "岗位", "先看什么"].map(str::to_owned).to_vec(),
        ["sign-in", "password", "name", "role", "look first at"].map(str::to_owned).to_vec(),
    ];
    for it in &users {
        let (zh, en) = to_try(&it.login);
        let roles = |language, between: &str| {
            let roles = it.roles.iter().map(|it| words::role(*it, language));
            roles.collect::<Vec<_>>().join(between)
        };
        let nothing = String::new;
        let role = roles(Language::Zh, "、");
        rows.push(vec![it.login.clone(), password.clone(), it.name.clone(), role, zh.to_owned()]);
        let role = roles(Language::En, ", ");
        rows.push(vec![nothing(), nothing(), nothing(), role, en.to_owned()]);
    }
    out!("{}", table(&rows, &[]));
    Ok(())
}

/// What to look at first, by who signs in; in README's words.
fn to_try(login: &str) -> (&'static str, &'static str) {
    match login {
        "lin" => (
            "手机：断网记拜访、承诺、收款；待办里有一条冲突",
            "phone: record visits, promises, cash offline; a conflict waits in To do",
        ),
        "wang" => {
            ("手机：手里有现金超过三天未交", "phone: carries cash for longer than three days")
        }
        "zhao" => ("手机：昨天刚送第一单的新客户", "phone: a customer since yesterday"),
        "he" => ("手机和审批：自己的申请批不了", "phone and approvals, but not the own ones"),
        "manager" => (
            "审批：四条额度申请，一条是按旧额度写的",
            "approvals: four requests, one written against an older limit",
        ),
        "controller" => ("调整授信；超额客户", "grant limits; who is over the limit"),
        "finance" => {
            ("账龄、承诺；没有客户的银行收款", "ageing, promises; bank receipts without a customer")
        }
        "cashier" => ("交款：清点业务员的现金", "hand-ins: count what the reps bring"),
        "order_desk" => {
            ("客户资料：联系人、地址、标签", "customers' files: contacts, addresses, tags")
        }
        "approver" => ("审批：可批不限额", "approvals, credit without a limit too"),
        "auditor" => ("什么都看得到，什么都改不了", "reads everything, changes nothing"),
        "admin" => ("片区和人员", "territories and people"),
        _ => ("", ""),
    }
}
