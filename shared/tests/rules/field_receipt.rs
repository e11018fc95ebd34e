//! Field receipts: the money has changed hands, so it is taken; the balance does not move.

use shared::{
    calendar::{Days, When},
    field_receipt::{
        Cancel, FieldReceipt, FieldReceiptState, Slip, Take, Unbooked, cash_in_hand, may_take,
        slip::{self, Stretch, gaps},
        unbooked,
    },
    id::{CompanyId, DeviceId, FieldReceiptId, HandInId, ReceiptId, UserId},
    money::Currency,
    policy::{FieldReceiptPolicy, Policy},
    promise::{self, Basis},
    receipt::PaymentMethod,
    row::Row,
    sync::Act,
};
use uuid::Uuid;

use crate::stage::{Stage, customer, day, field_receipt_id, method, money, promise_id, rows, said};

fn slip(number: u32) -> Slip {
    Slip { series: "LIN-K7Q".to_owned(), number }
}

fn take(id: &str, way: &str, amount: &str, number: u32) -> Take {
    Take {
        id: field_receipt_id(id),
        company: CompanyId::of_code("HT"),
        amount: money(amount),
        method: method(way),
        slip: slip(number),
        payer: "王建国".to_owned(),
        note: String::new(),
        promise: None,
        in_hand: None,
    }
}

/// A customer who owes 30,000.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.owes("0793", "30000", "09-27");
    stage
}

