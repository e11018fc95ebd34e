//! The list of promises as a file.

use axum::{extract::State, response::Response};
use shared::{
    dossier::Register,
    page::{FileQuery, PromiseQuery},
    promise::PromiseLine,
    table::{Column, TableName},
    words::{self, Language},
};
use uuid::Uuid;

use super::{lines, ordered};
use crate::{
    auth::Signed,
    customer::reach::Within,
    door::Asked,
    error::Result,
    list_file::{self, AT_ONCE, Cell},
    server::Server,
};

/// `GET /api/promises.csv`
pub(super) async fn csv(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<PromiseQuery>,
    Asked(file): Asked<FileQuery>,
) -> Result<Response> {
    let today = server.today().await?;
    let within = Within::of(&signed.caller, today, &query.territory)?;
    if query.standing.standing().is_some() {
        server.judge_if_free().await;
    }
    let mut tx = server.snapshot().await?;
    let register = server.registers().read(&mut tx).await?.register;
    let ids: Vec<Uuid> = ordered(&within, &query).build_query_scalar().fetch_all(&mut *tx).await?;
    let columns = TableName::Promises.choice(&file.columns);
    let language = file.language.unwrap_or_default();
    let (out, answer) = list_file::begin(TableName::Promises, headings(&columns, language), today)?;
    tokio::spawn(async move {
        for piece in ids.chunks(AT_ONCE) {
            let read = lines(&mut tx, piece, &register, today).await;
            let read = read.map(|read| {
                let line = |it: &PromiseLine| line(it, &columns, &register, language);
                read.iter().map(line).collect::<Vec<_>>()
            });
            match read {
                Ok(read) if out.send(&read).await => {}
                Ok(_) => return,
                Err(error) => return out.fail(error).await,
            }
        }
    });
    Ok(answer)
}

fn headings(columns: &[Column], language: Language) -> Vec<String> {
    let mut all = vec![];
    for column in columns.iter().copied() {
        all.push(words::column(column, language).to_owned());
        match column {
            Column::Customer => all.push(words::column(Column::Code, language).to_owned()),
            Column::Amount => all.push(words::column(Column::Currency, language).to_owned()),
            _ => {}
        }
    }
    all
}

fn line(
    it: &PromiseLine,
    columns: &[Column],
    register: &Register,
    language: Language,
) -> Vec<Cell> {
    let mut cells = vec![];
    for column in columns {
        match column {
            Column::Customer => {
                cells.extend([Cell::text(&it.customer_name), Cell::text(&it.customer_code)]);
            }
            Column::Due => cells.push(Cell::day(it.promise.due_on)),
            Column::Amount => {
                let currency = it.promise.amount.currency().code().to_owned();
                cells.extend([Cell::money(it.promise.amount), Cell::Plain(currency)]);
            }
            Column::Received => {
                cells.push(it.received().map_or_else(Cell::nothing, Cell::money));
            }
            Column::Standing => cells.push(Cell::text(words::standing(&it.standing, language))),
            Column::Promiser => cells.push(Cell::text(&it.promise.promiser)),
            Column::Author => cells.push(Cell::text(&it.author_name)),
            Column::Territory => {
                let known = it.territory.and_then(|id| register.territories.get(&id));
                cells.push(known.map_or_else(Cell::nothing, |it| Cell::text(&it.name)));
            }
            Column::MadeOn => cells.push(Cell::day(it.promise.made_on)),
            _ => {}
        }
    }
    cells
}
