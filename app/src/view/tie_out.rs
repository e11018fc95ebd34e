//! What the tie-out page asks for, in its own address and in the server's.

use shared::{
    import::tie_out::{TieOutLines, TieOutQuery, TieOutSort},
    page::Order,
};

use super::query::query_string;

const SORTS: [(TieOutSort, &str); 5] = [
    (TieOutSort::Customer, "customer"),
    (TieOutSort::Code, "code"),
    (TieOutSort::Here, "here"),
    (TieOutSort::File, "file"),
    (TieOutSort::Difference, "difference"),
];

/// The query of the page, from the names and values of its address.
#[must_use]
pub fn tie_out_query(value: impl Fn(&str) -> Option<String>) -> TieOutQuery {
    let sort = value("sort").and_then(|it| SORTS.into_iter().find(|(_, name)| *name == it));
    let differing = value("lines").is_some_and(|it| it == "differing");
    let descending = value("order").is_some_and(|it| it == "descending");
    TieOutQuery {
        search: value("search").unwrap_or_default(),
        lines: if differing { TieOutLines::Differing } else { TieOutLines::All },
        sort: sort.map(|it| it.0).unwrap_or_default(),
        order: if descending { Order::Descending } else { Order::Ascending },
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
    }
}

/// The names and values of a query, defaults left out, and then what else is said.
#[must_use]
pub fn tie_out_address(it: &TieOutQuery, more: &[(&str, &str)]) -> String {
    let named = SORTS.into_iter().find(|(sort, _)| *sort == it.sort);
    let sort = named.filter(|(sort, _)| *sort != TieOutSort::default()).map_or("", |it| it.1);
    let lines = if it.lines == TieOutLines::Differing { "differing" } else { "" };
    let order = if it.order == Order::Descending { "descending" } else { "" };
    let offset = if it.offset == 0 { String::new() } else { it.offset.to_string() };
    let mut pairs = vec![
        ("search", it.search.as_str()),
        ("lines", lines),
        ("sort", sort),
        ("order", order),
        ("offset", offset.as_str()),
    ];
    pairs.extend_from_slice(more);
    query_string(&pairs)
}

/// What a click on a heading asks for: amounts begin with the largest.
#[must_use]
pub fn tie_out_sorted(query: &TieOutQuery, by: TieOutSort) -> TieOutQuery {
    let first = match by {
        TieOutSort::Customer | TieOutSort::Code => Order::Ascending,
        TieOutSort::Here | TieOutSort::File | TieOutSort::Difference => Order::Descending,
    };
    let order = match (query.sort == by, query.order) {
        (true, Order::Ascending) => Order::Descending,
        (true, Order::Descending) => Order::Ascending,
        (false, _) => first,
    };
    TieOutQuery { sort: by, order, offset: 0, ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_its_address() {
        let query = TieOutQuery {
            search: "wal".to_owned(),
            lines: TieOutLines::Differing,
            sort: TieOutSort::Difference,
            order: Order::Descending,
            offset: 50,
            limit: None,
        };
        let address = tie_out_address(&query, &[]);
        let pairs: Vec<(&str, &str)> = address
            .trim_start_matches('?')
            .split('&')
            .filter_map(|it| it.split_once('='))
            .collect();
        let read = |name: &str| {
            pairs.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(tie_out_query(read), query);
        assert_eq!(tie_out_address(&TieOutQuery::default(), &[]), "");
        let spoken = tie_out_address(&TieOutQuery::default(), &[("language", "en")]);
        assert_eq!(spoken, "?language=en");
    }

    #[test]
    fn differences_begin_with_the_largest() {
        let first = tie_out_sorted(&TieOutQuery::default(), TieOutSort::Difference);
        assert_eq!((first.sort, first.order), (TieOutSort::Difference, Order::Descending));
        let then = tie_out_sorted(&first, TieOutSort::Difference);
        assert_eq!(then.order, Order::Ascending);
    }
}