/// Who, on which day, which one, how, how much, on which slip, with how much cash in hand before.
#[track_caller]
fn check_take(table: &str) {
    let mut stage = stage();
    for (row, cells) in rows(table) {
        let [who, on, id, way, amount, number, in_hand, expected] = cells[..] else {
            panic!("bad row: {row}")
        };
        let mut form = take(id, way, amount, number.parse().unwrap());
        form.in_hand = (in_hand != "-").then(|| money(in_hand));
        let outcome = stage.act(who, on, Act::TakeFieldReceipt(form));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

#[test]
fn money_is_taken_twice_as_once() {
    check_take(
        "
        # who  on     id  how   amount  no  before  answer
        lin    11-18  a   cash  8000    1   -       field_receipt
        lin    11-18  a   cash  8000    1   -       nothing
        lin    11-18  a   cash  8001    1   -       refused: field_receipt id_taken field_receipt
        zhou   11-18  a   cash  8000    1   -       refused: field_receipt id_taken field_receipt
        lin    11-18  b   cash  8000    2   -       field_receipt
        ",
    );
}

#[test]
fn nothing_is_no_receipt_and_too_much_warns() {
    check_take(
        "
        # who  on     id  how       amount    no  before  answer
        lin    11-18  a   cash      0         1   -       refused: field_receipt amount_not_positive amount=(0.00)
        lin    11-18  a   cash      -1        1   -       refused: field_receipt amount_not_positive amount=(-1.00)
        lin    11-18  a   cash      0.01      1   -       field_receipt
        lin    11-18  b   transfer  30000     2   -       field_receipt
        lin    11-18  c   transfer  30000.01  3   -       field_receipt, warned: field_receipt_above_owed owed=(30000.00) taken=(30000.01)
        lin    11-18  d   cash      1USD      4   -       field_receipt, warned: field_receipt_above_owed owed=(0.00USD) taken=(1.00USD)
        ",
    );
}

#[test]
fn cash_above_the_cap_that_was_taken_is_looked_at() {
    check_take(
        "
        # who  on     id  how        amount  no  before    answer
        lin    11-18  a   cash       2000    1   18000     field_receipt
        lin    11-18  b   cash       2000    2   18000.01  field_receipt, review: cash_above_cap amount=(2000.00) cap=(20000.00) in_hand=(18000.01)
        lin    11-18  c   transfer   2000    3   18000.01  field_receipt
        lin    11-18  d   bank_bill  2000    4   18000.01  field_receipt
        ",
    );
}

#[test]
fn a_lost_permission_and_a_number_written_twice_are_looked_at() {
    check_take(
        "
        # who  on     id  how   amount  no  before  answer
        chen   11-18  a   cash  8000    1   -       field_receipt, review: not_yours
        lin    11-18  b   cash  8000    1   -       field_receipt
        lin    11-19  c   cash  8000    1   -       field_receipt, review: slip_twice slip=(number=1 series=LIN-K7Q)
        ",
    );
}

#[test]
fn a_moved_customer_is_looked_at_and_an_unknown_one_cannot_pay() {
    let mut moved = stage();
    moved.dossier.put(Row::Customer(customer("K-0217", Some("west"))));
    let act = Act::TakeFieldReceipt(take("a", "cash", "1", 1));
    let outcome = moved.ask("lin", When::on(day("11-18")), act.clone());
    assert_eq!(said(&outcome), "field_receipt, review: not_yours");
    let outcome = Stage::empty().ask("lin", When::on(day("11-18")), act);
    assert_eq!(said(&outcome), "refused: customer unknown customer");
}

#[test]
fn what_no_app_of_ours_writes_is_malformed() {
    let check = |change: fn(&mut Take), expected: &str| {
        let mut form = take("a", "cash", "1", 1);
        change(&mut form);
        let outcome = stage().ask("lin", When::on(day("11-18")), Act::TakeFieldReceipt(form));
        assert_eq!(said(&outcome), expected);
    };
    check(|it| it.slip.number = 999_999, "field_receipt");
    check(
        |it| it.slip.number = 0,
        "refused: field_receipt slip_malformed slip=(number=0 series=LIN-K7Q)",
    );
    check(
        |it| it.slip.series = "LIN 1".to_owned(),
        "refused: field_receipt slip_malformed slip=(number=1 series=LIN 1)",
    );
    check(
        |it| it.company = CompanyId::of_code("XX"),
        "field_receipt, review: unknown_company company",
    );
    check(
        |it| it.payer = "王".repeat(201),
        "refused: field_receipt payer_too_long length=201 most=200",
    );
    check(
        |it| it.note = "话".repeat(4_001),
        "refused: field_receipt note_too_long length=4001 most=4000",
    );
}

fn with_slip(state: FieldReceiptState) -> Stage {
    let mut opened = stage();
    opened.act("lin", "11-18", Act::TakeFieldReceipt(take("a", "cash", "8000", 1))).unwrap();
    let taken = opened.dossier.field_receipts[&field_receipt_id("a")].clone();
    opened.dossier.put(Row::FieldReceipt(FieldReceipt { state, ..taken }));
    opened
}

fn handed_in() -> FieldReceiptState {
    FieldReceiptState::HandedIn {
        hand_in: HandInId(Uuid::from_u128(1)),
        receipt: ReceiptId::of_field_receipt(field_receipt_id("a")),
        cashier: UserId::of_login("qian"),
        counted: money("8000"),
        on: day("11-19"),
    }
}

#[test]
fn a_slip_is_cancelled_with_a_reason_by_its_author_or_finance() {
    let cancelled = || FieldReceiptState::Cancelled {
        by: UserId::of_login("lin"),
        reason: "写错".to_owned(),
        on: day("11-19"),
    };
    let check = |state: FieldReceiptState, who: &str, id: &str, reason: &str, expected: &str| {
        let form = Cancel { field_receipt: field_receipt_id(id), reason: reason.to_owned() };
        let act = Act::CancelFieldReceipt(form);
        let outcome = with_slip(state).ask(who, When::on(day("11-19")), act);
        assert_eq!(said(&outcome), expected, "{who} {id} {reason}");
    };
    let taken = || FieldReceiptState::Taken;
    check(taken(), "lin", "a", "写错", "field_receipt");
    check(taken(), "yan", "a", "写错", "field_receipt");
    check(taken(), "qian", "a", "写错", "refused: not_permitted needs=finance");
    check(taken(), "zhou", "a", "写错", "refused: not_permitted needs=finance");
    check(taken(), "lin", "b", "写错", "refused: field_receipt unknown field_receipt");
    check(taken(), "lin", "a", " ", "refused: field_receipt reason_empty");
    check(
        taken(),
        "lin",
        "a",
        &"错".repeat(1_001),
        "refused: field_receipt reason_too_long length=1001 most=1000",
    );
    check(
        handed_in(),
        "lin",
        "a",
        "写错",
        "refused: field_receipt already_handed_in on=11-19 slip=(number=1 series=LIN-K7Q)",
    );
    check(cancelled(), "lin", "a", "写错", "nothing");
    check(
        cancelled(),
        "yan",
        "a",
        "写错",
        "refused: field_receipt already_cancelled on=11-19 slip=(number=1 series=LIN-K7Q)",
    );
}

#[test]
fn a_slip_that_is_booked_is_not_taken_anew() {
    let mut stage = with_slip(handed_in());
    let again = stage.act("lin", "11-18", Act::TakeFieldReceipt(take("a", "cash", "8000", 1)));
    assert_eq!(said(&again), "nothing");
}

#[test]
fn what_is_unbooked_stands_beside_the_balance() {
    let mut stage = with_slip(FieldReceiptState::Taken);
    stage.act("lin", "11-18", Act::TakeFieldReceipt(take("b", "transfer", "500", 2))).unwrap();
    let cny = Currency::CNY;
    assert_eq!(unbooked(&stage.dossier).unwrap().of(cny), money("8500"));
    assert_eq!(stage.dossier.owed(&Basis::Balance, cny).unwrap(), money("30000"));
    let stage = with_slip(handed_in());
    assert!(unbooked(&stage.dossier).unwrap().is_nil());
}

fn carried(way: &str, amount: &str, on: &str, who: &str) -> Unbooked {
    Unbooked {
        id: FieldReceiptId(Uuid::from_u128(1)),
        author: UserId::of_login(who),
        slip: slip(1),
        amount: money(amount),
        method: method(way),
        taken_on: day(on),
    }
}

#[test]
fn cash_in_hand_is_cash_alone_with_the_age_of_the_oldest() {
    let all = [
        carried("cash", "100", "11-18", "lin"),
        carried("cash", "250.50", "11-16", "lin"),
        carried("transfer", "9000", "11-01", "lin"),
        carried("bank_bill", "9000", "11-01", "lin"),
        carried("cash", "9000", "11-01", "chen"),
        carried("cash", "7USD", "11-18", "lin"),
    ];
    let in_hand = cash_in_hand(UserId::of_login("lin"), &all).unwrap();
    let said: Vec<_> =
        in_hand.iter().map(|it| (it.amount, it.slips, it.age(day("11-19")))).collect();
    assert_eq!(said, [(money("350.50"), 2, 3), (money("7USD"), 1, 1)]);
    let policy = FieldReceiptPolicy::default();
    assert!(!in_hand[0].is_overdue(day("11-19"), &policy), "three days are allowed");
    assert!(in_hand[0].is_overdue(day("11-20"), &policy));
    assert!(cash_in_hand(UserId::of_login("gu"), &all).unwrap().is_empty());
}

#[test]
fn no_new_cash_above_the_cap() {
    let mut policy = FieldReceiptPolicy::default();
    let cash = PaymentMethod::Cash;
    let may = |policy: &FieldReceiptPolicy, way, amount: &str, in_hand: &str| {
        may_take(way, money(amount), money(in_hand), policy).is_ok()
    };
    assert!(may(&policy, cash, "20000", "0"));
    assert!(!may(&policy, cash, "20000.01", "0"));
    assert!(!may(&policy, cash, "0.01", "20000"));
    assert!(may(&policy, PaymentMethod::Mobile, "0.01", "20000"));
    assert!(may(&policy, cash, "90000USD", "0USD"), "another currency has no cap");
    policy.cash_caps = vec![];
    assert!(may(&policy, cash, "90000", "90000"));
}

#[test]
fn an_old_policy_is_read_with_the_first_terms() {
    let policy = Policy::initial();
    let text = serde_json::to_string(&policy).unwrap();
    assert!(!text.contains("field_receipt"), "as it was published: {text}");
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    let mut own = policy;
    own.field_receipt.cash_days = Days(1);
    let text = serde_json::to_string(&own).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), own);
}

