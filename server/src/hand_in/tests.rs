//! Hand-ins at a real database, once for each of the two: money is booked once, and by somebody else.

use shared::{
    field_receipt::{Cancel, FieldReceiptState},
    hand_in::{Book, CountedSlip, HandIn, HandInRefusal, RepInHand},
    id::{FieldReceiptId, HandInId, UserId},
    money::Currency,
    page::{CustomerListing, HandInListing, PromiseListing},
    promise::Standing,
    refusal::Refusal,
    row::Row,
    sync::{Act, Command, Scope, Verdict},
    user::Role,
};

use crate::{
    field_receipt::tests::taken,
    id,
    testing::{Client, Stage, cny, day, phone::Phone},
};

async fn stage() -> Option<Stage> {
    let stage = Stage::furnished().await?;
    stage.add_user("qian", &[Role::Cashier]).await;
    Some(stage)
}

fn book(by: &Phone, rep: &str, slips: &[(FieldReceiptId, &str)], reason: &str) -> Command {
    let counted = |(field_receipt, counted): &(FieldReceiptId, &str)| CountedSlip {
        field_receipt: *field_receipt,
        counted: cny(counted),
    };
    let act = Act::BookHandIn(Book {
        id: HandInId(id::op().0),
        rep: UserId::of_login(rep),
        slips: slips.iter().map(counted).collect(),
        reason: reason.to_owned(),
    });
    Command { customer: None, ..by.command("C1", "2026-11-20", act) }
}

async fn balances(client: &Client) -> Vec<(String, usize)> {
    let listing: CustomerListing = client.get("/api/customers?sort=code").await.unwrap();
    let balance = |it: &shared::page::CustomerLine| {
        let it = &it.brief;
        (it.balance().unwrap().of(Currency::CNY).plain(), it.unbooked.len())
    };
    listing.rows.iter().map(balance).collect()
}

fn refused(verdict: &Verdict) -> HandInRefusal {
    let Verdict::Rejected { refusal: Refusal::HandIn(refusal) } = verdict else {
        panic!("{verdict:?}")
    };
    refusal.clone()
}

/// Lin takes cash from a customer who promised it; the balance falls when the cashier has counted.
#[tokio::test]
async fn cash_is_owed_until_it_is_counted() {
    let Some(stage) = stage().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut qian = Phone::of(&stage, "qian").await;
    lin.snapshot().await;
    let promise = lin.promise("C1", cny("400"), day("2026-11-24"));
    let ((first, one), (second, two)) = (taken(&lin, "C1", "400", 1), taken(&lin, "C2", "70", 2));
    lin.push(&[promise, one, two]).await;
    let owed = |n: &str, slips| (n.to_owned(), slips);
    let admin = stage.sign_in("admin").await;
    let before = [owed("1000.00", 1), owed("1000.00", 1), owed("1000.00", 0), owed("1000.00", 0)];
    assert_eq!(balances(&admin).await, before);

    stage.set_day("2026-11-23");
    let command = book(&qian, "lin", &[(first, "400"), (second, "69")], "少一元");
    assert_eq!(qian.push(std::slice::from_ref(&command)).await, [Verdict::Applied]);
    let after = [owed("600.00", 0), owed("931.00", 0), owed("1000.00", 0), owed("1000.00", 0)];
    assert_eq!(balances(&admin).await, after);
    // A reply lost: the same command again books nothing.
    qian.next -= 1;
    assert_eq!(qian.push(&[command]).await, [Verdict::Applied]);
    assert_eq!(balances(&admin).await, after);

    // Judged by the booked receipt, on the day the customer paid.
    let promises: PromiseListing = admin.get("/api/promises").await.unwrap();
    let kept = Standing::Kept { on: day("2026-11-20"), days_late: 0 };
    assert_eq!((promises.rows[0].standing, promises.rows[0].reported), (kept, None));
    lin.pull(100).await;
    let Row::FieldReceipt(slip) = &lin.rows[&second.0].2 else { panic!() };
    let FieldReceiptState::HandedIn { counted, on, cashier, .. } = slip.state else { panic!() };
    assert_eq!((counted, on, cashier), (cny("69"), day("2026-11-23"), qian.user));
    let listing: HandInListing = qian.client.get("/api/hand_ins").await.unwrap();
    let it: &HandIn = &listing.rows[0].hand_in;
    assert_eq!((listing.total, it.difference_minor(), it.reason.as_str()), (1, -100, "少一元"));
    assert_eq!((it.lines[1].amount, it.lines[1].counted), (cny("70"), cny("69")));
    let names = (listing.rows[0].rep_name.as_str(), listing.rows[0].cashier_name.as_str());
    assert_eq!(names, ("LIN", "QIAN"));
    let in_hand: Vec<RepInHand> = qian.client.get("/api/cash_in_hand").await.unwrap();
    assert_eq!(in_hand, []);
    let found = stage.server.doctor(&crate::BuiltIn::Cli.caller()).await.unwrap();
    let faulty = found.iter().find(|it| it.condition == shared::doctor::Condition::Faulty);
    assert_eq!(faulty.map(|it| (it.check, &it.seen)), None);
    stage.check().await;
}

