//! `chitbook seed`: the demonstration, and who can sign in to it.

use anyhow::{Result, bail};
use shared::user::User;

use super::{
    args::name_of,
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
    outln!(
        "{}",
        say.of(
            "演示数据已就绪。演示账号的密码都一样、很简单，不要用于真实数据：",
            "demonstration data are in place; these passwords are simple and all the same, \
             for demonstrations only:",
        )
    );
    let row = |it: &User| {
        let roles: Vec<String> = it.roles.iter().filter_map(|it| name_of(*it)).collect();
        let to_try = to_try(&it.login, say);
        vec![it.login.clone(), password.clone(), it.name.clone(), roles.join(","), to_try]
    };
    out!("{}", table(&users.iter().map(row).collect::<Vec<_>>(), &[]));
    Ok(())
}

/// What to look at first, by who signs in.
fn to_try(login: &str, say: Say) -> String {
    let (zh, en) = match login {
        "lin" => (
            "手机：断网记拜访、承诺、收款；待办里有一条冲突",
            "phone: record visits, promises, cash offline; a conflict waits in the inbox",
        ),
        "wang" => {
            ("手机：手里有现金超过三天未交", "phone: carries cash for longer than three days")
        }
        "zhao" => ("手机：昨天刚送第一单的新客户", "phone: a customer since yesterday"),
        "he" => ("手机加审批：自己的申请批不了", "phone and approvals, but not the own ones"),
        "manager" => (
            "审批：四条额度申请，一条是按旧额度写的",
            "approvals: four requests, one written against an older limit",
        ),
        "controller" => ("调整授信；超额客户", "grant limits; who is over the limit"),
        "finance" => ("账龄、承诺；未认领的银行收款", "ageing, promises; receipts of nobody"),
        "cashier" => ("交款：清点业务员的现金", "hand-ins: count what the reps bring"),
        "order_desk" => ("客户资料：联系人、地址、标签", "customers' files: contacts, addresses"),
        "approver" => ("审批：可批不限额", "approvals, credit without a limit too"),
        "auditor" => ("什么都看得到，什么都改不了", "reads everything, changes nothing"),
        "admin" => ("片区和人员", "territories and people"),
        _ => ("", ""),
    };
    say.of(zh, en)
}
