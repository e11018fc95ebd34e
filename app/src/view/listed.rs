//! A table's question: what its page asks for stands in the page's own address, so that back, reload
//! and a bookmark find it again, and in the address of the server's view.

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    page::{
        CreditRequestQuery, CustomerQuery, CustomerSort, DocumentQuery, DocumentSort, Order,
        PromiseQuery, PromiseSort, RequestSort,
    },
    table::{Column, TableName},
};

/// What every list is asked.
pub trait Listed:
    Serialize + DeserializeOwned + Default + Clone + PartialEq + Send + Sync + 'static
{
    type Sort: Copy + PartialEq + Send + Sync + 'static;
    const TABLE: TableName;
    /// Where its page is.
    const PATH: &'static str;
    /// Where the server has it.
    const VIEW: &'static str;

    fn search(&self) -> &str;
    fn territory(&self) -> &str;
    fn offset(&self) -> u32;
    fn sort(&self) -> (Self::Sort, Order);

    /// The same question with something else asked; from the first row on, unless that is asked.
    #[must_use]
    fn asking(&self, change: Change<Self::Sort>) -> Self;

    /// By what a column's heading sorts, and which way a first press does.
    fn sorts(column: Column) -> Option<(Self::Sort, Order)>;

    /// The same filter, wherever its page begins and however it is sorted.
    fn is_narrowed(&self) -> bool {
        let (sort, order) = Self::default().sort();
        self.asking(Change::Sort(sort, order)) != Self::default()
    }
}

/// Something else that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<S> {
    Search(String),
    Territory(String),
    Sort(S, Order),
    Offset(u32),
}

macro_rules! listed {
    ($($query:ident, $sort:ident, $table:ident, $path:literal, $view:literal:
        { $($column:ident => $by:ident $order:ident,)* })*) => { $(
        impl Listed for $query {
            type Sort = $sort;
            const TABLE: TableName = TableName::$table;
            const PATH: &'static str = $path;
            const VIEW: &'static str = $view;

            fn search(&self) -> &str {
                &self.search
            }

            fn territory(&self) -> &str {
                &self.territory
            }

            fn offset(&self) -> u32 {
                self.offset
            }

            fn sort(&self) -> ($sort, Order) {
                (self.sort, self.order)
            }

            fn asking(&self, change: Change<$sort>) -> $query {
                let first = $query { offset: 0, ..self.clone() };
                match change {
                    Change::Search(search) => $query { search, ..first },
                    Change::Territory(territory) => $query { territory, ..first },
                    Change::Sort(sort, order) => $query { sort, order, ..first },
                    Change::Offset(offset) => $query { offset, ..first },
                }
            }

            fn sorts(column: Column) -> Option<($sort, Order)> {
                match column {
                    $(Column::$column => Some(($sort::$by, Order::$order)),)*
                    _ => None,
                }
            }
        }
    )* };
}

listed! {
    CustomerQuery, CustomerSort, Customers, "/customers", "/api/customers": {
        Customer => Name Ascending,
        Code => Code Ascending,
        Territory => Territory Ascending,
        Balance => Balance Descending,
        Overdue => Overdue Descending,
        DaysOverdue => DaysOverdue Descending,
        Available => Available Ascending,
        Promised => Promised Descending,
        LastVisit => LastVisit Descending,
    }
    PromiseQuery, PromiseSort, Promises, "/promises", "/api/promises": {
        Customer => Customer Ascending,
        Due => Due Ascending,
        Amount => Amount Descending,
        MadeOn => MadeOn Descending,
    }
    CreditRequestQuery, RequestSort, Approvals, "/approvals", "/api/credit_requests": {
        Customer => Customer Ascending,
        SentOn => SentOn Ascending,
    }
    DocumentQuery, DocumentSort, Documents, "/ageing/documents", "/api/documents": {
        Customer => Customer Ascending,
        Days => Days Descending,
        Open => Open Descending,
    }
}

