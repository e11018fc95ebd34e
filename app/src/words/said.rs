//! Sentences of the screens: each variant carries the values it speaks of.

use shared::{
    calendar::Day,
    money::{Amounts, Money},
    words::{Language, amount},
};

use super::{en, zh};

/// A sentence with values. Days are said in relation to the `today` it is asked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// 逾期 n 天.
    DaysOverdue {
        days: i64,
    },
    /// The longest of several.
    LongestOverdue {
        days: i64,
    },
    /// n 家.
    Customers {
        count: usize,
    },
    /// n 家 of all.
    Found {
        shown: usize,
        total: usize,
    },
    /// n 笔.
    Promises {
        count: usize,
    },
    /// n 张.
    Documents {
        count: u64,
    },
    /// 应收单 0793.
    Invoice {
        number: String,
    },
    /// 应收单 0834、0851 等 3 张.
    Invoices {
        numbers: Vec<String>,
    },
    /// What came so far.
    Received {
        received: Money,
        of: Money,
    },
    /// 银行数据到 11月17日.
    BankReaches {
        reaches: Option<Day>,
    },
    /// The agreed day is past; nothing is judged by that.
    PastAgreed {
        days: i64,
    },
    /// Kept, and how late.
    Late {
        days: u32,
    },
    Promised {
        who: String,
        amount: Money,
    },
    Paid {
        amount: Money,
    },
    Billed {
        number: String,
        amount: Money,
    },
    Visited {
        outcome: String,
    },
    NextOn {
        day: Day,
    },
    CallWhom {
        name: String,
    },
}

/// A sentence of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormSaid {
    /// The name of the button.
    TakePromise {
        amount: Money,
        on: String,
    },
    /// The promise that the form takes the place of.
    InsteadOf {
        amount: Money,
        on: String,
    },
    RecordVisit {
        outcome: String,
    },
    /// What is picked makes so much.
    PickedSum {
        count: usize,
        sum: Money,
    },
    DraftKept {
        at: String,
    },
    OwedNow {
        owed: Amounts,
    },
}

/// A sentence of the shells, about synchronisation and the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShellSaid {
    /// The title of the window.
    Title {
        page: String,
    },
    BackTo {
        page: String,
    },
    /// n 条仅在本机.
    OnlyHere {
        count: usize,
    },
    /// So many commands of a file were new.
    Imported {
        count: usize,
    },
    /// Forms that were begun and not sent.
    Drafts {
        count: usize,
    },
    Oldest {
        at: String,
    },
    /// 数据 07:42.
    DataFrom {
        at: String,
    },
    OfflineSince {
        at: String,
    },
    Arrived {
        done: u32,
        total: u32,
    },
    Used {
        used: u64,
        quota: Option<u64>,
    },
    Holds {
        customers: usize,
    },
    Lost {
        count: usize,
        at: String,
    },
    PageFrom {
        at: String,
    },
    NextTry {
        seconds: i64,
    },
    Pending {
        count: usize,
    },
    ToHandle {
        count: usize,
    },
}

/// A sentence of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskSaid {
    Picked {
        count: usize,
    },
    /// Σ buckets + unapplied = balance.
    Proof {
        buckets: Money,
        unapplied: Money,
        balance: Money,
    },
    AgeingOf {
        as_of: Day,
        currency: String,
    },
    PickedRequests {
        count: usize,
    },
    NameLength {
        most: usize,
    },
    /// How many of a kind, and how much they make.
    Counted {
        count: i64,
    },
    OldestSince {
        day: Day,
        today: Day,
    },
    /// How far bank data reach.
    Reaches {
        day: Day,
        today: Day,
    },
    OverdueShare {
        share: String,
    },
}

impl Said {
    #[must_use]
    pub fn text(&self, language: Language, today: Day) -> String {
        match language {
            Language::Zh => zh::said(self, today),
            Language::En => en::said(self, today),
        }
    }
}

impl FormSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::form_said(self),
            Language::En => en::form_said(self),
        }
    }
}

impl ShellSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::shell_said(self),
            Language::En => en::shell_said(self),
        }
    }
}

impl DeskSaid {
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => zh::desk_said(self),
            Language::En => en::desk_said(self),
        }
    }
}

/// Several currencies side by side, never added: ¥8,000.00 + $12.50.
#[must_use]
pub fn amounts(amounts: &Amounts) -> String {
    let each: Vec<String> = amounts.iter().map(amount).collect();
    if each.is_empty() { "–".to_owned() } else { each.join(" + ") }
}

/// A size for people: 38.4 MB.
#[must_use]
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000 * KB;
    const GB: u64 = 1_000 * MB;
    let (unit, name) = match bytes {
        GB.. => (GB, "GB"),
        MB.. => (MB, "MB"),
        _ => (KB, "KB"),
    };
    let tenths = bytes.saturating_mul(10).div_ceil(unit);
    if tenths < 1_000 {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    } else {
        format!("{} {name}", tenths.div_ceil(10))
    }
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    #[test]
    fn currencies_stand_side_by_side() {
        let mut both = Amounts::new();
        assert_eq!(amounts(&both), "–");
        both.add(Money::try_new(100, Currency::CNY).unwrap()).unwrap();
        both.add(Money::try_new(200, Currency::USD).unwrap()).unwrap();
        assert_eq!(amounts(&both), "¥1.00 + US$2.00");
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(size(38_400_000), "38.4 MB");
        assert_eq!(size(1), "0.1 KB");
        assert_eq!(size(1_234_567_890_000), "1235 GB");
    }
}
