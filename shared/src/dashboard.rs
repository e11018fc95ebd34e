//! The dashboard: what is owed, how old it is, what was promised, what waits; each figure as the page
//! behind it counts it.

use serde::{Deserialize, Serialize};

use crate::{
    ageing::{AgeingError, Ask, BaseDay, Edges, OpenOn, Report, report},
    calendar::{Day, Days},
    field_receipt::CashInHand,
    hand_in::RepInHand,
    id::{CompanyId, TerritoryId},
    money::{Amounts, Currency, Money, MoneyError},
    page::StandingFilter,
    policy::FieldReceiptPolicy,
};

/// `GET /api/dashboard`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    pub today: Day,
    /// One for each currency in which anything is owed or unapplied.
    pub owed: Vec<Owed>,
    /// Every promise that stands open, whenever it is due.
    #[serde(default)]
    pub open_promises: Promised,
    pub due_today: Promised,
    /// Due after today and until this week's Sunday.
    pub due_this_week: Promised,
    /// 待核实: due, and the bank data do not reach far enough to say.
    pub awaiting_data: Promised,
    pub approvals: Waiting,
    /// Reps who carry cash for too long, or too much of it.
    pub cash: Vec<CarriedCash>,
    pub banks: Vec<BankAge>,
}

/// What is owed in one currency, by the ageing report of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    pub whole: Report,
    /// Of each territory in which there is anything, and of customers of none.
    pub territories: Vec<OfTerritory>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfTerritory {
    /// Absent for the customers of none.
    pub territory: Option<TerritoryId>,
    pub report: Report,
}

/// Promises of one kind: how many, and how much.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    pub count: i64,
    pub amounts: Amounts,
}

/// Promises without an outcome that are due on one day, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromisedOn {
    pub due_on: Day,
    pub outlook: Outlook,
    pub amount: Money,
    pub count: i64,
}

/// Why a promise has no outcome: its day is to come, or what proves it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    Open,
    AwaitingData,
}

impl Outlook {
    pub const EVERY: [Outlook; 2] = [Outlook::Open, Outlook::AwaitingData];

    /// The list of the promises with this outlook.
    #[must_use]
    pub fn filter(self) -> StandingFilter {
        match self {
            Outlook::Open => StandingFilter::Open,
            Outlook::AwaitingData => StandingFilter::AwaitingData,
        }
    }
}

/// What the dashboard says of promises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promises {
    pub open: Promised,
    pub due_today: Promised,
    pub due_this_week: Promised,
    pub awaiting_data: Promised,
}

/// The queue of requests for credit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub count: i64,
    /// Since when the one that waits longest does.
    pub oldest: Option<Day>,
}

/// Cash that ought to have been handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedCash {
    pub carried: RepInHand,
    pub too_long: bool,
    pub too_much: bool,
}

/// How far the bank data of a company reach; none at all if absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAge {
    pub company: CompanyId,
    pub name: String,
    pub reaches: Option<Day>,
}

/// What is open and unapplied of the customers of one territory, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    pub territory: Option<TerritoryId>,
    pub currency: Currency,
    pub open: Vec<OpenOn>,
    /// Received and not allocated; not negative.
    pub unapplied: Money,
}

/// The reports of every currency, from sums by territory; the largest territory first.
///
/// # Errors
/// A sum leaves the exact range.
pub fn owed(sums: &[Sums], today: Day) -> Result<Vec<Owed>, AgeingError> {
    let mut currencies: Vec<Currency> = sums.iter().map(|it| it.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let mut all = vec![];
    for currency in currencies {
        let these: Vec<&Sums> = sums.iter().filter(|it| it.currency == currency).collect();
        let mut territories = vec![];
        for it in &these {
            let report = today_s(&it.open, it.unapplied, today)?;
            territories.push(OfTerritory { territory: it.territory, report });
        }
        territories.sort_by_key(|it| (-it.report.balance_minor, it.territory));
        let open: Vec<OpenOn> = these.iter().flat_map(|it| it.open.iter().copied()).collect();
        let mut unapplied = Money::nil(currency);
        for it in &these {
            unapplied = unapplied.checked_add(it.unapplied)?;
        }
        all.push(Owed { whole: today_s(&open, unapplied, today)?, territories });
    }
    // The currency in which most customers owe is what people look at first.
    all.sort_by_key(|it| {
        std::cmp::Reverse(it.whole.buckets.iter().map(|it| it.count).sum::<u64>())
    });
    Ok(all)
}

fn today_s(open: &[OpenOn], unapplied: Money, today: Day) -> Result<Report, AgeingError> {
    let mut balance = unapplied.negated();
    for it in open {
        balance = balance.checked_add(it.open)?;
    }
    let ask = Ask { as_of: today, age_as_of: today, by: BaseDay::Due };
    report(&ask, &Edges::default(), open, unapplied, balance)
}

/// All but what is not due, of a report by due day.
///
/// # Errors
/// A sum leaves the exact range.
pub fn overdue(it: &Report) -> Result<Money, MoneyError> {
    let mut sum = Money::nil(it.currency);
    for bucket in it.buckets.iter().filter(|it| it.from_days.is_some()) {
        sum = sum.checked_add(Money::try_new(bucket.amount_minor, it.currency)?)?;
    }
    Ok(sum)
}

/// Everything open, due or not, of a report.
///
/// # Errors
/// A sum leaves the exact range.
pub fn open(it: &Report) -> Result<Money, MoneyError> {
    let mut sum = Money::nil(it.currency);
    for bucket in &it.buckets {
        sum = sum.checked_add(Money::try_new(bucket.amount_minor, it.currency)?)?;
    }
    Ok(sum)
}

/// The promises of each line, from sums by day; one that stands open counts in its week as well.
///
/// # Errors
/// A sum leaves the exact range.
pub fn promised(sums: &[PromisedOn], today: Day) -> Result<Promises, MoneyError> {
    let mut all = Promises::default();
    for it in sums {
        match it.outlook {
            Outlook::AwaitingData => all.awaiting_data.add(it)?,
            Outlook::Open => {
                all.open.add(it)?;
                if it.due_on == today {
                    all.due_today.add(it)?;
                } else if today < it.due_on && it.due_on <= week_end(today) {
                    all.due_this_week.add(it)?;
                }
            }
        }
    }
    Ok(all)
}

impl Promised {
    fn add(&mut self, it: &PromisedOn) -> Result<(), MoneyError> {
        self.amounts.add(it.amount)?;
        self.count += it.count;
        Ok(())
    }
}

/// The last day of this week, a Sunday.
#[must_use]
pub fn week_end(today: Day) -> Day {
    today.plus(Days(6 - today.weekday()))
}

/// Who carries cash for too long or too much of it, by policy.
#[must_use]
pub fn to_hand_in(
    carried: Vec<RepInHand>,
    today: Day,
    policy: &FieldReceiptPolicy,
) -> Vec<CarriedCash> {
    let judged = carried.into_iter().filter(|it| it.cash.is_positive()).map(|carried| {
        let cash = carried.cash();
        let (too_long, too_much) = (cash.is_overdue(today, policy), cash.is_full(policy));
        CarriedCash { carried, too_long, too_much }
    });
    judged.filter(|it| it.too_long || it.too_much).collect()
}

impl RepInHand {
    /// The cash of it, as the rules ask about it.
    #[must_use]
    pub fn cash(&self) -> CashInHand {
        let slips = u32::try_from(self.slips).unwrap_or(u32::MAX);
        CashInHand { amount: self.cash, slips, oldest: self.oldest }
    }
}
