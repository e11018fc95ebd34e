//! In the shop: what reps do at the counter, and the notes they write.

use shared::{
    calendar::{Day, Days},
    credit::{self, CreditStanding, Decision},
    field_receipt::{self, Slip, slip},
    id::{CompanyId, CreditRequestId, FieldReceiptId, InvoiceId, PromiseId, VisitId},
    promise::{self, Basis},
    receipt::PaymentMethod,
    sync::Act,
    visit::{self, VisitOutcome},
};

use super::{
    people::COMPANY,
    play::device_of,
    script::{Ends, Script, Who, Written, cny},
    shop::Shop,
};

/// What is written after a visit on which all was well.
pub const FRIENDLY: [&str; 10] = [
    "老板在店里，货走得不错，账期没问题",
    "对账无误，下月照常订货",
    "陈列整齐，促销堆头已摆好",
    "财务说月底统一付款，流程已走",
    "新品试吃反应好，老板愿意多进两箱",
    "仓库还有一周的量，下周再来补单",
    "收据已签字，发票一并交给财务",
    "隔壁新开一家店，老板说生意没受影响",
    "老板娘接待，茶喝了两泡，价格没再压",
    "退换货两件，已当场换新",
];

/// After one on which money was the matter.
pub const DUNNING: [&str; 10] = [
    "老板说这几天货款没收回来，再宽限几天",
    "店里人多，老板让下午再来，催了旧账",
    "承认欠款，说等工程款到了就付",
    "态度还好，但一直说手头紧",
    "老板不在，店员说去外地进货了",
    "对账单已签字，答应先付一部分",
    "说上次来货有两箱破损，要扣钱，已拍照",
    "门店在装修，营业额掉了一半",
    "电话里答应付款，见面又说要商量",
    "老板同意分两次付清",
];

/// Somebody was there.
pub fn visits(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (outcome, note): (VisitOutcome, &str),
    next_on: Option<Day>,
) {
    let minute = script.minute(9, 17);
    let id = VisitId(script.id(on, minute));
    let note = note.to_owned();
    let act = Act::RecordVisit(visit::Record { id, outcome, note, next_on });
    script.say((on, minute), Who::Person(shop.rep()), Some(shop.id()), act);
}

/// Visits in a rhythm of so many days, from a day on, with notes of this kind.
pub fn rounds(
    script: &mut Script,
    shop: &Shop,
    since: Day,
    every: u32,
    (outcome, notes): (VisitOutcome, &[&'static str]),
) {
    let mut day = since.plus(Days(script.dice.days(1, every)));
    while day < script.today {
        let on = script.on_or_after(day);
        let seen = if script.dice.happens(12) { VisitOutcome::NobodyThere } else { outcome };
        let note = match seen {
            VisitOutcome::NobodyThere => "店门关着，打电话没人接",
            _ => script.dice.one_of(notes),
        };
        day = day.plus(Days(every + script.dice.days(0, 6)));
        let next_on = Some(script.on_or_after(day)).filter(|_| script.dice.happens(60));
        visits(script, shop, on, (seen, note), next_on);
    }
}

/// What was promised, on which documents; on the balance where there are none.
pub struct Word<'a> {
    pub on: Day,
    pub due_on: Day,
    pub minor: i64,
    pub documents: &'a [InvoiceId],
    pub note: &'a str,
    pub instead_of: Option<PromiseId>,
}

/// A promise, said at the counter.
pub fn promises(script: &mut Script, shop: &Shop, word: &Word<'_>) -> PromiseId {
    let minute = script.minute(10, 17);
    let id = PromiseId(script.id(word.on, minute));
    let basis = match word.documents {
        [] => Basis::Balance,
        these => Basis::Documents(these.to_vec()),
    };
    let act = Act::MakePromise(promise::Make {
        id,
        amount: cny(word.minor),
        due_on: word.due_on,
        promiser: shop.promiser(),
        method: PaymentMethod::Transfer,
        basis,
        note: word.note.to_owned(),
        replaces: word.instead_of,
    });
    script.say((word.on, minute), Who::Person(shop.rep()), Some(shop.id()), act);
    id
}

/// A promise taken back.
pub fn withdraws(script: &mut Script, shop: &Shop, on: Day, promise: PromiseId, reason: &str) {
    let act = Act::WithdrawPromise(promise::Withdraw { promise, reason: reason.to_owned() });
    let at = (on, 17 * 60 + 10);
    script.say(at, Who::Person(shop.rep()), Some(shop.id()), act);
}

/// Cash over the counter, on a numbered slip; `kept` stays in the rep's hand.
pub fn takes_cash(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (minor, note): (i64, &str),
    kept: bool,
) -> FieldReceiptId {
    let minute = script.minute(10, 16);
    let id = FieldReceiptId(script.id(on, minute));
    let rep = shop.rep();
    // The number is put in once all slips are known: a rep writes them in the order of days.
    let series = slip::series(rep, device_of(rep));
    let act = Act::TakeFieldReceipt(field_receipt::Take {
        id,
        company: CompanyId::of_code(COMPANY),
        amount: cny(minor),
        method: PaymentMethod::Cash,
        slip: Slip { series, number: 1 },
        payer: String::new(),
        note: note.to_owned(),
        promise: None,
        in_hand: None,
    });
    script.say((on, minute), Who::Person(rep), Some(shop.id()), act);
    if script.is_past(on) {
        script.slips.push(Written { rep, id, on, minor, kept });
    }
    id
}

/// A rep asks for another limit, in yuan.
pub fn asks(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (yuan, reason): (i64, &str),
) -> CreditRequestId {
    let against = script.stands(shop);
    asks_seeing(script, shop, on, (yuan, reason), (against, Ends::Applied))
}

/// The same, by somebody who looked a while ago.
pub fn asks_seeing(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (yuan, reason): (i64, &str),
    (against, ends): (credit::Against, Ends),
) -> CreditRequestId {
    let minute = 11 * 60 + script.minute(0, 1);
    let id = CreditRequestId(script.id(on, minute));
    let asked = CreditStanding::Limited { amount: cny(yuan * 100) };
    let reason = reason.to_owned();
    let act = Act::RequestCredit(credit::Request { id, asked, reason, against });
    script.say_ending((on, minute), Who::Person(shop.rep()), Some(shop.id()), act, ends);
    id
}

/// The author sends another form of a request.
pub fn revises(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (request, revision): (CreditRequestId, u32),
    (yuan, reason): (i64, &str),
) {
    let against = script.stands(shop);
    let asked = CreditStanding::Limited { amount: cny(yuan * 100) };
    let reason = reason.to_owned();
    let act =
        Act::ReviseCreditRequest(credit::Revise { request, revision, asked, reason, against });
    script.say((on, 14 * 60), Who::Person(shop.rep()), Some(shop.id()), act);
}

/// Somebody decides about a request; an approval sets what was asked for, in yuan.
pub fn decides(
    script: &mut Script,
    shop: &Shop,
    on: Day,
    (request, revision, yuan): (CreditRequestId, u32, i64),
    (by, decision, reason): (&'static str, Decision, &str),
) {
    if !script.is_past(on) {
        return;
    }
    let against = script.stands(shop);
    let reason = reason.to_owned();
    let act =
        Act::DecideCreditRequest(credit::Decide { request, revision, against, decision, reason });
    script.say((on, 16 * 60), Who::Person(by), Some(shop.id()), act);
    if decision == Decision::Approve {
        let amount = cny(yuan * 100);
        script.set_standing(shop, CreditStanding::Limited { amount });
    }
}
