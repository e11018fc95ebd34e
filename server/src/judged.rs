//! Judged customers: what became of each promise, and what of slips, booked money and the file's
//! movements does not fit, kept so that lists are filtered and sorted by it. The rules are the only
//! judges; what is kept is a cache, made anew for whoever may have changed.

mod proof;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use shared::{
    calendar::{Day, Days},
    dossier::{Dossier, Register},
    id::{CompanyId, CustomerId},
    promise::{self, Basis},
    receipt::BankHorizon,
    reconciliation,
    row::{Row, RowKind},
};
use sqlx::Row as _;
use tokio::{sync::Mutex, time};
use uuid::Uuid;

use crate::{
    dialect::{self, Db},
    error::{Error, Result},
    reconciliation::{PROMISED_SINCE, recent},
    server::Server,
    sync::{
        AFTER_THE_OTHERS,
        many::{Cell, fixed, over_ids, over_rows},
    },
};

type Connection = <Db as sqlx::Database>::Connection;

/// Customers judged in one transaction, so that nobody waits for long to write.
const AT_ONCE: i64 = 500;
/// How long a page waits for everybody to be judged; it shows what was kept before after that.
const PATIENCE: Duration = Duration::from_secs(5);
/// To be raised with every change of the rules, or of what is kept of a finding: everybody is judged
/// anew by the first server of that version.
const RULES: u32 = 1;

/// One at a time judges in a server; who comes meanwhile finds it done.
#[derive(Debug, Default)]
pub(crate) struct Judging(Mutex<()>);

/// For which day and by which register they were judged.
#[derive(Debug, PartialEq, Eq)]
struct State {
    judged_on: Day,
    /// Rules, companies, policies, and the policy in force: where one is new, everybody is judged anew.
    terms: String,
    /// How far the bank data of each company reach.
    horizons: String,
}

impl State {
    fn of(register: &Register, today: Day) -> State {
        let (companies, policies) = (register.companies.len(), register.policies.len());
        let in_force = register.policy_on(today).version;
        let reach = |(company, it): (&CompanyId, &BankHorizon)| format!("{company} {}", it.reaches);
        State {
            judged_on: today,
            terms: format!("{RULES} {companies} {policies} {in_force}"),
            horizons: register.horizons.iter().map(reach).collect::<Vec<_>>().join(", "),
        }
    }

    async fn kept(tx: &mut Connection) -> Result<State> {
        let row = sqlx::query(STATE).fetch_one(tx).await?;
        let day: &str = row.get(0);
        let judged_on = day.parse().map_err(unreadable)?;
        Ok(State { judged_on, terms: row.get(1), horizons: row.get(2) })
    }

    /// Whether what was judged so stands now. Two servers may differ by a day around midnight; what the
    /// one ahead has judged is left to stand.
    fn is_that_of(&self, now: &State) -> bool {
        let day = self.judged_on == now.judged_on || self.judged_on == now.judged_on.plus(Days(1));
        day && self.terms == now.terms && self.horizons == now.horizons
    }
}

impl Server {
    /// Judges every customer of whom anything may stand otherwise than is kept. A page is shown all the
    /// same where somebody else is writing for long, as of what was judged before.
    pub(crate) async fn judge_if_free(&self) {
        match time::timeout(PATIENCE, self.judge()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "promises and findings are as judged before"),
            Err(_) => tracing::warn!("promises and findings are as judged before: others write"),
        }
    }

    pub(crate) async fn judge(&self) -> Result<()> {
        let _alone = self.judging().0.lock().await;
        while !self.are_judged().await? {
            self.judge_some().await?;
        }
        Ok(())
    }

    async fn are_judged(&self) -> Result<bool> {
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let waits: Option<Uuid> = sqlx::query_scalar(ONE_UNJUDGED).fetch_optional(&mut *tx).await?;
        let now = State::of(&register, self.today().await?);
        Ok(waits.is_none() && State::kept(&mut tx).await?.is_that_of(&now))
    }

    async fn judge_some(&self) -> Result<()> {
        let mut tx = dialect::begin(self.write()).await?;
        // What a group of commands begins with: until this is committed, nobody writes what these
        // customers are judged by, nor says that one has to be judged.
        sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
        let register = self.registers().read(&mut tx).await?.register;
        let today = self.today().await?;
        let (was, now) = (State::kept(&mut tx).await?, State::of(&register, today));
        if !was.is_that_of(&now) {
            let day = now.judged_on.to_string();
            if was.terms != now.terms || now.judged_on < was.judged_on {
                sqlx::query(EVERYBODY_ANEW).execute(&mut *tx).await?;
            } else {
                // Money that came is counted already; a later day, or bank data that reach further,
                // tell what is due from what is awaited, and whose cash was kept for too long.
                sqlx::query(MAY_BE_DUE).bind(&day).execute(&mut *tx).await?;
            }
            let since = now.judged_on.minus(PROMISED_SINCE).to_string();
            sqlx::query(LONG_AGO).bind(since).execute(&mut *tx).await?;
            sqlx::query(NOW).bind(day).bind(now.terms).bind(now.horizons).execute(&mut *tx).await?;
        }
        let customers: Vec<Uuid> =
            sqlx::query_scalar(SOME_UNJUDGED).bind(AT_ONCE).fetch_all(&mut *tx).await?;
        keep(&mut tx, &customers, &register, today).await?;
        Ok(tx.commit().await?)
    }
}

