//! Rates at the desk of a real database: what they make of limits in every list, and that each list says
//! what the rule says.

use axum::http::StatusCode;
use shared::{
    calendar::Day,
    credit::{Against, CreditFigures, CreditRequestLine, CreditStanding, Grant},
    dossier::Dossier,
    id::{CustomerId, UserId},
    money::{Currency, Money, Quote},
    page::{CreditRequestListing, CustomerFile, CustomerListing, RateListing},
    rate::{self, RateRefusal},
    refusal::Refusal,
    row::Row,
    sync::{Act, Verdict},
    user::Role,
};

use crate::testing::{Client, Stage, cny, day, invoice, phone::Phone};

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

fn of_day(code: &str, on: &str, rate: &str, units: u32, seen: u32) -> Act {
    Act::SetRate(rate::Set {
        currency: code.parse().unwrap(),
        base: Currency::CNY,
        on: day(on),
        quote: Quote { units, rate: rate.parse().unwrap() },
        source: "中间价".to_owned(),
        seen,
        despite: None,
    })
}

/// An open document in a currency.
fn owed(code: &str, amount: Money, number: &str) -> Act {
    match invoice(code, "1", "2026-12-31", number) {
        Act::ImportInvoice(it) => Act::ImportInvoice(shared::invoice::Import { amount, ..it }),
        other => other,
    }
}

/// C1 owes 1,000 yuan and 100 dollars, C2 1,000 yuan and 20,000 yen, C3 1,000 yuan, C4 as well and has
/// no limit in yuan but one in dollars.
async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    let yen = Money::parse("20000", "JPY".parse().unwrap()).unwrap();
    stage.import(vec![owed("C1", usd("100"), "u1"), owed("C2", yen, "j1")]).await;
    stage.add_user("yan", &[Role::Finance]).await;
    let mut admin = Phone::of(&stage, "admin").await;
    for (code, amount) in
        [("C1", cny("1700")), ("C2", cny("1700")), ("C3", cny("1500")), ("C4", usd("200"))]
    {
        let terms = CreditStanding::Limited { amount };
        let (reason, against) = ("年度授信".to_owned(), Against::default());
        let it = Grant { terms, valid_from: None, valid_until: None, reason, against };
        let grant = admin.command(code, "2026-11-20", Act::GrantCredit(it));
        assert_eq!(admin.push_one(&grant).await, Verdict::Applied, "{code}");
    }
    Some(stage)
}

async fn say(phone: &mut Phone, on: &str, act: Act) -> Verdict {
    let command = phone.command("C1", on, act);
    let command = shared::sync::Command { customer: None, ..command };
    phone.push_one(&command).await
}

/// In the order of what the limit leaves, each with that; and whose limit is exceeded.
async fn lists(stage: &Stage, client: &Client) -> (Vec<String>, Vec<String>) {
    let today = stage.server.today().await.unwrap();
    let register = stage.server.register().await.unwrap();
    let listing: CustomerListing = client.get("/api/customers?sort=available").await.unwrap();
    let mut said = vec![];
    for line in &listing.rows {
        let left = line.left(today, &register).unwrap().expect("a limit");
        said.push(format!("{} {}", line.brief.customer.code, left.available.plain()));
        // The file says the same by the rule that the phone uses.
        let path = format!("/api/customers/{}", line.brief.customer.id);
        let file: CustomerFile = client.get(&path).await.unwrap();
        let mut dossier = Dossier::new(register.clone());
        file.rows.into_iter().for_each(|it| dossier.put(it.row));
        let figures = CreditFigures::of(&dossier, today).unwrap();
        assert_eq!((figures.available, figures.exposure), (Some(left.available), left.exposure));
    }
    let over: CustomerListing = client.get("/api/customers?credit=over&sort=code").await.unwrap();
    let over = over.rows.iter().map(|it| it.brief.customer.code.clone()).collect();
    stage.check().await;
    (said, over)
}

#[track_caller]
fn check(found: &(Vec<String>, Vec<String>), left: &str, over: &str) {
    assert_eq!((found.0.join(", "), found.1.join(" ")), (left.to_owned(), over.to_owned()));
}

