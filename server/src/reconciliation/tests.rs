//! What does not fit, at a real database, once for each of the two: a slip, the file and the
//! cashier speak of one payment, and it is deducted once.

use axum::http::{Method, StatusCode};
use shared::{
    hand_in::{Book, CountedSlip},
    id::{HandInId, UserId},
    money::Currency,
    movement::{Original, Reopening, StillOpen},
    page::CustomerListing,
    pairing::{Otherwise, Pairing, SettleOtherwise, Undo},
    sync::{Act, Command, Verdict},
};

use super::*;
use crate::{
    field_receipt::tests::taken,
    id,
    testing::{self, Client, Stage, cny, day, phone::Phone},
};

async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    stage.add_user("qian", &[Role::Cashier]).await;
    stage.add_user("yan", &[Role::Finance]).await;
    Some(stage)
}

/// The file says of the customer's document that so much is open since that day.
async fn file(stage: &Stage, code: &str, open: &str, on: &str) -> Verdict {
    let Act::ImportInvoice(form) = testing::invoice(code, "1000", "2026-10-31", code) else {
        panic!("a receivable")
    };
    let (amount, on) = (cny(open), Some(day(on)));
    let (original, reopening) = (Original::Given, Reopening::Refused);
    let still_open = Some(StillOpen { amount, on, original, reopening });
    let act = Act::ImportInvoice(shared::invoice::Import { still_open, ..form });
    stage.import(vec![act]).await.remove(0).answered.verdict
}

async fn owed(client: &Client, at: usize) -> i64 {
    let listing: CustomerListing = client.get("/api/customers?sort=code").await.unwrap();
    listing.rows[at].brief.balance().unwrap().of(Currency::CNY).minor()
}

fn told(page: &Page) -> Vec<(Finding, String, i64)> {
    let line = |it: &Line| (it.found.finding, it.customer_code.clone(), it.found.amount.minor());
    page.lines.rows.iter().map(line).collect()
}

async fn page(client: &Client, query: &str) -> Page {
    client.get(&format!("/api/reconciliation{query}")).await.unwrap()
}

/// A slip written offline, the file that has settled the document, the slip that arrives late, and
/// the hand-in: the balance falls once.
#[tokio::test]
async fn one_payment_heard_of_three_times_is_deducted_once() {
    let Some(stage) = stage().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut qian = Phone::of(&stage, "qian").await;
    let yan = stage.sign_in("yan").await;
    lin.snapshot().await;
    let (slip, take) = taken(&lin, "C1", "400", 1);

    stage.set_day("2026-11-21");
    assert_eq!(file(&stage, "C1", "600", "2026-11-20").await, Verdict::Applied);
    assert_eq!(owed(&yan, 0).await, 60_000);
    let alone = page(&yan, "").await;
    assert_eq!(told(&alone), [(Finding::MovementAlone, "C1".to_owned(), 40_000)]);

    lin.push(&[take]).await;
    assert_eq!((owed(&yan, 0).await, told(&page(&yan, "").await)), (60_000, vec![]));
    stage.set_day("2026-11-25");
    let kept = page(&yan, "?finding=slip_kept").await;
    assert_eq!(told(&kept), [(Finding::SlipKept, "C1".to_owned(), 40_000)]);
    assert_eq!(kept.lines.rows[0].found.pairings.len(), 1);

    let counted = CountedSlip { field_receipt: slip, counted: cny("400") };
    let act = Act::BookHandIn(Book {
        id: HandInId(id::op().0),
        rep: UserId::of_login("lin"),
        slips: vec![counted],
        reason: String::new(),
    });
    let book = Command { customer: None, ..qian.command("C1", "2026-11-25", act) };
    assert_eq!(qian.push(&[book]).await, [Verdict::Applied]);
    assert_eq!((owed(&yan, 0).await, told(&page(&yan, "").await)), (60_000, vec![]));
    assert_eq!(file(&stage, "C1", "600", "2026-11-20").await, Verdict::Applied);
    assert_eq!(owed(&yan, 0).await, 60_000);
    stage.check().await;
}

/// Finance says that a document was settled by an allowance, and takes it back.
#[tokio::test]
async fn an_exception_is_settled_by_finance_alone() {
    let Some(stage) = stage().await else { return };
    stage.set_day("2026-11-21");
    file(&stage, "C2", "900", "2026-11-20").await;
    let mut yan = Phone::of(&stage, "yan").await;
    let found = page(&yan.client, "").await.lines.rows.remove(0).found;
    let settle = |reason: &str| {
        Act::SettleOtherwise(SettleOtherwise {
            subject: found.subject,
            how: Otherwise::Allowance,
            reason: reason.to_owned(),
        })
    };
    let mut lin = Phone::of(&stage, "lin").await;
    let refused = lin.push(&[lin.command("C2", "2026-11-21", settle("折让"))]).await;
    assert!(matches!(refused[0], Verdict::Rejected { .. }), "{refused:?}");
    let command = yan.command("C2", "2026-11-21", settle("破损折让"));
    assert_eq!(yan.push(&[command]).await, [Verdict::Applied]);
    assert!(page(&yan.client, "").await.lines.rows.is_empty());
    assert_eq!(owed(&yan.client, 1).await, 90_000);

    let text = "SELECT body FROM pairing";
    let body: String = sqlx::query_scalar(text).fetch_one(stage.server.read()).await.unwrap();
    let pairing: Pairing = serde_json::from_str(&body).unwrap();
    let undo = yan.command("C2", "2026-11-21", Act::UndoPairing(Undo { pairing: pairing.id }));
    assert_eq!(yan.push(&[undo]).await, [Verdict::Applied]);
    assert_eq!(page(&yan.client, "").await.lines.total, 1);
    stage.check().await;
}

#[tokio::test]
async fn the_page_is_for_who_matches_money_and_who_looks_over_it() {
    let Some(stage) = stage().await else { return };
    stage.set_day("2026-11-21");
    for code in ["C1", "C3"] {
        file(&stage, code, "900", "2026-11-20").await;
    }
    for (login, lines) in [("yan", 2), ("admin", 2), ("chen", 1)] {
        let client = stage.sign_in(login).await;
        assert_eq!(page(&client, "").await.lines.total, lines, "{login}");
    }
    for login in ["lin", "qian"] {
        let client = stage.sign_in(login).await;
        let refused = client.get::<Page>("/api/reconciliation").await.unwrap_err();
        assert_eq!(refused.0, StatusCode::FORBIDDEN, "{login}");
    }
    let yan = stage.sign_in("yan").await;
    assert_eq!(page(&yan, "?search=C3").await.lines.total, 1);
    assert_eq!(page(&yan, "?limit=1&offset=1").await.lines.rows.len(), 1);
    assert_eq!(page(&yan, "?finding=of_nobody").await.lines.total, 0);
    let path = "/api/reconciliation/export?lang=en&search=C3";
    let file = testing::text(yan.send(Method::GET, path, None::<&()>).await).await;
    assert!(file.starts_with("\u{FEFF}\"finding\","), "{file}");
    assert_eq!(file.lines().count(), 2, "{file}");
    assert!(file.contains("\"settled elsewhere without money\",\"C3\""), "{file}");
}
