//! Whether what is kept of judged customers is what the rules say of everything there is of them.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    calendar::Day, dossier::Register, id::CustomerId, reconciliation::Found, row::RowKind,
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{AT_ONCE, Connection, Judged, KeptFinding, KeptStanding, State, read};
use crate::{
    error::Result,
    server::Server,
    sync::many::{fixed, over_ids},
};

/// How many customers were judged again, and of how many of them something else is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Proof {
    pub customers: usize,
    pub faults: usize,
}

impl Server {
    /// Judges everybody again who does not wait for it anyway, as of the day that is kept; nobody where
    /// the terms or the bank data are others since, by which all are looked at before anything is shown.
    pub(crate) async fn judged_proven(&self, tx: &mut Connection) -> Result<Proof> {
        let register = self.registers().read(tx).await?.register;
        let kept = State::kept(tx).await?;
        if kept != State::of(&register, kept.judged_on) {
            return Ok(Proof::default());
        }
        let customers: Vec<Uuid> = sqlx::query_scalar(NOT_WAITING).fetch_all(&mut *tx).await?;
        let mut proof = Proof { customers: customers.len(), faults: 0 };
        for some in customers.chunks(usize::try_from(AT_ONCE).unwrap_or(1)) {
            proof.faults += faults(tx, some, &register, kept.judged_on).await?;
        }
        Ok(proof)
    }
}

async fn faults(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Arc<Register>,
    today: Day,
) -> Result<usize> {
    let kept = kept(tx, customers, today).await?;
    let mut now: BTreeMap<CustomerId, Judged> = BTreeMap::new();
    for (customer, dossier) in read(tx, &EVERYTHING, customers, register).await? {
        let judged = Judged::of(&dossier, today)?;
        if judged != Judged::default() {
            now.insert(customer, judged);
        }
    }
    let differs = |it: &CustomerId| kept.get(it) != now.get(it);
    Ok(customers.iter().map(|it| CustomerId(*it)).filter(differs).count())
}

async fn kept(
    tx: &mut Connection,
    customers: &[Uuid],
    today: Day,
) -> Result<BTreeMap<CustomerId, Judged>> {
    let mut kept: BTreeMap<CustomerId, Judged> = BTreeMap::new();
    for piece in fixed(customers) {
        for row in over_ids(STANDINGS.0, piece, STANDINGS.1).fetch_all(&mut *tx).await? {
            kept.entry(CustomerId(row.get(0))).or_default().standings.insert(KeptStanding {
                promise: row.get(1),
                standing: row.get(2),
                due_on: row.get(3),
                currency: row.get(4),
                minor: row.get(5),
            });
        }
        for row in over_ids(FINDINGS.0, piece, FINDINGS.1).fetch_all(&mut *tx).await? {
            let found: Found = serde_json::from_str(row.get(4))?;
            kept.entry(CustomerId(row.get(0))).or_default().findings.insert(KeptFinding {
                subject: row.get(1),
                finding: row.get(2),
                on: row.get(3),
                body: serde_json::to_string(&found.seen_on(today))?,
            });
        }
    }
    Ok(kept)
}

/// Nothing is left out here, so that what is left out when customers are judged is proven as well.
const EVERYTHING: [(RowKind, (&str, &str)); 7] = [
    (RowKind::Promise, super::PROMISES),
    (RowKind::Invoice, INVOICES),
    (RowKind::Receipt, RECEIPTS),
    (RowKind::Allocation, ALLOCATIONS),
    (RowKind::FieldReceipt, super::FIELD_RECEIPTS),
    (RowKind::Movement, super::MOVEMENTS),
    (RowKind::Pairing, super::PAIRINGS),
];

statements! {
    NOT_WAITING = "SELECT c.id FROM customer c LEFT JOIN unjudged u ON u.customer_id = c.id \
        WHERE u.customer_id IS NULL ORDER BY c.id";
    STANDINGS = "SELECT customer_id, promise_id, standing, due_on, currency, amount_minor \
        FROM promise_standing WHERE customer_id IN " ids;
    FINDINGS = "SELECT customer_id, subject_id, finding, on_day, body FROM finding \
        WHERE customer_id IN " ids;
    INVOICES = "SELECT body FROM invoice WHERE customer_id IN " ids;
    RECEIPTS = "SELECT body FROM receipt WHERE customer_id IN " ids;
    ALLOCATIONS = "SELECT body FROM allocation WHERE customer_id IN " ids;
}
