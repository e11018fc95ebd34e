//! What a desk page asks for: in its own address, so that back, reload and a bookmark find it again,
//! and in the address of the server's view.

use shared::{
    ageing::BaseDay,
    calendar::{Day, Days},
    page::AgeingQuery,
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

/// The days a report is mostly asked for: today, the last month's end, the last year's end.
#[must_use]
pub fn report_days(today: Day) -> [Day; 3] {
    let month_start = today.minus(Days(today.day_of_month() - 1));
    let year_end = Day::from_ymd(today.year() - 1, 12, 31).unwrap_or(today);
    [today, month_start.minus(Days(1)), year_end]
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
}
