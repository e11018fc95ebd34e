//! Matching money in English: what a movement is, what does not fit, and refusals.

use super::day;
use crate::{
    movement::Direction,
    pairing::{Otherwise, PairingRefusal},
    reconciliation::Finding,
    words::amount,
};

pub fn direction(it: Direction) -> &'static str {
    match it {
        Direction::SettledElsewhere => "settled elsewhere",
        Direction::SettledBefore => "settled before",
        Direction::ReopenedElsewhere => "reopened elsewhere",
    }
}

pub fn otherwise(it: Otherwise) -> &'static str {
    match it {
        Otherwise::Return => "return",
        Otherwise::Allowance => "allowance",
        Otherwise::Rebate => "rebate",
        Otherwise::PriceDifference => "price difference",
        Otherwise::Contra => "contra",
        Otherwise::WriteOff => "write-off",
        Otherwise::Other => "other",
    }
}

pub fn finding(it: Finding) -> &'static str {
    match it {
        Finding::Promised => "promises matched",
        Finding::SlipKept => "slip not handed in",
        Finding::ReportedOnly => "reported paid, not booked",
        Finding::MovementAlone => "settled elsewhere without money",
        Finding::Unannounced => "money nobody announced",
        Finding::OfNobody => "receipt without customer",
    }
}

pub fn finding_reason(it: Finding) -> &'static str {
    match it {
        Finding::Promised => "what customers promised, and the money that came for it",
        Finding::SlipKept => "cash or a bill is not handed in after the days the policy allows",
        Finding::ReportedOnly => "a rep reports it paid, and no money is booked",
        Finding::MovementAlone => {
            "the file has settled it, and no receipt or slip stands behind it"
        }
        Finding::Unannounced => "money is booked without a promise, a slip or a settled document",
        Finding::OfNobody => "money is booked, and nobody knows whose it is",
    }
}

pub fn refusal(it: &PairingRefusal) -> String {
    match it {
        PairingRefusal::UnknownMovement { .. } => {
            "This settlement is not here. Reload and look again.".to_owned()
        }
        PairingRefusal::UnknownCounterpart => {
            "This customer has no such receipt or slip. Reload and choose another.".to_owned()
        }
        PairingRefusal::UnknownPairing { .. } => {
            "This pairing is not here. Reload and look again.".to_owned()
        }
        PairingRefusal::PairedAlready { number } => format!(
            "All of what was settled of receivable {number} has its money. To change it, take the \
             pairing back first."
        ),
        PairingRefusal::MoneyUsedUp { number } => format!(
            "Nothing is left of {number}. Choose other money, or take its pairing back first."
        ),
        PairingRefusal::OtherCompany { number } => format!(
            "Receivable {number} belongs to another company. Choose money of the same company."
        ),
        PairingRefusal::OtherCurrency { number, movement, money } => format!(
            "Of receivable {number}, {} was settled, and this money is {}. Choose money in the \
             same currency.",
            amount(*movement),
            amount(*money)
        ),
        PairingRefusal::SlipCancelled { slip } => {
            format!("Slip {slip} was cancelled. Choose other money.")
        }
        PairingRefusal::NotByHand => "This pairing follows from the file, which opened the \
            receivable again. Check the file instead."
            .to_owned(),
        PairingRefusal::UndoneAlready { on } => {
            format!("This pairing was taken back on {} already.", day(*on))
        }
        PairingRefusal::SettledAlready => {
            "This was settled already. To change it, take that back first.".to_owned()
        }
        PairingRefusal::ReasonEmpty => "No reason is given. Say what it was.".to_owned(),
        PairingRefusal::ReasonTooLong { length, most } => {
            format!("The reason has {length} characters, and at most {most} are taken. Shorten it.")
        }
    }
}
