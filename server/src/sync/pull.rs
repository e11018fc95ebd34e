//! Pull: what became of rows, in the order of each scope, from one state of the database.

use std::collections::{BTreeMap, BTreeSet};

use axum::{Json, extract::State};
use serde_json::value::RawValue;
use shared::{
    calendar::Day,
    id::{DeviceId, Epoch, OpId, UserId},
    sync::{Change, Cursor, Form, Granted, Page, PullReply, PullRequest, Scope, ScopeName},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    device_row::DeviceRow,
    differences, grants,
    group::zone,
    lines::{lines, odd},
    many::{self, over_names},
    sums,
};
use crate::{
    auth::{Signed, who_asks},
    dialect::{Db, IN_LINES},
    door::Read,
    error::{Error, Result},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;
type Row = <Db as sqlx::Database>::Row;

/// Changes per scope in one reply at most.
const LIMIT_MOST: usize = 2_000;
/// The bodies of one reply, unless a single command is larger.
const BYTES_MOST: usize = 2 * 1024 * 1024;
/// Changes that are asked for first: how large they are shows in them.
const ROWS_AT_FIRST: usize = 64;
/// How many times what is here may be asked for at once.
const TIMES_MORE: usize = 8;
/// How often it is written down that a device was seen.
const SEEN_EVERY_MS: i64 = 3_600_000;

/// `POST /api/sync/pull`
pub async fn pull(
    State(server): State<Server>,
    signed: Result<Signed>,
    request: Result<Read<PullRequest>>,
) -> Result<Json<PullReply>> {
    let (signed, request) =
        who_asks(&server, signed, request, |it: &PullRequest| it.device).await?;
    let form = server.form_for(request.schema)?;
    // Before the snapshot: who holds a connection must not wait for another one.
    let _turn = match request.prove {
        Some(_) => Some(server.proofs().turn().await?),
        None => None,
    };
    let mut tx = server.snapshot().await?;
    let (epoch, device) = own_device(&mut tx, request.device, signed.user.id).await?;
    if epoch != request.epoch {
        return Ok(Json(PullReply::NewEpoch { epoch }));
    }
    let reach = reach(&mut tx, &request.scopes).await?;
    let head_of_all = reach.get(&Scope::All).map_or(0, |it| it.head);
    let registered = server.registers().read_at(&mut tx, head_of_all).await?;
    let user = registered.register.users.get(&signed.user.id).ok_or(Error::SignedOut)?;
    let now = server.now();
    let today = zone(&registered.register).day_of(now);
    let strange = request.strange.into_iter().map(ScopeName::Strange);
    let held = Held::of(grants::held_by(user, today), &request.scopes);
    let reading = held.reading(&reach);
    let mut pages = pages(&mut tx, &reading.cursors, request.limit).await?;
    for page in &mut pages {
        page.changes = down(std::mem::take(&mut page.changes), form)?;
        if request.prove == Some(page.scope) && page.next == page.head {
            let at = sums::At { scope: page.scope, epoch, seq: page.head, form };
            page.sums = Some(server.proofs().sums(&mut tx, at).await?);
        }
    }
    tx.rollback().await?;
    differences::keep(&server, &device, &request.differed).await?;
    signed.comes_from(&server, request.device);
    let heard_of = request.oldest_pending.map_or(today, |it| it.min(today));
    note_seen(&server, &device, heard_of, request.pending.map(i64::from));
    Ok(Json(PullReply::Page {
        epoch,
        server_time: now,
        today,
        reflected: u64::try_from(device.last_op_seq).unwrap_or(0),
        schema: form.version,
        pages,
        added: held.added,
        revoked: held.revoked.into_iter().map(ScopeName::from).chain(strange).collect(),
        snapshot_required: reading.snapshot_required,
    }))
}

/// Changes in the form that the device reads.
fn down(changes: Vec<Change>, form: Form) -> Result<Vec<Change>> {
    Ok(changes.into_iter().map(|it| form.change(it)).collect::<serde_json::Result<_>>()?)
}

/// The life of the server, and the device, if it is this user's and may still ask.
async fn own_device(
    tx: &mut Connection,
    device: DeviceId,
    user: UserId,
) -> Result<(Epoch, DeviceRow)> {
    let found = sqlx::query(OWN).bind(device.0).fetch_optional(tx).await?;
    let found = found.map(|row| (Epoch(row.get(10)), DeviceRow::of(&row)));
    let (epoch, device) = found.filter(|(_, it)| it.user == user).ok_or(Error::DeviceUnknown)?;
    if device.revoked_at.is_some() { Err(Error::DeviceRevoked) } else { Ok((epoch, device)) }
}

/// From where to where a feed reaches.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    head: i64,
    horizon: i64,
}

