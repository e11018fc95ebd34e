//! A list as a file: the whole of it, in the order and the columns of the page, for a spreadsheet.
//! It is written as it is sent, some hundred rows at a time, whatever their number.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use shared::{
    calendar::Day,
    money::Money,
    table::{Column, TableName},
    words::{self, Language},
};
use tokio::{sync::mpsc, time};
use tokio_stream::wrappers::ReceiverStream;

use crate::{
    error::{Error, Result},
    import::guarded,
};

/// How long the next lines wait for whoever reads the file.
const PATIENCE: Duration = Duration::from_mins(1);

/// Rows read and written at once.
pub(crate) const AT_ONCE: usize = 500;

/// Without it a spreadsheet reads UTF-8 as something else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What stands in one place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// What people wrote: never taken for a formula.
    Text(String),
    /// A number or a day, as it is computed here.
    Plain(String),
}

impl Cell {
    pub(crate) fn text(it: impl Into<String>) -> Cell {
        Cell::Text(it.into())
    }

    pub(crate) fn money(it: Money) -> Cell {
        Cell::Plain(it.plain())
    }

    pub(crate) fn day(it: Day) -> Cell {
        Cell::Plain(it.to_string())
    }

    pub(crate) fn nothing() -> Cell {
        Cell::Plain(String::new())
    }

    fn written(&self) -> String {
        match self {
            Cell::Plain(it) => it.clone(),
            Cell::Text(it) => guarded(it),
        }
    }
}

/// Where the lines of a file go.
pub(crate) struct Lines(mpsc::Sender<Result<Bytes, std::io::Error>>);

impl Lines {
    /// Sends lines on; false when nobody reads any more.
    pub(crate) async fn send(&self, lines: &[Vec<Cell>]) -> bool {
        let text = written(lines.iter().map(|line| line.iter().map(Cell::written).collect()));
        let piece = text.map(Bytes::from).map_err(|error| std::io::Error::other(error.to_string()));
        let whole = piece.is_ok();
        // A snapshot is open as long as there are lines: who does not read is not waited for.
        let sent = time::timeout(PATIENCE, self.0.send(piece)).await;
        matches!(sent, Ok(Ok(()))) && whole
    }

    /// Ends the file in the middle, so that nobody takes it for the whole.
    pub(crate) async fn fail(&self, error: Error) {
        tracing::warn!(%error, "a file of a list ends before its end");
        // Whoever left hears nothing.
        let unread = std::io::Error::other("the list could not be read");
        let _ = time::timeout(PATIENCE, self.0.send(Err(unread))).await;
    }
}

fn written(lines: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let unwritten = |error: &dyn std::fmt::Display| Error::Unreadable(error.to_string());
    let mut to = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    for line in lines {
        to.write_record(line).map_err(|error| unwritten(&error))?;
    }
    to.into_inner().map_err(|error| unwritten(&error))
}

/// Begins a file with its headings; the answer goes out at once and follows the lines.
pub(crate) fn begin(
    table: TableName,
    headings: Vec<String>,
    today: Day,
) -> Result<(Lines, Response)> {
    let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
    head.extend(written(std::iter::once(headings))?);
    let (lines, pieces) = mpsc::channel(2);
    // There is room for it: the channel is new.
    let _ = lines.try_send(Ok(Bytes::from(head)));
    let name = format!("attachment; filename=\"{}-{today}.csv\"", table.name());
    let name = HeaderValue::from_str(&name).map_err(|it| Error::Unreadable(it.to_string()))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    let body = Body::from_stream(ReceiverStream::new(pieces));
    Ok((Lines(lines), (headers, body).into_response()))
}

/// The heading of a column.
pub(crate) fn heading(column: Column, language: Option<Language>) -> String {
    words::column(column, language.unwrap_or_default()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_people_wrote_is_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+86 138", "'+86 138"),
            ("-x", "'-x"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("宏盛=", "宏盛="),
        ] {
            assert_eq!(Cell::text(text).written(), written);
        }
        assert_eq!(Cell::Plain("-12.50".to_owned()).written(), "-12.50");
    }
}
