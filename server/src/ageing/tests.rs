//! Ageing out of a real database, once for each of the two.

use axum::http::StatusCode;
use shared::{
    ageing::{BaseDay, Report},
    allocation::Designation,
    id::{InvoiceId, TerritoryId},
    money::Currency,
    page::AgeingQuery,
    receipt::{self, PaymentMethod},
    sync::Act,
    user::Caller,
};

use crate::testing::{Stage, cny, day, invoice};

/// Open by bucket, then unapplied and balance, in whole yuan.
type Sums = (Vec<i64>, i64, i64);

async fn reports(stage: &Stage, query: &AgeingQuery) -> Vec<Report> {
    stage.server.ageing(&Caller::system("cli"), query).await.unwrap()
}

async fn on(stage: &Stage, as_of: &str, customer: &str) -> Sums {
    let query = AgeingQuery {
        as_of: Some(day(as_of)),
        customer: customer.to_owned(),
        currency: Some(Currency::CNY),
        ..AgeingQuery::default()
    };
    let reports = reports(stage, &query).await;
    sums(&reports[0])
}

fn sums(report: &Report) -> Sums {
    let buckets: Vec<i64> = report.buckets.iter().map(|it| it.amount_minor / 100).collect();
    assert_eq!(
        report.buckets.iter().map(|it| it.amount_minor).sum::<i64>() + report.unapplied_minor,
        report.balance_minor
    );
    (buckets, report.unapplied_minor / 100, report.balance_minor / 100)
}

fn receipt(number: &str, valued_on: &str, amount: &str, pays: &[(&str, &str)]) -> Act {
    let designations = pays.iter().map(|(number, amount)| Designation {
        invoice: InvoiceId::of_document("U001", "test", "RV", number),
        amount: cny(amount),
    });
    Act::ImportReceipt(receipt::Import {
        company: "U001".to_owned(),
        source: "test".to_owned(),
        number: number.to_owned(),
        valued_on: day(valued_on),
        amount: cny(amount),
        method: PaymentMethod::Transfer,
        payer: "x".to_owned(),
        memo: String::new(),
        designations: designations.collect(),
    })
}

async fn pay(stage: &Stage, customer: Option<&str>, act: Act) {
    let customer = customer.map(shared::id::CustomerId::of_code);
    stage.do_all(vec![(customer, act)]).await;
}

/// C1 with invoices posted on 2026-10-01: 1,000 due on 10-31 and 500 due on 12-31.
async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    stage.import(vec![invoice("C1", "500", "2026-12-31", "later")]).await;
    Some(stage)
}

#[tokio::test]
async fn edges_of_days() {
    let Some(stage) = stage().await else { return };
    let (nothing, all) = (vec![0; 7], 1_500);
    assert_eq!(
        on(&stage, "2026-09-30", "C1").await,
        (nothing, 0, 0),
        "the day before it is booked"
    );
    for (as_of, buckets) in [
        ("2026-10-01", [1_500, 0, 0, 0, 0, 0, 0]),
        ("2026-10-31", [1_500, 0, 0, 0, 0, 0, 0]),
        ("2026-11-01", [500, 1_000, 0, 0, 0, 0, 0]),
        ("2026-11-30", [500, 1_000, 0, 0, 0, 0, 0]),
        ("2026-12-01", [500, 0, 1_000, 0, 0, 0, 0]),
        ("2026-12-31", [500, 0, 0, 1_000, 0, 0, 0]),
        ("2027-01-01", [0, 500, 0, 1_000, 0, 0, 0]),
        ("2028-01-02", [0, 0, 0, 0, 0, 0, 1_500]),
    ] {
        assert_eq!(on(&stage, as_of, "C1").await, (buckets.to_vec(), 0, all), "{as_of}");
    }
}

