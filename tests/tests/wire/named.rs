//! Names of all variants: a new variant does not compile until it is named here.

use shared::{
    attachment::AttachmentRefusal as Attachment,
    bank_account::BankAccountRefusal as BankAccount,
    company::CompanyRefusal as Company,
    credit::CreditRefusal as Credit,
    customer::CustomerRefusal as Customer,
    edit::EditRefusal as Edit,
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

mod desk;

use desk::{PAIRINGS, RATES, SAVED_VIEWS, pairing, rate, saved_view};

names! {
    fn act(Act) -> ACTS {
        Act::RecordVisit(_) => "visit.record.1",
        Act::AddAttachment(_) => "attachment.add.1",
        Act::ReportArrival(_) => "attachment.arrive.1",
        Act::RemoveAttachment(_) => "attachment.remove.1",
        Act::ProposeAccount(_) => "bank_account.propose.1",
        Act::RemoveAccount(_) => "bank_account.remove.1",
        Act::SettleAccount(_) => "bank_account.settle.1",
        Act::MakePromise(_) => "promise.make.1",
        Act::WithdrawPromise(_) => "promise.withdraw.1",
        Act::GrantCredit(_) => "credit.grant.1",
        Act::RequestCredit(_) => "credit.request.1",
        Act::ReviseCreditRequest(_) => "credit.revise.1",
        Act::WithdrawCreditRequest(_) => "credit.withdraw.1",
        Act::DecideCreditRequest(_) => "credit.decide.1",
        Act::TakeFieldReceipt(_) => "field_receipt.take.1",
        Act::CancelFieldReceipt(_) => "field_receipt.cancel.1",
        Act::BookHandIn(_) => "hand_in.book.1",
        Act::ImportCustomer(_) => "customer.import.1",
        Act::OpenWalkIn(_) => "customer.open_walk_in.1",
        Act::ChangeCustomer(_) => "customer.change.1",
        Act::AddContact(_) => "contact.add.1",
        Act::ChangeContact(_) => "contact.change.1",
        Act::RemoveContact(_) => "contact.remove.1",
        Act::AssignTerritory(_) => "customer.assign.1",
        Act::ImportInvoice(_) => "invoice.import.1",
        Act::ImportReceipt(_) => "receipt.import.1",
        Act::SettleAbsent(_) => "invoice.settle_absent.1",
        Act::ReportFile(_) => "invoice.horizon.1",
        Act::MakePairing(_) => "pairing.make.1",
        Act::UndoPairing(_) => "pairing.undo.1",
        Act::SettleOtherwise(_) => "pairing.settle_otherwise.1",
        Act::ReportHorizon(_) => "receipt.horizon.1",
        Act::OpenCompany(_) => "company.open.1",
        Act::AddTerritory(_) => "territory.add.1",
        Act::AddUser(_) => "user.add.1",
        Act::GrantTerritory(_) => "user.grant.1",
        Act::EndGrant(_) => "user.end_grant.1",
        Act::OpenUser(_) => "user.open.1",
        Act::ChangeUser(_) => "user.change.1",
        Act::EndUser(_) => "user.end.1",
        Act::ReopenUser(_) => "user.reopen.1",
        Act::CoverTerritory(_) => "user.cover.1",
        Act::OpenTerritory(_) => "territory.open.1",
        Act::EndTerritory(_) => "territory.end.1",
        Act::ReopenTerritory(_) => "territory.reopen.1",
        Act::PublishPolicy(_) => "policy.publish.1",
        Act::SetRate(_) => "rate.set.1",
        Act::WithdrawRate(_) => "rate.withdraw.1",
        Act::SaveView(_) => "saved_view.save.1",
        Act::RemoveView(_) => "saved_view.remove.1",
        Act::StartWithView(_) => "saved_view.start.1",
        Act::PutLetterAway(_) => "letter.put_away.1",
        Act::TakeLetterBack(_) => "letter.take_back.1",
    }

    fn refusal(Refusal) -> REFUSALS {
        Refusal::NotPermitted { .. } => "not_permitted",
        Refusal::NotYours { .. } => "not_yours",
        Refusal::IdNotDrawn { .. } => "id_not_drawn",
        Refusal::PolicyVersion { .. } => "policy_version",
        Refusal::Inexact { .. } => "inexact",
        Refusal::Attachment(_) => "attachment",
        Refusal::BankAccount(_) => "bank_account",
        Refusal::Company(Company::CodeEmpty) => "company.code_empty",
        Refusal::Company(Company::NameEmpty) => "company.name_empty",
        Refusal::Company(Company::OtherCurrency { .. }) => "company.other_currency",
        Refusal::Company(Company::OtherZone { .. }) => "company.other_zone",
        Refusal::Credit(_) => "credit",
        Refusal::Customer(Customer::CodeEmpty) => "customer.code_empty",
        Refusal::Customer(Customer::NameEmpty) => "customer.name_empty",
        Refusal::Customer(Customer::NotNamed) => "customer.not_named",
        Refusal::Customer(Customer::Unknown { .. }) => "customer.unknown",
        Refusal::Customer(Customer::UnknownTerritory { .. }) => "customer.unknown_territory",
        Refusal::Customer(Customer::WalkInName { .. }) => "customer.walk_in_name",
        Refusal::Edit(Edit::NameEmpty) => "edit.name_empty",
        Refusal::Edit(Edit::TagEmpty) => "edit.tag_empty",
        Refusal::Edit(Edit::TooLong { .. }) => "edit.too_long",
        Refusal::Edit(Edit::PhoneMalformed { .. }) => "edit.phone_malformed",
        Refusal::Edit(Edit::SocialCreditCodeMalformed { .. }) => "edit.social_credit_code_malformed",
        Refusal::Edit(Edit::GeoPointMalformed { .. }) => "edit.geo_point_malformed",
        Refusal::Edit(Edit::NotOfField { .. }) => "edit.not_of_field",
        Refusal::Edit(Edit::TooManyContacts { .. }) => "edit.too_many_contacts",
        Refusal::Edit(Edit::TooManyTags { .. }) => "edit.too_many_tags",
        Refusal::Edit(Edit::UnknownContact { .. }) => "edit.unknown_contact",
        Refusal::Edit(Edit::IdTaken { .. }) => "edit.id_taken",
        Refusal::Invoice(Invoice::NumberEmpty) => "invoice.number_empty",
        Refusal::Invoice(Invoice::CustomerEmpty) => "invoice.customer_empty",
        Refusal::Invoice(Invoice::AmountNotPositive { .. }) => "invoice.amount_not_positive",
        Refusal::Invoice(Invoice::UnknownCompany { .. }) => "invoice.unknown_company",
        Refusal::Invoice(Invoice::DifferentContent { .. }) => "invoice.different_content",
        Refusal::Invoice(Invoice::DayNeeded { .. }) => "invoice.day_needed",
        Refusal::Invoice(Invoice::Reopened { .. }) => "invoice.reopened",
        Refusal::Invoice(Invoice::OpenNegative { .. }) => "invoice.open_negative",
        Refusal::Invoice(Invoice::OpenAboveAmount { .. }) => "invoice.open_above_amount",
        Refusal::Invoice(Invoice::SettledAhead { .. }) => "invoice.settled_ahead",
        Refusal::Invoice(Invoice::OlderFile { .. }) => "invoice.older_file",
        Refusal::Invoice(Invoice::Unknown { .. }) => "invoice.unknown",
        Refusal::Pairing(_) => "pairing",
        Refusal::FieldReceipt(_) => "field_receipt",
        Refusal::HandIn(_) => "hand_in",
        Refusal::Policy(_) => "policy",
        Refusal::Promise(_) => "promise",
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
        Refusal::Rate(_) => "rate",
        Refusal::SavedView(_) => "saved_view",
        Refusal::Visit(Visit::NoteTooLong { .. }) => "visit.note_too_long",
        Refusal::Visit(Visit::NextBeforeVisit { .. }) => "visit.next_before_visit",
        Refusal::Visit(Visit::IdTaken { .. }) => "visit.id_taken",
        Refusal::Territory(_) => "territory",
        Refusal::User(_) => "user",
    }

    fn policy(Policy) -> POLICIES {
        Policy::ThresholdOutOfRange { .. } => "policy.threshold_out_of_range",
        Policy::BillShareOutOfRange { .. } => "policy.bill_share_out_of_range",
        Policy::AbsentShareOutOfRange { .. } => "policy.absent_share_out_of_range",
        Policy::JumpOutOfRange { .. } => "policy.jump_out_of_range",
        Policy::TooManyDays { .. } => "policy.too_many_days",
        Policy::CashCapNegative { .. } => "policy.cash_cap_negative",
        Policy::CashCapTwice { .. } => "policy.cash_cap_twice",
    }

    fn territory(Territory) -> TERRITORIES {
        Territory::CodeEmpty => "territory.code_empty",
        Territory::NameEmpty => "territory.name_empty",
        Territory::CodeTaken { .. } => "territory.code_taken",
        Territory::Unknown { .. } => "territory.unknown",
        Territory::Ended { .. } => "territory.ended",
        Territory::CustomersStand { .. } => "territory.customers_stand",
    }

    fn user(User) -> USERS {
        User::LoginTaken { .. } => "user.login_taken",
        User::Ended { .. } => "user.ended",
        User::LastAdmin { .. } => "user.last_admin",
        User::OwnRole => "user.own_role",
        User::Oneself => "user.oneself",
        User::Backwards { .. } => "user.backwards",
        User::AlreadyWorks { .. } => "user.already_works",
        User::LoginMalformed { .. } => "user.login_malformed",
        User::NameEmpty => "user.name_empty",
        User::NoRole => "user.no_role",
        User::SystemRole => "user.system_role",
        User::UnknownUser { .. } => "user.unknown_user",
        User::UnknownTerritory { .. } => "user.unknown_territory",
        User::NotWorkedThen { .. } => "user.not_worked_then",
    }

    fn promise_refusal(Promise) -> PROMISE_REFUSALS {
        Promise::AmountNotPositive { .. } => "promise.amount_not_positive",
        Promise::DueBeforeMade { .. } => "promise.due_before_made",
        Promise::DueTooFar { .. } => "promise.due_too_far",
        Promise::PromiserEmpty => "promise.promiser_empty",
        Promise::PromiserTooLong { .. } => "promise.promiser_too_long",
        Promise::TooManyDocuments { .. } => "promise.too_many_documents",
        Promise::NoDocuments => "promise.no_documents",
        Promise::NoteTooLong { .. } => "promise.note_too_long",
        Promise::IdTaken { .. } => "promise.id_taken",
        Promise::Unknown { .. } => "promise.unknown",
        Promise::ReasonEmpty => "promise.reason_empty",
        Promise::ReasonTooLong { .. } => "promise.reason_too_long",
    }

    fn credit_refusal(Credit) -> CREDIT_REFUSALS {
        Credit::ReasonEmpty => "credit.reason_empty",
        Credit::ReasonTooLong { .. } => "credit.reason_too_long",
        Credit::AmountNotPositive { .. } => "credit.amount_not_positive",
        Credit::NothingAsked { .. } => "credit.nothing_asked",
        Credit::OpenAlready { .. } => "credit.open_already",
        Credit::IdTaken { .. } => "credit.id_taken",
        Credit::UnknownRequest { .. } => "credit.unknown_request",
        Credit::NotAuthor { .. } => "credit.not_author",
        Credit::OwnRequest { .. } => "credit.own_request",
        Credit::Closed { .. } => "credit.closed",
        Credit::WithAuthor { .. } => "credit.with_author",
        Credit::Revised { .. } => "credit.revised",
        Credit::LimitMoved { .. } => "credit.limit_moved",
        Credit::TooManyRevisions { .. } => "credit.too_many_revisions",
        Credit::EndsBeforeBegins { .. } => "credit.ends_before_begins",
        Credit::EndsInThePast { .. } => "credit.ends_in_the_past",
        Credit::WalkIn => "credit.walk_in",
    }

    fn attachment(Attachment) -> ATTACHMENTS {
        Attachment::Empty => "attachment.empty",
        Attachment::TooLarge { .. } => "attachment.too_large",
        Attachment::NameTooLong { .. } => "attachment.name_too_long",
        Attachment::OfAnother => "attachment.of_another",
        Attachment::IdTaken { .. } => "attachment.id_taken",
        Attachment::Unknown { .. } => "attachment.unknown",
        Attachment::NotYourOwn => "attachment.not_your_own",
    }

    fn bank_account(BankAccount) -> BANK_ACCOUNTS {
        BankAccount::HolderEmpty => "bank_account.holder_empty",
        BankAccount::NumberEmpty => "bank_account.number_empty",
        BankAccount::BankEmpty => "bank_account.bank_empty",
        BankAccount::TooLong { .. } => "bank_account.too_long",
        BankAccount::NumberMalformed { .. } => "bank_account.number_malformed",
        BankAccount::NumberLength { .. } => "bank_account.number_length",
        BankAccount::HereAlready { .. } => "bank_account.here_already",
        BankAccount::TooMany { .. } => "bank_account.too_many",
        BankAccount::IdTaken { .. } => "bank_account.id_taken",
        BankAccount::Unknown { .. } => "bank_account.unknown",
        BankAccount::NotStanding => "bank_account.not_standing",
        BankAccount::WaitsAlready => "bank_account.waits_already",
        BankAccount::NothingWaits => "bank_account.nothing_waits",
        BankAccount::SamePerson => "bank_account.same_person",
        BankAccount::MovedOn => "bank_account.moved_on",
        BankAccount::WalkIn => "bank_account.walk_in",
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
        Why::StaleLimit { .. } => "stale_limit",
        Why::CashAboveCap { .. } => "cash_above_cap",
        Why::SlipTwice { .. } => "slip_twice",
        Why::UnknownCompany { .. } => "unknown_company",
        Why::PolicyChanged { .. } => "policy_changed",
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
        Standing::Withdrawn { .. } => "withdrawn",
        Standing::Superseded { .. } => "superseded",
    }

    fn push(PushReply) -> PUSHES {
        PushReply::Answered { .. } => "answered",
        PushReply::Expected { .. } => "expected",
        PushReply::Forked { .. } => "forked",
        PushReply::NewEpoch { .. } => "new_epoch",
    }
}

/// The name of a refusal: of a slice with many, that of its own list.
pub fn any_refusal(it: &Refusal) -> &'static str {
    match it {
        Refusal::Credit(it) => credit_refusal(it),
        Refusal::Promise(it) => promise_refusal(it),
        Refusal::Attachment(it) => attachment(it),
        Refusal::BankAccount(it) => bank_account(it),
        Refusal::FieldReceipt(it) => field_receipt(it),
        Refusal::HandIn(it) => hand_in(it),
        Refusal::Territory(it) => territory(it),
        Refusal::User(it) => user(it),
        Refusal::Pairing(it) => pairing(it),
        Refusal::SavedView(it) => saved_view(it),
        Refusal::Rate(it) => rate(it),
        Refusal::Policy(it) => policy(it),
        other => refusal(other),
    }
}

/// Every refusal there is.
pub fn all_refusals() -> Vec<&'static str> {
    // Slices whose refusals are named by themselves.
    let apart = [
        "credit",
        "promise",
        "attachment",
        "bank_account",
        "field_receipt",
        "hand_in",
        "territory",
        "user",
        "pairing",
        "saved_view",
        "rate",
        "policy",
    ];
    let all = REFUSALS.iter().filter(|it| !apart.contains(it));
    all.chain(CREDIT_REFUSALS)
        .chain(PROMISE_REFUSALS)
        .chain(ATTACHMENTS)
        .chain(BANK_ACCOUNTS)
        .chain(FIELD_RECEIPTS)
        .chain(HAND_INS)
        .chain(TERRITORIES)
        .chain(USERS)
        .chain(PAIRINGS)
        .chain(SAVED_VIEWS)
        .chain(RATES)
        .chain(POLICIES)
        .copied()
        .collect()
}
