//! The rep's list of customers: found as one types, sorted as one likes.

use std::cmp::Reverse;

use shared::{
    ageing::{self, Ask, BaseDay, Edges, OpenOn, Report},
    calendar::Day,
    customer::Brief,
    id::CustomerId,
    money::{Amounts, Money},
};

/// By what the phone's list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    #[default]
    Name,
    /// Longest overdue first.
    Overdue,
    /// Largest balance first.
    Balance,
}

impl SortBy {
    pub const ALL: [SortBy; 3] = [SortBy::Name, SortBy::Overdue, SortBy::Balance];
}

/// What a row of the list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    pub customer: CustomerId,
    pub code: String,
    pub name: String,
    pub balance: Amounts,
    pub overdue: Amounts,
    pub days_overdue: Option<i64>,
    pub last_visit: Option<Day>,
}

impl CustomerRow {
    /// A brief with its totals on a day; totals beyond the exact range are left out, never rounded.
    #[must_use]
    pub fn of(brief: &Brief, today: Day) -> CustomerRow {
        CustomerRow {
            customer: brief.customer.id,
            code: brief.customer.code.clone(),
            name: brief.customer.name.clone(),
            balance: brief.balance().unwrap_or_default(),
            overdue: brief.overdue(today).unwrap_or_default(),
            days_overdue: brief.days_overdue(today),
            last_visit: brief.last_visit,
        }
    }
}

/// The ageing of what a customer owes in one currency; none where there are several, or nothing.
#[must_use]
pub fn ageing(brief: &Brief, today: Day) -> Option<Report> {
    let (_, first) = brief.open.first()?;
    let currency = first.currency();
    let same = |(base_day, open): &(Day, Money)| {
        (open.currency() == currency).then_some(OpenOn {
            base_day: *base_day,
            count: 1,
            open: *open,
        })
    };
    let open: Vec<OpenOn> = brief.open.iter().map(same).collect::<Option<_>>()?;
    let ask = Ask { as_of: today, age_as_of: today, by: BaseDay::Due };
    let balance = brief.balance().ok()?.of(currency);
    ageing::report(&ask, &Edges::default(), &open, brief.unapplied.of(currency), balance).ok()
}

/// Whether a customer answers to what was typed: every word is part of name, code, another
/// spelling, the pinyin initials, or what people entered: a contact's number for one.
#[must_use]
pub fn answers_to(brief: &Brief, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return true;
    }
    let key = brief.customer.found_by();
    typed.split_whitespace().all(|word| key.contains(word))
}

/// The places of the customers to show, in order. Rows are made only of those in sight: a list of
/// thousands is ordered anew with every letter typed.
#[must_use]
pub fn places<B: AsRef<Brief>>(briefs: &[B], typed: &str, sort: SortBy, today: Day) -> Vec<usize> {
    let brief = |at: usize| briefs[at].as_ref();
    let mut places: Vec<usize> =
        (0..briefs.len()).filter(|at| answers_to(brief(*at), typed)).collect();
    places.sort_by(|a, b| by_name(brief(*a)).cmp(&by_name(brief(*b))));
    match sort {
        SortBy::Name => {}
        SortBy::Overdue => places.sort_by_cached_key(|at| {
            let overdue = brief(*at).overdue(today).unwrap_or_default();
            Reverse((brief(*at).days_overdue(today), largest(&overdue)))
        }),
        SortBy::Balance => places
            .sort_by_cached_key(|at| Reverse(largest(&brief(*at).balance().unwrap_or_default()))),
    }
    places
}

fn by_name(brief: &Brief) -> (&str, &str) {
    (&brief.customer.sort_key, &brief.customer.code)
}

/// Currencies are never netted: the largest single one orders.
fn largest(amounts: &Amounts) -> i64 {
    amounts.iter().map(Money::minor).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use shared::{customer::Customer, money::Currency};

    use super::*;

    fn brief(code: &str, name: &str, key: &str, owed: &[(&str, i64)]) -> Brief {
        let money = |minor| Money::try_new(minor, Currency::CNY).unwrap();
        Brief {
            customer: Customer {
                id: CustomerId::of_code(code),
                code: code.to_owned(),
                name: name.to_owned(),
                also_known_as: vec![],
                territory: None,
                contacts: vec![],
                short_name: String::new(),
                particulars: std::collections::BTreeMap::new(),
                proposed: std::collections::BTreeMap::new(),
                address: String::new(),
                tags: vec![],
                search_key: key.to_owned(),
                sort_key: key.to_owned(),
            },
            open: owed.iter().map(|(day, minor)| (day.parse().unwrap(), money(*minor))).collect(),
            unapplied: Amounts::new(),
            promised: vec![],
            last_visit: None,
            unbooked: vec![],
        }
    }

    fn three() -> Vec<Brief> {
        vec![
            brief(
                "K-0217",
                "宏盛食品",
                "宏盛食品 hssp k-0217",
                &[("2026-09-27", 800), ("2026-12-01", 9_000)],
            ),
            brief("B-0001", "百汇超市", "百汇超市 bhcs b-0001", &[("2026-11-17", 5_000)]),
            brief("Y-0006", "永丰粮油", "永丰粮油 yfly y-0006", &[]),
        ]
    }

    #[track_caller]
    fn check(typed: &str, sort: SortBy, codes: &[&str]) {
        let all: Vec<_> = three().into_iter().map(std::sync::Arc::new).collect();
        let places = places(&all, typed, sort, "2026-11-18".parse().unwrap());
        let shown: Vec<_> = places.iter().map(|at| all[*at].customer.code.as_str()).collect();
        assert_eq!(shown, codes);
    }

    #[test]
    fn a_row_is_aged_like_a_report() {
        let today = "2026-11-18".parse().unwrap();
        let briefs = three();
        let report = ageing(&briefs[0], today).unwrap();
        assert_eq!(report.buckets[0].amount_minor, 9_000);
        assert_eq!(report.buckets[2].amount_minor, 800, "52 days");
        assert_eq!(ageing(&briefs[2], today), None);
    }

    #[test]
    fn customers_are_found_by_name_initials_and_code() {
        check("宏盛", SortBy::Name, &["K-0217"]);
        check("HSSP", SortBy::Name, &["K-0217"]);
        check("yf", SortBy::Name, &["Y-0006"]);
        check("0001", SortBy::Name, &["B-0001"]);
        check("百汇 b-", SortBy::Name, &["B-0001"]);
        check("无此人", SortBy::Name, &[]);
        check("  ", SortBy::Overdue, &["K-0217", "B-0001", "Y-0006"]);
        check("", SortBy::Balance, &["K-0217", "B-0001", "Y-0006"]);
    }
}