#[tokio::test]
async fn every_list_counts_at_the_days_rate() {
    let Some(stage) = stage().await else { return };
    let admin = stage.sign_in("admin").await;
    let mut yan = Phone::of(&stage, "yan").await;
    // Amounts of two currencies have no order between them: the list puts the smaller figure first.
    check(&lists(&stage, &admin).await, "C4 200.00, C3 500.00, C1 700.00, C2 700.00", "");
    assert_eq!(
        say(&mut yan, "2026-11-20", of_day("USD", "2026-11-20", "7.1188", 1, 0)).await,
        Verdict::Applied
    );
    check(&lists(&stage, &admin).await, "C1 -11.88, C4 59.53, C3 500.00, C2 700.00", "C1");
    assert_eq!(
        say(&mut yan, "2026-11-20", of_day("JPY", "2026-11-19", "4.6512", 100, 0)).await,
        Verdict::Applied
    );
    check(&lists(&stage, &admin).await, "C2 -230.24, C1 -11.88, C4 59.53, C3 500.00", "C1 C2");
    // A correction, and all lists with it.
    assert_eq!(
        say(&mut yan, "2026-11-20", of_day("USD", "2026-11-20", "6.9999", 1, 1)).await,
        Verdict::Applied
    );
    check(&lists(&stage, &admin).await, "C2 -230.24, C1 0.01, C4 57.14, C3 500.00", "C2");
    // A document comes, and counts.
    stage.import(vec![owed("C3", usd("100"), "u3")]).await;
    check(&lists(&stage, &admin).await, "C2 -230.24, C3 -199.99, C1 0.01, C4 57.14", "C2 C3");
    // Ten days on both still hold; the yen ends a day before the dollar.
    for (on, left, over) in [
        ("2026-11-29", "C2 -230.24, C3 -199.99, C1 0.01, C4 57.14", "C2 C3"),
        ("2026-11-30", "C3 -199.99, C1 0.01, C4 57.14, C2 700.00", "C3"),
        ("2026-12-01", "C4 200.00, C3 500.00, C1 700.00, C2 700.00", ""),
    ] {
        stage.set_day(on);
        let admin = stage.sign_in("admin").await;
        check(&lists(&stage, &admin).await, left, over);
    }
    // And in the file of the list.
    stage.set_day("2026-12-30");
    let mut yan = Phone::of(&stage, "yan").await;
    let usd = of_day("USD", "2026-12-29", "6.9999", 1, 0);
    assert_eq!(say(&mut yan, "2026-12-30", usd).await, Verdict::Applied);
    let admin = stage.sign_in("admin").await;
    let path = "/api/customers.csv?sort=available&columns=code,available";
    let answer = admin.send(axum::http::Method::GET, path, None::<&()>).await;
    let said = crate::testing::text(answer).await;
    assert!(said.lines().any(|it| it == "shop C3,CNY,C3,-199.99"), "{said}");
}

#[tokio::test]
async fn a_request_is_decided_on_the_same_figures() {
    let Some(stage) = stage().await else { return };
    let admin = stage.sign_in("admin").await;
    let (mut yan, mut lin) = (Phone::of(&stage, "yan").await, Phone::of(&stage, "lin").await);
    say(&mut yan, "2026-11-20", of_day("USD", "2026-11-20", "7.1188", 1, 0)).await;
    let standing = CreditStanding::Limited { amount: cny("1700") };
    let asked = CreditStanding::Limited { amount: cny("3000") };
    let request = Act::RequestCredit(shared::credit::Request {
        id: shared::id::CreditRequestId(crate::id::op().0),
        asked,
        reason: "旺季".to_owned(),
        against: Against { standing, version: 1 },
    });
    let request = lin.command("C1", "2026-11-20", request);
    assert_eq!(lin.push_one(&request).await, Verdict::Applied);
    let listing: CreditRequestListing = admin.get("/api/credit_requests").await.unwrap();
    let [CreditRequestLine { stands, .. }] = &listing.rows[..] else { panic!("{listing:?}") };
    assert_eq!(stands.available, Some(cny("-11.88")));
    let converted = &stands.exposure.converted[0];
    assert_eq!((converted.amount, converted.counted), (usd("100"), cny("711.88")));
    assert_eq!(converted.by[0].on, day("2026-11-20"));
}

