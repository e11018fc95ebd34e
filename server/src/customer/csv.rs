//! The list of customers as a file: one line for each customer and currency.

use std::collections::BTreeSet;

use axum::{extract::State, response::Response};
use shared::{
    ageing::{BaseDay, Edges},
    calendar::Day,
    customer::Brief,
    dossier::Register,
    money::{Currency, Money, MoneyError},
    page::{CustomerLine, CustomerQuery, FileQuery},
    table::{Column, TableName},
    words::{self, Language},
};
use uuid::Uuid;

use super::{Connection, list, reach::Within};
use crate::{
    auth::Signed,
    door::Asked,
    error::{Error, Result},
    list_file::{self, AT_ONCE, Cell},
    server::Server,
};

/// `GET /api/customers.csv`
pub(super) async fn csv(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<CustomerQuery>,
    Asked(file): Asked<FileQuery>,
) -> Result<Response> {
    let today = server.today().await?;
    let within = Within::of(&signed.caller, today, &query.territory)?;
    server.age_balances_for(&query).await;
    let mut tx = server.snapshot().await?;
    let register = server.registers().read(&mut tx).await?.register;
    let ids = list::ids(&mut tx, &within, &query, today).await?;
    let columns = TableName::Customers.choice(&file.columns);
    let language = file.language.unwrap_or_default();
    let (lines, answer) = list_file::begin(TableName::Customers, headings(&columns, &file), today)?;
    tokio::spawn(async move {
        for piece in ids.chunks(AT_ONCE) {
            let read = lines_of(&mut tx, piece, &columns, &register, language, today).await;
            match read {
                Ok(read) if lines.send(&read).await => {}
                Ok(_) => return,
                Err(error) => return lines.fail(error).await,
            }
        }
    });
    Ok(answer)
}

fn headings(columns: &[Column], file: &FileQuery) -> Vec<String> {
    let language = file.language.unwrap_or_default();
    let heading = |it: Column| list_file::heading(it, file.language);
    let mut all = vec![];
    for column in columns.iter().copied() {
        match column {
            Column::Customer => all.extend([heading(column), heading(Column::Currency)]),
            Column::Ageing => {
                let buckets = Edges::default().buckets();
                all.extend(buckets.iter().map(|it| words::bucket(it, BaseDay::Due, language)));
            }
            Column::Promised => all.extend([heading(column), heading(Column::Due)]),
            column => all.push(heading(column)),
        }
    }
    all
}

async fn lines_of(
    tx: &mut Connection,
    ids: &[Uuid],
    columns: &[Column],
    register: &Register,
    language: Language,
    today: Day,
) -> Result<Vec<Vec<Cell>>> {
    let mut lines = vec![];
    for it in list::lines(tx, ids).await? {
        for currency in currencies(&it, today) {
            let line = line(&it, currency, columns, (register, language), today);
            lines.push(line.map_err(|error| Error::Unreadable(error.to_string()))?);
        }
    }
    Ok(lines)
}

/// Those in which anything is open, unapplied, promised or granted; none for a customer who owes nothing
/// and has no limit.
fn currencies(it: &CustomerLine, today: Day) -> Vec<Option<Currency>> {
    let brief = &it.brief;
    let open = brief.open.iter().map(|(_, it)| it.currency());
    let unapplied = brief.unapplied.iter().map(Money::currency);
    let promised = brief.promised.last().map(|(_, it)| it.currency());
    let limit = it.standing(today).limit().map(Money::currency);
    let all: BTreeSet<Currency> = open.chain(unapplied).chain(promised).chain(limit).collect();
    if all.is_empty() { vec![None] } else { all.into_iter().map(Some).collect() }
}

fn line(
    whole: &CustomerLine,
    currency: Option<Currency>,
    columns: &[Column],
    (register, language): (&Register, Language),
    today: Day,
) -> Result<Vec<Cell>, MoneyError> {
    let (it, limit) = (&whole.brief, whole.standing(today).limit());
    let own = |it: Option<Money>| {
        let found = it.filter(|it| Some(it.currency()) == currency);
        found.map_or_else(Cell::nothing, Cell::money)
    };
    // Where no amount limits, what was granted instead.
    let standing = words::credit_standing(&whole.standing(today), language);
    let limited = |amount: Cell| match limit {
        Some(_) => amount,
        None => Cell::text(standing.clone()),
    };
    let of = |sums: shared::money::Amounts| {
        currency.map_or_else(Cell::nothing, |currency| Cell::money(sums.of(currency)))
    };
    let mut cells = vec![];
    for column in columns {
        match column {
            Column::Customer => {
                let code = currency.map_or_else(String::new, |it| it.code().to_owned());
                cells.extend([Cell::text(&it.customer.name), Cell::Plain(code)]);
            }
            Column::Code => cells.push(Cell::text(&it.customer.code)),
            Column::Territory => {
                let known = it.customer.territory.and_then(|id| register.territories.get(&id));
                cells.push(known.map_or_else(Cell::nothing, |it| Cell::text(&it.name)));
            }
            Column::Balance => cells.push(of(it.balance()?)),
            Column::Overdue => cells.push(of(it.overdue(today)?)),
            Column::DaysOverdue => {
                let days = it.days_overdue(today).map_or_else(String::new, |it| it.to_string());
                cells.push(Cell::Plain(days));
            }
            Column::Ageing => cells.extend(buckets(it, currency, today)?),
            Column::Limit => cells.push(limited(own(limit))),
            Column::Available => {
                // Beyond the exact range nothing is said of it, as in the table; the file goes on.
                let left = whole.left(today, register).ok().flatten().map(|it| it.available);
                cells.push(limited(own(left)));
            }
            Column::Promised => {
                let last = it.promised.last().filter(|(_, it)| Some(it.currency()) == currency);
                let amount = last.map_or_else(Cell::nothing, |(_, it)| Cell::money(*it));
                cells.extend([amount, last.map_or_else(Cell::nothing, |(due, _)| Cell::day(*due))]);
            }
            Column::LastVisit => cells.push(it.last_visit.map_or_else(Cell::nothing, Cell::day)),
            _ => {}
        }
    }
    Ok(cells)
}

fn buckets(it: &Brief, currency: Option<Currency>, today: Day) -> Result<Vec<Cell>, MoneyError> {
    let edges = Edges::default();
    let Some(currency) = currency else {
        return Ok(edges.buckets().iter().map(|_| Cell::nothing()).collect());
    };
    let mut sums = vec![Money::nil(currency); edges.buckets().len()];
    for (due, open) in it.open.iter().filter(|(_, open)| open.currency() == currency) {
        let at = edges.bucket_of(today.days_since(*due));
        sums[at] = sums[at].checked_add(*open)?;
    }
    Ok(sums.into_iter().map(Cell::money).collect())
}
