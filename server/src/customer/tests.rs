//! Customers at the desk of a real database, once for each of the two.

mod account;
mod contact;
mod list_file;
mod walk_in;

use axum::http::StatusCode;
use shared::{
    credit::{Against, CreditStanding, Grant},
    customer::Brief,
    dossier::Dossier,
    id::{CustomerId, TerritoryId},
    money::Currency,
    page::{CustomerFile, CustomerLine, CustomerListing},
    row::Row,
    sync::{Act, Verdict},
};

use crate::testing::{Client, Stage, cny, day, invoice, phone::Phone};

async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    stage
        .import(vec![
            invoice("C3", "200", "2026-11-19", "x1"),
            invoice("C3", "30", "2026-11-20", "x2"),
            invoice("C2", "5000", "2026-12-31", "x3"),
        ])
        .await;
    Some(stage)
}

async fn codes(client: &Client, query: &str) -> Vec<String> {
    let listing: CustomerListing = client.get(&format!("/api/customers{query}")).await.unwrap();
    assert_eq!(listing.today, day("2026-11-20"));
    listing.rows.into_iter().map(|it| it.brief.customer.code).collect()
}

#[tokio::test]
async fn the_list_is_sorted_filtered_and_cut() {
    let Some(stage) = stage().await else { return };
    let admin = stage.sign_in("admin").await;
    let south = TerritoryId::of_code("south");
    for (query, answer) in [
        ("", "C1 C2 C3 C4"),
        ("?sort=code&order=descending", "C4 C3 C2 C1"),
        ("?sort=balance&order=descending", "C2 C3 C1 C4"),
        ("?sort=overdue&order=descending", "C3 C1 C2 C4"),
        ("?sort=overdue&limit=1&offset=3", "C3"),
        ("?limit=2&offset=1", "C2 C3"),
        ("?search=c2", "C2"),
        ("?search=C%25", ""),
        ("?territory=none", ""),
        (&format!("?territory={south}"), "C3 C4"),
        (&format!("?territory={south}&search=c1"), ""),
    ] {
        assert_eq!(codes(&admin, query).await.join(" "), answer, "{query}");
    }
    let listing: CustomerListing = admin.get("/api/customers?limit=1").await.unwrap();
    assert_eq!((listing.rows.len(), listing.total), (1, 4));
    stage.assign("C4", None).await;
    assert_eq!(codes(&admin, "?territory=none").await, ["C4"]);
}

#[tokio::test]
async fn a_brief_says_what_the_dossier_says() {
    let Some(stage) = stage().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    for (due, amount) in [("2026-11-25", "10"), ("2026-11-23", "30")] {
        let promise = lin.promise("C1", cny(amount), day(due));
        lin.push(&[promise]).await;
    }
    let admin = stage.sign_in("admin").await;
    let listing: CustomerListing = admin.get("/api/customers").await.unwrap();
    for CustomerLine { brief, .. } in listing.rows {
        let path = format!("/api/customers/{}", brief.customer.id);
        let file: CustomerFile = admin.get(&path).await.unwrap();
        let mut dossier = Dossier::default();
        for it in file.rows {
            dossier.put(it.row);
        }
        assert_eq!(Brief::of(&dossier).unwrap(), Some(brief));
    }
}