/// Two people enter the rate of one day; the second had not seen the first.
#[tokio::test]
async fn nobody_writes_over_what_they_have_not_seen() {
    let Some(stage) = stage().await else { return };
    let mut yan = Phone::of(&stage, "yan").await;
    let mut admin = Phone::of(&stage, "admin").await;
    say(&mut yan, "2026-11-20", of_day("USD", "2026-11-20", "7.1188", 1, 0)).await;
    let told = say(&mut admin, "2026-11-20", of_day("USD", "2026-11-20", "7.2", 1, 0)).await;
    let Verdict::Rejected { refusal } = told else { panic!("{told:?}") };
    let Refusal::Rate(RateRefusal::Moved { now, revision, .. }) = refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!((now.map(|it| it.rate.to_string()), revision), (Some("7.1188".to_owned()), 1));
    assert_eq!(
        say(&mut admin, "2026-11-20", of_day("USD", "2026-11-20", "7.2", 1, 1)).await,
        Verdict::Applied
    );
    // Every device holds it, with what stood there before.
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    lin.pull(100).await;
    let rates: Vec<_> = lin
        .rows
        .values()
        .filter_map(|(_, version, it)| match it {
            Row::ExchangeRate(it) => Some((*version, it.clone())),
            _ => None,
        })
        .collect();
    let [(2, row)] = &rates[..] else { panic!("{rates:?}") };
    assert_eq!(row.earlier[0].by, UserId::of_login("yan"));
    let told = say(&mut lin, "2026-11-20", of_day("USD", "2026-11-20", "7.3", 1, 2)).await;
    let denied = Refusal::NotPermitted { needs: Role::Finance };
    assert_eq!(told, Verdict::Rejected { refusal: denied });
}

#[tokio::test]
async fn the_page_says_what_is_known_and_what_is_missing() {
    let Some(stage) = stage().await else { return };
    let mut yan = Phone::of(&stage, "yan").await;
    for (on, rate) in [("2026-11-18", "7.1"), ("2026-11-19", "7.11"), ("2026-11-20", "7.12")] {
        let told = say(&mut yan, "2026-11-20", of_day("USD", on, rate, 1, 0)).await;
        assert_eq!(told, Verdict::Applied);
    }
    let page: RateListing = yan.client.get("/api/rates?limit=2").await.unwrap();
    let days: Vec<Day> = page.list.rows.iter().map(|it| it.on).collect();
    assert_eq!((days, page.list.total), (vec![day("2026-11-20"), day("2026-11-19")], 3));
    let page: RateListing = yan.client.get("/api/rates?offset=2").await.unwrap();
    assert_eq!(page.list.rows.len(), 1);
    let page: RateListing = yan.client.get("/api/rates?currency=JPY").await.unwrap();
    assert_eq!(page.list.total, 0);
    let said = |page: &RateListing| -> Vec<String> {
        let all = page.in_use.iter();
        all.map(|it| format!("{} {} {}", it.balance.plain(), it.customers, it.holds)).collect()
    };
    // JPY before USD; a limit in dollars makes no more of them.
    assert_eq!(said(&page), ["20000 1 false", "100.00 1 true"]);
    assert_eq!(page.in_use[1].latest.map(|it| it.on), Some(day("2026-11-20")));
    // Wang works the south, where nobody owes dollars, but C4 has a limit in them.
    let wang = stage.sign_in("wang").await;
    let page: RateListing = wang.get("/api/rates").await.unwrap();
    assert_eq!(said(&page), ["0.00 0 true"]);
    stage.set_day("2026-12-01");
    let page: RateListing = stage.sign_in("yan").await.get("/api/rates").await.unwrap();
    assert_eq!(said(&page), ["20000 1 false", "100.00 1 false"]);
    let nobody = Client { router: stage.server.router(), cookie: None };
    let told = nobody.get::<serde_json::Value>("/api/rates").await.unwrap_err();
    assert_eq!(told.0, StatusCode::UNAUTHORIZED);
    let figures = CustomerId::of_code("C1");
    assert!(yan.client.get::<CustomerFile>(&format!("/api/customers/{figures}")).await.is_ok());
}
