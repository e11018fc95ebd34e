//! Scale: 20,000 customers and 1,000,000 items, and how long the first 50 rows of every page take.

mod books;
mod laying;

use std::time::Instant;

use anyhow::Result;
use shared::id::{CustomerId, TerritoryId};

use super::{
    Figure,
    stage::{Caller, Grounds, Stage},
};
use crate::world::books::Database;

/// So often each page is asked for, after it was asked for a few times to warm up.
const RUNS: usize = 40;
const WARM_UP: usize = 4;
/// A page that takes longer makes whoever types wait.
const PAGE_MS_MOST: f64 = 100.0;
/// A report over all documents is no page of 50 rows: `SUM` by currency and day over everything.
const REPORT_MS_MOST: f64 = 1_000.0;

pub async fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let url = grounds.fresh(database)?;
    let stage = Stage::empty(database, &url).await?;
    books::furnish(&stage).await?;
    let began = Instant::now();
    let items = laying::lay(&stage, database, &url).await?;
    let what = format!("laying down {items} items of {} customers, {name}", books::CUSTOMERS);
    Figure::seconds(what, began.elapsed().as_secs_f64()).tell()?;
    let desk = stage.client("desk").await?;
    let began = Instant::now();
    desk.get("/api/reconciliation").await?;
    let what = format!("judging all {} customers, {name}", books::CUSTOMERS);
    Figure::seconds(what, began.elapsed().as_secs_f64()).tell()?;
    let manager = stage.client("chen").await?;
    for (what, path) in pages() {
        tell(&desk, &what, &path, PAGE_MS_MOST, name).await?;
    }
    for (what, path) in of_territories() {
        tell(&manager, &format!("manager: {what}"), path, PAGE_MS_MOST, name).await?;
    }
    for (what, path) in reports() {
        tell(&desk, &what, &path, REPORT_MS_MOST, name).await?;
    }
    stage.books.close().await;
    Grounds::clear(&url);
    Ok(())
}

/// Every list of the desk, as it opens and as it is sorted, narrowed and searched.
fn pages() -> Vec<(String, String)> {
    let territory = TerritoryId::of_code(&books::territory(3));
    let big = CustomerId::of_code(&books::code(0));
    let usual = CustomerId::of_code(&books::code(7));
    let mut pages: Vec<(String, String)> = vec![];
    let mut page = |what: &str, path: String| pages.push((what.to_owned(), path));
    for sort in [
        "name",
        "code",
        "territory",
        "balance",
        "overdue",
        "days_overdue",
        "promised",
        "last_visit",
        "available",
    ] {
        for order in ["ascending", "descending"] {
            let path = format!("/api/customers?sort={sort}&order={order}");
            page(&format!("customers by {sort}, {order}"), path);
        }
    }
    for (what, typed) in
        [("one letter", "k"), ("a name", "%E5%95%86%E8%B4%B8"), ("a code", "c0012")]
    {
        page(&format!("customers, {what} typed"), format!("/api/customers?search={typed}"));
    }
    page("customers over their limit", "/api/customers?credit=over".to_owned());
    page("customers without a limit", "/api/customers?credit=not_granted".to_owned());
    page("customers, nothing found", "/api/customers?search=zzzzqq".to_owned());
    page("customers, the last page", "/api/customers?offset=19950".to_owned());
    let by = "sort=balance&order=descending";
    page("customers of a territory", format!("/api/customers?territory={territory}"));
    let path = format!("/api/customers?territory={territory}&{by}");
    page("customers of a territory by balance", path);
    page("customers typed, by balance", format!("/api/customers?search=k&{by}"));
    page("a customer's file", format!("/api/customers/{usual}"));
    page("the largest customer's file", format!("/api/customers/{big}"));
    for (noun, states) in [
        ("promises", &[""][..]),
        ("credit_requests", &["all", "waiting", "approved"]),
        ("field_receipts", &["all", "waiting", "in_hand", "handed_in"]),
    ] {
        for state in states {
            let of_state = if state.is_empty() { String::new() } else { format!("state={state}") };
            page(&format!("{noun} {state}").replace("  ", " "), format!("/api/{noun}?{of_state}"));
        }
        let path = format!("/api/{noun}?territory={territory}");
        page(&format!("{noun} of a territory"), path);
        page(&format!("{noun} typed"), format!("/api/{noun}?search=c0012"));
    }
    page("open documents", "/api/documents".to_owned());
    page("open documents, 31 to 60 days", "/api/documents?from_days=31&to_days=60".to_owned());
    page("open documents by amount", "/api/documents?sort=open&order=descending".to_owned());
    page("open documents by customer", "/api/documents?sort=customer".to_owned());
    page("open documents typed", "/api/documents?search=c0012".to_owned());
    page("open documents of a territory", format!("/api/documents?territory={territory}"));
    page("promises by customer", "/api/promises?sort=customer".to_owned());
    page("promises that are open", "/api/promises?standing=open".to_owned());
    page("promises by amount", "/api/promises?sort=amount&order=descending".to_owned());
    page("reconciliation", "/api/reconciliation".to_owned());
    page("reconciliation, promises", "/api/reconciliation?finding=promised".to_owned());
    page("reconciliation typed", "/api/reconciliation?search=c0012".to_owned());
    page("hand-ins", "/api/hand_ins".to_owned());
    page("territories", "/api/territories".to_owned());
    page("cash in hand", "/api/cash_in_hand".to_owned());
    page("slips that are missing", "/api/slip_gaps".to_owned());
    pages
}

/// What a manager of three territories reads.
fn of_territories() -> [(&'static str, &'static str); 7] {
    [
        ("customers by name", "/api/customers"),
        ("customers by balance", "/api/customers?sort=balance&order=descending"),
        ("promises", "/api/promises"),
        ("reconciliation", "/api/reconciliation"),
        ("credit requests waiting", "/api/credit_requests?state=waiting"),
        ("field receipts", "/api/field_receipts"),
        ("territories", "/api/territories"),
    ]
}

fn reports() -> Vec<(String, String)> {
    let territory = TerritoryId::of_code(&books::territory(3));
    let customer = books::code(7);
    [
        ("dashboard", "/api/dashboard".to_owned()),
        ("ageing by due day", "/api/ageing".to_owned()),
        ("ageing by invoice day", "/api/ageing?by=invoice".to_owned()),
        ("ageing of a territory", format!("/api/ageing?territory={territory}")),
        ("ageing of a customer", format!("/api/ageing?customer={customer}")),
        ("ageing as of a past day", "/api/ageing?as_of=2026-06-30".to_owned()),
    ]
    .map(|(what, path)| (what.to_owned(), path))
    .into()
}

/// Half of the runs and nineteen of twenty took no longer than this.
async fn tell(caller: &Caller, what: &str, path: &str, limit: f64, name: &str) -> Result<()> {
    let mut took = vec![];
    for run in 0..WARM_UP + RUNS {
        let began = Instant::now();
        caller.get(path).await?;
        if WARM_UP <= run {
            took.push(began.elapsed().as_secs_f64());
        }
    }
    took.sort_by(f64::total_cmp);
    let at = |percent: usize| took.get((RUNS * percent).div_ceil(100) - 1).copied();
    let half = at(50).unwrap_or(f64::NAN) * 1_000.0;
    let most = at(95).unwrap_or(f64::NAN);
    let what = format!("{what}, {name} (half within {half:.1} ms)");
    Figure::milliseconds(what, most).at_most(limit).tell()
}
