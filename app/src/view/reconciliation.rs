//! What the reconciliation asks for: in its own address, and in that of the server's view.

use shared::{
    reconciliation::{Finding, Query},
    words::Language,
};

use super::query::query_string;

/// The query of the page, from the names and values of its address.
#[must_use]
pub fn reconciliation_query(value: impl Fn(&str) -> Option<String>) -> Query {
    let named = value("finding").unwrap_or_default();
    Query {
        finding: Finding::ALL.into_iter().find(|it| it.name() == named),
        search: value("search").unwrap_or_default(),
        territory: value("territory").unwrap_or_default(),
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
        lang: None,
    }
}

/// The names and values of a query, defaults left out.
#[must_use]
pub fn reconciliation_address(it: &Query) -> String {
    let offset = it.offset.to_string();
    query_string(&[
        ("finding", it.finding.map_or("", Finding::name)),
        ("search", &it.search),
        ("territory", &it.territory),
        ("offset", if it.offset == 0 { "" } else { &offset }),
        ("lang", it.lang.map_or("", Language::tag)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let mut all: Vec<Option<Finding>> = Finding::ALL.map(Some).to_vec();
        all.push(None);
        for finding in all {
            let query = Query {
                finding,
                search: "永辉".to_owned(),
                territory: "none".to_owned(),
                offset: 50,
                ..Query::default()
            };
            let address = reconciliation_address(&query);
            assert!(address.contains("offset=50"), "{address}");
            let value = |name: &str| match name {
                "search" => Some("永辉".to_owned()),
                "territory" => Some("none".to_owned()),
                "offset" => Some("50".to_owned()),
                "finding" => finding.map(|it| it.name().to_owned()),
                _ => None,
            };
            assert_eq!(reconciliation_query(value), query);
        }
        assert_eq!(reconciliation_address(&Query::default()), "");
    }
}
