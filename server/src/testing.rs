//! A stage for the server's own tests: a fresh database, a clock that stands, and people who sign in.

pub mod invariants;
pub mod phone;

use axum::{
    Router,
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Day, Zone},
    company,
    customer::{self, Named},
    id::{CustomerId, TerritoryId, UserId},
    invoice,
    money::{Currency, Money},
    sync::{Act, Verdict},
    territory,
    user::{self, Role},
};
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};
use tower::ServiceExt as _;

use crate::{
    BuiltIn, Clock, Server, Submitted,
    sync::many::{SIZES, list_text},
};

#[path = "../../tests/src/cluster.rs"]
#[expect(dead_code, reason = "the bench uses what tests do not")]
mod cluster;

pub const PASSWORD: &str = "correct horse";

/// One server on a database of its own.
pub struct Stage {
    pub server: Server,
    pub clock: Clock,
    pub url: String,
    _folder: tempfile::TempDir,
}

/// None where there is no PostgreSQL to test with.
#[cfg(feature = "postgres")]
fn url(_: &std::path::Path) -> Option<String> {
    cluster::fresh_database()
}

#[cfg(feature = "sqlite")]
#[expect(clippy::unnecessary_wraps, reason = "the other database may be missing")]
fn url(folder: &std::path::Path) -> Option<String> {
    Some(format!("sqlite:{}", folder.join("chitbook.db").display()))
}

/// The texts of what `statements!` names.
pub trait Texts {
    fn texts(self) -> Vec<String>;
}

