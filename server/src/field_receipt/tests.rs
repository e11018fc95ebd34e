//! Slips at the desk of a real database, once for each of the two.

use shared::{
    field_receipt::{Cancel, FieldReceiptState, Slip, Take, slip},
    hand_in::RepInHand,
    id::{CompanyId, CustomerId, FieldReceiptId, UserId},
    page::{CustomerFile, CustomerListing, FieldReceiptListing, PromiseListing},
    promise::Standing,
    receipt::PaymentMethod,
    row::Row,
    sync::{Act, Command, Verdict},
    user::Role,
};

use super::SeriesGaps;
use crate::{
    id,
    testing::{Client, Stage, cny, day, phone::Phone},
};

/// The next slip of a phone, in the customer's shop.
pub fn taken(
    phone: &Phone,
    customer: &str,
    amount: &str,
    number: u32,
) -> (FieldReceiptId, Command) {
    taken_as(phone, customer, amount, number, PaymentMethod::Cash)
}

fn taken_as(
    phone: &Phone,
    customer: &str,
    amount: &str,
    number: u32,
    method: PaymentMethod,
) -> (FieldReceiptId, Command) {
    let id = FieldReceiptId(id::op().0);
    let act = Act::TakeFieldReceipt(Take {
        id,
        company: CompanyId::of_code("U001"),
        amount: cny(amount),
        method,
        slip: Slip { series: slip::series("lin", phone.device), number },
        payer: String::new(),
        note: String::new(),
        promise: None,
        in_hand: None,
    });
    (id, phone.command(customer, "2026-11-20", act))
}

async fn balance(client: &Client, code: &str) -> (String, usize) {
    let listing: CustomerListing =
        client.get(&format!("/api/customers?search={code}")).await.unwrap();
    let brief = &listing.rows[0].brief;
    (brief.balance().unwrap().of(shared::money::Currency::CNY).plain(), brief.unbooked.len())
}

#[tokio::test]
async fn a_slip_stands_beside_the_balance() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    lin.snapshot().await;
    let (id, command) = taken(&lin, "C1", "400", 1);
    let promise = lin.promise("C1", cny("500"), day("2026-11-25"));
    let verdicts = lin.push(&[promise, command.clone()]).await;
    assert_eq!(verdicts, [Verdict::Applied, Verdict::Applied]);
    // A reply lost: the same slip again is the same slip.
    lin.next -= 1;
    assert_eq!(lin.push(&[command]).await, [Verdict::Applied]);
    lin.pull(100).await;
    assert!(lin.rows.contains_key(&id.0), "it comes back to the phone");

    let admin = stage.sign_in("admin").await;
    assert_eq!(balance(&admin, "c1").await, ("1000.00".to_owned(), 1));
    let file: CustomerFile =
        admin.get(&format!("/api/customers/{}", CustomerId::of_code("C1"))).await.unwrap();
    let unbooked = |row: &Row| matches!(row, Row::FieldReceipt(it) if it.is_waiting());
    assert_eq!(file.rows.iter().filter(|it| unbooked(&it.row)).count(), 1);
    let promises: PromiseListing = admin.get("/api/promises").await.unwrap();
    assert_eq!(promises.rows[0].reported, Some(cny("400")));
    assert_eq!(promises.rows[0].standing, Standing::Open { received: cny("0") });
    // A phone that comes anew has it from the snapshot, in its list too.
    let mut other = Phone::of(&stage, "lin").await;
    other.snapshot().await;
    assert!(other.rows.contains_key(&id.0));
    stage.check().await;
}

#[tokio::test]
async fn slips_are_listed_found_and_told_apart() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let (first, one) = taken(&lin, "C1", "400", 1);
    let (_, two) = taken_as(&lin, "C2", "70", 2, PaymentMethod::Mobile);
    let (_, three) = taken_as(&lin, "C2", "900", 3, PaymentMethod::BankAcceptance);
    lin.push(&[one, two, three]).await;
    let reason = "写错".to_owned();
    let cancel = Act::CancelFieldReceipt(Cancel { field_receipt: first, reason });
    let cancel = lin.command("C1", "2026-11-20", cancel);
    assert_eq!(lin.push(&[cancel]).await, [Verdict::Applied]);

    let admin = stage.sign_in("admin").await;
    let found = async |query: &str| {
        let path = format!("/api/field_receipts?{query}");
        let listing: FieldReceiptListing = admin.get(&path).await.unwrap();
        let line = |it: &shared::field_receipt::FieldReceiptLine| {
            (it.field_receipt.slip.number, it.customer_code.clone(), it.author_name.clone())
        };
        assert_eq!(usize::try_from(listing.total).unwrap(), listing.rows.len());
        listing.rows.iter().map(line).collect::<Vec<_>>()
    };
    let line = |number, code: &str| (number, code.to_owned(), "LIN".to_owned());
    assert_eq!(found("").await, [line(3, "C2"), line(2, "C2"), line(1, "C1")]);
    assert_eq!(found("state=waiting").await, [line(2, "C2"), line(3, "C2")]);
    assert_eq!(found("state=in_hand").await, [line(3, "C2")]);
    assert_eq!(found("state=cancelled").await, [line(1, "C1")]);
    assert_eq!(found("state=handed_in").await, []);
    assert_eq!(found("search=c1").await, [line(1, "C1")]);
    assert_eq!(found("search=-0002").await, [line(2, "C2")]);
    assert_eq!(found(&format!("rep={}", UserId::of_login("wang"))).await, []);
    let in_hand: Vec<RepInHand> = admin.get("/api/cash_in_hand").await.unwrap();
    assert_eq!((in_hand.len(), in_hand[0].amount, in_hand[0].cash), (1, cny("900"), cny("0")));
    assert_eq!((in_hand[0].slips, in_hand[0].rep_name.as_str()), (1, "LIN"));
    stage.check().await;
}