#[tokio::test]
async fn money_counts_from_its_day_on() {
    let Some(stage) = stage().await else { return };
    // It pays 600 of the document that is due and leaves 100 over; the statement came weeks later.
    pay(&stage, Some("C1"), receipt("R1", "2026-11-10", "700", &[("C1", "600")])).await;
    assert_eq!(
        on(&stage, "2026-11-09", "C1").await,
        (vec![500, 1_000, 0, 0, 0, 0, 0], 0, 1_500),
        "a receipt of a later day does not touch an earlier balance"
    );
    assert_eq!(on(&stage, "2026-11-10", "C1").await, (vec![500, 400, 0, 0, 0, 0, 0], -100, 800));
    // Money before the document: an advance until that is booked.
    stage.import(vec![invoice("C2", "40", "2026-10-20", "early")]).await;
    pay(&stage, Some("C2"), receipt("R2", "2026-09-15", "40", &[("early", "40")])).await;
    assert_eq!(on(&stage, "2026-09-20", "C2").await, (vec![0; 7], -40, -40));
    assert_eq!(on(&stage, "2026-10-01", "C2").await.2, 1_000);
    // Nobody's money is in nobody's balance.
    pay(&stage, None, receipt("R3", "2026-11-10", "77", &[])).await;
    assert_eq!(on(&stage, "2026-11-20", "").await.1, -100);
    stage.check().await;
}

#[tokio::test]
async fn two_days_and_two_bases() {
    let Some(stage) = stage().await else { return };
    let query = AgeingQuery {
        as_of: Some(day("2026-10-15")),
        age_as_of: Some(day("2026-11-20")),
        by: BaseDay::Invoice,
        customer: "C1".to_owned(),
        ..AgeingQuery::default()
    };
    let all = reports(&stage, &query).await;
    assert_eq!(sums(&all[0]), (vec![0, 0, 1_500, 0, 0, 0, 0], 0, 1_500));
    assert_eq!((all[0].as_of, all[0].age_as_of), (day("2026-10-15"), day("2026-11-20")));
    let usd = AgeingQuery { currency: Some(Currency::USD), ..AgeingQuery::default() };
    let all = reports(&stage, &usd).await;
    assert_eq!((all.len(), all[0].currency, all[0].balance_minor), (1, Currency::USD, 0));
}

#[tokio::test]
async fn everybody_sees_their_own() {
    let Some(stage) = stage().await else { return };
    let (lin, wang) = (stage.sign_in("lin").await, stage.sign_in("wang").await);
    let admin = stage.sign_in("admin").await;
    let balance = |all: Vec<Report>| all.iter().map(|it| it.balance_minor / 100).sum::<i64>();
    let today = "/api/ageing?as_of=2026-11-20";
    assert_eq!(balance(admin.get(today).await.unwrap()), 4_500);
    assert_eq!(balance(lin.get(today).await.unwrap()), 2_500);
    assert_eq!(balance(wang.get("/api/ageing").await.unwrap()), 2_000);
    assert_eq!(balance(lin.get("/api/ageing?customer=C1").await.unwrap()), 1_500);
    let north = TerritoryId::of_code("north");
    let of_north = format!("/api/ageing?territory={north}");
    assert_eq!(balance(admin.get(&of_north).await.unwrap()), 2_500);
    assert_eq!(balance(admin.get("/api/ageing?territory=none").await.unwrap()), 0);
    for (path, answer) in [
        ("/api/ageing?customer=C1", (StatusCode::NOT_FOUND, "not_found")),
        ("/api/ageing?customer=nobody", (StatusCode::NOT_FOUND, "not_found")),
        (of_north.as_str(), (StatusCode::FORBIDDEN, "forbidden")),
        ("/api/ageing?territory=none", (StatusCode::FORBIDDEN, "forbidden")),
        ("/api/ageing?as_of=yesterday", (StatusCode::BAD_REQUEST, "malformed")),
        ("/api/ageing?territory=x", (StatusCode::BAD_REQUEST, "malformed")),
    ] {
        let told = wang.get::<Vec<Report>>(path).await.unwrap_err();
        assert_eq!((told.0, told.1.as_str()), answer, "{path}");
    }
}

#[tokio::test]
async fn many_may_ask_at_once() {
    let Some(stage) = stage().await else { return };
    let caller = Caller::system("cli");
    let query = AgeingQuery { customer: "C1".to_owned(), ..AgeingQuery::default() };
    // More than the pool has connections: nobody may hold one and wait for another.
    let asked = (0..32).map(|_| stage.server.ageing(&caller, &query));
    for told in futures::future::join_all(asked).await {
        assert_eq!(sums(&told.unwrap()[0]).2, 1_500);
    }
}
