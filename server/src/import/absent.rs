//! Full lists of open items: what is open here and is not named there any more was settled.

use std::collections::HashSet;

use shared::{
    calendar::Day,
    file_horizon::{self, Share},
    id::{CompanyId, CustomerId, InvoiceId},
    import::{ABSENT_LISTED, Absent, AbsentManner, AbsentRow, NotSettled},
    money::{Amounts, Currency, Money},
    movement::SettleAbsent,
    policy::Policy,
    sync::Act,
};
use sqlx::Row as _;
use uuid::Uuid;

use super::taking::Taking;
use crate::{
    Server,
    error::{Error, Result},
};

/// How many documents are settled in one group.
const AT_ONCE: usize = 1_000;

/// What was open of a company and source before the file, and in the books by its day.
pub(super) struct Opened {
    as_of: Day,
    all: Vec<OpenItem>,
}

struct OpenItem {
    invoice: InvoiceId,
    customer: CustomerId,
    customer_code: String,
    number: String,
    open: Money,
}

impl Opened {
    pub(super) async fn of(
        server: &Server,
        source: &str,
        companies: &[String],
        as_of: Day,
    ) -> Result<Opened> {
        let mut all = vec![];
        for code in companies {
            let asked = sqlx::query(OPEN_ITEMS)
                .bind(CompanyId::of_code(code).0)
                .bind(source)
                .bind(as_of.to_string());
            for row in asked.fetch_all(server.read()).await? {
                let currency = Currency::parse(row.get(4)).map_err(unreadable)?;
                all.push(OpenItem {
                    invoice: InvoiceId(row.get(0)),
                    customer: CustomerId(row.get(1)),
                    customer_code: row.get(2),
                    number: row.get(3),
                    open: Money::try_new(row.get(5), currency).map_err(unreadable)?,
                });
            }
        }
        Ok(Opened { as_of, all })
    }

    /// What the file does not name, and whether it may be settled. It is, where that was asked for.
    pub(super) async fn settle(
        self,
        taking: &mut Taking<'_>,
        manner: AbsentManner,
        policy: &Policy,
    ) -> Result<Absent> {
        let (mut open, mut missing) = (Amounts::new(), Amounts::new());
        let mut absent = vec![];
        for it in &self.all {
            open.add(it.open).map_err(unreadable)?;
            if !taking.names(it.invoice.0) {
                missing.add(it.open).map_err(unreadable)?;
                absent.push(it);
            }
        }
        absent.sort_by_key(|it| (std::cmp::Reverse(it.open.minor()), it.number.clone()));
        let too_much = file_horizon::too_much_absent(&missing, &open, &policy.reconciliation);
        let not_settled = match too_much.map_err(unreadable)? {
            _ if absent.is_empty() => None,
            _ if taking.unreadable() != 0 => {
                Some(NotSettled::RowsUnreadable { rows: taking.unreadable() })
            }
            Some(Share { absent, open }) => {
                let most = policy.reconciliation.absent_share;
                Some(NotSettled::TooMuch { absent, open, most })
            }
            None if manner == AbsentManner::List => Some(NotSettled::OnlyListed),
            None => None,
        };
        if not_settled.is_none() {
            for piece in absent.chunks(AT_ONCE) {
                let acts = piece.iter().map(|it| {
                    let settle = SettleAbsent { invoice: it.invoice, as_of: self.as_of };
                    (it.invoice.0, Some(it.customer), Act::SettleAbsent(settle))
                });
                taking.follow(acts.collect()).await?;
            }
        }
        let row = |it: &&OpenItem| AbsentRow {
            number: it.number.clone(),
            customer: it.customer_code.clone(),
            open: it.open,
        };
        Ok(Absent {
            as_of: self.as_of,
            count: u64::try_from(absent.len()).unwrap_or(u64::MAX),
            sums: missing.iter().collect(),
            largest: absent.iter().take(ABSENT_LISTED).map(row).collect(),
            not_settled,
        })
    }
}

/// The rows of the books that a file names, faulty ones too: a document with a fault is not absent.
#[derive(Default)]
pub(super) struct Named(HashSet<Uuid>);

impl Named {
    pub(super) fn add(&mut self, row: Uuid) {
        self.0.insert(row);
    }

    pub(super) fn has(&self, row: Uuid) -> bool {
        self.0.contains(&row)
    }
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

statements! {
    OPEN_ITEMS = "SELECT i.id, i.customer_id, c.code, i.number, i.currency, i.open_minor \
        FROM invoice i JOIN customer c ON c.id = i.customer_id \
        WHERE i.company_id = $1 AND i.source = $2 AND i.posted_on <= $3 AND i.open_minor <> 0";
}
