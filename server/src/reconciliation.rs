//! Reconciliation 回款核对 at the desk: the shared rule says what does not fit, of the customers who
//! have anything to match; a page of it, or all of it as a file.

mod file;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use shared::{
    calendar::{Day, Days},
    customer::Customer,
    dossier::{Dossier, Register},
    id::CustomerId,
    page::Listing,
    pairing::{Pairing, Subject},
    receipt::Receipt,
    reconciliation::{self, Finding, Found, Line, Page, Query},
    row::{Row, RowKind},
    user::{Caller, Reach, Role},
    words::Language,
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    list::named,
    server::Server,
    sync::many::{fixed, over_ids},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Promises due longer ago are settled one way or the other, and stand in the list of promises.
const PROMISED_SINCE: Days = Days(120);
const LIMIT: usize = 50;
const LIMIT_MOST: usize = 500;

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/reconciliation", get(all)).route("/reconciliation/export", get(export))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<Query>,
) -> Result<Json<Page>> {
    server.reconciliation(&signed.caller, &query).await.map(Json)
}

async fn export(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let language = query.lang.unwrap_or_default();
    let text = server.reconciliation_file(&signed.caller, &query, language).await?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"reconciliation.csv\"");
    Ok(([kind, name], text).into_response())
}

/// Whether the caller matches money, or looks over those who do.
fn may_look(caller: &Caller) -> bool {
    let roles = [
        Role::Finance,
        Role::Controller,
        Role::Manager,
        Role::Auditor,
        Role::Admin,
        Role::Approver,
        Role::System,
    ];
    roles.into_iter().any(|it| caller.has(it))
}

impl Server {
    /// A page of lines, the oldest first, and how many there are of each finding.
    pub async fn reconciliation(&self, caller: &Caller, query: &Query) -> Result<Page> {
        let (lines, today) = self.lines(caller, query).await?;
        let count = |finding: Finding| {
            let of = lines.iter().filter(|it| it.found.finding == finding).count();
            (finding, i64::try_from(of).unwrap_or(i64::MAX))
        };
        let counts = Finding::ALL.map(count).to_vec();
        let wanted: Vec<Line> = lines.into_iter().filter(|it| wants(query, it)).collect();
        let total = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
        let limit = query.limit.map_or(LIMIT, |it| it as usize).min(LIMIT_MOST);
        let rows = wanted.into_iter().skip(query.offset as usize).take(limit).collect();
        Ok(Page { lines: Listing { rows, total, today }, counts })
    }

    /// All lines that are asked for, as a file for a spreadsheet.
    pub async fn reconciliation_file(
        &self,
        caller: &Caller,
        query: &Query,
        language: Language,
    ) -> Result<String> {
        let (lines, _) = self.lines(caller, query).await?;
        Ok(file::text(lines.iter().filter(|it| wants(query, it)), language))
    }

    async fn lines(&self, caller: &Caller, query: &Query) -> Result<(Vec<Line>, Day)> {
        if !may_look(caller) {
            return Err(Error::Forbidden);
        }
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let mut lines = vec![];
        let customers = concerned(&mut tx, &within, query, today).await?;
        for block in customers.chunks(500) {
            for (customer, dossier) in dossiers(&mut tx, block, &register).await? {
                let policy = register.policy_on(today);
                let found = reconciliation::of_dossier(&dossier, &policy, today);
                let found = found.map_err(unreadable)?.into_iter().filter(|it| recent(it, today));
                lines.extend(found.map(|found| line(&customer, found, &register)));
            }
        }
        if within == Within::All && caller.reach(today) == Reach::Everything {
            lines.extend(nobodys(&mut tx, query, &register, today).await?);
        }
        lines.sort_by_key(|it| (it.found.on, it.customer_code.clone(), it.found.key()));
        Ok((lines, today))
    }
}

fn wants(query: &Query, line: &Line) -> bool {
    match query.finding {
        Some(only) => line.found.finding == only,
        None => line.found.finding.is_exception(),
    }
}

fn recent(found: &Found, today: Day) -> bool {
    found.finding.is_exception() || today.minus(PROMISED_SINCE) <= found.on
}

fn line(customer: &Customer, found: Found, register: &Register) -> Line {
    let author = match (found.slips.first(), &found.promise, found.subject) {
        (Some(slip), _, Subject::FieldReceipt(_)) => Some(slip.author),
        (_, Some(it), _) => Some(it.promise.author),
        _ => None,
    };
    let company = (found.movements.first().map(|it| it.company))
        .or(found.receipts.first().map(|it| it.receipt.company))
        .or(found.slips.first().map(|it| it.company));
    Line {
        customer: Some(customer.id),
        customer_code: customer.code.clone(),
        customer_name: customer.name.clone(),
        author_name: author.map_or_else(String::new, |it| register.user_name(it)),
        company_name: company.map_or_else(String::new, |it| register.company_name(it)),
        found,
    }
}

