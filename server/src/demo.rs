//! The demonstration: a small seller of food and hardware in Fuzhou, a year and a half of it, told in
//! stories through the real commands of those who act.

mod abroad;
mod breaks_promises;
mod dice;
mod field;
mod holidays;
mod new_customer;
mod office;
mod over_limit;
mod pays_on_time;
mod people;
mod play;
mod script;
mod seasonal;
mod shop;
mod trade;

use shared::{calendar::Day, id::UserId, user::User};

use self::{people::PEOPLE, script::Script, shop::Shop};
use crate::{error::Result, server::Server};

/// Everybody's password here: as simple as a demonstration needs and no real user may have.
const PASSWORD: &str = "chitbook";

impl Server {
    /// Puts the demonstration into a database without users; in one that has it, only says who can
    /// sign in and with which password. None where the users are somebody else's.
    pub async fn seed(&self) -> Result<Option<(Vec<User>, String)>> {
        if self.register().await?.users.is_empty() {
            self.play(script(self.today().await?)).await?;
        }
        let register = self.register().await?;
        let mut users = vec![];
        for it in &PEOPLE {
            let Some(user) = register.users.get(&UserId::of_login(it.login)) else {
                return Ok(None);
            };
            users.push(user.clone());
        }
        // Passwords are no commands: a first attempt may have ended before them.
        for user in &users {
            if !self.has_password(user.id).await? {
                self.set_password(&user.login, PASSWORD.to_owned()).await?;
            }
        }
        Ok(Some((users, PASSWORD.to_owned())))
    }

    async fn has_password(&self, user: UserId) -> Result<bool> {
        let found: Option<i64> =
            sqlx::query_scalar(CREDENTIAL).bind(user.0).fetch_optional(self.read()).await?;
        Ok(found.is_some())
    }
}

/// All stories up to yesterday evening.
fn script(today: Day) -> Script {
    let mut script = Script::new(today);
    people::tell(&mut script);
    pays_on_time::tell(&mut script);
    breaks_promises::tell(&mut script);
    over_limit::tell(&mut script);
    new_customer::tell(&mut script);
    seasonal::tell(&mut script);
    small_cash(&mut script);
    office::hand_ins(&mut script);
    office::number_slips(&mut script);
    office::bank_data(&mut script);
    office::unmatched(&mut script);
    office::two_truths(&mut script, &pays_on_time::SHOPS[0]);
    // The last, so that what the others draw stays as it was.
    abroad::tell(&mut script, over_limit::ABROAD);
    script
}

/// Small shops pay some of it over the counter. What Wang took six business days ago is still in his
/// hand; Lin's of yesterday is on its way.
fn small_cash(script: &mut Script) {
    let small = pays_on_time::SHOPS.iter().chain(&breaks_promises::SHOPS);
    let buys = |it: &&Shop| it.basket < 13_000 && it.code != pays_on_time::SETTLED;
    let small: Vec<&Shop> = small.filter(buys).collect();
    for weeks in 1..9_u32 {
        for shop in small.iter().skip(usize::from(weeks % 2 == 0)).step_by(3) {
            let ago = 4 + 5 * weeks - script.dice.days(0, 3);
            let on = script.ago(ago);
            let cash = (script.dice.between(8, 30) * 10_000, "现金，零头抹掉");
            field::takes_cash(script, shop, on, cash, false);
        }
    }
    for (code, ago, minor) in [("KH024", 6, 386_000), ("KH014", 1, 212_000), ("KH010", 1, 60_000)] {
        if let Some(shop) = small.iter().find(|it| it.code == code) {
            let on = script.ago(ago);
            field::takes_cash(script, shop, on, (minor, "现金，待交财务"), true);
        }
    }
}

statements! {
    CREDENTIAL = "SELECT CAST(1 AS BIGINT) FROM credential WHERE user_id = $1";
}

#[cfg(test)]
mod tests;
