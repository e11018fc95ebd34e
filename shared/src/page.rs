//! Desk views: what a list asks for, and a page of it.

mod customer;
mod device;
mod document;
mod rate;

use serde::{Deserialize, Serialize};

use crate::{
    ageing::{Ask, BaseDay},
    calendar::Day,
    credit::CreditRequestLine,
    customer::Customer,
    field_receipt::FieldReceiptLine,
    hand_in::HandInLine,
    id::UserId,
    import::job::Job,
    money::Currency,
    promise::PromiseLine,
    sync::Versioned,
    territory::Territory,
    user::User,
    words::Language,
};

pub use customer::{
    CreditFilter, CustomerLine, CustomerListing, CustomerQuery, CustomerSort, FileFilter,
};
pub use device::{DeviceLine, DeviceStanding};
pub use document::{DocumentLine, DocumentListing, DocumentQuery, DocumentSort};
pub use rate::{CurrencyInUse, RateListing, RateQuery};

/// A page of a list that the server filtered, sorted and cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing<T> {
    pub rows: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// The seller's day on the server, by which it was made.
    pub today: Day,
}

fn is_usual<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    #[default]
    Ascending,
    Descending,
}

/// `GET /api/promises`: what to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseQuery {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub standing: StandingFilter,
    /// Due on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_from: Option<Day>,
    /// Due on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_until: Option<Day>,
    /// Of one currency, by its code; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub sort: PromiseSort,
    /// The usual one is descending: the newest first.
    #[serde(default = "descending", skip_serializing_if = "is_descending")]
    pub order: Order,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

fn descending() -> Order {
    Order::Descending
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_descending(it: &Order) -> bool {
    *it == Order::Descending
}

impl Default for PromiseQuery {
    fn default() -> PromiseQuery {
        PromiseQuery {
            search: String::new(),
            territory: String::new(),
            standing: StandingFilter::All,
            due_from: None,
            due_until: None,
            currency: String::new(),
            sort: PromiseSort::MadeOn,
            order: Order::Descending,
            offset: 0,
            limit: None,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseSort {
    #[default]
    MadeOn,
    Due,
    Customer,
    /// By currency first: amounts of several are never compared.
    Amount,
}

/// Which promises to list: those of one standing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingFilter {
    #[default]
    All,
    Open,
    AwaitingData,
    Kept,
    PartlyKept,
    Broken,
    Withdrawn,
    Superseded,
}

impl StandingFilter {
    pub const EVERY: [StandingFilter; 8] = [
        StandingFilter::All,
        StandingFilter::Open,
        StandingFilter::AwaitingData,
        StandingFilter::Kept,
        StandingFilter::PartlyKept,
        StandingFilter::Broken,
        StandingFilter::Withdrawn,
        StandingFilter::Superseded,
    ];

    /// The name of the standing, as [`Standing::name`](crate::promise::Standing::name) gives it;
    /// none for all.
    #[must_use]
    pub fn standing(self) -> Option<&'static str> {
        match self {
            StandingFilter::All => None,
            StandingFilter::Open => Some("open"),
            StandingFilter::AwaitingData => Some("awaiting_data"),
            StandingFilter::Kept => Some("kept"),
            StandingFilter::PartlyKept => Some("partly_kept"),
            StandingFilter::Broken => Some("broken"),
            StandingFilter::Withdrawn => Some("withdrawn"),
            StandingFilter::Superseded => Some("superseded"),
        }
    }
}

/// `GET /api/credit_requests`: what to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditRequestQuery {
    /// Part of the customer's name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub state: StateFilter,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub sort: RequestSort,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub order: Order,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A queue is worked from its oldest end, which stands first unless something else is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestSort {
    #[default]
    SentOn,
    Customer,
}

/// Which requests to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateFilter {
    /// The queue.
    #[default]
    Waiting,
    /// What of the queue the asker decides: of customers in the asker's charge, and never an own one.
    ToDecide,
    All,
    Returned,
    Approved,
    Rejected,
    Withdrawn,
}

impl StateFilter {
    pub const EVERY: [StateFilter; 7] = [
        StateFilter::Waiting,
        StateFilter::ToDecide,
        StateFilter::Returned,
        StateFilter::Approved,
        StateFilter::Rejected,
        StateFilter::Withdrawn,
        StateFilter::All,
    ];

    /// The name of the state, as [`RequestState::name`](crate::credit::RequestState::name) gives
    /// it; none for all.
    #[must_use]
    pub fn state(self) -> Option<&'static str> {
        match self {
            StateFilter::All => None,
            StateFilter::Waiting | StateFilter::ToDecide => Some("waiting"),
            StateFilter::Returned => Some("returned"),
            StateFilter::Approved => Some("approved"),
            StateFilter::Rejected => Some("rejected"),
            StateFilter::Withdrawn => Some("withdrawn"),
        }
    }
}

pub type CreditRequestListing = Listing<CreditRequestLine>;
pub type PromiseListing = Listing<PromiseLine>;

/// `GET /api/field_receipts`: what to list; the oldest first where they wait, else the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReceiptQuery {
    /// Part of a slip's number, or of a customer's name, code or pinyin initials.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    #[serde(default)]
    pub state: SlipState,
    /// Whose slips; everybody's if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep: Option<UserId>,
    /// A territory's id; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    #[serde(default)]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Which slips to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipState {
    #[default]
    All,
    /// Not booked and not cancelled: cash, bills, and what went to the company's account.
    Waiting,
    /// Of these, what lies in the rep's hand.
    InHand,
    HandedIn,
    Cancelled,
}

/// `GET /api/hand_ins`: what to list; newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInQuery {
    /// Whose; everybody's if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep: Option<UserId>,
    #[serde(default)]
    pub offset: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

pub type FieldReceiptListing = Listing<FieldReceiptLine>;
pub type HandInListing = Listing<HandInLine>;
pub type ImportListing = Listing<Job>;

/// `GET /api/customers/{id}`: the rows of one customer, read by the same code as on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFile {
    pub customer: Customer,
    pub rows: Vec<Versioned>,
    pub today: Day,
}

/// What a file of a list is asked for beside the list's own query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileQuery {
    /// Names of columns, with commas; the usual ones if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub columns: String,
    /// In which language it is headed; Chinese if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// `GET /api/ageing`: one report per currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgeingQuery {
    /// The seller's today if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The same as `as_of` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_as_of: Option<Day>,
    #[serde(default)]
    pub by: BaseDay,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// A customer's code or id; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub customer: String,
    /// A territory's id, or `none`; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
}

impl AgeingQuery {
    #[must_use]
    pub fn ask(&self, today: Day) -> Ask {
        let as_of = self.as_of.unwrap_or(today);
        Ask { as_of, age_as_of: self.age_as_of.unwrap_or(as_of), by: self.by }
    }
}

/// `GET /api/territories`: a territory with what is in it; the last line is of no territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerritoryLine {
    /// Absent for the customers of no territory.
    pub territory: Option<Territory>,
    pub customers: i64,
    /// Who works it today, in the order of logins.
    pub users: Vec<User>,
}
