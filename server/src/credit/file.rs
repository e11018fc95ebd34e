//! The list of requests for credit as a file.

use axum::{extract::State, response::Response};
use shared::{
    credit::CreditRequestLine,
    page::{CreditRequestQuery, FileQuery},
    table::{Column, TableName},
    words::{self, Language},
};
use uuid::Uuid;

use super::{Whose, lines, ordered};
use crate::{
    auth::Signed,
    door::Asked,
    error::Result,
    list_file::{self, AT_ONCE, Cell},
    server::Server,
};

/// `GET /api/credit_requests.csv`
pub(super) async fn csv(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<CreditRequestQuery>,
    Asked(file): Asked<FileQuery>,
) -> Result<Response> {
    let today = server.today().await?;
    let whose = Whose::of(&signed.caller, today, &query)?;
    let mut tx = server.snapshot().await?;
    let register = server.registers().read(&mut tx).await?.register;
    let ids: Vec<Uuid> = ordered(&whose, &query).build_query_scalar().fetch_all(&mut *tx).await?;
    let columns = TableName::Approvals.choice(&file.columns);
    let language = file.language.unwrap_or_default();
    let (out, answer) =
        list_file::begin(TableName::Approvals, headings(&columns, language), today)?;
    tokio::spawn(async move {
        for piece in ids.chunks(AT_ONCE) {
            let read = lines(&mut tx, piece, &register, today).await;
            let read = read.map(|read| {
                let line = |it: &CreditRequestLine| line(it, &columns, language);
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
            Column::Used => all.push(words::column(Column::Currency, language).to_owned()),
            _ => {}
        }
    }
    all
}

fn line(it: &CreditRequestLine, columns: &[Column], language: Language) -> Vec<Cell> {
    let standing = |it| Cell::text(words::credit_standing(it, language));
    let mut cells = vec![];
    for column in columns {
        match column {
            Column::Customer => {
                cells.extend([Cell::text(&it.customer_name), Cell::text(&it.customer_code)]);
            }
            Column::Asked => cells.push(standing(&it.request.current.asked)),
            Column::Seen => cells.push(standing(&it.request.current.against.standing)),
            Column::Stands => cells.push(standing(&it.stands.against.standing)),
            Column::Used => {
                let currency = it.stands.exposure.used.currency().code().to_owned();
                cells.extend([Cell::money(it.stands.exposure.used), Cell::Plain(currency)]);
            }
            Column::Available => {
                cells.push(it.stands.available.map_or_else(Cell::nothing, Cell::money));
            }
            Column::Author => cells.push(Cell::text(&it.author_name)),
            Column::SentOn => cells.push(Cell::day(it.request.current.sent_on)),
            Column::State => {
                cells.push(Cell::text(words::request_state(it.request.state(), language)));
            }
            _ => {}
        }
    }
    cells
}
