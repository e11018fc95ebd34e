//! Trade: deliveries in their rhythm, money as the bank reports it, and how much credit that needs.

use shared::{
    allocation::Designation,
    calendar::{Day, Days},
    credit::{self, CreditStanding},
    id::InvoiceId,
    invoice,
    money::Money,
    receipt::{self, PaymentMethod},
    sync::Act,
};

use super::{
    people::COMPANY,
    script::{Script, Who, cny, named},
    shop::Shop,
};

const SOURCE: &str = "demo";
/// The minute at which the day's documents come from the warehouse, and the bank's from the bank.
const DOCUMENTS_AT: u32 = 17 * 60;
const BANK_AT: u32 = 17 * 60 + 30;

/// A delivery, and what is still owed on it.
#[derive(Debug, Clone, Copy)]
pub struct Bill {
    pub id: InvoiceId,
    pub issued_on: Day,
    pub due_on: Day,
    pub minor: i64,
    pub left: i64,
}

/// One delivery of so many fen; none if its day is not over.
pub fn delivers(script: &mut Script, shop: &Shop, on: Day, minor: i64) -> Option<Bill> {
    if !script.is_past(on) {
        return None;
    }
    let (documents, _) = script.numbers.entry(shop.code).or_default();
    *documents += 1;
    let import = invoice::Import {
        company: COMPANY.to_owned(),
        source: SOURCE.to_owned(),
        kind: "销售".to_owned(),
        number: format!("XS{}-{documents:02}", shop.number()),
        customer: named(shop),
        issued_on: on,
        posted_on: on,
        due_on: on.plus(Days(shop.term)),
        amount: cny(minor),
        disputed: false,
        still_open: None,
    };
    let (id, due_on) = (import.id(), import.due_on);
    script.say((on, DOCUMENTS_AT), Who::File, Some(shop.id()), Act::ImportInvoice(import));
    Some(Bill { id, issued_on: on, due_on, minor, left: minor })
}

/// A delivery that is billed in another currency, under a number of its own.
pub fn bills_in(script: &mut Script, shop: &Shop, on: Day, number: &str, amount: Money) {
    let import = invoice::Import {
        company: COMPANY.to_owned(),
        source: SOURCE.to_owned(),
        kind: "销售".to_owned(),
        number: format!("XS{}-{number}", shop.number()),
        customer: named(shop),
        issued_on: on,
        posted_on: on,
        due_on: on.plus(Days(shop.term)),
        amount,
        disputed: false,
        still_open: None,
    };
    script.say((on, DOCUMENTS_AT), Who::File, Some(shop.id()), Act::ImportInvoice(import));
}

/// Deliveries in the shop's rhythm from a day on, each of so many per cent of its usual basket as
/// the season asks for; none where it asks for nothing.
pub fn deliveries(
    script: &mut Script,
    shop: &Shop,
    since: Day,
    season: impl Fn(Day) -> i64,
) -> Vec<Bill> {
    let mut bills = vec![];
    let mut day = since.plus(Days(script.dice.days(1, shop.every)));
    while day < script.today {
        let on = script.on_or_after(day);
        let percent = season(on) * script.dice.between(70, 135) / 100;
        // In yuan and jiao, as price lists make it.
        let minor = shop.basket * percent / 100 * 100 + script.dice.between(0, 9) * 10;
        if 0 < percent {
            bills.extend(delivers(script, shop, on, minor.max(10_000)));
        }
        day = day.plus(Days(shop.every.saturating_add(script.dice.days(0, 4)).max(2)));
    }
    bills
}

/// Pays some of a bill on a day by transfer; what has not happened yet changes nothing.
pub fn pays(script: &mut Script, shop: &Shop, bill: &mut Bill, on: Day, minor: i64) {
    let part = minor.min(bill.left);
    if part <= 0 || !script.is_past(on) {
        return;
    }
    bill.left -= part;
    let designations = vec![Designation { invoice: bill.id, amount: cny(part) }];
    transfers(script, shop, on, cny(part), designations);
}

/// Money on the company's account, for these documents; what is more than they say waits unapplied.
pub fn transfers(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    amount: Money,
    designations: Vec<Designation>,
) {
    if !script.is_past(on) {
        return;
    }
    let (_, receipts) = script.numbers.entry(shop.code).or_default();
    *receipts += 1;
    let number = format!("SK{}-{receipts:02}", shop.number());
    let import = from_bank(number, on, amount, shop.name, designations);
    script.say((on, BANK_AT), Who::File, Some(shop.id()), Act::ImportReceipt(import));
}

/// A line of the bank's.
pub fn from_bank(
    number: String,
    valued_on: Day,
    amount: Money,
    payer: &str,
    designations: Vec<Designation>,
) -> receipt::Import {
    receipt::Import {
        company: COMPANY.to_owned(),
        source: SOURCE.to_owned(),
        number,
        valued_on,
        amount,
        method: PaymentMethod::Transfer,
        payer: payer.to_owned(),
        memo: "货款".to_owned(),
        designations,
    }
}

/// What a shop owes on its bills, in fen.
pub fn owed(bills: &[Bill]) -> i64 {
    bills.iter().map(|it| it.left).sum()
}

/// A limit that lets the shop buy as it does: what stands open at a time and a third more, in round
/// ten thousands of yuan.
pub fn comfortable_limit(shop: &Shop) -> i64 {
    let open_at_a_time = shop.basket * i64::from(shop.term / shop.every + 2);
    rounded_up(open_at_a_time * 4 / 3)
}

/// The next ten thousand yuan.
pub fn rounded_up(yuan: i64) -> i64 {
    (yuan + 9_999) / 10_000 * 10_000
}

/// The controller grants a limit in yuan at the desk.
pub fn grants(script: &mut Script, shop: &Shop, on: Day, yuan: i64, reason: &str) {
    grants_until(script, shop, on, (yuan, None), reason);
}

/// The same until a last day.
pub fn grants_until(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (yuan, valid_until): (i64, Option<Day>),
    reason: &str,
) {
    if !script.is_past(on) {
        return;
    }
    let terms = CreditStanding::Limited { amount: cny(yuan * 100) };
    let grant = credit::Grant {
        terms,
        valid_from: None,
        valid_until,
        reason: reason.to_owned(),
        against: script.stands(shop),
    };
    let by = Who::Person("controller");
    script.say((on, 9 * 60 + 20), by, Some(shop.id()), Act::GrantCredit(grant));
    script.set_standing(shop, terms);
}
