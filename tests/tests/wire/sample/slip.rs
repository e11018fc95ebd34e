//! One sample of everything about slips: taking, cancelling, handing in.

use shared::{
    calendar::Instant,
    effects::Why,
    field_receipt::{Cancel, FieldReceipt, FieldReceiptRefusal, FieldReceiptState, Slip, Take},
    hand_in::{Book, CountedSlip, HandIn, HandInRefusal, Line},
    id::{CompanyId, FieldReceiptId, HandInId, PromiseId, ReceiptId, UserId},
    money::Currency,
    receipt::PaymentMethod,
    refusal::Refusal,
    row::Row,
};

use super::{cny, customer_id, day, id, user_id};

pub fn number() -> Slip {
    Slip { series: "LIN-K7Q".to_owned(), number: 12 }
}

pub fn take() -> Take {
    Take {
        id: FieldReceiptId(id(11)),
        company: CompanyId::of_code("U001"),
        amount: cny(350_000),
        method: PaymentMethod::Cash,
        slip: number(),
        payer: "王建国".to_owned(),
        note: "付九月货款".to_owned(),
        promise: Some(PromiseId(id(4))),
        in_hand: Some(cny(120_000)),
    }
}

pub fn cancel() -> Cancel {
    Cancel { field_receipt: FieldReceiptId(id(11)), reason: "金额写错".to_owned() }
}

pub fn book() -> Book {
    Book {
        id: HandInId(id(12)),
        rep: user_id(),
        slips: vec![CountedSlip { field_receipt: FieldReceiptId(id(11)), counted: cny(349_000) }],
        reason: "少一张十元".to_owned(),
    }
}

pub fn rows(company: CompanyId) -> Vec<Row> {
    let receipt = ReceiptId::of_field_receipt(FieldReceiptId(id(11)));
    let cashier = UserId::of_login("qian");
    vec![
        Row::FieldReceipt(FieldReceipt {
            id: FieldReceiptId(id(11)),
            customer: customer_id(),
            author: user_id(),
            company,
            amount: cny(350_000),
            method: PaymentMethod::Cash,
            slip: number(),
            payer: "王建国".to_owned(),
            note: "付九月货款".to_owned(),
            taken_on: day("2026-11-18"),
            captured_at: Instant(1_795_000_000_000),
            promise: Some(PromiseId(id(4))),
            state: FieldReceiptState::HandedIn {
                hand_in: HandInId(id(12)),
                receipt,
                cashier,
                counted: cny(349_000),
                on: day("2026-11-20"),
            },
        }),
        Row::HandIn(HandIn {
            id: HandInId(id(12)),
            rep: user_id(),
            cashier,
            company,
            on: day("2026-11-20"),
            lines: vec![Line {
                field_receipt: FieldReceiptId(id(11)),
                customer: customer_id(),
                slip: number(),
                receipt,
                amount: cny(350_000),
                counted: cny(349_000),
            }],
            expected: cny(350_000),
            counted: cny(349_000),
            reason: "少一张十元".to_owned(),
        }),
    ]
}

pub fn whys() -> Vec<Why> {
    let (amount, in_hand, cap) = (cny(500_000), cny(1_800_000), cny(2_000_000));
    vec![
        Why::CashAboveCap { amount, in_hand, cap },
        Why::SlipTwice { slip: number() },
        Why::UnknownCompany { company: CompanyId::of_code("U009") },
        Why::PolicyChanged { seen: 2, now: 3 },
    ]
}

pub fn refusals() -> Vec<Refusal> {
    let mut refusals = taking();
    refusals.extend(handing_in());
    refusals
}

fn taking() -> Vec<Refusal> {
    let (slip, on, field_receipt) = (number(), day("2026-11-20"), FieldReceiptId(id(11)));
    let (amount, in_hand, cap) = (cny(500_000), cny(1_800_000), cny(2_000_000));
    vec![
        FieldReceiptRefusal::AmountNotPositive { amount: cny(0) }.into(),
        FieldReceiptRefusal::SlipMalformed {
            slip: Slip { series: "LIN K7Q".to_owned(), number: 0 },
        }
        .into(),
        FieldReceiptRefusal::PayerTooLong { length: 201, most: 200 }.into(),
        FieldReceiptRefusal::NoteTooLong { length: 4_001, most: 4_000 }.into(),
        FieldReceiptRefusal::IdTaken { field_receipt }.into(),
        FieldReceiptRefusal::CashAboveCap { amount, in_hand, cap }.into(),
        FieldReceiptRefusal::Unknown { field_receipt }.into(),
        FieldReceiptRefusal::ReasonEmpty.into(),
        FieldReceiptRefusal::ReasonTooLong { length: 1_001, most: 1_000 }.into(),
        FieldReceiptRefusal::AlreadyHandedIn { slip: slip.clone(), on }.into(),
        FieldReceiptRefusal::AlreadyCancelled { slip, on }.into(),
    ]
}

fn handing_in() -> Vec<Refusal> {
    let (slip, on) = (number(), day("2026-11-20"));
    let (currency, counted) = (Currency::CNY, Currency::USD);
    vec![
        HandInRefusal::NoSlips.into(),
        HandInRefusal::TooManySlips { count: 501, most: 500 }.into(),
        HandInRefusal::SlipTwice { slip: slip.clone() }.into(),
        HandInRefusal::OwnCash.into(),
        HandInRefusal::UnknownSlip { field_receipt: FieldReceiptId(id(11)) }.into(),
        HandInRefusal::OtherRep { slip: slip.clone() }.into(),
        HandInRefusal::OtherCompany { slip: slip.clone() }.into(),
        HandInRefusal::OtherCurrency { slip: slip.clone(), currency, counted }.into(),
        HandInRefusal::AlreadyHandedIn { slip: slip.clone(), on }.into(),
        HandInRefusal::Cancelled { slip: slip.clone(), on }.into(),
        HandInRefusal::NotInHand { slip: slip.clone() }.into(),
        HandInRefusal::NothingCounted { slip, counted: cny(0) }.into(),
        HandInRefusal::ReasonMissing { counted: cny(349_000), expected: cny(350_000) }.into(),
        HandInRefusal::ReasonTooLong { length: 1_001, most: 1_000 }.into(),
        HandInRefusal::IdTaken { hand_in: HandInId(id(12)) }.into(),
    ]
}
