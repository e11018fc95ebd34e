//! The stage of the bench: databases that wait for the disk, a server behind a real port, clients.

use std::{
    path::Path,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use reqwest::{Client, Response, header};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Day, Days, Zone},
    company, customer,
    id::{CustomerId, DeviceId, Epoch, OpId, PromiseId, TerritoryId, UserId, VisitId},
    invoice,
    money::{Currency, Money},
    promise::{self, Basis},
    receipt::PaymentMethod,
    sync::{Act, Command, RegisterDevice, Registered, SignIn},
    territory,
    user::{self, Role},
    visit::{self, VisitOutcome},
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    cluster::{Cluster, Durability},
    simulator::dice::Dice,
    world::{
        PASSWORD,
        books::{Books, Database},
    },
};

/// Customers among which the commands are spread.
pub const CUSTOMERS: usize = 200;

/// Where databases come from: commits wait for the disk on both.
pub struct Grounds {
    cluster: Option<Cluster>,
    folder: TempDir,
}

impl Grounds {
    pub fn prepare() -> Grounds {
        // Beside the program, in `target`: a million items do not belong into a small /tmp.
        let beside = std::env::current_exe().ok().and_then(|it| it.parent().map(Path::to_owned));
        let beside = beside.unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::tempdir_in(beside).expect("a folder for databases");
        Grounds { cluster: Cluster::start(Durability::Full).ok(), folder }
    }

    pub fn have(&self, database: Database) -> bool {
        database == Database::Sqlite || self.cluster.is_some()
    }

    /// The URL of a database that does not exist yet.
    pub fn fresh(&self, database: Database) -> Result<String> {
        Ok(match database {
            Database::Sqlite => {
                let file = self.folder.path().join(format!("{}.db", draw(&mut Dice::new(seed()))));
                format!("sqlite:{}", file.display())
            }
            Database::Postgres => self.cluster.as_ref().context("a cluster")?.fresh_database(),
        })
    }

    /// Takes a database's files away; those on PostgreSQL go with their cluster.
    pub fn clear(url: &str) {
        let Some(path) = url.strip_prefix("sqlite:") else { return };
        for end in ["", "-wal", "-shm"] {
            // What is not there need not be taken away.
            let _ = std::fs::remove_file(format!("{path}{end}"));
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A number of its own for every device and file of a run.
pub fn seed() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

pub fn draw(dice: &mut Dice) -> Uuid {
    dice.id()
}

/// A server with a rep, a manager and customers.
pub struct Stage {
    pub books: Books,
    /// Of its database.
    pub url: String,
    address: String,
    today: Day,
}

/// The time at which the bench stands still: the durations are measured by another clock.
const NOW: i64 = 1_795_140_000_000;

impl Stage {
    pub async fn set(grounds: &Grounds, database: Database) -> Result<Stage> {
        let stage = Stage::empty(database, &grounds.fresh(database)?).await?;
        stage.fill().await?;
        Ok(stage)
    }

    /// A server without anything in it.
    pub async fn empty(database: Database, url: &str) -> Result<Stage> {
        let time = Arc::new(AtomicI64::new(NOW));
        let books = Books::open(database, url, &time).await?;
        let today = books.today().await?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = books.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Stage { books, url: url.to_owned(), address, today })
    }

    pub fn today(&self) -> Day {
        self.today
    }

    /// A company, territories, Desk who reads everything, and Chen who manages the first three.
    pub async fn open_house(&self, territories: &[String]) -> Result<()> {
        let mut acts = vec![(None, open_company())];
        for code in territories {
            let (code, name) = (code.clone(), code.clone());
            acts.push((None, Act::AddTerritory(territory::Add { code, name })));
        }
        for (login, role) in [("desk", Role::Controller), ("chen", Role::Manager)] {
            let (login, name) = (login.to_owned(), login.to_owned());
            acts.push((None, Act::AddUser(user::Add { login, name, roles: vec![role] })));
        }
        for code in territories.iter().take(3) {
            let (user, territory) = (UserId::of_login("chen"), TerritoryId::of_code(code));
            let grant = user::GrantTerritory { user, territory, from: self.today };
            acts.push((None, Act::GrantTerritory(grant)));
        }
        self.books.submit(acts).await
    }

    async fn fill(&self) -> Result<()> {
        let east = TerritoryId::of_code("east");
        let named = |code: &str| (code.to_owned(), code.to_owned());
        let mut acts = vec![(None, open_company())];
        let (code, name) = named("east");
        acts.push((None, Act::AddTerritory(territory::Add { code, name })));
        for (login, role) in [("lin", Role::Rep), ("chen", Role::Manager)] {
            let (login_, name) = named(login);
            acts.push((None, Act::AddUser(user::Add { login: login_, name, roles: vec![role] })));
            let user = UserId::of_login(login);
            let grant = user::GrantTerritory { user, territory: east, from: self.today };
            acts.push((None, Act::GrantTerritory(grant)));
        }
        for number in 0..CUSTOMERS {
            acts.push((Some(customer(number)), bill(number, number)));
        }
        let into = customer::Assign { territory: Some(east) };
        acts.extend(
            (0..CUSTOMERS).map(|it| (Some(customer(it)), Act::AssignTerritory(into.clone()))),
        );
        self.books.submit(acts).await?;
        for login in ["lin", "chen"] {
            self.books.set_password(login, PASSWORD).await?;
        }
        Ok(())
    }

    /// A signed-in browser.
    pub async fn client(&self, login: &str) -> Result<Caller> {
        let http = Client::builder()
            .cookie_store(true)
            .pool_idle_timeout(Duration::from_mins(1))
            .build()?;
        let caller = Caller { http, address: self.address.clone() };
        let it = SignIn { login: login.to_owned(), password: PASSWORD.to_owned() };
        caller.post("/api/session", &it).await?;
        Ok(caller)
    }

    /// A registered device of a signed-in browser.
    pub async fn device(&self, caller: &Caller) -> Result<(DeviceId, Epoch)> {
        let label = "bench".to_owned();
        let it: Registered = caller.ask("/api/device", &RegisterDevice { label }).await?;
        Ok((it.device, it.epoch))
    }

    /// Commands as the rep Lin's phone makes them: visits and promises in turn.
    pub fn commands(&self, count: usize, dice: &mut Dice) -> Vec<Command> {
        let customers: Vec<_> = (0..CUSTOMERS).map(customer).collect();
        self.commands_of(UserId::of_login("lin"), &customers, count, dice)
    }

    /// The same of another rep at other customers.
    pub fn commands_of(
        &self,
        author: UserId,
        customers: &[CustomerId],
        count: usize,
        dice: &mut Dice,
    ) -> Vec<Command> {
        let command = |at: usize, act: Act, op: Uuid| Command {
            op_id: OpId(op),
            author,
            acted_on: self.today,
            captured_at: shared::calendar::Instant(NOW),
            build: "bench".to_owned(),
            customer: Some(customers[at % customers.len()]),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        };
        let act = |at: usize, id: Uuid| {
            if at.is_multiple_of(2) { visit(id) } else { promise(id, self.today) }
        };
        (0..count)
            .map(|at| {
                let (id, op) = (draw(dice), draw(dice));
                command(at, act(at, id), op)
            })
            .collect()
    }
}

pub fn open_company() -> Act {
    Act::OpenCompany(company::Open {
        code: "1000".to_owned(),
        name: "晨光批发".to_owned(),
        base_currency: Currency::CNY,
        zone: Zone::shanghai(),
    })
}

fn code(number: usize) -> String {
    format!("C{number:05}")
}

pub fn customer(number: usize) -> CustomerId {
    CustomerId::of_code(&code(number))
}

pub fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).unwrap_or_else(|_| Money::nil(Currency::CNY))
}

