//! Names of all variants: a new variant does not compile until it is named here.

use shared::{
    company::CompanyRefusal as Company,
    customer::CustomerRefusal as Customer,
    effects::{Warning, Why},
    field_receipt::FieldReceiptRefusal as FieldReceipt,
    hand_in::HandInRefusal as HandIn,
    invoice::InvoiceRefusal as Invoice,
    policy::PolicyRefusal as Policy,
    promise::{PromiseRefusal as Promise, Standing},
    receipt::ReceiptRefusal as Receipt,
    refusal::Refusal,
    sync::{Act, Fault, PushReply, Verdict},
    territory::TerritoryRefusal as Territory,
    user::UserRefusal as User,
    visit::VisitRefusal as Visit,
};

macro_rules! names {
    ($(fn $name:ident($of:ty) -> $all:ident { $($pattern:pat => $said:literal,)* })*) => { $(
        pub fn $name(it: &$of) -> &'static str {
            match it { $($pattern => $said,)* }
        }

        pub const $all: &[&str] = &[$($said),*];
    )* };
}

names! {
    fn act(Act) -> ACTS {
        Act::RecordVisit(_) => "visit.record.1",
        Act::MakePromise(_) => "promise.make.1",
        Act::TakeFieldReceipt(_) => "field_receipt.take.1",
        Act::CancelFieldReceipt(_) => "field_receipt.cancel.1",
        Act::BookHandIn(_) => "hand_in.book.1",
        Act::ImportCustomer(_) => "customer.import.1",
        Act::AssignTerritory(_) => "customer.assign.1",
        Act::ImportInvoice(_) => "invoice.import.1",
        Act::ImportReceipt(_) => "receipt.import.1",
        Act::ReportHorizon(_) => "receipt.horizon.1",
        Act::OpenCompany(_) => "company.open.1",
        Act::AddTerritory(_) => "territory.add.1",
        Act::AddUser(_) => "user.add.1",
        Act::GrantTerritory(_) => "user.grant.1",
        Act::EndGrant(_) => "user.end_grant.1",
        Act::PublishPolicy(_) => "policy.publish.1",
    }

    fn refusal(Refusal) -> REFUSALS {
        Refusal::NotPermitted { .. } => "not_permitted",
        Refusal::NotYours { .. } => "not_yours",
        Refusal::IdNotDrawn { .. } => "id_not_drawn",
        Refusal::PolicyVersion { .. } => "policy_version",
        Refusal::Inexact { .. } => "inexact",
        Refusal::Company(Company::CodeEmpty) => "company.code_empty",
        Refusal::Company(Company::NameEmpty) => "company.name_empty",
        Refusal::Company(Company::OtherCurrency { .. }) => "company.other_currency",
        Refusal::Company(Company::OtherZone { .. }) => "company.other_zone",
        Refusal::Customer(Customer::CodeEmpty) => "customer.code_empty",
        Refusal::Customer(Customer::NameEmpty) => "customer.name_empty",
        Refusal::Customer(Customer::NotNamed) => "customer.not_named",
        Refusal::Customer(Customer::Unknown { .. }) => "customer.unknown",
        Refusal::Customer(Customer::UnknownTerritory { .. }) => "customer.unknown_territory",
        Refusal::Invoice(Invoice::NumberEmpty) => "invoice.number_empty",
        Refusal::Invoice(Invoice::CustomerEmpty) => "invoice.customer_empty",
        Refusal::Invoice(Invoice::AmountNotPositive { .. }) => "invoice.amount_not_positive",
        Refusal::Invoice(Invoice::UnknownCompany { .. }) => "invoice.unknown_company",
        Refusal::Invoice(Invoice::DifferentContent { .. }) => "invoice.different_content",
        Refusal::FieldReceipt(_) => "field_receipt",
        Refusal::HandIn(_) => "hand_in",
        Refusal::Policy(Policy::ThresholdOutOfRange { .. }) => "policy.threshold_out_of_range",
        Refusal::Policy(Policy::BillShareOutOfRange { .. }) => "policy.bill_share_out_of_range",
        Refusal::Policy(Policy::TooManyDays { .. }) => "policy.too_many_days",
        Refusal::Policy(Policy::CashCapNegative { .. }) => "policy.cash_cap_negative",
        Refusal::Policy(Policy::CashCapTwice { .. }) => "policy.cash_cap_twice",
        Refusal::Promise(Promise::AmountNotPositive { .. }) => "promise.amount_not_positive",
        Refusal::Promise(Promise::DueBeforeMade { .. }) => "promise.due_before_made",
        Refusal::Promise(Promise::DueTooFar { .. }) => "promise.due_too_far",
        Refusal::Promise(Promise::PromiserEmpty) => "promise.promiser_empty",
        Refusal::Promise(Promise::PromiserTooLong { .. }) => "promise.promiser_too_long",
        Refusal::Promise(Promise::TooManyDocuments { .. }) => "promise.too_many_documents",
        Refusal::Promise(Promise::NoDocuments) => "promise.no_documents",
        Refusal::Promise(Promise::NoteTooLong { .. }) => "promise.note_too_long",
        Refusal::Promise(Promise::IdTaken { .. }) => "promise.id_taken",
        Refusal::Receipt(Receipt::NumberEmpty) => "receipt.number_empty",
        Refusal::Receipt(Receipt::AmountNotPositive { .. }) => "receipt.amount_not_positive",
        Refusal::Receipt(Receipt::ValuedAhead { .. }) => "receipt.valued_ahead",
        Refusal::Receipt(Receipt::UnknownCompany { .. }) => "receipt.unknown_company",
        Refusal::Receipt(Receipt::UnknownInvoice { .. }) => "receipt.unknown_invoice",
        Refusal::Receipt(Receipt::MoreThanOpen { .. }) => "receipt.more_than_open",
        Refusal::Receipt(Receipt::MoreThanUnapplied { .. }) => "receipt.more_than_unapplied",
        Refusal::Receipt(Receipt::OtherCurrency { .. }) => "receipt.other_currency",
        Refusal::Receipt(Receipt::OtherCompany { .. }) => "receipt.other_company",
        Refusal::Receipt(Receipt::DifferentContent { .. }) => "receipt.different_content",
        Refusal::Territory(Territory::CodeEmpty) => "territory.code_empty",
        Refusal::Territory(Territory::NameEmpty) => "territory.name_empty",
        Refusal::User(User::LoginMalformed { .. }) => "user.login_malformed",
        Refusal::User(User::NameEmpty) => "user.name_empty",
        Refusal::User(User::NoRole) => "user.no_role",
        Refusal::User(User::SystemRole) => "user.system_role",
        Refusal::User(User::UnknownUser { .. }) => "user.unknown_user",
        Refusal::User(User::UnknownTerritory { .. }) => "user.unknown_territory",
        Refusal::User(User::NotWorkedThen { .. }) => "user.not_worked_then",
        Refusal::Visit(Visit::NoteTooLong { .. }) => "visit.note_too_long",
        Refusal::Visit(Visit::NextBeforeVisit { .. }) => "visit.next_before_visit",
        Refusal::Visit(Visit::IdTaken { .. }) => "visit.id_taken",
    }

    fn field_receipt(FieldReceipt) -> FIELD_RECEIPTS {
        FieldReceipt::AmountNotPositive { .. } => "field_receipt.amount_not_positive",
        FieldReceipt::SlipMalformed { .. } => "field_receipt.slip_malformed",
        FieldReceipt::PayerTooLong { .. } => "field_receipt.payer_too_long",
        FieldReceipt::NoteTooLong { .. } => "field_receipt.note_too_long",
        FieldReceipt::IdTaken { .. } => "field_receipt.id_taken",
        FieldReceipt::CashAboveCap { .. } => "field_receipt.cash_above_cap",
        FieldReceipt::Unknown { .. } => "field_receipt.unknown",
        FieldReceipt::ReasonEmpty => "field_receipt.reason_empty",
        FieldReceipt::ReasonTooLong { .. } => "field_receipt.reason_too_long",
        FieldReceipt::AlreadyHandedIn { .. } => "field_receipt.already_handed_in",
        FieldReceipt::AlreadyCancelled { .. } => "field_receipt.already_cancelled",
    }

    fn hand_in(HandIn) -> HAND_INS {
        HandIn::NoSlips => "hand_in.no_slips",
        HandIn::TooManySlips { .. } => "hand_in.too_many_slips",
        HandIn::SlipTwice { .. } => "hand_in.slip_twice",
        HandIn::OwnCash => "hand_in.own_cash",
        HandIn::UnknownSlip { .. } => "hand_in.unknown_slip",
        HandIn::OtherRep { .. } => "hand_in.other_rep",
        HandIn::OtherCompany { .. } => "hand_in.other_company",
        HandIn::OtherCurrency { .. } => "hand_in.other_currency",
        HandIn::AlreadyHandedIn { .. } => "hand_in.already_handed_in",
        HandIn::Cancelled { .. } => "hand_in.cancelled",
        HandIn::NotInHand { .. } => "hand_in.not_in_hand",
        HandIn::NothingCounted { .. } => "hand_in.nothing_counted",
        HandIn::ReasonMissing { .. } => "hand_in.reason_missing",
        HandIn::ReasonTooLong { .. } => "hand_in.reason_too_long",
        HandIn::IdTaken { .. } => "hand_in.id_taken",
    }

    fn verdict(Verdict) -> VERDICTS {
        Verdict::Applied => "applied",
        Verdict::Merged { .. } => "merged",
        Verdict::Rejected { .. } => "rejected",
        Verdict::NeedsReview { .. } => "needs_review",
        Verdict::BlockedBy { .. } => "blocked_by",
        Verdict::Quarantined { fault: Fault::UnknownKind { .. } } => "quarantined.unknown_kind",
        Verdict::Quarantined { fault: Fault::Malformed { .. } } => "quarantined.malformed",
        Verdict::Quarantined { fault: Fault::Unreadable { .. } } => "quarantined.unreadable",
        Verdict::Quarantined { fault: Fault::Failing { .. } } => "quarantined.failing",
        Verdict::Quarantined { fault: Fault::Corrupt } => "quarantined.corrupt",
    }

    fn why(Why) -> WHYS {
        Why::NotYours => "not_yours",
        Why::BehindQuarantine => "behind_quarantine",
        Why::CashAboveCap { .. } => "cash_above_cap",
        Why::SlipTwice { .. } => "slip_twice",
        Why::UnknownCompany { .. } => "unknown_company",
    }

    fn warning(Warning) -> WARNINGS {
        Warning::PromiseAboveOwed { .. } => "promise_above_owed",
        Warning::FieldReceiptAboveOwed { .. } => "field_receipt_above_owed",
    }

    fn standing(Standing) -> STANDINGS {
        Standing::Open { .. } => "open",
        Standing::AwaitingData { .. } => "awaiting_data",
        Standing::Kept { .. } => "kept",
        Standing::PartlyKept { .. } => "partly_kept",
        Standing::Broken => "broken",
    }

    fn push(PushReply) -> PUSHES {
        PushReply::Answered { .. } => "answered",
        PushReply::Expected { .. } => "expected",
        PushReply::Forked { .. } => "forked",
        PushReply::NewEpoch { .. } => "new_epoch",
    }
}
