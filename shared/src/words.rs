//! The words of the domain in both languages: states, refusals and what was done.
//!
//! One exhaustive `match` per language, so that a missing sentence does not compile. Terms are
//! those of the trade; a sentence says what happened with its value, the rule, and what would do.

mod capitals;
mod en;
mod zh;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    ageing::{BaseDay, Bucket, EdgesError},
    allocation::AllocationReason,
    bank_account::{AccountOf, AccountState, Turn},
    calendar::Day,
    credit::{CreditStanding, Decision, RequestState},
    customer::Scale,
    edit::Field,
    effects::{Warning, Why},
    money::{Currency, Money, MoneyError, Quote},
    movement::Direction,
    pairing::Otherwise,
    promise::Standing,
    receipt::PaymentMethod,
    reconciliation::Finding,
    refusal::Refusal,
    row::RowKind,
    sync::{Act, Fault, Mark, Verdict},
    table::{Column, TableName},
    user::Role,
    visit::VisitOutcome,
};

pub use capitals::capitals;

/// How much that is, to a tenth: 820 KB, 1.2 MB; of 1,024, as phones count.
#[must_use]
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1_024;
    const MB: u64 = KB * KB;
    let tenths = |unit: u64| (bytes.saturating_mul(10).saturating_add(unit / 2)) / unit;
    match bytes {
        0..KB => format!("{bytes} B"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        _ => match tenths(MB) {
            whole if whole.is_multiple_of(10) => format!("{} MB", whole / 10),
            it => format!("{}.{} MB", it / 10, it % 10),
        },
    }
}

/// A language of the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The language tag (BCP 47), as `<html lang>` wants it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The tag names no language that is spoken here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither zh-CN nor en")]
pub struct NotALanguage(pub String);

impl FromStr for Language {
    type Err = NotALanguage;

    /// Reads a language tag; the region and script of a Chinese or English one do not matter.
    fn from_str(tag: &str) -> Result<Language, NotALanguage> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Ok(Language::Zh),
            "en" => Ok(Language::En),
            _ => Err(NotALanguage(tag.to_owned())),
        }
    }
}

/// One function per kind of thing that has words, each asking the language's own file.
macro_rules! speak {
    ($($(#[$doc:meta])* $name:ident($type:ty) -> $words:ty;)*) => { $(
        $(#[$doc])*
        #[must_use]
        pub fn $name(it: $type, language: Language) -> $words {
            match language {
                Language::Zh => zh::$name(it),
                Language::En => en::$name(it),
            }
        }
    )* };
}

speak! {
    /// Why a command was refused, as a whole sentence for its field.
    refusal(&Refusal) -> String;
    /// What the person should know although it was taken.
    warning(&Warning) -> String;
    /// Why a recorded command waits for somebody.
    why(&Why) -> String;
    /// Why a command could not be run, and that nothing is lost.
    fault(&Fault) -> String;
    /// The server's answer in a word.
    verdict(&Verdict) -> &'static str;
    /// The server's answer in whole sentences, with its reason.
    verdict_reason(&Verdict) -> String;
    /// One of the five marks.
    mark(Mark) -> &'static str;
    role(Role) -> &'static str;
    outcome(VisitOutcome) -> &'static str;
    method(PaymentMethod) -> &'static str;
    /// What became of a promise, in a word.
    standing(&Standing) -> &'static str;
    /// What became of a promise, with the figures that say so.
    standing_reason(&Standing) -> String;
    /// On what terms a customer may buy, with the amount where one limits.
    credit_standing(&CreditStanding) -> String;
    /// How far a request for credit has come, in a word.
    request_state(&RequestState) -> &'static str;
    /// What a decision about a request does.
    decision(Decision) -> &'static str;
    /// By which day a report ages.
    base_day(BaseDay) -> &'static str;
    /// Why a line of an allocation went where it went.
    allocation_reason(AllocationReason) -> &'static str;
    /// Which way what is open on a document went.
    direction(Direction) -> &'static str;
    /// What settles a matter without money.
    otherwise(Otherwise) -> &'static str;
    /// What a line of the reconciliation is about, in a word.
    finding(Finding) -> &'static str;
    /// Why it stands there.
    finding_reason(Finding) -> &'static str;
    /// The label of a field of a customer's file.
    field(Field) -> &'static str;
    /// Whose account it is.
    account_of(AccountOf) -> &'static str;
    /// Where an account stands.
    account_state(AccountState) -> &'static str;
    /// What a word about an account came to.
    account_turn(Turn) -> &'static str;
    /// The size of a customer.
    scale(Scale) -> &'static str;
    /// The noun of a row.
    row_kind(RowKind) -> &'static str;
    /// What was done, or asked for.
    act(&Act) -> &'static str;
    /// Why an amount could not be read or added, for its field.
    money_error(&MoneyError) -> String;
    /// Why a list of ageing edges was not taken, for its field.
    edges_error(&EdgesError) -> String;
    /// The heading of a column.
    column(Column) -> &'static str;
    /// What a table is called.
    table(TableName) -> &'static str;
    /// A day as it stands in a sentence.
    day(Day) -> String;
}

/// The label of a bucket; of "not due" only where the report goes by the due day.
#[must_use]
pub fn bucket(it: &Bucket, by: BaseDay, language: Language) -> String {
    match language {
        Language::Zh => zh::bucket(it.from_days, it.to_days, by),
        Language::En => en::bucket(it.from_days, it.to_days, by),
    }
}

/// A rate as the market says it: `100 JPY = 4.6512`.
#[must_use]
pub fn quote(currency: Currency, it: &Quote) -> String {
    format!("{} {} = {}", it.units, currency.code(), it.rate)
}

/// Currencies one after the other.
#[must_use]
pub fn codes(all: &[Currency], between: &str) -> String {
    let codes: Vec<&str> = all.iter().map(Currency::code).collect();
    codes.join(between)
}

/// An amount with its currency's sign, grouped, with a real minus: `−¥1,234.50`.
#[must_use]
pub fn amount(it: Money) -> String {
    let (whole, minor) = it.grouped();
    let (minus, whole) = match whole.strip_prefix('−') {
        Some(unsigned) => ("−", unsigned),
        None => ("", whole.as_str()),
    };
    let currency = it.currency();
    let gap = if currency.sign() == currency.code() { "\u{a0}" } else { "" };
    format!("{minus}{}{gap}{whole}{minor}", currency.sign())
}