#[tokio::test]
async fn strangers_see_nothing_and_authors_keep_seeing_their_own() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let (id, command) = taken(&lin, "C1", "400", 1);
    lin.push(&[command]).await;
    let total = async |client: &Client| {
        let listing: FieldReceiptListing = client.get("/api/field_receipts").await.unwrap();
        let in_hand: Vec<RepInHand> = client.get("/api/cash_in_hand").await.unwrap();
        (listing.total, in_hand.len())
    };
    let mut wang = Phone::of(&stage, "wang").await;
    assert_eq!(total(&wang.client).await, (0, 0));
    assert_eq!(total(&stage.sign_in("chen").await).await, (1, 1), "her territory, her reps");
    // A stranger neither takes nor cancels; that somebody said so is kept.
    let reason = "不对".to_owned();
    let cancel = Act::CancelFieldReceipt(Cancel { field_receipt: id, reason });
    let cancel = wang.command("C1", "2026-11-20", cancel);
    let (_, strange) = taken(&wang, "C1", "1", 1);
    let verdicts = wang.push(&[cancel, strange]).await;
    assert!(matches!(verdicts[0], Verdict::Rejected { .. }), "{verdicts:?}");
    assert!(matches!(verdicts[1], Verdict::Quarantined { .. }), "{verdicts:?}");
    // The customer moves: the cash stays in Lin's hand, and she sees her slip.
    stage.assign("C1", Some("south")).await;
    assert_eq!(total(&lin.client).await, (1, 1));
    let (_, later) = taken(&lin, "C1", "20", 2);
    let verdicts = lin.push(&[later]).await;
    assert!(matches!(verdicts[0], Verdict::NeedsReview { .. }), "{verdicts:?}");
    wang.snapshot().await;
    assert!(wang.rows.contains_key(&id.0), "who works the customer now sees the slip");
    stage.check().await;
}

#[tokio::test]
async fn missing_numbers_are_told() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let admin = stage.sign_in("admin").await;
    let (_, one) = taken(&lin, "C1", "400", 1);
    let (_, two) = taken(&lin, "C2", "400", 2);
    lin.push(&[one, two]).await;
    let gaps: Vec<SeriesGaps> = admin.get("/api/slip_gaps").await.unwrap();
    assert_eq!(gaps, []);
    // A number left out, one written twice: as many slips as the last number says.
    let (_, again) = taken(&lin, "C1", "5", 2);
    let (_, five) = taken(&lin, "C1", "5", 5);
    let (_, six) = taken(&lin, "C1", "5", 5);
    lin.push(&[again, five, six]).await;
    let gaps: Vec<SeriesGaps> = admin.get("/api/slip_gaps").await.unwrap();
    assert_eq!((gaps.len(), gaps[0].last, &gaps[0].twice[..]), (1, 5, &[2, 5][..]));
    assert_eq!(gaps[0].missing, [slip::Stretch { from: 3, to: 4 }]);
    let of_wang: Vec<SeriesGaps> = stage.sign_in("wang").await.get("/api/slip_gaps").await.unwrap();
    assert_eq!(of_wang, []);
    stage.check().await;
}

#[tokio::test]
async fn no_two_devices_write_the_same_number() {
    let Some(stage) = Stage::furnished().await else { return };
    let mut signs = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let phone = Phone::of(&stage, "lin").await;
        assert!(signs.insert(slip::device_sign(phone.device)), "{:?}", phone.device);
    }
}

#[tokio::test]
async fn finance_cancels_and_the_number_stays() {
    let Some(stage) = Stage::furnished().await else { return };
    stage.add_user("yan", &[Role::Finance]).await;
    let mut lin = Phone::of(&stage, "lin").await;
    let mut yan = Phone::of(&stage, "yan").await;
    let (id, command) = taken(&lin, "C1", "400", 1);
    lin.push(&[command]).await;
    let cancel = |reason: &str| {
        Act::CancelFieldReceipt(Cancel { field_receipt: id, reason: reason.to_owned() })
    };
    let cancel = yan.command("C1", "2026-11-20", cancel("客户没付"));
    assert_eq!(yan.push(&[cancel]).await, [Verdict::Applied]);
    lin.snapshot().await;
    let (_, version, row) = &lin.rows[&id.0];
    let Row::FieldReceipt(here) = row else { panic!("{row:?}") };
    assert_eq!((*version, here.slip.number), (2, 1));
    assert!(matches!(&here.state, FieldReceiptState::Cancelled { by, .. } if *by == yan.user));
    stage.check().await;
}