/// The question in an address; what cannot be read there asks for the usual.
#[must_use]
pub fn read<Q: Listed>(query: &str) -> Q {
    serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default()
}

/// The columns that an address names; none where it names none.
#[must_use]
pub fn columns_in<Q: Listed>(query: &str) -> Option<Vec<Column>> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query.trim_start_matches('?')).ok()?;
    let named = pairs.into_iter().find(|(name, _)| name == "columns");
    named.map(|(_, names)| Q::TABLE.choice(&names))
}

/// A question with a choice of columns, as it stands behind a path; defaults are left out.
#[must_use]
pub fn address<Q: Listed>(query: &Q, columns: Option<&[Column]>) -> String {
    let mut said = serde_urlencoded::to_string(query).unwrap_or_default();
    let names: Vec<_> = columns.unwrap_or_default().iter().map(|it| it.name()).collect();
    if !names.is_empty() {
        let columns = serde_urlencoded::to_string([("columns", names.join(","))]);
        if !said.is_empty() {
            said.push('&');
        }
        said.push_str(&columns.unwrap_or_default());
    }
    if said.is_empty() { said } else { format!("?{said}") }
}

/// What a press on a heading asks for: another column the way that suits it, the same one turned.
#[must_use]
pub fn pressed<Q: Listed>(query: &Q, by: Q::Sort) -> Change<Q::Sort> {
    let (sort, order) = query.sort();
    if sort == by {
        return Change::Sort(
            by,
            if order == Order::Ascending { Order::Descending } else { Order::Ascending },
        );
    }
    let columns = Q::TABLE.columns().iter();
    let first = columns.filter_map(|it| Q::sorts(*it)).find(|(it, _)| *it == by);
    Change::Sort(by, first.map_or(Order::Ascending, |(_, order)| order))
}

#[cfg(test)]
mod tests {
    use shared::page::StandingFilter;

    use super::*;

    #[test]
    fn a_question_survives_its_address() {
        let query = CustomerQuery {
            search: "宏 &=+".to_owned(),
            territory: "none".to_owned(),
            credit: shared::page::CreditFilter::Over,
            file: shared::page::FileFilter::Proposed,
            sort: CustomerSort::DaysOverdue,
            order: Order::Descending,
            offset: 100,
            limit: None,
        };
        let columns = [Column::Customer, Column::Overdue];
        let said = address(&query, Some(&columns));
        assert_eq!(read::<CustomerQuery>(&said), query);
        assert_eq!(columns_in::<CustomerQuery>(&said), Some(columns.to_vec()));
        assert_eq!(address(&CustomerQuery::default(), None), "");
        assert_eq!(columns_in::<CustomerQuery>("?search=x"), None);
        let query = PromiseQuery {
            standing: StandingFilter::AwaitingData,
            due_from: "2026-11-20".parse().ok(),
            sort: PromiseSort::Due,
            order: Order::Ascending,
            ..PromiseQuery::default()
        };
        assert_eq!(read::<PromiseQuery>(&address(&query, None)), query);
        assert_eq!(address(&PromiseQuery::default(), None), "");
        assert_eq!(address(&CreditRequestQuery::default(), None), "");
    }

    #[test]
    fn what_cannot_be_read_asks_for_the_usual() {
        assert_eq!(read::<CustomerQuery>("?offset=x"), CustomerQuery::default());
        assert_eq!(read::<CustomerQuery>("?of=nobody"), CustomerQuery::default());
    }

    #[test]
    fn a_second_press_turns_the_order_and_begins_at_the_first_row() {
        let by_name = CustomerQuery { offset: 50, ..CustomerQuery::default() };
        let first = by_name.asking(pressed(&by_name, CustomerSort::Overdue));
        assert_eq!((first.order, first.offset), (Order::Descending, 0));
        let second = first.asking(pressed(&first, CustomerSort::Overdue));
        assert_eq!(second.order, Order::Ascending);
        assert!(!second.is_narrowed());
        assert!(first.asking(Change::Search("x".to_owned())).is_narrowed());
    }
}
