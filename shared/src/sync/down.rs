//! Down: how a device asks what became of rows, and what it is answered.

use serde::{Deserialize, Serialize};

use super::{Change, OtherRows, Scope, ScopeName, Sums, wire::first_form};
use crate::{
    calendar::{Day, Instant},
    id::{DeviceId, Epoch, GrantId},
};

/// `POST /api/sync/pull`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PullRequestRead")]
pub struct PullRequest {
    pub epoch: Epoch,
    pub device: DeviceId,
    /// The version of the rows' form that the device reads.
    pub schema: u32,
    /// What the device holds, and how far.
    pub scopes: Vec<Cursor>,
    /// Names among them that this build does not know.
    #[serde(skip)]
    pub strange: Vec<String>,
    /// Changes per scope at most; a command is never torn apart.
    pub limit: u32,
    /// The day of the oldest command that waits for its verdict: what was done before this pull
    /// keeps its day, though it is pushed after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_pending: Option<Day>,
    /// How many commands wait for their verdicts: shown where devices are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<u32>,
    /// The scope whose rows the device wants to compare: its page says what they add up to, if it
    /// reaches the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prove: Option<Scope>,
    /// Where the device held other rows than the server; said again until a reply has come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differed: Vec<Difference>,
}

/// A [`PullRequest`] as it is read: a newer app may hold a scope whose name says nothing here.
#[derive(Deserialize)]
struct PullRequestRead {
    epoch: Epoch,
    device: DeviceId,
    schema: u32,
    scopes: Vec<CursorRead>,
    limit: u32,
    #[serde(default)]
    oldest_pending: Option<Day>,
    #[serde(default)]
    pending: Option<u32>,
    #[serde(default)]
    prove: Option<ScopeName>,
    #[serde(default)]
    differed: Vec<Difference>,
}

#[derive(Deserialize)]
struct CursorRead {
    scope: ScopeName,
    grant: GrantId,
    seq: i64,
}

