//! Labels and sentences of slips: taking money in the field, carrying it, handing it in.

use shared::{
    calendar::Day,
    money::{Amounts, Money},
    words::Language,
};

use super::{en, labels, zh};

labels! {
    SlipWord in slip::slip,
    HandInWord in slip::hand_in,
}

/// The form of a field receipt, the slip, and cash in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipWord {
    Act,
    Heading,
    HowMuch,
    UsualAmounts,
    OfPromise,
    AllOverdue,
    AllOwed,
    How,
    Company,
    Payer,
    PayerHint,
    Number,
    NumberHint,
    NoNumber,
    FillAmount,
    FillCompany,
    Save,
    Slip,
    Subject,
    TakenBy,
    TakenOn,
    State,
    Waiting,
    OnAccount,
    Unbooked,
    UnbookedHint,
    Copy,
    Copied,
    Cancel,
    CancelHint,
    CancelReason,
    InHand,
    InHandHint,
    AboveAge,
    AboveCap,
    NoCap,
    Gone,
    GoneHint,
}

/// The cashier's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandInWord {
    Waiting,
    Nobody,
    NobodyHint,
    Rep,
    Company,
    InHand,
    Cash,
    Slips,
    Oldest,
    Count,
    Pick,
    SlipsTable,
    Expected,
    PickAll,
    Counted,
    CountedHint,
    Differs,
    ChooseSlip,
    Reason,
    Book,
    PickFirst,
    ReadAmount,
    NameSlip,
    GiveReason,
    Sending,
    History,
    NoHistory,
    NoHistoryHint,
    HistoryTable,
    On,
    Cashier,
    Difference,
    Gaps,
    GapsHint,
}

/// A sentence about slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipSaid {
    /// The name of the button.
    Take {
        amount: Money,
    },
    /// The name of the cashier's button.
    Book {
        counted: Money,
    },
    /// 在途收款 n beside the balance.
    Unbooked {
        sum: Amounts,
        count: usize,
    },
    /// 业务员报已付 n.
    Reported {
        amount: Money,
    },
    /// 收 n 凭条 ….
    Taken {
        amount: Money,
        slip: String,
    },
    /// So many slips, the oldest so many days old.
    Carried {
        slips: u32,
        days: i64,
    },
    Cap {
        cap: Money,
    },
    HandedIn {
        on: Day,
        counted: Money,
    },
    Cancelled {
        on: Day,
        reason: String,
    },
    Short {
        slip: String,
        amount: Money,
        counted: Money,
    },
    Missing {
        series: String,
        numbers: String,
    },
    Twice {
        series: String,
        numbers: String,
    },
}

impl SlipSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::slip::said(self),
            Language::En => en::slip::said(self),
        }
    }
}

/// A slip as it goes to the customer's phone: plain text that any app can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipText {
    pub slip: String,
    pub company: String,
    pub customer: String,
    pub payer: String,
    pub amount: Money,
    pub method: String,
    pub taken_on: Day,
    pub author: String,
    pub note: String,
}

impl SlipText {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let lines = match language {
            Language::Zh => zh::slip::text(self),
            Language::En => en::slip::text(self),
        };
        lines.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// The numbers of stretches: 3–4, 9.
#[must_use]
pub fn stretches(these: &[shared::field_receipt::slip::Stretch]) -> String {
    let each = these.iter().map(|it| match it.to {
        to if to == it.from => it.from.to_string(),
        to => format!("{}–{to}", it.from),
    });
    each.collect::<Vec<_>>().join(", ")
}