/// How far the feeds reach that a device holds, and always that of the register.
async fn reach(tx: &mut Connection, cursors: &[Cursor]) -> Result<BTreeMap<Scope, Reach>> {
    let scopes: BTreeSet<Scope> = cursors.iter().map(|it| it.scope).chain([Scope::All]).collect();
    let names: Vec<String> = scopes.iter().map(Scope::to_string).collect();
    let mut reach = BTreeMap::new();
    for piece in many::lists(&names) {
        for row in over_names(HEADS.0, &piece, HEADS.1).fetch_all(&mut *tx).await? {
            if let Ok(scope) = row.get::<&str, _>(0).parse() {
                reach.insert(scope, Reach { head: row.get(1), horizon: row.get(2) });
            }
        }
    }
    Ok(reach)
}

/// What the device says it holds against what it may hold.
struct Held {
    cursors: Vec<(Granted, Cursor)>,
    added: Vec<Granted>,
    revoked: Vec<Scope>,
}

impl Held {
    fn of(granted: Vec<Granted>, cursors: &[Cursor]) -> Held {
        let by_scope: BTreeMap<Scope, Cursor> = cursors.iter().map(|it| (it.scope, *it)).collect();
        let may = |scope: &&Scope| granted.iter().any(|it| it.scope == **scope);
        let revoked = by_scope.keys().filter(|it| !may(it)).copied().collect();
        let mut held = Held { cursors: vec![], added: vec![], revoked };
        for grant in granted {
            match by_scope.get(&grant.scope) {
                Some(cursor) => held.cursors.push((grant, *cursor)),
                None => held.added.push(grant),
            }
        }
        held
    }

    /// Tells cursors that can be read on from those that need a snapshot: below the log, ahead of
    /// it, or of an earlier grant, in whose time the device may have missed what it could not see.
    fn reading(&self, reach: &BTreeMap<Scope, Reach>) -> Reading {
        let mut reading = Reading { cursors: vec![], snapshot_required: vec![] };
        for (granted, cursor) in &self.cursors {
            let Reach { head, horizon } = reach.get(&granted.scope).copied().unwrap_or_default();
            if cursor.grant == granted.grant && horizon <= cursor.seq && cursor.seq <= head {
                reading.cursors.push((granted.scope, cursor.seq, head));
            } else {
                reading.snapshot_required.push(*granted);
            }
        }
        reading
    }
}

struct Reading {
    /// Scope, where the device stands, and how far there is.
    cursors: Vec<(Scope, i64, i64)>,
    snapshot_required: Vec<Granted>,
}

/// A change and the place of its command in the order of all commands.
struct Step {
    recorded_seq: i64,
    change: Change,
}

/// Reads on in each scope and cuts all of them after the same command, so that nobody ever holds a
/// part of one.
async fn pages(
    tx: &mut Connection,
    cursors: &[(Scope, i64, i64)],
    limit: u32,
) -> Result<Vec<Page>> {
    let limit = usize::try_from(limit).unwrap_or(LIMIT_MOST).clamp(1, LIMIT_MOST);
    let mut feeds = vec![];
    let mut last_whole = i64::MAX;
    for (scope, seq, head) in cursors {
        if seq == head {
            feeds.push(vec![]);
            continue;
        }
        let (steps, whole) = steps(tx, *scope, *seq, limit).await?;
        last_whole = last_whole.min(whole);
        feeds.push(steps);
    }
    let last_whole = within_bytes(&feeds, last_whole);
    let pages = cursors.iter().zip(feeds).map(|((scope, seq, head), steps)| {
        let whole = steps.into_iter().take_while(|it| it.recorded_seq <= last_whole);
        let changes: Vec<Change> = whole.map(|it| it.change).collect();
        let next = changes.last().map_or(*seq, |it| it.seq);
        Page { scope: *scope, changes, next, head: *head, sums: None }
    });
    Ok(pages.collect())
}