/// The whole of a limit may be used; one fen more is over it. A grant of other days counts for nothing.
#[tokio::test]
async fn limits_are_listed_as_the_rule_counts_them() {
    let Some(stage) = stage().await else { return };
    let mut admin = Phone::of(&stage, "admin").await;
    let listing: CustomerListing = admin.client.get("/api/customers?sort=code").await.unwrap();
    let used: Vec<_> =
        listing.rows.iter().map(|it| it.brief.balance().unwrap().of(Currency::CNY)).collect();
    let limited = |amount| CreditStanding::Limited { amount };
    let less = used[1].checked_sub(cny("0.01")).unwrap();
    for (code, terms, valid_from, valid_until) in [
        ("C1", limited(used[0]), None, None),
        ("C2", limited(less), Some(day("2026-11-20")), Some(day("2026-11-20"))),
        ("C3", limited(cny("1")), Some(day("2026-11-21")), None),
        ("C4", CreditStanding::Unlimited, None, None),
    ] {
        let (reason, against) = ("年度授信".to_owned(), Against::default());
        let it = Grant { terms, valid_from, valid_until, reason, against };
        let grant = admin.command(code, "2026-11-18", Act::GrantCredit(it));
        assert_eq!(admin.push_one(&grant).await, Verdict::Applied, "{code}");
    }
    let today = day("2026-11-20");
    for (query, answer) in [
        ("?credit=over", "C2"),
        ("?credit=limited", "C1 C2"),
        ("?credit=not_granted", "C3"),
        ("?credit=cash_only", ""),
        ("?credit=unlimited", "C4"),
        ("?credit=over&search=c1", ""),
        ("?sort=available", "C2 C1 C3 C4"),
        ("?sort=available&order=descending", "C1 C2 C3 C4"),
        ("?sort=balance&order=descending&credit=limited", "C2 C1"),
    ] {
        assert_eq!(codes(&admin.client, query).await.join(" "), answer, "{query}");
    }
    let listing: CustomerListing = admin.client.get("/api/customers?sort=code").await.unwrap();
    let register = stage.server.register().await.unwrap();
    let left = |it: &CustomerLine| it.left(today, &register).unwrap().map(|it| it.available);
    let left: Vec<_> = listing.rows.iter().map(left).collect();
    assert_eq!(left, [Some(cny("0")), Some(cny("-0.01")), None, None]);
    let counted: CustomerListing =
        admin.client.get("/api/customers?credit=limited&limit=1").await.unwrap();
    assert_eq!((counted.rows.len(), counted.total), (1, 2));
    stage.check().await;
}

#[tokio::test]
async fn nobody_reads_another_territory() {
    let Some(stage) = stage().await else { return };
    let (lin, wang) = (stage.sign_in("lin").await, stage.sign_in("wang").await);
    assert_eq!(codes(&lin, "").await, ["C1", "C2"]);
    assert_eq!(codes(&wang, "").await, ["C3", "C4"]);
    let of = |code: &str| format!("/api/customers/{}", CustomerId::of_code(code));
    let file: CustomerFile = lin.get(&of("C1")).await.unwrap();
    assert!(file.rows.iter().any(|it| matches!(it.row, Row::Invoice(_))));
    let north = TerritoryId::of_code("north");
    for (client, path, answer) in [
        (&wang, of("C1"), StatusCode::NOT_FOUND),
        (&wang, of("nobody"), StatusCode::NOT_FOUND),
        (&wang, "/api/customers/x".to_owned(), StatusCode::NOT_FOUND),
        (&wang, format!("/api/customers?territory={north}"), StatusCode::FORBIDDEN),
        (&lin, "/api/customers?territory=none".to_owned(), StatusCode::FORBIDDEN),
        (&lin, "/api/customers?sort=wealth".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        let told = client.get::<serde_json::Value>(&path).await.unwrap_err();
        assert_eq!(told.0, answer, "{path}");
    }
    // Moved away, and it is gone for the one and there for the other.
    stage.assign("C1", Some("south")).await;
    assert_eq!(codes(&lin, "").await, ["C2"]);
    assert_eq!(codes(&wang, "").await, ["C1", "C3", "C4"]);
    let nobody = Client { router: stage.server.router(), cookie: None };
    for path in ["/api/customers", "/api/ageing", "/api/promises", "/api/territories", "/api/users"]
    {
        let told = nobody.get::<serde_json::Value>(path).await.unwrap_err();
        assert_eq!(told.0, StatusCode::UNAUTHORIZED, "{path}");
    }
}
