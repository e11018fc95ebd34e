//! The reconciliation in English.

use crate::words::ReconciliationWord;

pub fn reconciliation(it: ReconciliationWord) -> &'static str {
    match it {
        ReconciliationWord::Table => "Promises, slips, booked money and settlements elsewhere",
        ReconciliationWord::Finding => "Finding",
        ReconciliationWord::Exceptions => "All exceptions",
        ReconciliationWord::Customer => "Customer",
        ReconciliationWord::NoCustomer => "no customer",
        ReconciliationWord::InQuestion => "In question",
        ReconciliationWord::On => "Day",
        ReconciliationWord::Age => "Days",
        ReconciliationWord::Promised => "Promise",
        ReconciliationWord::Slips => "Slip",
        ReconciliationWord::Booked => "Booked",
        ReconciliationWord::Settled => "Settled elsewhere",
        ReconciliationWord::Look => "Look",
        ReconciliationWord::Export => "Export",
        ReconciliationWord::Empty => "Nothing to look into",
        ReconciliationWord::EmptyHint => {
            "Once open items or a bank statement are imported, what does not fit stands here"
        }
        ReconciliationWord::Pairings => "Pairings",
        ReconciliationWord::Undo => "Take back",
        ReconciliationWord::PairWith => "Which money was it",
        ReconciliationWord::PairHint => "The same amount and the nearest day stand first",
        ReconciliationWord::Choose => "Choose a receipt or a slip",
        ReconciliationWord::Pair => "Pair",
        ReconciliationWord::NoCandidates => "This customer has no receipt or slip left",
        ReconciliationWord::Otherwise => "It was no money but a",
        ReconciliationWord::Why => "Reason",
        ReconciliationWord::WhyHint => "It then leaves the list; the balance stays as it is",
        ReconciliationWord::Settle => "Settle otherwise",
        ReconciliationWord::Sent => "Stored, sending now",
        ReconciliationWord::Received => "Received",
        ReconciliationWord::Reported => "Reported paid",
        ReconciliationWord::OnlyLooks => "Finance or the credit controller pairs and settles",
        ReconciliationWord::OfACustomer => {
            "If a customer paid it: record the payer's name under that customer's bank accounts and \
             payers (a second person confirms it), or add the customer's code to the bank statement, \
             and import the statement again. The money is the customer's then, and leaves this list."
        }
        ReconciliationWord::ToCustomers => "To Customers",
        ReconciliationWord::ToImports => "To Imports",
        ReconciliationWord::ChooseKind => "Choose one",
        ReconciliationWord::KindMissing => "Choose which it was first",
        ReconciliationWord::WhyMissing => "Give the reason first",
    }
}
