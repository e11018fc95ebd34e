//! Hand-ins: somebody else counts, and only then money is booked.

use shared::{
    calendar::When,
    field_receipt::{FieldReceipt, FieldReceiptState, Slip},
    hand_in::{Book, CountedSlip},
    id::{CompanyId, CustomerId, HandInId, ReceiptId, UserId, derived},
    refusal::Refusal,
    row::Row,
    sync::Act,
    user::Role,
};

use crate::stage::{Stage, day, field_receipt_id, method, money, rows, said};

/// Lin's slips: 1 and 2 in cash, 3 a bill, 4 seen as a transfer, 5 cancelled, 6 handed in, 7 of
/// another company, 8 in dollars; 9 is Chen's. None stands with the customer at hand.
fn stage() -> Stage {
    let mut stage = Stage::empty();
    let slips = [
        ("1", "cash", "3000", "lin"),
        ("2", "cash", "500", "lin"),
        ("3", "bank_bill", "9000", "lin"),
        ("4", "transfer", "700", "lin"),
        ("5", "cash", "100", "lin"),
        ("6", "cash", "100", "lin"),
        ("7", "cash", "100", "lin"),
        ("8", "cash", "100USD", "lin"),
        ("9", "cash", "100", "chen"),
    ];
    for (number, way, amount, who) in slips {
        let taken = field_receipt(number, way, amount, who);
        stage.elsewhere(&format!("K-{number}"), Row::FieldReceipt(taken));
    }
    stage
}

fn field_receipt(number: &str, way: &str, amount: &str, who: &str) -> FieldReceipt {
    let lin = UserId::of_login("lin");
    let state = match number {
        "5" => {
            FieldReceiptState::Cancelled { by: lin, reason: "写错".to_owned(), on: day("11-18") }
        }
        "6" => FieldReceiptState::HandedIn {
            hand_in: hand_in_id("before"),
            receipt: ReceiptId::of_field_receipt(field_receipt_id(number)),
            cashier: UserId::of_login("qian"),
            counted: money(amount),
            on: day("11-18"),
        },
        _ => FieldReceiptState::Taken,
    };
    FieldReceipt {
        id: field_receipt_id(number),
        customer: CustomerId::of_code(&format!("K-{number}")),
        author: UserId::of_login(who),
        company: CompanyId::of_code(if number == "7" { "XX" } else { "HT" }),
        amount: money(amount),
        method: method(way),
        slip: Slip { series: "LIN-K7Q".to_owned(), number: number.parse().unwrap() },
        payer: "王建国".to_owned(),
        note: String::new(),
        taken_on: day("11-17"),
        captured_at: shared::calendar::Instant(0),
        promise: None,
        state,
    }
}

fn hand_in_id(name: &str) -> HandInId {
    HandInId(derived("hand_in", &[name]))
}

/// `1 2=499` are slip 1 as written, and slip 2 with 499 counted.
fn book(id: &str, rep: &str, slips: &str, reason: &str) -> Act {
    let counted = |cell: &str| {
        let (number, counted) = cell.split_once('=').unwrap_or((cell, ""));
        let written = ["3000", "500", "9000", "700", "100", "100", "100", "100USD", "100", "1"];
        let at: usize = number.parse().unwrap();
        let counted = if counted.is_empty() { written[at - 1] } else { counted };
        CountedSlip { field_receipt: field_receipt_id(number), counted: money(counted) }
    };
    let slips = slips.split(' ').filter(|it| *it != "-").map(counted).collect();
    let (id, rep, reason) = (hand_in_id(id), UserId::of_login(rep), reason.replace('-', ""));
    Act::BookHandIn(Book { id, rep, slips, reason })
}

