//! One sample of everything about movements and pairings.

use shared::{
    file_horizon::{FileHorizon, Report},
    id::{CompanyId, FieldReceiptId, MovementId, PairingId, ReceiptId, UserId},
    invoice::InvoiceRefusal,
    movement::{Direction, Movement, Original, Reopening, SettleAbsent, StillOpen},
    pairing::{
        ByHand, Counterpart, Make, Otherwise, Pairing, PairingRefusal, PairingState,
        SettleOtherwise, Subject, Undo,
    },
    refusal::Refusal,
    row::Row,
    sync::Act,
};

use super::{cny, customer_id, day, id, invoice_id, slip};

fn movement_id() -> MovementId {
    MovementId(id(21))
}

fn receipt_id() -> ReceiptId {
    ReceiptId::of_number("U001", "bank-zh", "202611200001")
}

pub fn acts() -> Vec<Act> {
    let with = ByHand::Receipt(receipt_id());
    vec![
        Act::SettleAbsent(SettleAbsent { invoice: invoice_id(), as_of: day("2026-11-20") }),
        Act::ReportFile(Report {
            company: "U001".to_owned(),
            source: "highradius".to_owned(),
            as_of: day("2026-11-20"),
        }),
        Act::MakePairing(Make { movement: movement_id(), with }),
        Act::UndoPairing(Undo { pairing: PairingId(id(22)) }),
        Act::SettleOtherwise(SettleOtherwise {
            subject: Subject::Movement(movement_id()),
            how: Otherwise::Allowance,
            reason: "破损折让".to_owned(),
        }),
    ]
}

pub fn rows(company: CompanyId) -> Vec<Row> {
    vec![
        Row::FileHorizon(FileHorizon {
            company,
            source: "highradius".to_owned(),
            as_of: day("2026-11-20"),
        }),
        Row::Movement(Movement {
            id: movement_id(),
            customer: customer_id(),
            company,
            invoice: invoice_id(),
            number: "0001930571".to_owned(),
            direction: Direction::SettledElsewhere,
            amount: cny(3_000_000),
            effective_on: day("2026-11-20"),
            posted_on: day("2026-10-09"),
            unpaired: cny(0),
        }),
        Row::Pairing(Pairing {
            id: PairingId(id(22)),
            customer: Some(customer_id()),
            subject: Subject::Movement(movement_id()),
            with: Counterpart::FieldReceipt { field_receipt: FieldReceiptId(id(11)) },
            invoice: Some(invoice_id()),
            amount: cny(3_000_000),
            by: Some(UserId::of_login("yan")),
            made_on: day("2026-11-20"),
            state: PairingState::Covered {
                receipt: receipt_id(),
                amount: cny(3_000_000),
                effective_on: day("2026-11-20"),
            },
        }),
    ]
}

/// The parts of forms that have more than one shape.
pub fn still_open() -> Vec<(&'static str, StillOpen)> {
    let (amount, on) = (cny(9_345_678), Some(day("2026-11-20")));
    let (original, reopening) = (Original::Unknown, Reopening::Confirmed);
    vec![
        ("whole", StillOpen { amount, on, original, reopening }),
        (
            "least",
            StillOpen {
                amount,
                on: None,
                original: Original::Given,
                reopening: Reopening::Refused,
            },
        ),
    ]
}

pub fn counterparts() -> Vec<(&'static str, Counterpart)> {
    let (how, reason) = (Otherwise::PriceDifference, "价差".to_owned());
    vec![
        ("field_receipt", Counterpart::FieldReceipt { field_receipt: FieldReceiptId(id(11)) }),
        ("receipt", Counterpart::Receipt { receipt: receipt_id() }),
        ("reopening", Counterpart::Reopening { movement: movement_id() }),
        ("otherwise", Counterpart::Otherwise { how, reason }),
    ]
}

pub fn states() -> Vec<(&'static str, PairingState)> {
    let (by, on) = (Some(UserId::of_login("yan")), day("2026-11-20"));
    vec![
        ("waiting", PairingState::Waiting),
        (
            "covered",
            PairingState::Covered { receipt: receipt_id(), amount: cny(5), effective_on: on },
        ),
        ("noted", PairingState::Noted),
        ("undone", PairingState::Undone { by, on }),
    ]
}

pub fn refusals() -> Vec<Refusal> {
    let number = || "0001930571".to_owned();
    let (on, today) = (day("2026-11-21"), day("2026-11-20"));
    vec![
        InvoiceRefusal::DayNeeded { number: number(), here: cny(9), given: cny(5) }.into(),
        InvoiceRefusal::Reopened { number: number(), here: cny(5), given: cny(9) }.into(),
        InvoiceRefusal::OpenNegative { number: number(), given: cny(-1) }.into(),
        InvoiceRefusal::OpenAboveAmount { number: number(), amount: cny(9), given: cny(10) }.into(),
        InvoiceRefusal::SettledAhead { on, today }.into(),
        InvoiceRefusal::OlderFile {
            company: "U001".to_owned(),
            source: "highradius".to_owned(),
            given: day("2026-11-19"),
            last: today,
        }
        .into(),
        InvoiceRefusal::Unknown { invoice: invoice_id() }.into(),
        PairingRefusal::UnknownMovement { movement: movement_id() }.into(),
        PairingRefusal::UnknownCounterpart.into(),
        PairingRefusal::UnknownPairing { pairing: PairingId(id(22)) }.into(),
        PairingRefusal::PairedAlready { number: number() }.into(),
        PairingRefusal::MoneyUsedUp { number: "T1".to_owned() }.into(),
        PairingRefusal::OtherCompany { number: number() }.into(),
        PairingRefusal::OtherCurrency { number: number(), movement: cny(5), money: cny(6) }.into(),
        PairingRefusal::SlipCancelled { slip: slip::number() }.into(),
        PairingRefusal::NotByHand.into(),
        PairingRefusal::UndoneAlready { on: today }.into(),
        PairingRefusal::SettledAlready.into(),
        PairingRefusal::ReasonEmpty.into(),
        PairingRefusal::ReasonTooLong { length: 1_001, most: 1_000 }.into(),
    ]
}
