//! A phone as the server sees it: one device of one user, with its numbers, its cursors and the rows
//! that reached it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::value::{RawValue, to_raw_value};
use shared::{
    calendar::{Day, Instant},
    id::{CustomerId, DeviceId, Epoch, OpId, PromiseId, UserId, VisitId},
    money::Money,
    promise::{self, Basis},
    receipt::PaymentMethod,
    row::Row,
    sync::{
        Act, Chunk, Command, Cursor, Difference, Granted, Layer, Manifest, PullReply, PullRequest,
        PushReply, PushRequest, RegisterDevice, Registered, SCHEMA, Scope, ScopeName, Session,
        SnapshotRequest, Verdict, What,
    },
    visit::{self, VisitOutcome},
};
use uuid::Uuid;

use super::{Client, Stage, sign_in_at};
use crate::{Server, id};

pub struct Phone {
    pub client: Client,
    pub server: Server,
    pub user: UserId,
    pub device: DeviceId,
    pub epoch: Epoch,
    pub next: u64,
    pub cursors: BTreeMap<Scope, Cursor>,
    /// Row → the scope it was last seen in, its version, and itself.
    pub rows: BTreeMap<Uuid, (Scope, i64, Row)>,
    pub reflected: u64,
    pub oldest_pending: Option<Day>,
    pub pending: Option<u32>,
    /// The form of rows that it reads.
    pub reads: u32,
    pub prove: Option<Scope>,
    pub differed: Vec<Difference>,
}

type Failed = (StatusCode, String);

impl Phone {
    pub async fn of(stage: &Stage, login: &str) -> Phone {
        Phone::at(&stage.server, login).await
    }

    pub async fn at(server: &Server, login: &str) -> Phone {
        let client = sign_in_at(server, login).await;
        let session: Session = client.get("/api/session").await.unwrap();
        let mut phone = Phone {
            client,
            server: server.clone(),
            user: session.user.id,
            device: DeviceId(Uuid::nil()),
            epoch: session.epoch,
            next: 1,
            cursors: BTreeMap::new(),
            rows: BTreeMap::new(),
            reflected: 0,
            oldest_pending: None,
            pending: None,
            reads: SCHEMA,
            prove: None,
            differed: vec![],
        };
        phone.register().await;
        phone
    }

    /// Another database in the browser: a new name, numbers from the beginning.
    pub async fn register(&mut self) {
        let label = RegisterDevice { label: "phone".to_owned() };
        let registered: Registered = self.client.post("/api/device", &label).await.unwrap();
        (self.device, self.epoch, self.next) = (registered.device, registered.epoch, 1);
    }

    pub fn command(&self, customer: &str, acted_on: &str, act: Act) -> Command {
        Command {
            op_id: id::op(),
            author: self.user,
            acted_on: super::day(acted_on),
            captured_at: Instant(1_795_147_200_000),
            build: "test".to_owned(),
            customer: Some(CustomerId::of_code(customer)),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        }
    }

    pub fn visit(&self, customer: &str, note: &str) -> Command {
        self.command(customer, "2026-11-20", visit(note))
    }

    pub fn promise(&self, customer: &str, amount: Money, due_on: Day) -> Command {
        self.command(customer, "2026-11-20", promise(amount, due_on))
    }

    /// Pushes commands under the next numbers and answers with their verdicts.
    pub async fn push(&mut self, commands: &[Command]) -> Vec<Verdict> {
        let reply = self.push_from(self.next, &raw(commands)).await.unwrap();
        let PushReply::Answered { verdicts, .. } = reply else { panic!("{reply:?}") };
        assert_eq!(verdicts.len(), commands.len());
        for ((answered, command), op_seq) in verdicts.iter().zip(commands).zip(self.next..) {
            assert_eq!((answered.op_id, answered.op_seq), (command.op_id, op_seq));
        }
        self.next += commands.len() as u64;
        verdicts.into_iter().map(|it| it.verdict).collect()
    }

    pub async fn push_one(&mut self, command: &Command) -> Verdict {
        self.push(std::slice::from_ref(command)).await.remove(0)
    }

    pub async fn push_from(
        &self,
        first_op_seq: u64,
        commands: &[Box<RawValue>],
    ) -> Result<PushReply, Failed> {
        let request = PushRequest {
            epoch: self.epoch,
            device: self.device,
            first_op_seq,
            commands: commands.to_vec(),
        };
        self.client.post("/api/sync/push", &request).await
    }

    pub async fn pull_once(&self, limit: u32) -> Result<PullReply, Failed> {
        let request = PullRequest {
            epoch: self.epoch,
            device: self.device,
            schema: self.reads,
            scopes: self.cursors.values().copied().collect(),
            strange: vec![],
            limit,
            oldest_pending: self.oldest_pending,
            pending: self.pending,
            prove: self.prove,
            differed: self.differed.clone(),
        };
        let reply = self.client.post("/api/sync/pull", &request).await;
        self.server.settled().await;
        reply
    }

