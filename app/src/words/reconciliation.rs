//! Words of the reconciliation: promises, slips, booked money and the file's movements side by side.

use super::labels;

labels! {
    ReconciliationWord in reconciliation::reconciliation,
}

/// The page of what does not fit, and what is done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReconciliationWord {
    Table,
    Finding,
    Exceptions,
    Customer,
    NoCustomer,
    InQuestion,
    On,
    Age,
    Promised,
    Slips,
    Booked,
    Settled,
    Look,
    Export,
    Empty,
    EmptyHint,
    Pairings,
    Undo,
    PairWith,
    PairHint,
    Choose,
    Pair,
    NoCandidates,
    Otherwise,
    Why,
    WhyHint,
    Settle,
    Sent,
    Received,
    Reported,
    OnlyLooks,
    OfACustomer,
    ToCustomers,
    ToImports,
    ChooseKind,
    KindMissing,
    WhyMissing,
}