/// The next changes of a scope, and the last command of which they hold all that this scope has.
async fn steps(
    tx: &mut Connection,
    scope: Scope,
    after: i64,
    limit: usize,
) -> Result<(Vec<Step>, i64)> {
    let mut steps: Vec<Step> = vec![];
    let mut bytes = 0;
    loop {
        let reached = steps.last().map_or(after, |it| it.change.seq);
        let asked = rows_to_ask_for(steps.len(), bytes, limit);
        let found = sqlx::query(changes())
            .bind(scope.to_string())
            .bind(reached)
            .bind(i64::try_from(asked).unwrap_or(i64::MAX))
            .fetch_all(&mut *tx)
            .await?;
        let more = Step::read(&found)?;
        let came = more.len();
        for step in more {
            let full = limit <= steps.len() || BYTES_MOST <= bytes;
            if let Some(whole) = last_whole(&steps, step.recorded_seq).filter(|_| full) {
                return Ok((steps, whole));
            }
            bytes += step.change.body.as_ref().map_or(0, |it| it.get().len());
            steps.push(step);
        }
        if came < asked {
            return Ok((steps, i64::MAX));
        }
    }
}

/// What is left of a page, as far as it will fit by the size of what is here; one more shows where the
/// last command ends.
fn rows_to_ask_for(here: usize, bytes: usize, limit: usize) -> usize {
    // A single command may be larger than a page.
    let left = if here <= limit { limit + 1 - here } else { ROWS_AT_FIRST };
    if here == 0 {
        return left.min(ROWS_AT_FIRST);
    }
    let each = (bytes / here).max(1);
    let fit = BYTES_MOST.saturating_sub(bytes) / each + 1;
    left.min(fit).min(here * TIMES_MORE).max(ROWS_AT_FIRST.min(left))
}

/// The last command that is here with all its steps, when the next step is of this one; of a single
/// command that is larger than a page more is read.
fn last_whole(steps: &[Step], next: i64) -> Option<i64> {
    steps.iter().rev().map(|it| it.recorded_seq).find(|it| *it != next)
}

/// The changes of a scope behind a place, at most so many.
pub fn changes() -> &'static str {
    if IN_LINES { CHANGES_IN_LINES } else { CHANGES }
}

impl Step {
    fn read(found: &[Row]) -> Result<Vec<Step>> {
        if IN_LINES {
            let lines = found.iter().flat_map(lines);
            return lines.map(|it| Step::of_line(it).ok_or_else(|| odd(it))).collect();
        }
        found.iter().map(Step::of_row).collect()
    }

    fn of_row(row: &Row) -> Result<Step> {
        let body: Option<String> = row.get(6);
        let change = Change {
            seq: row.get(0),
            kind: row.get(2),
            id: row.get(3),
            version: row.get(4),
            op_id: Some(OpId(row.get(5))),
            body: body.map(RawValue::from_string).transpose()?,
        };
        Ok(Step { recorded_seq: row.get(1), change })
    }

    fn of_line(line: &str) -> Option<Step> {
        let mut parts = line.splitn(7, ' ');
        let mut next = || parts.next();
        let seq = next()?.parse().ok()?;
        let recorded_seq = next()?.parse().ok()?;
        let change = Change {
            seq,
            kind: next()?.to_owned(),
            id: Uuid::try_parse(next()?).ok()?,
            version: next()?.parse().ok()?,
            op_id: Some(OpId(Uuid::try_parse(next()?).ok()?)),
            // What went has none.
            body: next().map(|it| RawValue::from_string(it.to_owned())).transpose().ok()?,
        };
        Some(Step { recorded_seq, change })
    }
}