#[track_caller]
fn check_book(table: &str) {
    let mut stage = stage();
    stage.register().put(lin_counts_too());
    for (row, cells) in rows(table) {
        let [who, rep, slips, reason, expected] = cells[..] else { panic!("bad row: {row}") };
        let outcome = ask(&stage, who, book("a", rep, slips, reason));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

/// Lin in two duties: a rep who is cashier too.
fn lin_counts_too() -> Row {
    let mut both = Stage::empty().dossier.register.users[&UserId::of_login("lin")].clone();
    both.roles.push(Role::Cashier);
    Row::User(both)
}

#[track_caller]
fn ask(stage: &Stage, who: &str, act: Act) -> Result<shared::effects::Effects, Refusal> {
    let (caller, when) = (stage.caller(who), When::on(day("11-20")));
    let mut command = stage.command(act, caller.user, when.acted_on);
    command.customer = None;
    let policy = stage.dossier.register.policy_on(day("11-20"));
    stage.ask_command(&command, &caller, &policy, when)
}

#[test]
fn a_cashier_or_finance_counts_and_never_the_rep() {
    check_book(
        "
        # who  rep   slips  reason  answer
        qian   lin   1      -       receipt + field_receipt + hand_in
        yan    lin   1 2 3  -       receipt + field_receipt + receipt + field_receipt + receipt + field_receipt + hand_in
        chen   lin   1      -       refused: not_permitted needs=cashier
        gu     lin   1      -       refused: not_permitted needs=cashier
        ji     lin   1      -       refused: not_permitted needs=cashier
        lin    lin   1      -       refused: hand_in own_cash
        lin    chen  9      -       receipt + field_receipt + hand_in
        ",
    );
}

#[test]
fn a_slip_is_counted_once_and_only_while_it_waits() {
    check_book(
        "
        # who  rep  slips  reason  answer
        qian   lin  -      -       refused: hand_in no_slips
        qian   lin  1 1    -       refused: hand_in slip_twice slip=(number=1 series=LIN-K7Q)
        qian   lin  1 10   -       refused: hand_in unknown_slip field_receipt
        qian   lin  1 9    -       refused: hand_in other_rep slip=(number=9 series=LIN-K7Q)
        qian   lin  1 4    -       refused: hand_in not_in_hand slip=(number=4 series=LIN-K7Q)
        qian   lin  1 5    -       refused: hand_in cancelled on=11-18 slip=(number=5 series=LIN-K7Q)
        qian   lin  1 6    -       refused: hand_in already_handed_in on=11-18 slip=(number=6 series=LIN-K7Q)
        qian   lin  1 7    -       refused: hand_in other_company slip=(number=7 series=LIN-K7Q)
        qian   lin  1 8    -       refused: hand_in other_currency counted=CNY currency=USD slip=(number=8 series=LIN-K7Q)
        qian   lin  8      -       receipt + field_receipt + hand_in
        ",
    );
}

#[test]
fn a_difference_needs_a_reason() {
    check_book(
        "
        # who  rep  slips         reason  answer
        qian   lin  1 2=499.99    -       refused: hand_in reason_missing counted=(3499.99) expected=(3500.00)
        qian   lin  1 2=499.99    少一分  receipt + field_receipt + receipt + field_receipt + hand_in
        qian   lin  1=2999 2=501  -       refused: hand_in reason_missing counted=(3500.00) expected=(3500.00)
        qian   lin  1 2=500.01    多一分  receipt + field_receipt + receipt + field_receipt + hand_in
        qian   lin  1 2=0         没带    refused: hand_in nothing_counted counted=(0.00) slip=(number=2 series=LIN-K7Q)
        qian   lin  1 2=1USD      错币    refused: hand_in other_currency counted=USD currency=CNY slip=(number=2 series=LIN-K7Q)
        ",
    );
    let outcome = ask(&stage(), "qian", book("a", "lin", "1=1", &"因".repeat(1_001)));
    assert_eq!(said(&outcome), "refused: hand_in reason_too_long length=1001 most=1000");
}

#[test]
fn what_is_booked_is_what_was_there_on_the_day_the_customer_paid() {
    let stage = stage();
    let effects = ask(&stage, "qian", book("a", "lin", "1 2=499", "少一元")).unwrap();
    let [Row::Receipt(first), _, Row::Receipt(short), Row::FieldReceipt(slip), Row::HandIn(it)] =
        &effects.writes[..]
    else {
        panic!("{:?}", effects.writes)
    };
    assert_eq!((first.amount, first.unapplied), (money("3000"), money("3000")));
    assert_eq!((short.amount, short.valued_on), (money("499"), day("11-17")));
    assert_eq!(short.customer, Some(CustomerId::of_code("K-2")));
    assert_eq!(short.number, "LIN-K7Q-0002");
    let FieldReceiptState::HandedIn { counted, on, receipt, .. } = &slip.state else {
        panic!("{slip:?}")
    };
    assert_eq!((*counted, *on, *receipt), (money("499"), day("11-20"), short.id));
    assert_eq!(
        (it.expected, it.counted, it.difference_minor()),
        (money("3500"), money("3499"), -100)
    );
    assert_eq!((it.cashier, it.rep), (UserId::of_login("qian"), UserId::of_login("lin")));
    let short_lines: Vec<_> = it.lines.iter().filter(|it| it.amount != it.counted).collect();
    assert_eq!((short_lines.len(), short_lines[0].slip.number), (1, 2));
}

#[test]
fn the_same_hand_in_again_changes_nothing() {
    let mut stage = stage();
    let effects = ask(&stage, "qian", book("a", "lin", "1 2", "-")).unwrap();
    for row in effects.writes {
        match row {
            Row::FieldReceipt(it) => stage.elsewhere("K", Row::FieldReceipt(it)),
            row => stage.dossier.put(row),
        }
    }
    assert_eq!(said(&ask(&stage, "qian", book("a", "lin", "1 2", "-"))), "nothing");
    for (who, id, slips) in [("yan", "a", "1 2"), ("qian", "a", "1")] {
        let outcome = ask(&stage, who, book(id, "lin", slips, "-"));
        assert_eq!(said(&outcome), "refused: hand_in id_taken hand_in", "{who} {slips}");
    }
    let outcome = ask(&stage, "qian", book("b", "lin", "1 2", "-"));
    let already = "refused: hand_in already_handed_in on=11-20 slip=(number=1 series=LIN-K7Q)";
    assert_eq!(said(&outcome), already);
}