/// The customers who have anything to match, as far as they are asked for.
async fn concerned(
    tx: &mut Connection,
    within: &Within,
    query: &Query,
    today: Day,
) -> Result<Vec<Customer>> {
    let [select, due, rest] = CONCERNED;
    let mut text = QueryBuilder::new(select);
    within.condition(&mut text, "c.territory_id");
    named(&mut text, "c.search_key", &query.search);
    text.push(due).push_bind(today.minus(PROMISED_SINCE).to_string()).push(rest);
    let mut customers = vec![];
    for row in text.build().fetch_all(tx).await? {
        customers.push(serde_json::from_str(row.get(0))?);
    }
    Ok(customers)
}

async fn dossiers(
    tx: &mut Connection,
    customers: &[Customer],
    register: &Arc<Register>,
) -> Result<Vec<(Customer, Dossier)>> {
    let ids: Vec<Uuid> = customers.iter().map(|it| it.id.0).collect();
    let mut dossiers: BTreeMap<CustomerId, Dossier> = BTreeMap::new();
    for (kind, (head, tail)) in MATCHED_BY {
        for piece in fixed(&ids) {
            for stored in over_ids(head, piece, tail).fetch_all(&mut *tx).await? {
                let row = Row::read(kind, stored.get(0))?;
                let Some(customer) = row.customer() else { continue };
                let new = || Dossier::new(Arc::clone(register));
                dossiers.entry(customer).or_insert_with(new).put(row);
            }
        }
    }
    let with = |it: &Customer| Some((it.clone(), dossiers.remove(&it.id)?));
    Ok(customers.iter().filter_map(with).collect())
}

/// Booked money of nobody, found by its payer.
async fn nobodys(
    tx: &mut Connection,
    query: &Query,
    register: &Register,
    today: Day,
) -> Result<Vec<Line>> {
    let mut pairings: Vec<Pairing> = vec![];
    for row in sqlx::query(NOBODYS_PAIRINGS).fetch_all(&mut *tx).await? {
        pairings.push(serde_json::from_str(row.get(0))?);
    }
    let typed = query.search.trim().to_lowercase();
    let mut lines = vec![];
    for row in sqlx::query(NOBODYS_RECEIPTS).fetch_all(&mut *tx).await? {
        let receipt: Receipt = serde_json::from_str(row.get(0))?;
        let words = format!("{} {} {}", receipt.payer, receipt.number, receipt.memo).to_lowercase();
        if !words.contains(&typed) {
            continue;
        }
        let company_name = register.company_name(receipt.company);
        lines.extend(reconciliation::of_nobody(&receipt, &pairings, today).map(|found| Line {
            customer: None,
            customer_code: String::new(),
            customer_name: String::new(),
            author_name: String::new(),
            company_name,
            found,
        }));
    }
    Ok(lines)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}

const MATCHED_BY: [(RowKind, (&str, &str)); 7] = [
    (RowKind::Promise, PROMISES),
    (RowKind::Invoice, RECEIVABLES),
    (RowKind::Receipt, RECEIPTS),
    (RowKind::Allocation, ALLOCATIONS),
    (RowKind::FieldReceipt, FIELD_RECEIPTS),
    (RowKind::Movement, MOVEMENTS),
    (RowKind::Pairing, PAIRINGS),
];

statements! {
    PROMISES = "SELECT body FROM promise WHERE customer_id IN " ids;
    RECEIVABLES = "SELECT body FROM invoice WHERE open_minor <> 0 AND customer_id IN " ids;
    RECEIPTS = "SELECT body FROM receipt WHERE customer_id IN " ids;
    ALLOCATIONS = "SELECT body FROM allocation WHERE customer_id IN " ids;
    FIELD_RECEIPTS = "SELECT body FROM field_receipt WHERE customer_id IN " ids;
    MOVEMENTS = "SELECT body FROM movement WHERE customer_id IN " ids;
    PAIRINGS = "SELECT body FROM pairing WHERE customer_id IN " ids;
    NOBODYS_RECEIPTS = "SELECT body FROM receipt WHERE customer_id IS NULL";
    NOBODYS_PAIRINGS = "SELECT body FROM pairing WHERE customer_id IS NULL";
}

parts! {
    /// Between them which customers, and the day since which promises are looked at.
    CONCERNED =
        "SELECT c.body FROM customer c WHERE ",
        " AND (EXISTS (SELECT 1 FROM promise p WHERE p.customer_id = c.id AND p.due_on >= ",
        ") OR EXISTS (SELECT 1 FROM field_receipt f WHERE f.customer_id = c.id \
        AND f.state IN ('in_hand', 'on_account')) \
        OR EXISTS (SELECT 1 FROM movement m WHERE m.customer_id = c.id AND m.unpaired_minor <> 0) \
        OR EXISTS (SELECT 1 FROM receipt r WHERE r.customer_id = c.id AND r.unapplied_minor <> 0)) \
        ORDER BY c.sort_key, c.id";
}

#[cfg(test)]
mod tests;
