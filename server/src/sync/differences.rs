//! Differences: where a device held other rows than the server, as it said itself. Nothing of it is taken
//! over; whoever runs the server sees it in the list of devices and hears of it from the doctor.

use shared::{
    calendar::Instant,
    sync::{Difference, OtherRows, ScopeName},
};

use super::device_row::DeviceRow;
use crate::{dialect, error::Result, server::Server};

/// So many are kept of one report: a scope has no more kinds of rows, and a device few scopes.
const MOST: usize = 64;
/// The longest name of a kind or of a scope that is kept.
const NAME_MOST: usize = 64;

/// Keeps what a device says; said again, because no reply reached it, it is the same.
pub async fn keep(server: &Server, device: &DeviceRow, said: &[Difference]) -> Result<()> {
    if said.is_empty() {
        return Ok(());
    }
    let mut tx = dialect::begin(server.write()).await?;
    let Instant(now) = server.now();
    for (of, kind) in each_kind(said) {
        let scope = match &of.scope {
            ScopeName::Known(scope) => scope.to_string(),
            ScopeName::Strange(name) => short(name),
        };
        tracing::warn!(device = %device.id, scope, kind = kind.kind,
            "a device held other rows than the server");
        sqlx::query(KEEP)
            .bind(device.id.0)
            .bind(scope)
            .bind(of.epoch.0)
            .bind(of.seq)
            .bind(short(&kind.kind))
            .bind(i64::from(kind.here.rows))
            .bind(i64::from(kind.there.rows))
            .bind(now)
            .execute(&mut *tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

fn each_kind(said: &[Difference]) -> Vec<(&Difference, &OtherRows)> {
    let kinds = said.iter().flat_map(|it| it.kinds.iter().map(move |kind| (it, kind)));
    kinds.take(MOST).collect()
}

fn short(name: &str) -> String {
    name.chars().filter(|it| !it.is_control()).take(NAME_MOST).collect()
}

statements! {
    KEEP = "INSERT INTO difference \
        (device_id, scope, epoch, seq, kind, rows_here, rows_there, said_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (device_id, scope, epoch, seq, kind) DO NOTHING";
}