#[tokio::test]
async fn a_slip_is_booked_once() {
    let Some(stage) = stage().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut qian = Phone::of(&stage, "qian").await;
    let ((first, one), (second, two)) = (taken(&lin, "C1", "400", 1), taken(&lin, "C2", "70", 2));
    lin.push(&[one, two]).await;
    // Two counts in one batch, and one more afterwards: the second finds the slip booked.
    let counts = [
        book(&qian, "lin", &[(first, "400")], ""),
        book(&qian, "lin", &[(second, "70"), (first, "400")], ""),
    ];
    let verdicts = qian.push(&counts).await;
    assert_eq!(verdicts[0], Verdict::Applied);
    assert!(matches!(refused(&verdicts[1]), HandInRefusal::AlreadyHandedIn { .. }));
    let again = book(&qian, "lin", &[(first, "400")], "");
    let verdicts = qian.push(&[again]).await;
    assert!(matches!(refused(&verdicts[0]), HandInRefusal::AlreadyHandedIn { .. }));
    let admin = stage.sign_in("admin").await;
    let owed: Vec<_> = balances(&admin).await.into_iter().map(|it| it.0).collect();
    assert_eq!(owed, ["600.00", "1000.00", "1000.00", "1000.00"]);
    stage.check().await;
}

#[tokio::test]
async fn nobody_counts_the_own_cash_and_no_stranger_any() {
    let Some(stage) = stage().await else { return };
    stage.add_user("both", &[Role::Rep, Role::Cashier]).await;
    stage.do_all(vec![(None, crate::testing::grant("both", "north", "2026-01-01"))]).await;
    let mut both = Phone::of(&stage, "both").await;
    let (slip, command) = taken(&both, "C1", "400", 1);
    assert_eq!(both.push(&[command]).await, [Verdict::Applied]);
    let own = book(&both, "both", &[(slip, "400")], "");
    assert_eq!(refused(&both.push(&[own]).await[0]), HandInRefusal::OwnCash);
    // Under another's name it is not that one's slip.
    let of_lin = book(&both, "lin", &[(slip, "400")], "");
    let refusal = refused(&both.push(&[of_lin]).await[0]);
    assert!(matches!(refusal, HandInRefusal::OtherRep { .. }));
    for login in ["wang", "chen", "admin"] {
        let mut stranger = Phone::of(&stage, login).await;
        let count = book(&stranger, "both", &[(slip, "400")], "");
        let verdicts = stranger.push(&[count]).await;
        let needs = Refusal::NotPermitted { needs: Role::Cashier };
        assert_eq!(verdicts, [Verdict::Rejected { refusal: needs }], "{login}");
    }
    let mut qian = Phone::of(&stage, "qian").await;
    let count = book(&qian, "both", &[(slip, "400")], "");
    assert_eq!(qian.push(&[count]).await, [Verdict::Applied]);
    let listing: HandInListing = stage.sign_in("wang").await.get("/api/hand_ins").await.unwrap();
    assert_eq!(listing.total, 0);
    let own: HandInListing = both.client.get("/api/hand_ins").await.unwrap();
    assert_eq!(own.total, 1);
    stage.check().await;
}

#[tokio::test]
async fn a_cancelled_slip_cannot_be_handed_in_nor_a_booked_one_cancelled() {
    let Some(stage) = stage().await else { return };
    let mut lin = Phone::of(&stage, "lin").await;
    let mut qian = Phone::of(&stage, "qian").await;
    let ((first, one), (second, two)) = (taken(&lin, "C1", "400", 1), taken(&lin, "C1", "70", 2));
    let cancel = |field_receipt| {
        Act::CancelFieldReceipt(Cancel { field_receipt, reason: "写错".to_owned() })
    };
    let cancelled = lin.command("C1", "2026-11-20", cancel(first));
    assert_eq!(lin.push(&[one, two, cancelled]).await, vec![Verdict::Applied; 3]);
    let count = book(&qian, "lin", &[(first, "400")], "");
    let refusal = refused(&qian.push(&[count]).await[0]);
    assert!(matches!(refusal, HandInRefusal::Cancelled { .. }));
    let unknown = book(&qian, "lin", &[(FieldReceiptId(id::op().0), "1")], "");
    let refusal = refused(&qian.push(&[unknown]).await[0]);
    assert!(matches!(refusal, HandInRefusal::UnknownSlip { .. }));
    let count = book(&qian, "lin", &[(second, "70")], "");
    assert_eq!(qian.push(&[count]).await, [Verdict::Applied]);
    let late = lin.command("C1", "2026-11-20", cancel(second));
    assert!(matches!(lin.push(&[late]).await[0], Verdict::Rejected { .. }));
    stage.check().await;
}

/// A hand-in is of many customers: the desk alone holds it, and each territory hears of its slips.
#[tokio::test]
async fn every_territory_hears_of_its_own_slips() {
    let Some(stage) = stage().await else { return };
    stage.do_all(vec![(None, crate::testing::grant("lin", "south", "2026-01-01"))]).await;
    let mut lin = Phone::of(&stage, "lin").await;
    let mut wang = Phone::of(&stage, "wang").await;
    wang.snapshot().await;
    let ((first, one), (second, two)) = (taken(&lin, "C1", "400", 1), taken(&lin, "C3", "70", 2));
    lin.push(&[one, two]).await;
    let mut qian = Phone::of(&stage, "qian").await;
    let count = book(&qian, "lin", &[(first, "400"), (second, "70")], "");
    assert_eq!(qian.push(&[count]).await, [Verdict::Applied]);
    wang.pull(100).await;
    assert!(wang.rows.contains_key(&second.0) && !wang.rows.contains_key(&first.0));
    let kinds: Vec<_> = wang.rows.values().map(|(_, _, row)| row.kind().name()).collect();
    assert!(kinds.contains(&"receipt") && !kinds.contains(&"hand_in"), "{kinds:?}");
    assert!(wang.rows.values().all(|(scope, ..)| *scope != Scope::Unassigned));
    stage.check().await;
}
