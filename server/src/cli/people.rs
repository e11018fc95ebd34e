//! `chitbook user`: who can sign in, in which roles, for which territories.

use std::io::Read as _;

use anyhow::{Context as _, Result, bail};
use shared::{
    dossier::Register,
    id::{CustomerId, TerritoryId, UserId},
    sync::{Act, Verdict},
    user::{self, User as Person},
    words,
};

use super::{
    args::{AddUser, Password, User, name_of},
    database::{Database, on},
    say::{Say, out, outln, table},
};

pub async fn user(database: &Database, asked: &User, say: Say) -> Result<()> {
    match asked {
        User::Add(it) => add(database, it, say).await,
        User::Password(it) => password(database, it, say).await,
        User::End { login } => {
            let user = user_of(database, login, say).await?;
            typed(database, vec![(None, Act::EndUser(user::End { user }))], say).await?;
            outln!(
                "{}",
                say.of(&format!("用户 {login} 已停用"), &format!("user {login} has ended"))
            );
            Ok(())
        }
        User::Reopen { login } => {
            let user = user_of(database, login, say).await?;
            typed(database, vec![(None, Act::ReopenUser(user::Reopen { user }))], say).await?;
            outln!("{}", say.of(&format!("用户 {login} 已恢复"), &format!("user {login} is back")));
            Ok(())
        }
        User::List => list(database, say).await,
    }
}

async fn add(database: &Database, asked: &AddUser, say: Say) -> Result<()> {
    let register = on!(database, server => server.register().await?);
    let user = UserId::of_login(&asked.login);
    let login = asked.login.to_lowercase();
    if register.users.contains_key(&user) {
        bail!(say.of(
            &format!("用户 {login} 已存在；改密码用 chitbook user password"),
            &format!("user {login} exists; a new password is set by: chitbook user password"),
        ));
    }
    let territories = asked.territories.iter().map(|it| territory_of(it, &register, say));
    let territories: Vec<TerritoryId> = territories.collect::<Result<_>>()?;
    let password = read_password(asked.password_stdin)?;
    // Nobody is added who could not sign in.
    if let Some(password) = &password {
        on!(database, server => server.check_password(password)?);
    }
    let today = on!(database, server => server.today().await?);
    let mut acts = vec![Act::AddUser(user::Add {
        login: asked.login.clone(),
        name: asked.name.clone(),
        roles: asked.roles.clone(),
    })];
    acts.extend(territories.into_iter().map(|territory| {
        Act::GrantTerritory(user::GrantTerritory { user, territory, from: today })
    }));
    typed(database, acts.into_iter().map(|it| (None, it)).collect(), say).await?;
    set_password(database, &login, password, say).await
}

async fn password(database: &Database, asked: &Password, say: Say) -> Result<()> {
    user_of(database, &asked.login, say).await?;
    let password = read_password(asked.password_stdin)?;
    set_password(database, &asked.login, password, say).await
}

/// The user of a login, who has to be known.
async fn user_of(database: &Database, login: &str, say: Say) -> Result<UserId> {
    let register = on!(database, server => server.register().await?);
    let user = UserId::of_login(login);
    if !register.users.contains_key(&user) {
        bail!(say.of(&format!("没有用户 {login}"), &format!("there is no user {login}")));
    }
    Ok(user)
}

/// The password that came in, or none: then one is drawn.
fn read_password(from_stdin: bool) -> Result<Option<String>> {
    if !from_stdin {
        return Ok(None);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("the password cannot be read")?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Some(password.strip_suffix('\r').unwrap_or(password).to_owned()))
}

async fn set_password(
    database: &Database,
    login: &str,
    given: Option<String>,
    say: Say,
) -> Result<()> {
    let drawn = given.is_none();
    let password = given
        .or_else(server_sqlite::drawn_password)
        .context("the system gives no random numbers")?;
    on!(database, server => server.set_password(login, password.clone()).await?);
    outln!("{}", say.of(&format!("用户 {login} 可以登录"), &format!("user {login} can sign in")));
    if drawn {
        outln!("{}", say.of(&format!("密码：{password}"), &format!("password: {password}")));
    }
    Ok(())
}

async fn list(database: &Database, say: Say) -> Result<()> {
    let register = on!(database, server => server.register().await?);
    let today = on!(database, server => server.today().await?);
    let mut users: Vec<&Person> = register.users.values().collect();
    users.sort_by(|a, b| a.login.cmp(&b.login));
    let row = |it: &&Person| {
        let roles: Vec<String> = it.roles.iter().filter_map(|it| name_of(*it)).collect();
        let works = it.grants.iter().filter(|grant| !it.has_left() && grant.covers(today));
        let codes = works.filter_map(|it| register.territories.get(&it.territory));
        let codes: Vec<&str> = codes.map(|it| it.code.as_str()).collect();
        let codes = if it.has_left() { say.of("已停用", "ended") } else { codes.join(",") };
        vec![it.login.clone(), it.name.clone(), roles.join(","), codes]
    };
    if users.is_empty() {
        outln!("{}", say.of("还没有用户", "there are no users yet"));
    }
    out!("{}", table(&users.iter().map(row).collect::<Vec<_>>(), &[]));
    Ok(())
}

/// The territory of a code.
pub fn territory_of(code: &str, register: &Register, say: Say) -> Result<TerritoryId> {
    let territory = TerritoryId::of_code(code);
    if register.territories.contains_key(&territory) {
        return Ok(territory);
    }
    let mut codes: Vec<&str> = register.territories.values().map(|it| it.code.as_str()).collect();
    codes.sort_unstable();
    let codes = codes.join(", ");
    bail!(say.of(
        &format!("没有片区 {code}；已有：{codes}"),
        &format!("there is no territory {code}; known: {codes}"),
    ));
}

/// Runs commands, and fails with the first refusal in a sentence.
pub async fn typed(
    database: &Database,
    asked: Vec<(Option<CustomerId>, Act)>,
    say: Say,
) -> Result<()> {
    let verdicts = on!(database, server => server.typed(asked).await?);
    match verdicts.iter().find(|it| !matches!(it, Verdict::Applied)) {
        Some(other) => bail!(words::verdict_reason(other, say.language())),
        None => Ok(()),
    }
}
