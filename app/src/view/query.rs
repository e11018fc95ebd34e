//! What a desk page asks for: in its own address, so that back, reload and a bookmark find it again,
//! and in the address of the server's view.

use shared::{
    ageing::BaseDay,
    calendar::{Day, Days},
    page::{
        AgeingQuery, CreditRequestQuery, CustomerQuery, CustomerSort, Order, PromiseQuery,
        StateFilter,
    },
};

/// Rows on a page of the desk.
pub const PAGE_ROWS: u32 = 50;

/// A query string of names and values; empty values are left out.
#[must_use]
pub fn query_string(pairs: &[(&str, &str)]) -> String {
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> =
        said.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if said.is_empty() { String::new() } else { format!("?{}", said.join("&")) }
}

/// Percent-encodes all but the unreserved characters (RFC 3986).
fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            let [high, low] = [byte >> 4, byte & 15].map(|it| char::from(HEX[usize::from(it)]));
            out.extend(['%', high, low]);
        }
    }
    out
}

fn sort_name(sort: CustomerSort) -> &'static str {
    match sort {
        CustomerSort::Name => "name",
        CustomerSort::Code => "code",
        CustomerSort::Balance => "balance",
        CustomerSort::Overdue => "overdue",
    }
}

fn order_name(order: Order) -> &'static str {
    match order {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    }
}

/// The query of the customers page, from the names and values of its address.
#[must_use]
pub fn customer_query(value: impl Fn(&str) -> Option<String>) -> CustomerQuery {
    let sorts =
        [CustomerSort::Name, CustomerSort::Code, CustomerSort::Balance, CustomerSort::Overdue];
    let named = value("sort").unwrap_or_default();
    let descending = value("order").is_some_and(|it| it == order_name(Order::Descending));
    CustomerQuery {
        search: value("search").unwrap_or_default(),
        territory: value("territory").unwrap_or_default(),
        sort: sorts.into_iter().find(|it| sort_name(*it) == named).unwrap_or_default(),
        order: if descending { Order::Descending } else { Order::Ascending },
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
    }
}

/// The names and values of a query, defaults left out.
#[must_use]
pub fn customer_address(it: &CustomerQuery) -> String {
    let (sort, order, number) = (sort_name(it.sort), order_name(it.order), it.offset.to_string());
    let limit = it.limit.map(|it| it.to_string()).unwrap_or_default();
    query_string(&[
        ("search", &it.search),
        ("territory", &it.territory),
        ("sort", if it.sort == CustomerSort::default() { "" } else { sort }),
        ("order", if it.order == Order::default() { "" } else { order }),
        ("offset", if it.offset == 0 { "" } else { &number }),
        ("limit", &limit),
    ])
}

/// The query of the promises page, from its address.
#[must_use]
pub fn promise_query(value: impl Fn(&str) -> Option<String>) -> PromiseQuery {
    PromiseQuery {
        search: value("search").unwrap_or_default(),
        territory: value("territory").unwrap_or_default(),
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
    }
}

#[must_use]
pub fn promise_address(it: &PromiseQuery) -> String {
    let (number, limit) =
        (it.offset.to_string(), it.limit.map(|it| it.to_string()).unwrap_or_default());
    query_string(&[
        ("search", &it.search),
        ("territory", &it.territory),
        ("offset", if it.offset == 0 { "" } else { &number }),
        ("limit", &limit),
    ])
}

/// The query of the ageing page, from its address; days left out are today's.
#[must_use]
pub fn ageing_query(value: impl Fn(&str) -> Option<String>) -> AgeingQuery {
    let day = |name| value(name).and_then(|it| it.parse().ok());
    AgeingQuery {
        as_of: day("as_of"),
        age_as_of: day("age_as_of"),
        by: match value("by").as_deref() {
            Some("invoice") => BaseDay::Invoice,
            _ => BaseDay::Due,
        },
        territory: value("territory").unwrap_or_default(),
        ..AgeingQuery::default()
    }
}