#[test]
fn every_device_counts_its_own_slips() {
    let device = |n: u128| DeviceId(Uuid::from_u128(n));
    assert_eq!(slip::series("lin", device(0)), "LIN-000");
    assert_eq!(slip::series("lin.wei@east", device(0x7fff)), "LINWEI-ZZZ");
    assert_eq!(slip::series("林晓", device(0x1234)), "林晓-4HM");
    assert_ne!(slip::device_sign(device(1)), slip::device_sign(device(2)));
    let first = Slip::after(slip::series("lin", device(0)), None);
    assert_eq!(first.to_string(), "LIN-000-0001");
    assert_eq!(Slip::after(first.series, Some(41)).to_string(), "LIN-000-0042");
}

#[test]
fn gaps_are_named() {
    let (lin, chen) = (UserId::of_login("lin"), UserId::of_login("chen"));
    let other = |number| Slip { series: "LIN-000".to_owned(), number };
    let slips =
        [(lin, slip(5)), (lin, slip(2)), (lin, slip(2)), (chen, other(2)), (lin, slip(900_000))];
    let mut all = gaps(slips.iter().map(|(author, slip)| (*author, slip)));
    all.sort_by_key(|it| it.last);
    assert_eq!((all.len(), all[0].last), (2, 2));
    assert_eq!(all[0].missing, [Stretch { from: 1, to: 1 }]);
    let missing = [(1, 1), (3, 4), (6, 899_999)].map(|(from, to)| Stretch { from, to });
    assert_eq!((&all[1].missing[..], &all[1].twice[..]), (&missing[..], &[2][..]));
    let whole = [(lin, slip(1)), (lin, slip(2))];
    let whole = gaps(whole.iter().map(|(author, slip)| (*author, slip)));
    assert!(whole[0].missing.is_empty() && whole[0].twice.is_empty());
}

