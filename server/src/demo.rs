//! The demonstration: a small seller of food and hardware in Fuzhou, told through the real commands.

mod stories;

use shared::{
    allocation::Designation,
    calendar::{Day, Days, Zone},
    company,
    contact::InFile,
    customer,
    id::{CustomerId, TerritoryId, UserId},
    invoice,
    money::{Currency, Money},
    receipt::{self, PaymentMethod, ReportHorizon},
    sync::{Act, Verdict},
    territory,
    user::{self, Role, User},
};

use self::stories::{PATCHES, STORIES, Story};
use crate::{
    customer::search,
    error::{Error, Result},
    server::Server,
    sync::BuiltIn,
};

/// Everybody's password here: as simple as a demonstration needs and no real user may have.
const PASSWORD: &str = "chitbook";
const COMPANY: &str = "CN";
const SOURCE: &str = "demo";

/// Who works at the desk, beside the reps of the territories.
const DESK: [(&str, &str, Role); 4] = [
    ("admin", "陈敏", Role::Admin),
    ("manager", "周建军", Role::Manager),
    ("controller", "沈静", Role::Controller),
    ("finance", "李雪", Role::Finance),
];

type Asked = (Option<CustomerId>, Act);

impl Server {
    /// Puts the demonstration into a database without users; in one that has it, only says who can
    /// sign in and with which password. None where the users are somebody else's.
    pub async fn seed(&self) -> Result<Option<(Vec<User>, String)>> {
        if self.register().await?.users.is_empty() {
            self.tell().await?;
        }
        let register = self.register().await?;
        let logins = DESK.iter().map(|it| it.0).chain(PATCHES.iter().map(|it| it.login));
        let mut users = vec![];
        for login in logins {
            let Some(user) = register.users.get(&UserId::of_login(login)) else { return Ok(None) };
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

    /// The whole demonstration or nothing of it.
    async fn tell(&self) -> Result<()> {
        let at = (self.now(), self.today().await?);
        let mut all = self.rehearse(BuiltIn::Cli).await?;
        for asked in [people(at.1), customers(), documents(at.1)?] {
            let commands = asked
                .into_iter()
                .map(|(customer, act)| BuiltIn::Cli.asked(customer, act, at))
                .collect();
            for it in all.submit(commands).await? {
                if it.answered.verdict != Verdict::Applied {
                    return Err(Error::Setup(format!("{:?}", it.answered.verdict)));
                }
            }
        }
        all.commit().await
    }

    async fn has_password(&self, user: UserId) -> Result<bool> {
        let found: Option<i64> =
            sqlx::query_scalar(CREDENTIAL).bind(user.0).fetch_optional(self.read()).await?;
        Ok(found.is_some())
    }
}

fn people(today: Day) -> Vec<Asked> {
    let mut asked = vec![];
    for it in &PATCHES {
        let add = territory::Add { code: it.code.to_owned(), name: it.name.to_owned() };
        asked.push((None, Act::AddTerritory(add)));
    }
    let reps = PATCHES.iter().map(|it| (it.login, it.rep, Role::Rep));
    for (login, name, role) in DESK.into_iter().chain(reps) {
        let roles = vec![role];
        let add = user::Add { login: login.to_owned(), name: name.to_owned(), roles };
        asked.push((None, Act::AddUser(add)));
    }
    let first = today.minus(Days(365));
    for it in &PATCHES {
        for login in [it.login, "manager"] {
            let (user, territory) = (UserId::of_login(login), TerritoryId::of_code(it.code));
            let grant = user::GrantTerritory { user, territory, from: first };
            asked.push((None, Act::GrantTerritory(grant)));
        }
    }
    asked
}

fn customers() -> Vec<Asked> {
    let open = company::Open {
        code: COMPANY.to_owned(),
        name: "福州榕海商贸有限公司".to_owned(),
        base_currency: Currency::CNY,
        zone: Zone::shanghai(),
    };
    let mut asked = vec![(None, Act::OpenCompany(open))];
    for it in &STORIES {
        let customer = Some(CustomerId::of_code(it.code));
        let contact = |(name, role, phone): &(&str, &str, &str)| InFile {
            name: (*name).to_owned(),
            role: (*role).to_owned(),
            phone: (*phone).to_owned(),
        };
        let contacts = it.contacts.iter().map(contact).collect();
        let import = customer::Import { named: search::named(it.code, it.name), contacts };
        asked.push((customer, Act::ImportCustomer(import)));
        let territory = Some(TerritoryId::of_code(it.territory));
        asked.push((customer, Act::AssignTerritory(customer::Assign { territory })));
    }
    asked
}

fn documents(today: Day) -> Result<Vec<Asked>> {
    let mut asked = vec![];
    for story in &STORIES {
        let customer = Some(CustomerId::of_code(story.code));
        let invoices = invoices(story, today)?;
        let receipts = receipts(story, &invoices, today)?;
        asked.extend(invoices.into_iter().map(|it| (customer, Act::ImportInvoice(it))));
        asked.extend(receipts.into_iter().map(|it| (customer, Act::ImportReceipt(it))));
    }
    // The bank was read yesterday evening: what was promised for today waits for data.
    let reaches = today.minus(Days(1));
    let horizon = ReportHorizon { company: COMPANY.to_owned(), reaches };
    asked.push((None, Act::ReportHorizon(horizon)));
    Ok(asked)
}

fn invoices(story: &Story, today: Day) -> Result<Vec<invoice::Import>> {
    let one = |(at, (ago, term, yuan)): (usize, &(u32, u32, i64))| {
        let issued_on = today.minus(Days(*ago));
        Ok(invoice::Import {
            company: COMPANY.to_owned(),
            source: SOURCE.to_owned(),
            kind: "销售".to_owned(),
            number: format!("XS{}-{:02}", story.code.trim_start_matches("KH"), at + 1),
            customer: search::named(story.code, story.name),
            issued_on,
            posted_on: issued_on,
            due_on: issued_on.plus(Days(*term)),
            amount: yuan_of(*yuan)?,
            disputed: false,
            still_open: None,
        })
    };
    story.invoices.iter().enumerate().map(one).collect()
}

fn receipts(
    story: &Story,
    invoices: &[invoice::Import],
    today: Day,
) -> Result<Vec<receipt::Import>> {
    let one = |(at, (ago, yuan, parts)): (usize, &stories::Paid)| {
        let designation = |(invoice, yuan): &(usize, i64)| {
            Ok(Designation { invoice: invoices[*invoice].id(), amount: yuan_of(*yuan)? })
        };
        Ok(receipt::Import {
            company: COMPANY.to_owned(),
            source: SOURCE.to_owned(),
            number: format!("SK{}-{:02}", story.code.trim_start_matches("KH"), at + 1),
            valued_on: today.minus(Days(*ago)),
            amount: yuan_of(*yuan)?,
            method: PaymentMethod::Transfer,
            payer: story.name.to_owned(),
            memo: "货款".to_owned(),
            designations: parts.iter().map(designation).collect::<Result<_>>()?,
        })
    };
    story.receipts.iter().enumerate().map(one).collect()
}

fn yuan_of(yuan: i64) -> Result<Money> {
    Money::try_new(yuan * 100, Currency::CNY).map_err(|error| Error::Setup(error.to_string()))
}

statements! {
    CREDENTIAL = "SELECT CAST(1 AS BIGINT) FROM credential WHERE user_id = $1";
}

#[cfg(test)]
mod tests {
    use shared::ageing::Edges;

    use super::*;
    use crate::testing::{Stage, day};

    #[tokio::test]
    async fn the_demonstration_is_set_up_once() {
        let Some(stage) = Stage::empty().await else { return };
        let (users, _) = stage.server.seed().await.unwrap().unwrap();
        assert_eq!(users.len(), DESK.len() + PATCHES.len());
        stage.set_day("2026-12-24");
        assert_eq!(stage.server.seed().await.unwrap().unwrap().0, users);
        let caller = shared::user::Caller::system("cli");
        let query = shared::page::AgeingQuery::default();
        let reports = stage.server.ageing(&caller, &query).await.unwrap();
        assert_eq!(reports.len(), 1);
        stage.check().await;
        let Some(other) = Stage::furnished().await else { return };
        assert!(other.server.seed().await.unwrap().is_none(), "somebody else's users are there");
    }

    #[test]
    fn every_bucket_has_something_in_it() {
        let edges = Edges::default();
        let mut met = vec![false; edges.buckets().len()];
        for (ago, term, _) in STORIES.iter().flat_map(|it| it.invoices) {
            met[edges.bucket_of(i64::from(*ago) - i64::from(*term))] = true;
        }
        assert!(met.iter().all(|it| *it), "{met:?}");
    }

    #[test]
    fn nobody_pays_before_the_document_or_more_than_it() {
        for story in &STORIES {
            let invoices = invoices(story, day("2026-03-01")).unwrap();
            for receipt in receipts(story, &invoices, day("2026-03-01")).unwrap() {
                for it in &receipt.designations {
                    let invoice = invoices.iter().find(|of| of.id() == it.invoice).unwrap();
                    assert!(invoice.issued_on <= receipt.valued_on, "{}", receipt.number);
                }
            }
        }
    }
}
