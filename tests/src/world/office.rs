//! The office of a story: users, territories, files, as the command line would bring them in.

use anyhow::{Context as _, Result, ensure};
use shared::{
    calendar::Day,
    customer,
    id::{CustomerId, TerritoryId, UserId, derived},
    import::{AbsentManner, Ask, ListKind, Manner, Outcome, Subject},
    movement::Reopening,
    sync::{Act, Verdict},
    territory,
    user::{self, Role},
};

use super::{PASSWORD, World};

impl World {
    /// One command of the command line, which must be taken.
    pub async fn must(&self, row: &[&str], customer: Option<CustomerId>, act: Act) -> Result<()> {
        let said = format!("{act:?}");
        let verdict = self.books.command_line(derived("story", row), customer, act).await?;
        ensure!(verdict == Verdict::Applied, "{said}: {verdict:?}");
        Ok(())
    }

    /// `chitbook user add`.
    pub async fn add_user(&self, login: &str, name: &str, roles: &[Role]) -> Result<()> {
        let (login_, name, roles) = (login.to_owned(), name.to_owned(), roles.to_vec());
        let act = Act::AddUser(user::Add { login: login_, name, roles });
        self.must(&["user", login], None, act).await?;
        self.books.set_password(login, PASSWORD).await
    }

    /// `chitbook territory add`, and the rep who works it from a day on.
    pub async fn add_territory(&self, code: &str, name: &str) -> Result<TerritoryId> {
        let act =
            Act::AddTerritory(territory::Add { code: code.to_owned(), name: name.to_owned() });
        self.must(&["territory", code], None, act).await?;
        Ok(TerritoryId::of_code(code))
    }

    pub async fn grant(&self, login: &str, territory: TerritoryId, from: Day) -> Result<()> {
        let user = UserId::of_login(login);
        let act = Act::GrantTerritory(user::GrantTerritory { user, territory, from });
        self.must(&["grant", login, &territory.to_string(), &from.to_string()], None, act).await
    }

    pub async fn end_grant(&self, login: &str, territory: TerritoryId, last: Day) -> Result<()> {
        let user = UserId::of_login(login);
        let act = Act::EndGrant(user::EndGrant { user, territory, last });
        self.must(&["end", login, &territory.to_string(), &last.to_string()], None, act).await
    }

    /// `chitbook territory assign`.
    pub async fn assign(&self, customer: CustomerId, to: Option<TerritoryId>) -> Result<()> {
        let act = Act::AssignTerritory(customer::Assign { territory: to });
        let at = self.now().0.to_string();
        let to = to.map_or("none".to_owned(), |it| it.to_string());
        self.must(&["assign", &customer.to_string(), &to, &at], Some(customer), act).await
    }

    /// `chitbook import`, which must be read; what of it was taken is in the outcome.
    pub async fn import(&self, subject: Subject, profile: &str, text: &str) -> Result<Outcome> {
        let file = self.file(&format!("{profile}.csv"), text)?;
        self.import_file(subject, profile, &file, None).await
    }

    pub async fn import_file(
        &self,
        subject: Subject,
        profile: &str,
        file: &std::path::Path,
        bank_data_to: Option<Day>,
    ) -> Result<Outcome> {
        let ask = Ask { bank_data_to, ..ask(subject, profile) };
        let taken = self.books.import(file, &ask).await?;
        taken.map_err(|fault| anyhow::anyhow!("{fault:?}")).context("the file is taken")
    }
}

/// A file taken row by row, and nothing more said of it.
#[must_use]
pub fn ask(subject: Subject, profile: &str) -> Ask {
    Ask {
        subject,
        profile: profile.to_owned(),
        manner: Manner::Rows,
        company: None,
        bank_data_to: None,
        as_of: None,
        list: ListKind::Increment,
        confirm_reopened: Reopening::Refused,
        absent: AbsentManner::List,
    }
}

/// Three reps with a territory each, a manager of the first two, an admin.
pub async fn three_territories(world: &World) -> Result<[TerritoryId; 3]> {
    let today = world.books.today().await?;
    let mut territories = vec![];
    for (code, name, login, rep) in [
        ("east", "城东", "lin", "林小满"),
        ("south", "城南", "zhou", "周大勇"),
        ("west", "城西", "wu", "吴海燕"),
    ] {
        let territory = world.add_territory(code, name).await?;
        world.add_user(login, rep, &[Role::Rep]).await?;
        world.grant(login, territory, today).await?;
        territories.push(territory);
    }
    world.add_user("chen", "陈经理", &[Role::Manager]).await?;
    world.grant("chen", territories[0], today).await?;
    world.grant("chen", territories[1], today).await?;
    world.add_user("admin", "管理员", &[Role::Admin]).await?;
    territories.try_into().map_err(|_| anyhow::anyhow!("three"))
}

/// Open items of an ERP: `customers` with `each` receivables, all made up.
#[must_use]
pub fn open_items(customers: usize, each: usize) -> String {
    let heading = "business_code,cust_number,name_customer,doc_id,posting_date,\
        document_create_date,document_create_date.1,due_in_date,invoice_currency,\
        document type,total_open_amount";
    let mut lines = vec![heading.to_owned()];
    for customer in 0..customers {
        for number in 0..each {
            let document = 1_000_000 + customer * 1_000 + number;
            let (month, day) = (1 + number % 12, 1 + (customer * 7 + number * 3) % 28);
            let amount = 1_000 + (customer * 37 + number * 211) % 9_000;
            let issued = format!("2026-{month:02}-{day:02}");
            let due = issued
                .parse::<Day>()
                .map_or(issued.clone(), |it| it.plus(shared::calendar::Days(30)).to_string());
            lines.push(format!(
                "U001,{:010},客户{customer} 公司,{document}.0,{issued},{issued},{issued},{due},\
                 USD,RV,{amount}.50",
                200_700_000 + customer
            ));
        }
    }
    lines.join("\n")
}

/// The customer of such a file.
#[must_use]
pub fn customer(number: usize) -> CustomerId {
    CustomerId::of_code(&format!("{:010}", 200_700_000 + number))
}

/// A bank statement: (流水号, 交易日期, customer, 收入金额).
#[must_use]
pub fn bank_statement(lines: &[(&str, &str, usize, &str)]) -> String {
    let mut text = vec!["流水号,交易日期,客户编号,付款方,收入金额,币种,摘要".to_owned()];
    for (number, day, customer, amount) in lines {
        let code = 200_700_000 + customer;
        text.push(format!("{number},{day},{code:010},客户{customer} 公司,{amount},USD,货款"));
    }
    text.join("\n")
}
