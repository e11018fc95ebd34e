//! Today 今日: whom to see first, and whose promise falls due.

use shared::{
    calendar::Day,
    customer::{Brief, PROMISES_LOOK_BACK},
    dossier::Register,
    id::CustomerId,
    money::{Amounts, MoneyError},
};

use crate::{format::day, language::Language, words::Said};

use super::{
    customer::{CustomerView, PromiseView},
    customer_list::{self, CustomerRow, SortBy},
};

/// How many overdue customers the page names; the list has them all.
pub const SHOWN_OVERDUE: usize = 8;

/// What the rep's territory owes and who is first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worklist {
    pub overdue: Amounts,
    /// How many customers are overdue in all.
    pub overdue_count: usize,
    /// The longest overdue.
    pub first: Vec<CustomerRow>,
    /// Customers whose promises have to be looked at, to say which are due or awaiting.
    pub promisers: Vec<CustomerId>,
}

/// # Errors
/// A total leaves the exact range.
pub fn worklist<B: AsRef<Brief>>(
    briefs: &[B],
    register: &Register,
    today: Day,
) -> Result<Worklist, MoneyError> {
    let late: Vec<&B> =
        briefs.iter().filter(|it| it.as_ref().days_overdue(today).is_some()).collect();
    let mut overdue = Amounts::new();
    for brief in &late {
        for money in brief.as_ref().overdue(today)?.iter() {
            overdue.add(money)?;
        }
    }
    let places = customer_list::places(&late, "", SortBy::Overdue, today);
    let (since, reaches) = (today.minus(PROMISES_LOOK_BACK), register.bank_reaches());
    let policy = register.policy_on(today);
    let last_day = |due| policy.calendar.plus_business_days(due, policy.promise.tolerance);
    let may_be_pending = |(due, _): &(Day, _)| {
        since <= *due && *due <= today && reaches.is_none_or(|it| it < last_day(*due))
    };
    Ok(Worklist {
        overdue,
        overdue_count: late.len(),
        first: places
            .into_iter()
            .take(SHOWN_OVERDUE)
            .map(|at| CustomerRow::of(late[at].as_ref(), today))
            .collect(),
        promisers: briefs
            .iter()
            .map(AsRef::as_ref)
            .filter(|it| it.promised.iter().any(may_be_pending))
            .map(|it| it.customer.id)
            .collect(),
    })
}

/// The promises of a customer that today is about: due by now and not yet judged.
pub fn due_by_now(view: &CustomerView) -> impl Iterator<Item = &PromiseView> {
    view.pending().filter(|it| it.promise.due_on <= view.today)
}

/// When a promise is due, as its row begins: the day, and how far it is past.
#[must_use]
pub fn due(on: Day, today: Day, language: Language) -> String {
    let (said, past) = (day::near_capital(language, on, today), today.days_since(on));
    if past <= 0 {
        return said;
    }
    format!("{said} · {}", Said::PastAgreed { days: past }.text(language, today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_says_when_it_is_due_and_how_far_past_that_is() {
        let today: Day = "2026-11-23".parse().unwrap();
        for (on, zh, en) in [
            ("2026-11-23", "今天", "Today"),
            ("2026-11-24", "明天", "Tomorrow"),
            ("2026-11-22", "昨天 · 约定日已过 1 天", "Yesterday · 1 day past the agreed day"),
            (
                "2026-11-20",
                "11月20日 周五 · 约定日已过 3 天",
                "Fri 20 Nov · 3 days past the agreed day",
            ),
        ] {
            let on = on.parse().unwrap();
            assert_eq!(due(on, today, Language::Zh), zh);
            assert_eq!(due(on, today, Language::En), en);
        }
    }
}