/// What reps say was paid on promises A (due 11-20) and B (due 11-25), both over 10,000.
#[track_caller]
fn check_reported(takes: &[(&str, &str, Option<&str>)], expected: [&str; 2]) {
    let mut stage = stage();
    for (name, due) in [("A", "11-20"), ("B", "11-25")] {
        let make = promise::Make {
            id: promise_id(name),
            amount: money("10000"),
            due_on: day(due),
            promiser: "王".to_owned(),
            method: PaymentMethod::Transfer,
            basis: Basis::Balance,
            note: String::new(),
            replaces: None,
        };
        stage.act("lin", "11-16", Act::MakePromise(make)).unwrap();
    }
    for (n, (on, amount, about)) in takes.iter().enumerate() {
        let mut form = take(&n.to_string(), "cash", amount, u32::try_from(n).unwrap() + 1);
        form.promise = about.map(promise_id);
        stage.act("lin", on, Act::TakeFieldReceipt(form)).unwrap();
    }
    let policy = Policy::initial();
    let before = promise::standings(&stage.dossier, &policy, day("11-18")).unwrap();
    let told = promise::reported(&stage.dossier, &before).unwrap();
    let of = |name: &str| told.get(&promise_id(name)).map_or("-".to_owned(), |it| it.plain());
    assert_eq!([of("A"), of("B")], expected);
    stage.dossier.field_receipts.clear();
    let without = promise::standings(&stage.dossier, &policy, day("11-18")).unwrap();
    assert_eq!(before, without, "no verdict moves");
}

#[test]
fn what_reps_report_stands_beside_the_promise() {
    check_reported(&[], ["-", "-"]);
    check_reported(&[("11-17", "4000", None)], ["4000.00", "-"]);
    check_reported(&[("11-17", "4000", Some("B"))], ["-", "4000.00"]);
    check_reported(&[("11-17", "14000", None)], ["10000.00", "4000.00"]);
    check_reported(&[("11-17", "14000", Some("A"))], ["10000.00", "-"]);
    check_reported(&[("11-15", "4000", None)], ["-", "-"]);
    check_reported(
        &[("11-17", "9000", Some("A")), ("11-17", "3000", None)],
        ["10000.00", "2000.00"],
    );
    check_reported(&[("11-17", "4000USD", None)], ["-", "-"]);
}
