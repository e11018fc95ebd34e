//! Reconciliation 回款核对 at the desk: what the shared rule has found not to fit, kept with each customer;
//! a page of it, or all of it as a file.

mod file;

use std::{collections::HashMap, sync::Arc};

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
    dossier::Register,
    page::Listing,
    pairing::Subject,
    receipt::Receipt,
    reconciliation::{self, Finding, Found, Line, Page, Query},
    user::{Caller, Reach, Role},
    words::Language,
};
use sqlx::{QueryBuilder, Row as _, Transaction};
use uuid::Uuid;

use crate::{
    auth::Signed,
    customer::reach::Within,
    dialect::Db,
    door::Asked,
    error::{Error, Result},
    list::{PAGE, PAGE_MOST, of_customers},
    server::Server,
    sync::many::{fixed, over_ids},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Promises due longer ago are settled one way or the other, and stand in the list of promises.
pub(crate) const PROMISED_SINCE: Days = Days(120);

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
        let mut desk = self.laid_out(caller, query).await?;
        let counts = desk.counts(query).await?;
        let wanted = counts.iter().filter(|(finding, _)| wants(query, *finding));
        let total = wanted.map(|(_, count)| count).sum();
        let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MOST);
        let places = desk.places(query, Some(i64::from(query.offset) + i64::from(limit))).await?;
        let skipped = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let page = places.into_iter().skip(skipped).take(limit as usize).collect();
        let rows = desk.lines(page).await?;
        Ok(Page { lines: Listing { rows, total, today: desk.today }, counts })
    }

    /// All lines that are asked for, as a file for a spreadsheet.
    pub async fn reconciliation_file(
        &self,
        caller: &Caller,
        query: &Query,
        language: Language,
    ) -> Result<String> {
        let mut desk = self.laid_out(caller, query).await?;
        let places = desk.places(query, None).await?;
        let lines = desk.lines(places).await?;
        Ok(file::text(lines.iter(), language))
    }

    async fn laid_out(&self, caller: &Caller, query: &Query) -> Result<Desk> {
        if !may_look(caller) {
            return Err(Error::Forbidden);
        }
        let today = self.today().await?;
        let within = Within::of(caller, today, &query.territory)?;
        self.judge_if_free().await;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let mut nobodys = vec![];
        if within == Within::All && caller.reach(today) == Reach::Everything {
            nobodys = of_nobody(&mut tx, query, &register, today).await?;
        }
        Ok(Desk { tx, within, register, today, nobodys })
    }
}

/// What a caller may see, in one state of the database.
struct Desk {
    tx: Transaction<'static, Db>,
    within: Within,
    register: Arc<Register>,
    today: Day,
    /// Money of nobody, the oldest first.
    nobodys: Vec<Line>,
}

/// Where a line stands in the order of the page.
enum Place {
    Kept { subject: Uuid, finding: String, on: String },
    Nobodys(Box<Line>),
}

impl Desk {
    async fn counts(&mut self, query: &Query) -> Result<Vec<(Finding, i64)>> {
        let [select, end] = COUNTED;
        let mut text = QueryBuilder::new(select);
        self.narrow(&mut text, query);
        text.push(end);
        let counted: HashMap<String, i64> =
            text.build_query_as().fetch_all(&mut *self.tx).await?.into_iter().collect();
        let nobodys = i64::try_from(self.nobodys.len()).unwrap_or(i64::MAX);
        let count = |finding: Finding| match finding {
            Finding::OfNobody => (finding, nobodys),
            _ => (finding, counted.get(finding.name()).copied().unwrap_or(0)),
        };
        Ok(Finding::ALL.map(count).to_vec())
    }

    /// The lines that are asked for in the order of the page, so many of them.
    async fn places(&mut self, query: &Query, most: Option<i64>) -> Result<Vec<Place>> {
        let [select, end] = KEPT;
        let mut text = QueryBuilder::new(select);
        self.narrow(&mut text, query);
        match query.finding {
            Some(only) => text.push(" AND f.finding = ").push_bind(only.name()),
            None => text.push(" AND f.finding <> ").push_bind(Finding::Promised.name()),
        };
        text.push(end);
        if let Some(most) = most {
            text.push(" LIMIT ").push_bind(most);
        }
        let kept: Vec<(Uuid, String, String)> =
            text.build_query_as().fetch_all(&mut *self.tx).await?;
        let mut places = vec![];
        if wants(query, Finding::OfNobody) {
            places.extend(self.nobodys.drain(..).map(|it| Place::Nobodys(Box::new(it))));
        }
        let kept = kept.into_iter();
        places.extend(kept.map(|(subject, finding, on)| Place::Kept { subject, finding, on }));
        places.sort_by_cached_key(|it| match it {
            Place::Nobodys(line) => (line.found.on.to_string(), 0),
            Place::Kept { on, .. } => (on.clone(), 1),
        });
        Ok(places)
    }