/// A receivable, and the customer with it.
pub fn bill(of: usize, number: usize) -> Act {
    let issued_on = Day::from_ymd(2026, 9, 1).unwrap_or_else(|| unreachable!("a day"));
    Act::ImportInvoice(invoice::Import {
        company: "1000".to_owned(),
        source: "bench".to_owned(),
        kind: "RV".to_owned(),
        number: number.to_string(),
        customer: customer::Named {
            code: code(of),
            name: format!("客户{of} 食品商贸"),
            search_key: format!("客户{of} 食品商贸 khspsm {}", code(of)),
            sort_key: format!("ke hu {of:05}"),
        },
        issued_on,
        posted_on: issued_on,
        due_on: issued_on.plus(Days(30)),
        amount: cny(800_000),
        disputed: false,
        still_open: None,
    })
}

fn visit(id: Uuid) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(id),
        outcome: VisitOutcome::Promised,
        note: "老板在，答应周五前付一部分，下次带对账单来".to_owned(),
        next_on: None,
    })
}

fn promise(id: Uuid, today: Day) -> Act {
    Act::MakePromise(promise::Make {
        id: PromiseId(id),
        amount: cny(100_000),
        due_on: today.plus(Days(3)),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    })
}

/// A signed-in browser on a real connection.
#[derive(Clone)]
pub struct Caller {
    http: Client,
    address: String,
}

impl Caller {
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Result<String> {
        self.post_text(path, serde_json::to_string(body)?).await
    }

    pub async fn post_text(&self, path: &str, body: String) -> Result<String> {
        let request = self.http.post(format!("{}{path}", self.address));
        let reply = request.header(header::CONTENT_TYPE, "application/json").body(body).send();
        text(reply.await?).await
    }

    /// What came, unread.
    pub async fn post_bytes(&self, path: &str, body: &impl Serialize) -> Result<Vec<u8>> {
        let request = self.http.post(format!("{}{path}", self.address)).json(body);
        let reply = request.send().await?;
        let status = reply.status();
        let bytes = reply.bytes().await?;
        ensure!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&bytes));
        Ok(bytes.into())
    }

    pub async fn ask<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T> {
        Ok(serde_json::from_str(&self.post(path, body).await?)?)
    }

    pub async fn get(&self, path: &str) -> Result<String> {
        text(self.http.get(format!("{}{path}", self.address)).send().await?).await
    }

    /// A stream that goes on until it is dropped.
    pub async fn stream(&self, path: &str) -> Result<Response> {
        Ok(self.http.get(format!("{}{path}", self.address)).send().await?.error_for_status()?)
    }
}

async fn text(reply: Response) -> Result<String> {
    let status = reply.status();
    let text = reply.text().await?;
    ensure!(status.is_success(), "{status}: {text}");
    Ok(text)
}