/// What the rules say of a customer, as it is kept.
#[derive(Debug, Default, PartialEq, Eq)]
struct Judged {
    standings: BTreeSet<KeptStanding>,
    findings: BTreeSet<KeptFinding>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KeptStanding {
    promise: Uuid,
    standing: String,
    due_on: String,
    currency: String,
    minor: i64,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KeptFinding {
    subject: Uuid,
    finding: String,
    on: String,
    body: String,
}

impl Judged {
    /// The verdict on a dossier. It has to hold the customer's promises, slips, movements and pairings,
    /// the receipts and allocations that may matter to them, and the open receivables.
    fn of(dossier: &Dossier, today: Day) -> Result<Judged> {
        let policy = dossier.register.policy_on(today);
        let standings = promise::standings(dossier, &policy, today).map_err(unreadable)?;
        let mut judged = Judged::default();
        for (promise, standing) in &standings {
            let Some(promise) = dossier.promises.get(promise) else { continue };
            judged.standings.insert(KeptStanding {
                promise: promise.id.0,
                standing: standing.name().to_owned(),
                due_on: promise.due_on.to_string(),
                currency: promise.amount.currency().code().to_owned(),
                minor: promise.amount.minor(),
            });
        }
        let found = reconciliation::of_dossier(dossier, &policy, today).map_err(unreadable)?;
        for found in found.into_iter().filter(|it| recent(it, today)) {
            judged.findings.insert(KeptFinding {
                subject: found.subject.row(),
                finding: found.finding.name().to_owned(),
                on: found.on.to_string(),
                body: serde_json::to_string(&found)?,
            });
        }
        Ok(judged)
    }
}

/// What promises and findings of these customers are judged by.
pub(crate) async fn dossiers(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Arc<Register>,
) -> Result<BTreeMap<CustomerId, Dossier>> {
    let mut dossiers = read(tx, &JUDGED_BY, customers, register).await?;
    for row in named(tx, &dossiers).await? {
        if let Some(dossier) = row.customer().and_then(|it| dossiers.get_mut(&it)) {
            dossier.put(row);
        }
    }
    Ok(dossiers)
}

type Statements<'a> = [(RowKind, (&'a str, &'a str))];

async fn read(
    tx: &mut Connection,
    statements: &Statements<'_>,
    customers: &[Uuid],
    register: &Arc<Register>,
) -> Result<BTreeMap<CustomerId, Dossier>> {
    let mut dossiers: BTreeMap<CustomerId, Dossier> = BTreeMap::new();
    for (kind, (head, tail)) in statements {
        for piece in fixed(customers) {
            for stored in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
                let row = Row::read(*kind, stored.get(0))?;
                let Some(customer) = row.customer() else { continue };
                let new = || Dossier::new(Arc::clone(register));
                dossiers.entry(customer).or_insert_with(new).put(row);
            }
        }
    }
    Ok(dossiers)
}

/// The documents that promises name, settled or not, and what was paid on them, whenever that was: they
/// tell whose bank data the promise waits for.
async fn named(tx: &mut Connection, dossiers: &BTreeMap<CustomerId, Dossier>) -> Result<Vec<Row>> {
    let promises = dossiers.values().flat_map(|it| it.promises.values());
    let named = promises.flat_map(|it| match &it.basis {
        Basis::Documents(these) => these.as_slice(),
        Basis::Balance => &[],
    });
    let mut ids: Vec<Uuid> = named.map(|it| it.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut rows = vec![];
    for piece in fixed(&ids) {
        for stored in over_ids(NAMED.0, piece, NAMED.1).fetch_all(&mut *tx).await? {
            rows.push(Row::read(RowKind::Invoice, stored.get(0))?);
        }
        for stored in over_ids(PAID_ON.0, piece, PAID_ON.1).fetch_all(&mut *tx).await? {
            rows.push(Row::read(RowKind::Allocation, stored.get(0))?);
            rows.push(Row::read(RowKind::Receipt, stored.get(1))?);
        }
    }
    Ok(rows)
}

/// Judges these customers and keeps what is said of them, instead of what was.
async fn keep(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Arc<Register>,
    today: Day,
) -> Result<()> {
    let (mut standings, mut findings) = (vec![], vec![]);
    for (customer, dossier) in dossiers(tx, customers, register).await? {
        let judged = Judged::of(&dossier, today)?;
        standings.extend(judged.standings.into_iter().map(|it| {
            vec![
                Cell::id(it.promise),
                Cell::id(customer.0),
                Cell::written(it.standing),
                Cell::written(it.due_on),
                Cell::written(it.currency),
                Cell::Whole(it.minor),
            ]
        }));
        findings.extend(judged.findings.into_iter().map(|it| {
            vec![
                Cell::id(it.subject),
                Cell::written(it.finding),
                Cell::id(customer.0),
                Cell::written(it.on),
                Cell::written(it.body),
            ]
        }));
    }
    for piece in fixed(customers) {
        for (head, tail) in [NO_STANDINGS, NO_FINDINGS, NOT_UNJUDGED] {
            over_ids(head, piece, tail).execute(&mut *tx).await?;
        }
    }
    for ([head, tail], rows) in [(STANDING, standings), (FINDING, findings)] {
        for piece in fixed(&rows) {
            over_rows(head, piece, tail).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

const JUDGED_BY: [(RowKind, (&str, &str)); 7] = [
    (RowKind::Promise, PROMISES),
    (RowKind::Invoice, RECEIVABLES),
    (RowKind::Receipt, RECEIPTS),
    (RowKind::Allocation, ALLOCATIONS),
    (RowKind::FieldReceipt, FIELD_RECEIPTS),
    (RowKind::Movement, MOVEMENTS),
    (RowKind::Pairing, PAIRINGS),
];

statements! {
    STATE = "SELECT judged_on, terms, horizons FROM judged";
    NOW = "UPDATE judged SET judged_on = $1, terms = $2, horizons = $3";
    /// Promises that were due so long ago are looked at no more.
    LONG_AGO = "DELETE FROM finding WHERE finding = 'promised' AND on_day < $1";
    EVERYBODY_ANEW = "INSERT INTO unjudged (customer_id) SELECT customer_id FROM promise \
        UNION SELECT customer_id FROM finding UNION SELECT customer_id FROM field_receipt \
        WHERE state IN ('in_hand', 'on_account') \
        UNION SELECT customer_id FROM movement WHERE unpaired_minor <> 0 \
        UNION SELECT customer_id FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IS NOT NULL \
        ON CONFLICT (customer_id) DO NOTHING";
    MAY_BE_DUE = "INSERT INTO unjudged (customer_id) SELECT customer_id FROM promise_standing \
        WHERE standing IN ('open', 'awaiting_data') AND due_on <= $1 \
        UNION SELECT customer_id FROM field_receipt WHERE state IN ('in_hand', 'on_account') \
        ON CONFLICT (customer_id) DO NOTHING";
    ONE_UNJUDGED = "SELECT customer_id FROM unjudged LIMIT 1";
    SOME_UNJUDGED = "SELECT customer_id FROM unjudged ORDER BY customer_id LIMIT $1";
    NO_STANDINGS = "DELETE FROM promise_standing WHERE customer_id IN " ids;
    NO_FINDINGS = "DELETE FROM finding WHERE customer_id IN " ids;
    NOT_UNJUDGED = "DELETE FROM unjudged WHERE customer_id IN " ids;
    PROMISES = "SELECT body FROM promise WHERE customer_id IN " ids;
    /// Open receivables tell to which companies a promise can be paid, and whose bank data it waits
    /// for.
    RECEIVABLES = "SELECT body FROM invoice WHERE open_minor <> 0 AND customer_id IN " ids;
    /// Money that came before the customer promised anything counts for no promise; but it may wait, or
    /// be the transfer that a rep saw.
    RECEIPTS = "SELECT r.body FROM receipt r WHERE r.customer_id IN " ids
        " AND (r.unapplied_minor <> 0 OR EXISTS (SELECT 1 FROM promise p \
        WHERE p.customer_id = r.customer_id AND p.made_on <= r.valued_on) \
        OR EXISTS (SELECT 1 FROM field_receipt f WHERE f.customer_id = r.customer_id \
        AND f.state IN ('in_hand', 'on_account') AND f.company_id = r.company_id \
        AND f.currency = r.currency AND f.amount_minor = r.amount_minor))";
    ALLOCATIONS = "SELECT a.body FROM allocation a JOIN receipt r ON r.id = a.receipt_id \
        WHERE a.customer_id IN " ids
        " AND EXISTS (SELECT 1 FROM promise p \
        WHERE p.customer_id = a.customer_id AND p.made_on <= r.valued_on)";
    NAMED = "SELECT body FROM invoice WHERE id IN " ids;
    PAID_ON = "SELECT a.body, r.body FROM allocation a \
        JOIN receipt r ON r.id = a.receipt_id WHERE a.invoice_id IN " ids;
    FIELD_RECEIPTS = "SELECT body FROM field_receipt WHERE customer_id IN " ids;
    MOVEMENTS = "SELECT body FROM movement WHERE customer_id IN " ids;
    PAIRINGS = "SELECT body FROM pairing WHERE customer_id IN " ids;
}

parts! {
    /// Between them the rows.
    STANDING =
        "INSERT INTO promise_standing \
        (promise_id, customer_id, standing, due_on, currency, amount_minor) VALUES ",
        "";
    FINDING =
        "INSERT INTO finding (subject_id, finding, customer_id, on_day, body) VALUES ",
        "";
}

#[cfg(test)]
mod tests;
