//! The dashboard: which line a promise counts in, by its day.

use shared::{
    dashboard::{Outlook, Promised, PromisedOn, promised},
    money::Money,
};

use crate::stage::{day, money};

/// 2026-11-18 is a Wednesday; its week ends on the 22nd.
const TODAY: &str = "2026-11-18";

/// `2: 30.00 + 5.00EUR`.
fn said(it: &Promised) -> String {
    let amount = |it: Money| match it.currency().code() {
        "CNY" => it.plain(),
        code => format!("{}{code}", it.plain()),
    };
    let amounts: Vec<_> = it.amounts.iter().map(amount).collect();
    format!("{}: {}", it.count, amounts.join(" + "))
}

#[track_caller]
fn check(sums: &[(&str, Outlook, Money)], answer: [&str; 4]) {
    let sums: Vec<_> = sums
        .iter()
        .map(|(on, outlook, amount)| PromisedOn {
            due_on: day(on),
            outlook: *outlook,
            amount: *amount,
            count: 1,
        })
        .collect();
    let all = promised(&sums, day(TODAY)).unwrap();
    let lines = [all.open, all.due_today, all.due_this_week, all.awaiting_data];
    assert_eq!(lines.map(|it| said(&it)), answer);
}

#[test]
fn an_open_promise_counts_among_all_and_on_its_day() {
    use Outlook::{AwaitingData, Open};
    let euro = Money::parse("5", shared::money::Currency::parse("EUR").unwrap()).unwrap();
    check(&[], ["0: ", "0: ", "0: ", "0: "]);
    check(&[("2026-11-17", Open, money("1"))], ["1: 1.00", "0: ", "0: ", "0: "]);
    check(&[("2026-11-18", Open, money("1"))], ["1: 1.00", "1: 1.00", "0: ", "0: "]);
    check(&[("2026-11-19", Open, money("1"))], ["1: 1.00", "0: ", "1: 1.00", "0: "]);
    check(&[("2026-11-22", Open, money("1"))], ["1: 1.00", "0: ", "1: 1.00", "0: "]);
    check(&[("2026-11-23", Open, money("1"))], ["1: 1.00", "0: ", "0: ", "0: "]);
    check(&[("2026-11-18", AwaitingData, money("1"))], ["0: ", "0: ", "0: ", "1: 1.00"]);
    check(
        &[("2026-11-18", Open, money("30")), ("2026-12-01", Open, euro)],
        ["2: 30.00 + 5.00EUR", "1: 30.00", "0: ", "0: "],
    );
}