#[must_use]
pub fn ageing_address(it: &AgeingQuery) -> String {
    let text = |day: Option<Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let by = match it.by {
        BaseDay::Due => "",
        BaseDay::Invoice => "invoice",
    };
    query_string(&[
        ("as_of", &text(it.as_of)),
        ("age_as_of", &text(it.age_as_of)),
        ("by", by),
        ("territory", &it.territory),
    ])
}

/// The query of the approvals page; what waits is shown unless something else is asked for.
#[must_use]
pub fn credit_query(value: impl Fn(&str) -> Option<String>) -> CreditRequestQuery {
    let named = value("state").unwrap_or_default();
    let state = StateFilter::EVERY.into_iter().find(|it| state_name(*it) == named);
    CreditRequestQuery {
        search: value("search").unwrap_or_default(),
        territory: value("territory").unwrap_or_default(),
        state: state.unwrap_or(StateFilter::Waiting),
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
    }
}

fn state_name(state: StateFilter) -> &'static str {
    state.state().unwrap_or("all")
}

#[must_use]
pub fn credit_address(it: &CreditRequestQuery) -> String {
    let offset = if it.offset == 0 { String::new() } else { it.offset.to_string() };
    query_string(&[
        ("search", &it.search),
        ("territory", &it.territory),
        ("state", state_name(it.state)),
        ("offset", &offset),
    ])
}

/// The days a report is mostly asked for: today, the last month's end, the last year's end.
#[must_use]
pub fn report_days(today: Day) -> [Day; 3] {
    let month_start = today.minus(Days(today.day_of_month() - 1));
    let year_end = Day::from_ymd(today.year() - 1, 12, 31).unwrap_or(today);
    [today, month_start.minus(Days(1)), year_end]
}

/// Which column a header sorts by, and what a click on it asks for: amounts start with the largest.
#[must_use]
pub fn sorted_by(query: &CustomerQuery, column: CustomerSort) -> CustomerQuery {
    let first = match column {
        CustomerSort::Name | CustomerSort::Code => Order::Ascending,
        CustomerSort::Balance | CustomerSort::Overdue => Order::Descending,
    };
    let order = match (query.sort == column, query.order) {
        (true, Order::Ascending) => Order::Descending,
        (true, Order::Descending) => Order::Ascending,
        (false, _) => first,
    };
    CustomerQuery { sort: column, order, offset: 0, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(address: &str) -> impl Fn(&str) -> Option<String> {
        let pairs: Vec<(String, String)> = address
            .trim_start_matches('?')
            .split('&')
            .filter_map(|it| it.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        move |name| pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone())
    }

    #[test]
    fn a_query_survives_its_address() {
        let query = CustomerQuery {
            search: "hssp".to_owned(),
            territory: "none".to_owned(),
            sort: CustomerSort::Overdue,
            order: Order::Descending,
            offset: 100,
            limit: None,
        };
        assert_eq!(customer_query(reader(&customer_address(&query))), query);
        assert_eq!(customer_address(&CustomerQuery::default()), "");
        let query = AgeingQuery {
            as_of: "2012-12-31".parse().ok(),
            by: BaseDay::Invoice,
            ..AgeingQuery::default()
        };
        assert_eq!(ageing_query(reader(&ageing_address(&query))), query);
    }

    #[test]
    fn reports_are_asked_for_by_the_ends_of_periods() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let days = report_days(day("2026-03-01"));
        assert_eq!(days, [day("2026-03-01"), day("2026-02-28"), day("2025-12-31")]);
    }

    #[test]
    fn chinese_and_signs_are_encoded() {
        assert_eq!(query_string(&[("search", "宏 &=")]), "?search=%E5%AE%8F%20%26%3D");
    }

    #[test]
    fn a_second_click_turns_the_order() {
        let by_name = CustomerQuery { offset: 50, ..CustomerQuery::default() };
        let first = sorted_by(&by_name, CustomerSort::Overdue);
        assert_eq!((first.order, first.offset), (Order::Descending, 0));
        assert_eq!(sorted_by(&first, CustomerSort::Overdue).order, Order::Ascending);
    }
}