    /// Holds scopes from their beginning, as if nothing had ever been cut away.
    pub fn hold_from_start(&mut self, granted: &[Granted]) {
        for Granted { scope, grant } in granted {
            self.cursors.insert(*scope, Cursor { scope: *scope, grant: *grant, seq: 0 });
        }
    }

    /// Pulls until there is nothing more, page by page.
    pub async fn pull(&mut self, limit: u32) {
        loop {
            let reply = self.pull_once(limit).await.unwrap();
            if !self.pull_page(reply) {
                return;
            }
        }
    }

    /// Takes a reply as a device does; whether there is more.
    pub fn pull_page(&mut self, reply: PullReply) -> bool {
        let PullReply::Page { pages, added, revoked, snapshot_required, reflected, .. } = reply
        else {
            panic!("a new epoch")
        };
        self.reflected = reflected;
        for scope in revoked.iter().filter_map(ScopeName::known) {
            self.cursors.remove(&scope);
            self.rows.retain(|_, (of, ..)| *of != scope);
        }
        let mut more = !added.is_empty() || !snapshot_required.is_empty();
        self.hold_from_start(&added);
        self.hold_from_start(&snapshot_required);
        for page in pages {
            more |= page.next < page.head;
            let cursor = self.cursors.get_mut(&page.scope).unwrap();
            for change in &page.changes {
                assert_eq!(change.seq, cursor.seq + 1, "a hole in {}", page.scope);
                cursor.seq = change.seq;
            }
            assert_eq!(cursor.seq, page.next);
            for change in page.changes {
                self.take(page.scope, change.id, change.version, change.read().unwrap());
            }
        }
        more
    }

    fn take(&mut self, scope: Scope, id: Uuid, version: i64, what: What) {
        match what {
            What::Upsert(row) => self.put(scope, version, row),
            What::Delete => self.rows.retain(|row, (of, ..)| *row != id || *of != scope),
            What::Enter(_, rows) => {
                for it in rows {
                    self.put(scope, it.version, it.row);
                }
            }
            What::Leave(customer) => {
                let leaves = |(of, has, row): &(Scope, i64, Row)| {
                    *of == scope
                        && row.customer() == Some(customer)
                        && (row.id() != customer.0 || *has <= version)
                };
                self.rows.retain(|_, it| !leaves(it));
            }
        }
    }

    fn put(&mut self, scope: Scope, version: i64, row: Row) {
        let id = row.id();
        if self.rows.get(&id).is_none_or(|(_, has, _)| *has <= version) {
            self.rows.insert(id, (scope, version, row));
        }
    }

    /// Takes snapshots of everything it may hold.
    pub async fn snapshot(&mut self) {
        let PullReply::Page { added, .. } = self.pull_once(1).await.unwrap() else { panic!() };
        for granted in added {
            let manifest = self.manifest(granted.scope).await.unwrap();
            let layers: Vec<Layer> = manifest.chunks.iter().map(|it| it.layer).collect();
            assert!(layers.is_sorted());
            for told in &manifest.chunks {
                let chunk: Chunk =
                    self.client.get(&format!("/api/sync/chunk/{}", told.digest)).await.unwrap();
                if let Chunk::Rows(rows) = chunk {
                    for it in rows {
                        self.put(manifest.scope, it.version, it.row);
                    }
                }
            }
            let Manifest { scope, grant, seq, .. } = manifest;
            self.cursors.insert(scope, Cursor { scope, grant, seq });
        }
    }

    pub async fn manifest(&self, scope: Scope) -> Result<Manifest, Failed> {
        let request = SnapshotRequest { epoch: self.epoch, scope, schema: self.reads };
        self.client.post("/api/sync/snapshot", &request).await
    }

    pub fn customers(&self) -> BTreeSet<String> {
        let code = |(_, _, row): &(Scope, i64, Row)| match row {
            Row::Customer(it) => Some(it.code.clone()),
            _ => None,
        };
        self.rows.values().filter_map(code).collect()
    }

    /// The verdicts of the letters in its inbox, with their commands.
    pub fn letters(&self) -> Vec<(OpId, Verdict)> {
        let letter = |(_, _, row): &(Scope, i64, Row)| match row {
            Row::Inbox(it) => Some((it.op_id, it.verdict.clone())),
            _ => None,
        };
        self.rows.values().filter_map(letter).collect()
    }
}

pub fn visit(note: &str) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(id::op().0),
        outcome: VisitOutcome::Other,
        note: note.to_owned(),
        next_on: None,
    })
}

pub fn promise(amount: Money, due_on: Day) -> Act {
    Act::MakePromise(promise::Make {
        id: PromiseId(id::op().0),
        amount,
        due_on,
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Balance,
        note: String::new(),
        replaces: None,
    })
}

pub fn raw(commands: &[Command]) -> Vec<Box<RawValue>> {
    commands.iter().map(|it| to_raw_value(it).unwrap()).collect()
}