impl From<PullRequestRead> for PullRequest {
    fn from(it: PullRequestRead) -> PullRequest {
        let (mut scopes, mut strange) = (vec![], vec![]);
        for CursorRead { scope, grant, seq } in it.scopes {
            match scope {
                ScopeName::Known(scope) => scopes.push(Cursor { scope, grant, seq }),
                ScopeName::Strange(name) => strange.push(name),
            }
        }
        PullRequest {
            epoch: it.epoch,
            device: it.device,
            schema: it.schema,
            scopes,
            strange,
            limit: it.limit,
            oldest_pending: it.oldest_pending,
            pending: it.pending,
            prove: it.prove.and_then(|it| it.known()),
            differed: it.differed,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub scope: Scope,
    pub grant: GrantId,
    pub seq: i64,
}

/// Rows of a scope that were other than the server's at the same number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub scope: ScopeName,
    pub epoch: Epoch,
    pub seq: i64,
    pub kinds: Vec<OtherRows>,
}

/// The answer to a pull, read in one snapshot and applied in one transaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case", try_from = "PullReplyRead")]
pub enum PullReply {
    Page {
        epoch: Epoch,
        server_time: Instant,
        /// The seller's day on the server.
        today: Day,
        /// The last `op_seq` of this device committed in this snapshot.
        reflected: u64,
        /// The version of the form in which the rows are: what was asked for, or the newest that the
        /// server knows.
        #[serde(default = "first_form")]
        schema: u32,
        pages: Vec<Page>,
        /// Scopes the user may hold and the device did not name: take a snapshot.
        added: Vec<Granted>,
        /// Scopes the user may no longer hold, or that the server does not know: purge after pending
        /// commands have verdicts.
        revoked: Vec<ScopeName>,
        /// Scopes whose cursor is below the log: take a snapshot.
        snapshot_required: Vec<Granted>,
    },
    /// The server lives a new life: offer the journal again, then take snapshots.
    NewEpoch { epoch: Epoch },
}

/// A [`PullReply`] as it is read: serde cannot carry a body unread through a tagged enum, and a newer
/// server may grant a scope whose name says nothing here.
#[derive(Deserialize)]
struct PullReplyRead {
    reply: String,
    epoch: Epoch,
    server_time: Option<Instant>,
    today: Option<Day>,
    #[serde(default)]
    reflected: u64,
    #[serde(default = "first_form")]
    schema: u32,
    #[serde(default)]
    pages: Vec<Page>,
    #[serde(default)]
    added: Vec<GrantedRead>,
    #[serde(default)]
    revoked: Vec<ScopeName>,
    #[serde(default)]
    snapshot_required: Vec<GrantedRead>,
}

#[derive(Deserialize)]
struct GrantedRead {
    scope: ScopeName,
    grant: GrantId,
}

/// Those that this build can hold.
fn known(granted: &[GrantedRead]) -> Vec<Granted> {
    let known = granted.iter().filter_map(|it| Some((it.scope.known()?, it.grant)));
    known.map(|(scope, grant)| Granted { scope, grant }).collect()
}

impl TryFrom<PullReplyRead> for PullReply {
    type Error = String;
    fn try_from(it: PullReplyRead) -> Result<PullReply, String> {
        match it.reply.as_str() {
            "new_epoch" => Ok(PullReply::NewEpoch { epoch: it.epoch }),
            "page" => Ok(PullReply::Page {
                epoch: it.epoch,
                server_time: it.server_time.ok_or("a page without the server's time")?,
                today: it.today.ok_or("a page without the server's day")?,
                reflected: it.reflected,
                schema: it.schema,
                pages: it.pages,
                added: known(&it.added),
                revoked: it.revoked,
                snapshot_required: known(&it.snapshot_required),
            }),
            other => Err(format!("{other:?} is no answer to a pull")),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    pub scope: Scope,
    pub changes: Vec<Change>,
    /// The cursor after this page.
    pub next: i64,
    pub head: i64,
    /// What the rows of the scope add up to at `next`, by kind; where it was asked for and the page
    /// reaches the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sums: Option<Sums>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    pub scope: Scope,
    pub grant: GrantId,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ID: &str = "0199aaaa-0000-7000-8000-000000000001";

    #[test]
    fn a_scope_without_a_meaning_here_cuts_nobody_off() {
        let request: PullRequest = serde_json::from_value(json!({
            "epoch": ID, "device": ID, "schema": 3, "limit": 5, "prove": "company:9",
            "scopes": [
                {"scope": "company:9", "grant": ID, "seq": 4},
                {"scope": "all", "grant": ID, "seq": 7},
            ],
        }))
        .unwrap();
        assert_eq!(request.scopes.iter().map(|it| it.scope).collect::<Vec<_>>(), [Scope::All]);
        assert_eq!((request.strange, request.prove), (vec!["company:9".to_owned()], None));
    }

    #[test]
    fn a_scope_of_a_newer_server_is_left_to_newer_apps() {
        let text = json!({
            "reply": "page", "epoch": ID, "server_time": 1, "today": "2026-11-20",
            "added": [{"scope": "company:9", "grant": ID}, {"scope": "all", "grant": ID}],
            "revoked": ["company:8", "territory:none"],
            "snapshot_required": [{"scope": "company:7", "grant": ID}],
        });
        let read: PullReply = serde_json::from_str(&text.to_string()).unwrap();
        let PullReply::Page { schema, added, revoked, snapshot_required, .. } = read else {
            panic!()
        };
        assert_eq!(schema, 1);
        assert_eq!(added.iter().map(|it| it.scope).collect::<Vec<_>>(), [Scope::All]);
        assert_eq!(
            revoked.iter().filter_map(ScopeName::known).collect::<Vec<_>>(),
            [Scope::Unassigned]
        );
        assert!(snapshot_required.is_empty());
        let again = serde_json::to_value(&revoked).unwrap();
        assert_eq!(again, json!(["company:8", "territory:none"]));
    }
}
