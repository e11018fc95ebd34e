//! Devices as they are stored: whose they are, and how far they have come.

use std::collections::BTreeMap;

use shared::{
    calendar::Day,
    id::{DeviceId, UserId},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::many::{Cell, fixed, lists, over_ids, over_rows};
use crate::{dialect::Db, error::Result};

#[derive(Debug, Clone)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub user: UserId,
    pub kind: String,
    pub label: String,
    pub last_op_seq: i64,
    pub registered_at: i64,
    pub last_pull: Option<Day>,
    pub last_seen_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// What it had to send when it was last seen.
    pub pending: Option<i64>,
}

impl DeviceRow {
    /// What was read, in the order of [`READ`].
    pub fn of(row: &<Db as sqlx::Database>::Row) -> DeviceRow {
        let last_pull: Option<String> = row.get(6);
        DeviceRow {
            id: DeviceId(row.get(0)),
            user: UserId(row.get(1)),
            kind: row.get(2),
            label: row.get(3),
            last_op_seq: row.get(4),
            registered_at: row.get(5),
            last_pull: last_pull.and_then(|it| it.parse().ok()),
            last_seen_at: row.get(7),
            revoked_at: row.get(8),
            pending: row.get(9),
        }
    }
}

pub const READ: &str = "SELECT id, user_id, kind, label, last_op_seq, registered_at, \
    last_pull_day, last_seen_at, revoked_at, pending FROM device WHERE id IN ";

/// Only the number is brought up to date: what else is known of a device is another's to write.
pub const WRITE: (&str, &str) = (
    "INSERT INTO device (id, user_id, kind, label, last_op_seq, registered_at) VALUES ",
    " ON CONFLICT (id) DO UPDATE SET last_op_seq = excluded.last_op_seq",
);

pub async fn read(
    tx: &mut <Db as sqlx::Database>::Connection,
    ids: &[DeviceId],
) -> Result<BTreeMap<DeviceId, DeviceRow>> {
    let ids: Vec<Uuid> = ids.iter().map(|it| it.0).collect();
    let mut devices = BTreeMap::new();
    for piece in lists(&ids) {
        for row in over_ids(READ, &piece, "").fetch_all(&mut *tx).await? {
            let device = DeviceRow::of(&row);
            devices.insert(device.id, device);
        }
    }
    Ok(devices)
}

pub async fn write(
    tx: &mut <Db as sqlx::Database>::Connection,
    devices: &[&DeviceRow],
) -> Result<()> {
    for piece in fixed(devices) {
        let cells = piece.iter().map(|it| {
            vec![
                Cell::id(it.id.0),
                Cell::id(it.user.0),
                Cell::text(&it.kind),
                Cell::text(&it.label),
                Cell::Whole(it.last_op_seq),
                Cell::Whole(it.registered_at),
            ]
        });
        over_rows(WRITE.0, &cells.collect::<Vec<_>>(), WRITE.1).execute(&mut *tx).await?;
    }
    Ok(())
}
