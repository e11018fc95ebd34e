//! Devices of a user: each database in a browser profile registers once, and can be revoked.

use std::collections::BTreeSet;

use axum::{Json, extract::State, http::StatusCode};
use shared::{
    calendar::Instant,
    field_receipt::slip::device_sign,
    id::{DeviceId, UserId},
    page::DeviceLine,
    sync::{RegisterDevice, Registered, Wiped},
};
use sqlx::Row as _;

use super::Signed;
use crate::{
    dialect::{self, Db},
    door::{Named, Read},
    error::{Error, Result},
    id,
    server::Server,
    sync::AFTER_THE_OTHERS,
};

/// The longest label that is kept, in characters.
const LABEL_MOST: usize = 200;
/// So many ids are drawn for one whose sign is free.
const DRAWS_MOST: usize = 64;

/// `POST /api/device`
pub async fn register(
    State(server): State<Server>,
    signed: Signed,
    Read(it): Read<RegisterDevice>,
) -> Result<Json<Registered>> {
    let mut tx = dialect::begin(server.write()).await?;
    let device = unlike(&mut tx).await?;
    let plain = |c: &char| !c.is_control();
    let label: String = it.label.chars().filter(plain).take(LABEL_MOST).collect();
    sqlx::query(REGISTER)
        .bind(device.0)
        .bind(signed.user.id.0)
        .bind(label)
        .bind(server.now().0)
        .execute(&mut *tx)
        .await?;
    sqlx::query(USED_FROM).bind(device.0).bind(signed.token.as_slice()).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(Json(Registered { device, epoch: server.epoch().await? }))
}

/// An id whose sign no other device has: slips bear it, and no two devices may write the same number.
async fn unlike(tx: &mut <Db as sqlx::Database>::Connection) -> Result<DeviceId> {
    // Registrations go one after the other, on both databases.
    sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
    let taken: Vec<uuid::Uuid> = sqlx::query_scalar(BROWSERS).fetch_all(&mut *tx).await?;
    let taken: BTreeSet<String> = taken.into_iter().map(|it| device_sign(DeviceId(it))).collect();
    let mut drawn = std::iter::repeat_with(id::device).take(DRAWS_MOST);
    // 32,768 signs: with half of them taken, not one in a billion is left without.
    drawn.find(|it| !taken.contains(&device_sign(*it))).ok_or(Error::Unavailable)
}

/// `GET /api/devices`: one's own; an administrator sees everybody's.
pub async fn list(State(server): State<Server>, signed: Signed) -> Result<Json<Vec<DeviceLine>>> {
    let rows = sqlx::query(LIST).fetch_all(server.read()).await?;
    let instant = |at: Option<i64>| at.map(Instant);
    let lines = rows.iter().map(|row| DeviceLine {
        device: DeviceId(row.get(0)),
        user: UserId(row.get(1)),
        label: row.get(2),
        registered_at: Instant(row.get(3)),
        last_seen_at: instant(row.get(4)),
        revoked_at: instant(row.get(5)),
        pending: row.get(6),
        wiped_at: instant(row.get(7)),
        differed_at: instant(row.get(8)),
        clock_suspect: row.get(9),
        corrupt: row.get(10),
        here: signed.device == Some(DeviceId(row.get(0))),
    });
    let may_see = |it: &DeviceLine| signed.caller.may_administer() || it.user == signed.user.id;
    Ok(Json(lines.filter(may_see).collect()))
}

/// `DELETE /api/device/{id}`: a lost phone neither pushes nor pulls any more, its sessions end at
/// once, and at its next contact it is told to let go of what it holds. One's own, or by an
/// administrator.
pub async fn revoke(
    State(server): State<Server>,
    signed: Signed,
    Named(device): Named<DeviceId>,
) -> Result<StatusCode> {
    let whose: Option<uuid::Uuid> =
        sqlx::query_scalar(WHOSE).bind(device.0).fetch_optional(server.read()).await?;
    let may = |user: &uuid::Uuid| signed.caller.may_administer() || *user == signed.user.id.0;
    whose.filter(may).ok_or(Error::DeviceUnknown)?;
    let mut tx = dialect::begin(server.write()).await?;
    sqlx::query(REVOKE).bind(server.now().0).bind(device.0).execute(&mut *tx).await?;
    sqlx::query(END_SESSIONS).bind(device.0).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever is signed out hears no more of the server than this: a device that was revoked has to let
/// go, and has no session any more to be told so in.
async fn told_if_revoked(
    server: &Server,
    device: DeviceId,
    signed: Result<Signed>,
) -> Result<Signed> {
    match signed {
        Err(Error::SignedOut) => {
            let revoked: Option<i64> =
                sqlx::query_scalar(REVOKED).bind(device.0).fetch_optional(server.read()).await?;
            Err(revoked.map_or(Error::SignedOut, |_| Error::DeviceRevoked))
        }
        other => other,
    }
}

/// Who asks is settled before what is asked: whoever is signed out hears nothing of what cannot be read.
pub async fn who_asks<T>(
    server: &Server,
    signed: Result<Signed>,
    asked: Result<Read<T>>,
    device: impl FnOnce(&T) -> DeviceId,
) -> Result<(Signed, T)> {
    match asked {
        Ok(Read(asked)) => {
            let signed = told_if_revoked(server, device(&asked), signed).await?;
            Ok((signed, asked))
        }
        Err(unread) => signed.and(Err(unread)),
    }
}

/// `POST /api/device/{id}/wiped`: a revoked device says that it has let go. It has no session any
/// more; its id, which only it and the lists of devices know, is all it can show, and all that comes
/// of it is the hour in that list.
pub async fn wiped(
    State(server): State<Server>,
    Named(device): Named<DeviceId>,
    Read(it): Read<Wiped>,
) -> Result<StatusCode> {
    let done = sqlx::query(WIPED)
        .bind(server.now().0)
        .bind(i64::from(it.pending))
        .bind(device.0)
        .execute(server.write())
        .await?;
    if done.rows_affected() == 0 { Err(Error::DeviceUnknown) } else { Ok(StatusCode::NO_CONTENT) }
}

statements! {
    REGISTER = "INSERT INTO device (id, user_id, kind, label, last_op_seq, registered_at) \
        VALUES ($1, $2, 'browser', $3, 0, $4)";
    BROWSERS = "SELECT id FROM device WHERE kind = 'browser'";
    LIST = "SELECT d.id, d.user_id, d.label, d.registered_at, d.last_seen_at, d.revoked_at, \
        d.pending, d.wiped_at, (SELECT MAX(f.said_at) FROM difference f WHERE f.device_id = d.id), \
        (SELECT COUNT(*) FROM command c WHERE c.device_id = d.id AND c.clock_suspect = 1), \
        (SELECT COUNT(*) FROM collision c WHERE c.device_id = d.id) \
        FROM device d WHERE d.kind = 'browser' ORDER BY d.registered_at, d.id";
    WHOSE = "SELECT user_id FROM device WHERE id = $1 AND kind = 'browser'";
    USED_FROM = "UPDATE session SET device_id = $1 WHERE token_hash = $2";
    END_SESSIONS = "DELETE FROM session WHERE device_id = $1";
    REVOKED = "SELECT revoked_at FROM device WHERE id = $1 AND revoked_at IS NOT NULL";
    /// The first hour stays, however often the device says so.
    WIPED = "UPDATE device SET wiped_at = COALESCE(wiped_at, $1), pending = $2 \
        WHERE id = $3 AND kind = 'browser' AND revoked_at IS NOT NULL";
    REVOKE = "UPDATE device SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
}
