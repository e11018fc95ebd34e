//! The load: two hundred customers of one rep, and devices full of visits and promises.

use anyhow::Result;
use serde_json::value::{RawValue, to_raw_value};
use shared::{
    calendar::{Instant, Zone},
    company,
    customer::{self, Named},
    id::{CustomerId, DeviceId, Epoch, OpId, PromiseId, TerritoryId, UserId, VisitId, derived},
    invoice,
    money::{Currency, Money},
    promise::{self, Basis},
    receipt::PaymentMethod,
    sync::{Act, Command, PushRequest, RegisterDevice, Registered},
    territory,
    user::{self, Role},
    visit::{self, VisitOutcome},
};
use uuid::Uuid;

use crate::world::{books::Books, client::Client};

const CUSTOMERS: usize = 200;
const PASSWORD: &str = "correct horse";

fn code(number: usize) -> String {
    format!("C{number:04}")
}

fn named(code: &str) -> Named {
    Named {
        code: code.to_owned(),
        name: format!("shop {code}"),
        search_key: code.to_lowercase(),
        sort_key: code.to_lowercase(),
    }
}

fn money(text: &str) -> Result<Money> {
    Ok(Money::parse(text, Currency::CNY)?)
}

/// The company, the rep Lin of north, her customers with three open documents each.
pub async fn furnish(books: &Books) -> Result<()> {
    let north = TerritoryId::of_code("north");
    let mut acts = vec![
        (None, open_company()),
        (
            None,
            Act::AddTerritory(territory::Add { code: "north".to_owned(), name: "北".to_owned() }),
        ),
        (
            None,
            Act::AddUser(user::Add {
                login: "lin".to_owned(),
                name: "Lin".to_owned(),
                roles: vec![Role::Rep],
            }),
        ),
        (
            None,
            Act::GrantTerritory(user::GrantTerritory {
                user: UserId::of_login("lin"),
                territory: north,
                from: "2026-01-01".parse()?,
            }),
        ),
    ];
    for number in 0..CUSTOMERS {
        let code = code(number);
        let customer = Some(CustomerId::of_code(&code));
        for document in 0..3 {
            acts.push((customer, invoice(&code, document)?));
        }
        let assign = customer::Assign { territory: Some(north) };
        acts.push((customer, Act::AssignTerritory(assign)));
    }
    submit(books, acts).await?;
    books.set_password("lin", PASSWORD).await
}

fn open_company() -> Act {
    Act::OpenCompany(company::Open {
        code: "U001".to_owned(),
        name: "U001".to_owned(),
        base_currency: Currency::CNY,
        zone: Zone::shanghai(),
    })
}

fn invoice(code: &str, document: usize) -> Result<Act> {
    Ok(Act::ImportInvoice(invoice::Import {
        company: "U001".to_owned(),
        source: "bench".to_owned(),
        kind: "RV".to_owned(),
        number: format!("{code}-{document}"),
        customer: named(code),
        issued_on: "2026-10-01".parse()?,
        posted_on: "2026-10-01".parse()?,
        due_on: "2026-10-31".parse()?,
        amount: money("12000")?,
        disputed: false,
        still_open: None,
    }))
}

async fn submit(books: &Books, acts: Vec<(Option<CustomerId>, Act)>) -> Result<()> {
    macro_rules! submit {
        ($server:ident, $by:expr) => {{
            let mut commands = vec![];
            for (customer, act) in acts {
                commands.push($server.command_asked($by, customer, act).await?);
            }
            $server.submit($by, commands).await?;
        }};
    }
    match books {
        Books::Sqlite(server) => submit!(server, server_sqlite::BuiltIn::Cli),
        Books::Postgres(server) => submit!(server, server_postgres::BuiltIn::Cli),
    }
    Ok(())
}

/// A device of Lin's.
pub struct Device {
    pub client: Client,
    pub device: DeviceId,
    pub epoch: Epoch,
    next: u64,
}

impl Device {
    pub async fn register(books: &Books) -> Result<Device> {
        let mut client = Client::new(books.router());
        client.sign_in("lin", PASSWORD).await?;
        let label = RegisterDevice { label: "bench".to_owned() };
        let Registered { device, epoch } = client.post("/api/device", &label).await?.read()?;
        Ok(Device { client, device, epoch, next: 1 })
    }

    /// Requests with so many commands, half visits and half promises, over all customers.
    pub fn requests(&mut self, commands: usize, batch: usize) -> Vec<PushRequest> {
        let numbers: Vec<u64> = (self.next..).take(commands).collect();
        let requests = numbers.chunks(batch).map(|numbers| PushRequest {
            epoch: self.epoch,
            device: self.device,
            first_op_seq: numbers[0],
            commands: numbers.iter().map(|it| self.command(*it)).collect(),
        });
        let requests = requests.collect();
        self.next += commands as u64;
        requests
    }

    fn command(&self, number: u64) -> Box<RawValue> {
        let drawn = |kind| {
            let bytes = derived(kind, &[&self.device.to_string(), &number.to_string()]);
            uuid::Builder::from_bytes(bytes.into_bytes())
                .with_version(uuid::Version::SortRand)
                .into_uuid()
        };
        let shop = usize::try_from(number).unwrap_or(0) * 7 % CUSTOMERS;
        let act =
            if number.is_multiple_of(2) { visit(drawn("visit")) } else { promise(drawn("p")) };
        let command = Command {
            op_id: OpId(drawn("op")),
            author: UserId::of_login("lin"),
            acted_on: "2026-11-20".parse().unwrap_or_else(|_| unreachable!("a real day")),
            captured_at: Instant(1_795_147_200_000),
            build: "bench".to_owned(),
            customer: Some(CustomerId::of_code(&code(shop))),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        };
        to_raw_value(&command).unwrap_or_else(|_| unreachable!("plain fields"))
    }
}

fn visit(id: Uuid) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(id),
        outcome: VisitOutcome::Promised,
        note: "老板在，答应周五先付一半，另一半等下批货到再说".to_owned(),
        next_on: None,
    })
}

fn promise(id: Uuid) -> Act {
    Act::MakePromise(promise::Make {
        id: PromiseId(id),
        amount: money("100").unwrap_or_else(|_| unreachable!("a real amount")),
        due_on: "2026-11-27".parse().unwrap_or_else(|_| unreachable!("a real day")),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    })
}
