//! Refusals about slips in English: taking money in the field, and handing it in.

use super::{day, too_long};
use crate::{field_receipt::FieldReceiptRefusal, hand_in::HandInRefusal, words::amount};

pub fn field_receipt(it: &FieldReceiptRefusal) -> String {
    match it {
        FieldReceiptRefusal::AmountNotPositive { amount: it } => format!(
            "The amount taken is {}; it has to be more than zero. Give what you received.",
            amount(*it)
        ),
        FieldReceiptRefusal::SlipMalformed { slip } => format!(
            "The slip number {slip} cannot be one of ours: the app draws it. Update the app and \
             write a new slip."
        ),
        FieldReceiptRefusal::PayerTooLong { length, most } => {
            format!("The payer has {length} characters; at most {most} are kept. Shorten it.")
        }
        FieldReceiptRefusal::NoteTooLong { length, most } => too_long(*length, *most),
        FieldReceiptRefusal::IdTaken { .. } => {
            "This id belongs to another field receipt, which stays as it is. Record it anew."
                .to_owned()
        }
        FieldReceiptRefusal::CashAboveCap { amount: it, in_hand, cap } => format!(
            "With {} of cash in hand, {} more would pass the cap of {}. Hand in first, or ask \
             the customer for a transfer to the company.",
            amount(*in_hand),
            amount(*it),
            amount(*cap)
        ),
        FieldReceiptRefusal::Unknown { .. } => {
            "This slip is unknown, perhaps not synced yet. Sync first.".to_owned()
        }
        FieldReceiptRefusal::ReasonEmpty => {
            "There is no reason. Say why the slip is cancelled; its number stays used.".to_owned()
        }
        FieldReceiptRefusal::ReasonTooLong { length, most } => reason_too_long(*length, *most),
        FieldReceiptRefusal::AlreadyHandedIn { slip, on } => format!(
            "Slip {slip} was handed in and booked on {}; it cannot be cancelled. Ask the AR \
             accountant to correct it.",
            day(*on)
        ),
        FieldReceiptRefusal::AlreadyCancelled { slip, on } => {
            format!("Slip {slip} was cancelled on {} already; nothing is left to do.", day(*on))
        }
    }
}

pub fn hand_in(it: &HandInRefusal) -> String {
    match it {
        HandInRefusal::NoSlips => "No slip is chosen. Choose at least one.".to_owned(),
        HandInRefusal::TooManySlips { count, most } => {
            format!("{count} slips are chosen; one hand-in takes at most {most}. Divide it.")
        }
        HandInRefusal::SlipTwice { slip } => {
            format!("Slip {slip} stands in this hand-in twice. Take one out.")
        }
        HandInRefusal::OwnCash => {
            "Nobody counts the own cash. Ask another cashier or AR accountant.".to_owned()
        }
        HandInRefusal::UnknownSlip { .. } => {
            "The server does not know one of the slips: the rep's \
            phone has not synced yet, perhaps. Ask the rep to sync first."
                .to_owned()
        }
        HandInRefusal::OtherRep { slip } => {
            format!("Slip {slip} was written by another rep. Each rep hands in separately.")
        }
        HandInRefusal::OtherCompany { slip } => {
            format!("Slip {slip} is of another company. Each company is handed in separately.")
        }
        HandInRefusal::OtherCurrency { slip, currency, counted } => format!(
            "Slip {slip} is in {}, and {} is counted. Each currency is handed in separately.",
            currency.code(),
            counted.code()
        ),
        HandInRefusal::AlreadyHandedIn { slip, on } => {
            format!("Slip {slip} was handed in and booked on {}. Take it out.", day(*on))
        }
        HandInRefusal::Cancelled { slip, on } => {
            format!(
                "Slip {slip} was cancelled on {} and cannot be handed in. Take it out.",
                day(*on)
            )
        }
        HandInRefusal::NotInHand { slip } => format!(
            "The money of slip {slip} is on the company's account, where the bank's receipt books \
             it. Take it out."
        ),
        HandInRefusal::NothingCounted { slip, counted } => format!(
            "{} is counted for slip {slip}; it has to be more than zero. Leave out a slip for \
             which nothing is there: it stays with the rep.",
            amount(*counted)
        ),
        HandInRefusal::ReasonMissing { counted, expected } => format!(
            "{} is counted, the slips say {}, and some slip differs. Give the reason.",
            amount(*counted),
            amount(*expected)
        ),
        HandInRefusal::ReasonTooLong { length, most } => reason_too_long(*length, *most),
        HandInRefusal::IdTaken { .. } => {
            "This id belongs to another hand-in, which stays as it is. Count anew.".to_owned()
        }
    }
}

fn reason_too_long(length: usize, most: usize) -> String {
    format!(
        "The reason has {length} characters; at most {most} are kept. Take out {}.",
        length.saturating_sub(most)
    )
}
