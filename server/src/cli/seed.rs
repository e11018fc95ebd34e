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
        vec![it.login.clone(), password.clone(), it.name.clone(), roles.join(",")]
    };
    out!("{}", table(&users.iter().map(row).collect::<Vec<_>>(), &[]));
    Ok(())
}
