//! Promises at the desk of a real database, once for each of the two.

use shared::{
    id::CustomerId,
    page::{PromiseListing, TerritoryLine},
    promise::Standing,
    receipt::{self, PaymentMethod, ReportHorizon},
    sync::Act,
    user::User,
};

use crate::testing::{Stage, cny, day, phone::Phone};

async fn bank(stage: &Stage, number: &str, valued_on: &str, amount: &str) {
    let receipt = Act::ImportReceipt(receipt::Import {
        company: "U001".to_owned(),
        source: "bank".to_owned(),
        number: number.to_owned(),
        valued_on: day(valued_on),
        amount: cny(amount),
        method: PaymentMethod::Transfer,
        payer: "x".to_owned(),
        memo: String::new(),
        designations: vec![],
    });
    let reaches = ReportHorizon { company: "U001".to_owned(), reaches: day(valued_on) };
    stage
        .do_all(vec![
            (Some(CustomerId::of_code("C1")), receipt),
            (None, Act::ReportHorizon(reaches)),
        ])
        .await;
}

#[tokio::test]
async fn each_promise_stands_with_what_came_of_it() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let (first, second) = (
        lin.promise("C1", cny("100"), day("2026-11-20")),
        lin.promise("C2", cny("50"), day("2026-11-25")),
    );
    lin.push(&[first, second]).await;
    stage.set_day("2026-11-24");
    bank(&stage, "B1", "2026-11-23", "60").await;
    let admin = stage.sign_in("admin").await;
    let listing: PromiseListing = admin.get("/api/promises").await.unwrap();
    assert_eq!((listing.total, listing.rows.len()), (2, 2));
    let of = |code: &str| listing.rows.iter().find(|it| it.customer_code == code).unwrap();
    assert_eq!(of("C1").author_name, "LIN");
    assert_eq!(of("C1").customer_name, "shop C1");
    let Standing::AwaitingData { received, reaches, .. } = of("C1").standing else {
        panic!("{:?}", of("C1").standing)
    };
    assert_eq!((received, reaches), (cny("60"), Some(day("2026-11-23"))));
    assert!(matches!(of("C2").standing, Standing::Open { .. }));
    // The page of one promise judges it beside all the others of its customer.
    let found: PromiseListing = admin.get("/api/promises?search=c1&limit=1").await.unwrap();
    assert_eq!((found.total, &found.rows[0]), (1, of("C1")));
    bank(&stage, "B2", "2026-11-24", "40").await;
    let found: PromiseListing = admin.get("/api/promises?search=c1").await.unwrap();
    assert_eq!(found.rows[0].standing, Standing::Kept { on: day("2026-11-24"), days_late: 4 });
    let of_wang: PromiseListing = stage.sign_in("wang").await.get("/api/promises").await.unwrap();
    assert_eq!(of_wang.total, 0);
    let of_lin: PromiseListing = lin.client.get("/api/promises").await.unwrap();
    assert_eq!(of_lin.total, 2);
    stage.check().await;
}

#[tokio::test]
async fn territories_count_their_customers() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.assign("C4", None).await;
    let seen = |lines: Vec<TerritoryLine>| -> Vec<(String, i64, String)> {
        let line = |it: TerritoryLine| {
            let logins: Vec<String> = it.users.into_iter().map(|it| it.login).collect();
            (it.territory.map_or_else(String::new, |it| it.code), it.customers, logins.join(" "))
        };
        lines.into_iter().map(line).collect()
    };
    let line = |code: &str, n, logins: &str| (code.to_owned(), n, logins.to_owned());
    let admin = stage.sign_in("admin").await;
    assert_eq!(
        seen(admin.get("/api/territories").await.unwrap()),
        [line("north", 2, "chen lin"), line("south", 1, "wang"), line("", 1, "")]
    );
    let wang = stage.sign_in("wang").await;
    assert_eq!(seen(wang.get("/api/territories").await.unwrap()), [line("south", 1, "wang")]);
    let users: Vec<User> = wang.get("/api/users").await.unwrap();
    let logins: Vec<_> = users.iter().map(|it| it.login.as_str()).collect();
    assert_eq!(logins, ["admin", "chen", "lin", "wang"]);
}
