//! The documents of a list as a file.

use axum::{extract::State, response::Response};
use shared::{
    dossier::Register,
    page::{DocumentLine, DocumentQuery, FileQuery},
    table::{Column, TableName},
    words::{self, Language},
};

use super::{Found, lines, ordered};
use crate::{
    auth::Signed,
    customer::reach::Within,
    door::Asked,
    error::Result,
    list_file::{self, AT_ONCE, Cell},
    open::OpenDocuments,
    server::Server,
};

/// `GET /api/documents.csv`
pub(super) async fn csv(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<DocumentQuery>,
    Asked(file): Asked<FileQuery>,
) -> Result<Response> {
    let today = server.today().await?;
    let within = Within::of(&signed.caller, today, &query.territory)?;
    let mut tx = server.snapshot().await?;
    let register = server.registers().read(&mut tx).await?.register;
    let open = OpenDocuments::of(&mut tx, query.ask(today)).await?;
    let mut text = ordered(&open, &within, &query, today);
    let found: Vec<Found> = text.build_query_as().fetch_all(&mut *tx).await?;
    let columns = TableName::Documents.choice(&file.columns);
    let language = file.language.unwrap_or_default();
    let headings = headings(&columns, language);
    let (out, answer) = list_file::begin(TableName::Documents, headings, today)?;
    tokio::spawn(async move {
        for piece in found.chunks(AT_ONCE) {
            match lines(&mut tx, piece, query.ask(today)).await {
                Ok(read) => {
                    let cells: Vec<_> =
                        read.iter().map(|it| cells(it, &columns, &register)).collect();
                    if !out.send(&cells).await {
                        return;
                    }
                }
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
            Column::Open => all.push(words::column(Column::Currency, language).to_owned()),
            _ => {}
        }
    }
    all
}

fn cells(it: &DocumentLine, columns: &[Column], register: &Register) -> Vec<Cell> {
    let mut cells = vec![];
    for column in columns {
        match column {
            Column::Customer => {
                cells.extend([Cell::text(&it.customer_name), Cell::text(&it.customer_code)]);
            }
            Column::Number => cells.push(Cell::text(&it.invoice.number)),
            Column::IssuedOn => cells.push(Cell::day(it.invoice.issued_on)),
            Column::DueOn => cells.push(Cell::day(it.invoice.due_on)),
            // Nothing for what is not due, as on the page.
            Column::Days if it.days <= 0 => cells.push(Cell::nothing()),
            Column::Days => cells.push(Cell::Plain(it.days.to_string())),
            Column::Open => {
                let currency = it.open.currency().code().to_owned();
                cells.extend([Cell::money(it.open), Cell::Plain(currency)]);
            }
            Column::Whole => cells.push(Cell::money(it.invoice.amount)),
            Column::Territory => {
                let known = it.territory.and_then(|id| register.territories.get(&id));
                cells.push(known.map_or_else(Cell::nothing, |it| Cell::text(&it.name)));
            }
            _ => {}
        }
    }
    cells
}