/// The last command that still fits in a reply; the first one always does.
fn within_bytes(feeds: &[Vec<Step>], last_whole: i64) -> i64 {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for step in feeds.iter().flatten().filter(|it| it.recorded_seq <= last_whole) {
        let size = step.change.body.as_ref().map_or(0, |it| it.get().len());
        *sizes.entry(step.recorded_seq).or_default() += size;
    }
    let mut bytes = 0;
    let mut last = None;
    for (recorded_seq, size) in sizes {
        bytes += size;
        if last.is_some() && BYTES_MOST < bytes {
            return last.unwrap_or(recorded_seq);
        }
        last = Some(recorded_seq);
    }
    last_whole
}

/// Writes down that the device was here: the day up to which it has sent what it did, because a
/// later command cannot be older, and now and then the time. No reply waits or fails for it.
fn note_seen(server: &Server, device: &DeviceRow, day: Day, pending: Option<i64>) {
    let now = server.now().0;
    let seen = device.last_seen_at.is_some_and(|it| now - it < SEEN_EVERY_MS);
    if seen && device.pending == pending && device.last_pull.is_some_and(|it| day <= it) {
        return;
    }
    let (write, device) = (server.write().clone(), device.id);
    server.aside("a pull", async move {
        let seen = sqlx::query(SEEN).bind(day.to_string()).bind(now).bind(pending);
        seen.bind(device.0).execute(&write).await
    });
}

/// The same as lines, where the database makes them: a change without a body ends with its command.
const CHANGES_IN_LINES: &str = "SELECT string_agg(concat_ws(' ', seq, recorded_seq, kind, \
    hex(row_id), version, hex(op_id), body), '\n' ORDER BY seq) FROM (SELECT seq, recorded_seq, kind, \
    row_id, version, op_id, body FROM change WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3)";

statements! {
    OWN = "SELECT d.id, d.user_id, d.kind, d.label, d.last_op_seq, d.registered_at, \
        d.last_pull_day, d.last_seen_at, d.revoked_at, d.pending, m.epoch \
        FROM device d CROSS JOIN meta m WHERE d.id = $1";
    HEADS = "SELECT scope, head, horizon FROM scope_head WHERE scope IN " ids;
    CHANGES = "SELECT seq, recorded_seq, kind, row_id, version, op_id, body FROM change \
        WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Of two that come late neither goes back.
    SEEN = "UPDATE device SET \
        last_pull_day = CASE WHEN last_pull_day > $1 THEN last_pull_day ELSE $1 END, \
        last_seen_at = CASE WHEN last_seen_at > $2 THEN last_seen_at ELSE $2 END, \
        pending = $3 WHERE id = $4";
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "0199AAAA000070008000000000000001";
    const OP: &str = "0199AAAA000070008000000000000002";

    #[test]
    fn a_line_is_a_change() {
        let line = format!(r#"7 31 visit {ROW} 2 {OP} {{"note":"two words\nand a line"}}"#);
        let step = Step::of_line(&line).unwrap();
        let (change, body) = (&step.change, step.change.body.as_ref().map(|it| it.get()));
        assert_eq!((change.seq, step.recorded_seq, change.version), (7, 31, 2));
        assert_eq!((change.kind.as_str(), change.id), ("visit", ROW.parse().unwrap()));
        assert_eq!(change.op_id.map(|it| it.0), Some(OP.parse().unwrap()));
        assert_eq!(body, Some(r#"{"note":"two words\nand a line"}"#));
        let left = Step::of_line(&format!("8 32 leave {ROW} 2 {OP}")).unwrap();
        assert!(left.change.body.is_none(), "what went has no body");
        for broken in ["", "7", "7 31 visit", &line[..40], &line.replace("31", "x")] {
            assert!(Step::of_line(broken).is_none(), "{broken:?}");
        }
    }
}