impl Texts for &str {
    fn texts(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

impl Texts for (&str, &str) {
    fn texts(self) -> Vec<String> {
        SIZES.map(|size| list_text(self.0, size, self.1)).into()
    }
}

/// Has the database read statements without running them.
pub async fn prepare(statements: impl IntoIterator<Item = impl Into<String>>) {
    let Some(stage) = Stage::empty().await else { return };
    let mut connection = stage.server.read().acquire().await.unwrap();
    for statement in statements {
        let text: String = statement.into();
        let prepared = connection.prepare(AssertSqlSafe(text.clone()).into_sql_str()).await;
        prepared.unwrap_or_else(|error| panic!("{error}: {text}"));
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn cny(text: &str) -> Money {
    Money::parse(text, Currency::CNY).unwrap()
}

impl Stage {
    /// An empty server on Friday 2026-11-20.
    pub async fn empty() -> Option<Stage> {
        let folder = tempfile::tempdir().unwrap();
        let url = url(folder.path())?;
        let clock = Clock::noon(day("2026-11-20"));
        let server = Server::open(&url, clock.clone()).await.unwrap();
        Some(Stage { server, clock, url, _folder: folder })
    }

    /// A server with a company, the territories north and south, their reps Lin and Wang, the
    /// manager Chen of north, an administrator, and two customers in each territory with an
    /// invoice of 1,000.00 each.
    pub async fn furnished() -> Option<Stage> {
        let stage = Stage::empty().await?;
        stage.do_all(people()).await;
        for (customer, territory) in
            [("C1", "north"), ("C2", "north"), ("C3", "south"), ("C4", "south")]
        {
            stage.add_customer(customer, territory).await;
        }
        stage.give_passwords(&["lin", "wang", "chen", "admin"]).await;
        Some(stage)
    }

    /// The same password for all of them, hashed once for all tests: hashing is slow on purpose.
    pub async fn give_passwords(&self, logins: &[&str]) {
        static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
        let hashed = || async {
            self.server.set_password(logins[0], PASSWORD.to_owned()).await.unwrap();
            let hash = sqlx::query_scalar("SELECT hash FROM credential");
            hash.fetch_one(self.server.read()).await.unwrap()
        };
        let hash = HASH.get_or_init(hashed).await;
        for login in logins {
            sqlx::query(
                "INSERT INTO credential (user_id, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            )
            .bind(UserId::of_login(login).0)
            .bind(hash)
            .execute(self.server.write())
            .await
            .unwrap();
        }
    }

    /// The same database, opened once more as another process would.
    pub async fn second_server(&self) -> Server {
        Server::open(&self.url, self.clock.clone()).await.unwrap()
    }

    pub async fn add_customer(&self, code: &str, territory: &str) {
        self.import(vec![customer(code), invoice(code, "1000", "2026-10-31", code)]).await;
        self.assign(code, Some(territory)).await;
    }

    /// One more person in the house who signs in.
    pub async fn add_user(&self, login: &str, roles: &[Role]) {
        let (name, roles) = (login.to_uppercase(), roles.to_vec());
        let act = Act::AddUser(user::Add { login: login.to_owned(), name, roles });
        self.do_all(vec![(None, act)]).await;
        self.give_passwords(&[login]).await;
    }

    pub async fn assign(&self, code: &str, territory: Option<&str>) {
        let territory = territory.map(TerritoryId::of_code);
        let act = Act::AssignTerritory(customer::Assign { territory });
        self.do_all(vec![(Some(CustomerId::of_code(code)), act)]).await;
    }

    /// Commands that the office asks for now; each has to be applied.
    pub async fn do_all(&self, acts: Vec<(Option<CustomerId>, Act)>) -> Vec<Submitted> {
        let mut commands = vec![];
        for (customer, act) in acts {
            let asked = self.server.command_asked(BuiltIn::Cli, customer, act);
            commands.push(asked.await.unwrap());
        }
        let told = self.server.submit(BuiltIn::Cli, commands).await.unwrap();
        for it in &told {
            assert_eq!(it.answered.verdict, Verdict::Applied);
        }
        told
    }

    /// Rows of files.
    pub async fn import(&self, acts: Vec<Act>) -> Vec<Submitted> {
        let mut commands = vec![];
        for act in acts {
            let (row, customer) = match &act {
                Act::ImportCustomer(it) => (it.named.id().0, Some(it.named.id())),
                Act::ImportInvoice(it) => (it.id().0, Some(it.customer.id())),
                Act::ImportReceipt(it) => (it.id().0, None),
                _ => panic!("no row of a file"),
            };
            let command = self.server.command_of_row(BuiltIn::Import, row, customer, act);
            commands.push(command.await.unwrap());
        }
        self.server.submit(BuiltIn::Import, commands).await.unwrap()
    }

    pub fn set_day(&self, text: &str) {
        let Clock::Manual(_) = &self.clock else { panic!("the clock runs") };
        self.clock.set(Clock::noon(day(text)).now());
    }

    /// Someone at a browser, signed in.
    pub async fn sign_in(&self, login: &str) -> Client {
        sign_in_at(&self.server, login).await
    }

    /// Ends the test: whatever it did, this holds.
    pub async fn check(&self) {
        invariants::check(&self.server).await;
    }
}

pub async fn sign_in_at(server: &Server, login: &str) -> Client {
    let mut client = Client { router: server.router(), cookie: None };
    let body = serde_json::json!({ "login": login, "password": PASSWORD });
    let response = client.send(Method::POST, "/api/session", Some(&body)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    client.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    client
}

fn people() -> Vec<(Option<CustomerId>, Act)> {
    let person = |login: &str, roles: &[Role]| {
        let name = login.to_uppercase();
        Act::AddUser(user::Add { login: login.to_owned(), name, roles: roles.to_vec() })
    };
    let place = |code: &str| {
        Act::AddTerritory(territory::Add { code: code.to_owned(), name: code.to_owned() })
    };
    let acts = vec![
        Act::OpenCompany(company::Open {
            code: "U001".to_owned(),
            name: "U001".to_owned(),
            base_currency: Currency::CNY,
            zone: Zone::shanghai(),
        }),
        place("north"),
        place("south"),
        person("lin", &[Role::Rep]),
        person("wang", &[Role::Rep]),
        person("chen", &[Role::Manager]),
        person("admin", &[Role::Admin]),
        grant("lin", "north", "2026-01-01"),
        grant("wang", "south", "2026-01-01"),
        grant("chen", "north", "2026-01-01"),
    ];
    acts.into_iter().map(|it| (None, it)).collect()
}

pub fn grant(login: &str, territory: &str, from: &str) -> Act {
    Act::GrantTerritory(user::GrantTerritory {
        user: UserId::of_login(login),
        territory: TerritoryId::of_code(territory),
        from: day(from),
    })
}

pub fn end_grant(login: &str, territory: &str, last: &str) -> Act {
    Act::EndGrant(user::EndGrant {
        user: UserId::of_login(login),
        territory: TerritoryId::of_code(territory),
        last: day(last),
    })
}

fn named(code: &str) -> Named {
    let key = code.to_lowercase();
    Named {
        code: code.to_owned(),
        name: format!("shop {code}"),
        search_key: key.clone(),
        sort_key: key,
    }
}

pub fn customer(code: &str) -> Act {
    Act::ImportCustomer(customer::Import { named: named(code), contacts: vec![] })
}

pub fn invoice(code: &str, amount: &str, due_on: &str, number: &str) -> Act {
    Act::ImportInvoice(invoice::Import {
        company: "U001".to_owned(),
        source: "test".to_owned(),
        kind: "RV".to_owned(),
        number: number.to_owned(),
        customer: named(code),
        issued_on: day("2026-10-01"),
        posted_on: day("2026-10-01"),
        due_on: day(due_on),
        amount: cny(amount),
        disputed: false,
        still_open: None,
    })
}

/// A browser with its cookie.
#[derive(Clone)]
pub struct Client {
    pub router: Router,
    pub cookie: Option<String>,
}

impl Client {
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = body.map(|it| serde_json::to_vec(it).unwrap());
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from)).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends a file as a browser does.
    pub async fn send_file<T: DeserializeOwned>(
        &self,
        path: &str,
        body: Body,
    ) -> Result<T, (StatusCode, String)> {
        self.send_bytes(Method::POST, path, body).await
    }

    pub async fn send_bytes<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Body,
    ) -> Result<T, (StatusCode, String)> {
        let cookie = self.cookie.clone().unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/octet-stream");
        let request = request.body(body).unwrap();
        answer(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, (StatusCode, String)> {
        answer(self.send(Method::POST, path, Some(body)).await).await
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, (StatusCode, String)> {
        answer(self.send(Method::GET, path, None::<&()>).await).await
    }
}

pub async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What was answered, or the status with the word for the failure.
async fn answer<T: DeserializeOwned>(response: Response<Body>) -> Result<T, (StatusCode, String)> {
    let status = response.status();
    let text = text(response).await;
    if status.is_success() {
        return Ok(serde_json::from_str(&text).unwrap());
    }
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    for language in ["say_zh", "say_en"] {
        assert!(!told[language].as_str().unwrap().is_empty());
    }
    Err((status, told["error"].as_str().unwrap().to_owned()))
}
