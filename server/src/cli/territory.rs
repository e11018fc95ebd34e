//! `chitbook territory`: who works which customers.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use shared::{
    customer,
    id::{CustomerId, UserId},
    sync::Act,
    territory,
    user::{Caller, GrantTerritory},
};

use super::{
    args::{Assign, Territory},
    database::{Database, on},
    people::{territory_of, typed},
    say::{Say, count, out, outln, table},
};

pub async fn territory(database: &Database, asked: &Territory, say: Say) -> Result<()> {
    match asked {
        Territory::Add { code, name } => {
            let act = territory::Add { code: code.clone(), name: name.clone() };
            typed(database, vec![(None, Act::AddTerritory(act))], say).await?;
            let done =
                say.of(&format!("片区 {code} {name}"), &format!("territory {code} {name}")).clone();
            outln!("{done}");
            Ok(())
        }
        Territory::Grant { login, code } => grant(database, login, code, say).await,
        Territory::End { code } => {
            let register = on!(database, server => server.register().await?);
            let territory = territory_of(code, &register, say)?;
            let act = Act::EndTerritory(territory::End { territory });
            typed(database, vec![(None, act)], say).await?;
            outln!(
                "{}",
                say.of(&format!("片区 {code} 已停用"), &format!("territory {code} has ended"))
            );
            Ok(())
        }
        Territory::Reopen { code } => {
            let register = on!(database, server => server.register().await?);
            let territory = territory_of(code, &register, say)?;
            let act = Act::ReopenTerritory(territory::Reopen { territory });
            typed(database, vec![(None, act)], say).await?;
            outln!(
                "{}",
                say.of(&format!("片区 {code} 已恢复"), &format!("territory {code} is back"))
            );
            Ok(())
        }
        Territory::Assign(it) => assign(database, it, say).await,
        Territory::List => list(database, say).await,
    }
}

async fn grant(database: &Database, login: &str, code: &str, say: Say) -> Result<()> {
    let register = on!(database, server => server.register().await?);
    let territory = territory_of(code, &register, say)?;
    let user = UserId::of_login(login);
    if !register.users.contains_key(&user) {
        bail!(say.of(&format!("没有用户 {login}"), &format!("there is no user {login}")));
    }
    let from = on!(database, server => server.today().await?);
    let act = Act::GrantTerritory(GrantTerritory { user, territory, from });
    typed(database, vec![(None, act)], say).await?;
    outln!(
        "{}",
        say.of(
            &format!("{login} 自 {from} 起负责片区 {code}"),
            &format!("{login} works territory {code} from {from} on"),
        )
    );
    Ok(())
}

async fn assign(database: &Database, asked: &Assign, say: Say) -> Result<()> {
    let register = on!(database, server => server.register().await?);
    let territory = match asked.territory.as_str() {
        "none" => None,
        code => Some(territory_of(code, &register, say)?),
    };
    let customers = customers(database, asked, say).await?;
    let n = customers.len();
    let move_one = |it| (Some(it), Act::AssignTerritory(customer::Assign { territory }));
    typed(database, customers.into_iter().map(move_one).collect(), say).await?;
    let code = &asked.territory;
    let customers = count(n as u64, "customer is", "customers are");
    outln!(
        "{}",
        say.of(
            &format!("{n} 家客户现在属于片区 {code}"),
            &format!("{customers} now in territory {code}"),
        )
    );
    Ok(())
}

/// Which customers are meant; none is moved if one of them is unknown.
async fn customers(database: &Database, asked: &Assign, say: Say) -> Result<Vec<CustomerId>> {
    let caller = Caller::system("cli");
    if asked.all_unassigned {
        let all = on!(database, server => server.unassigned(&caller).await?);
        let (nth, of) = asked.share.unwrap_or((1, 1));
        return Ok(all.into_iter().filter(|it| in_share(*it, nth, of)).collect());
    }
    let codes = match &asked.from {
        Some(file) => codes_in(file)?,
        None => asked.customers.clone(),
    };
    let ids: Vec<CustomerId> = codes.iter().map(|it| CustomerId::of_code(it)).collect();
    let known = on!(database, server => server.known_customers(&caller, &ids).await?);
    let unknown = codes.iter().zip(&ids).find(|(_, id)| !known.contains(id));
    if let Some((code, _)) = unknown {
        bail!(say.of(
            &format!("没有客户 {code}，没有分配任何客户"),
            &format!("there is no customer {code}: none was assigned"),
        ));
    }
    Ok(ids)
}

/// The same customer is in the same share whoever else was dealt out before.
fn in_share(customer: CustomerId, nth: u32, of: u32) -> bool {
    let [.., a, b, c, d] = *customer.0.as_bytes();
    u32::from_be_bytes([a, b, c, d]) % of == nth - 1
}

/// The first cell of every line; a heading is what no customer has as a code, and is told so.
fn codes_in(file: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let codes = text.trim_start_matches('\u{FEFF}').lines();
    let codes = codes.map(|it| it.split(',').next().unwrap_or_default().trim());
    Ok(codes.filter(|it| !it.is_empty()).map(str::to_owned).collect())
}

async fn list(database: &Database, say: Say) -> Result<()> {
    let caller = Caller::system("cli");
    let lines = on!(database, server => server.territories(&caller).await?);
    let row = |it: &shared::page::TerritoryLine| {
        let (code, name) = match &it.territory {
            Some(territory) => (territory.code.clone(), territory.name.clone()),
            None => ("none".to_owned(), say.of("未分配", "unassigned")),
        };
        let users: Vec<&str> = it.users.iter().map(|it| it.login.as_str()).collect();
        vec![code, name, it.customers.to_string(), users.join(",")]
    };
    out!("{}", table(&lines.iter().map(row).collect::<Vec<_>>(), &[2]));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_deal_everybody_out_once() {
        let customers: Vec<_> = (0..300).map(|it| CustomerId::of_code(&it.to_string())).collect();
        let mut sizes = vec![];
        for nth in 1..=3 {
            sizes.push(customers.iter().filter(|it| in_share(**it, nth, 3)).count());
        }
        assert_eq!(sizes.iter().sum::<usize>(), 300);
        assert!(sizes.iter().all(|it| (60..140).contains(it)), "{sizes:?}");
    }
}