    async fn lines(&mut self, places: Vec<Place>) -> Result<Vec<Line>> {
        let kept = places.iter().filter_map(|it| match it {
            Place::Kept { subject, .. } => Some(*subject),
            Place::Nobodys(_) => None,
        });
        let subjects: Vec<Uuid> = kept.collect();
        let mut read = HashMap::new();
        for piece in fixed(&subjects) {
            for row in over_ids(BY_SUBJECT.0, piece, BY_SUBJECT.1).fetch_all(&mut *self.tx).await? {
                let found: Found = serde_json::from_str(row.get(2))?;
                let customer: Customer = serde_json::from_str(row.get(3))?;
                let line = line(&customer, found.seen_on(self.today), &self.register);
                read.insert((row.get::<Uuid, _>(0), row.get::<String, _>(1)), line);
            }
        }
        let line = |it: Place| match it {
            Place::Kept { subject, finding, .. } => read.remove(&(subject, finding)),
            Place::Nobodys(line) => Some(*line),
        };
        Ok(places.into_iter().filter_map(line).collect())
    }

    /// What is kept of the customers that are asked for, as far as it is still looked at.
    fn narrow(&self, text: &mut QueryBuilder<Db>, query: &Query) {
        of_customers(text, &self.within, &query.search, "f.customer_id");
        text.push(" AND (f.finding <> ").push_bind(Finding::Promised.name());
        text.push(" OR ").push_bind(self.today.minus(PROMISED_SINCE).to_string());
        text.push(" <= f.on_day)");
    }
}

fn wants(query: &Query, finding: Finding) -> bool {
    match query.finding {
        Some(only) => finding == only,
        None => finding.is_exception(),
    }
}

/// Whether a line is looked at, or was for long enough.
pub(crate) fn recent(found: &Found, today: Day) -> bool {
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

/// Booked money of nobody, found by its payer.
async fn of_nobody(
    tx: &mut Connection,
    query: &Query,
    register: &Register,
    today: Day,
) -> Result<Vec<Line>> {
    let typed = query.search.trim().to_lowercase();
    let mut lines = vec![];
    for row in sqlx::query(NOBODYS_RECEIPTS).fetch_all(&mut *tx).await? {
        let receipt: Receipt = serde_json::from_str(row.get(0))?;
        let words = format!("{} {} {}", receipt.payer, receipt.number, receipt.memo).to_lowercase();
        if !words.contains(&typed) {
            continue;
        }
        let company_name = register.company_name(receipt.company);
        lines.extend(reconciliation::of_nobody(&receipt, &[], today).map(|found| Line {
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

statements! {
    BY_SUBJECT = "SELECT f.subject_id, f.finding, f.body, c.body FROM finding f \
        JOIN customer c ON c.id = f.customer_id WHERE f.subject_id IN " ids;
    /// Of which nobody has said what it was; the others may be many, and stay for good.
    NOBODYS_RECEIPTS = "SELECT r.body FROM receipt r WHERE r.customer_id IS NULL \
        AND NOT EXISTS (SELECT 1 FROM pairing p \
        WHERE p.subject_id = r.id AND p.state <> 'undone') ORDER BY r.valued_on, r.id";
}

parts! {
    /// Between them which customers.
    COUNTED = "SELECT f.finding, COUNT(*) FROM finding f WHERE ", " GROUP BY f.finding";
    /// Between them which customers and findings.
    KEPT =
        "SELECT f.subject_id, f.finding, f.on_day FROM finding f \
        JOIN customer c ON c.id = f.customer_id WHERE ",
        " ORDER BY f.on_day, c.code, f.finding, f.subject_id";
}

#[cfg(test)]
mod tests;
