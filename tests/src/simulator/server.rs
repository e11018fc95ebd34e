//! The simulated server: the real core over a disk, with crashes, backups and, for proving that the
//! invariants bite, defects on demand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Day, Instant, Zone},
    customer::Brief,
    id::{CustomerId, DeviceId, Epoch, OpId, UserId},
    row::Row,
    sync::{
        Act, Answered, Chunk, ChunkRef, Command, Granted, Layer, Manifest, PullReply, PullRequest,
        PushReply, PushRequest, Registered, SCHEMA, Scope, SnapshotRequest, Verdict, Versioned,
        apply::{Apply, Origin, Outcome, Signed},
    },
    user::Caller,
};

use super::{
    chronicle::Chronicle,
    defect::Defect,
    dice::Dice,
    disk::{Disk, Known, Recorded},
    pages,
};
use crate::phone::{Ask, Reply};

/// When the process dies while it works on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dies {
    No,
    BeforeCommit,
    AfterCommit,
}

#[derive(Debug)]
pub struct Server {
    pub disk: Disk,
    /// In memory only: a restart forgets them and a device asks anew.
    chunks: BTreeMap<String, String>,
    pub now: Instant,
    pub defect: Defect,
    pub chronicle: Chronicle,
    dice: Dice,
}

impl Server {
    #[must_use]
    pub fn new(mut dice: Dice, now: Instant, defect: Defect, chronicle: Chronicle) -> Server {
        let disk = Disk::new(Epoch(dice.id()));
        Server { disk, chunks: BTreeMap::new(), now, defect, chronicle, dice }
    }

    #[must_use]
    pub fn today(&self) -> Day {
        Zone::shanghai().day_of(self.now)
    }

    /// The process ends and is started again: what is on the disk stays.
    pub fn restart(&mut self) {
        self.chunks.clear();
    }

    /// An older disk is put in: another life begins.
    pub fn restore(&mut self, backup: Disk) {
        self.chunks.clear();
        self.disk = backup;
        self.disk.epoch = Epoch(self.dice.id());
    }

    /// The beginning of every feed is cut away.
    pub fn cut_feeds(&mut self) {
        for feed in self.disk.feeds.values_mut() {
            let half = feed.changes.len() / 2;
            // A command is never torn apart.
            let whole = (half..feed.changes.len())
                .find(|at| *at == 0 || feed.changes[at - 1].op_id != feed.changes[*at].op_id);
            let cut = whole.unwrap_or(0);
            feed.changes.drain(..cut);
            feed.horizon += i64::try_from(cut).unwrap_or(0);
        }
    }

    /// Answers a signed-in user's device; nothing if the process died over it.
    pub fn answer(&mut self, user: UserId, ask: &Ask, dies: Dies) -> Option<Reply> {
        if let (Ask::Push(text), Defect::AnswersBeforeCommit, Dies::BeforeCommit) =
            (ask, self.defect, dies)
        {
            let before = self.disk.clone();
            let reply = self.push(user, text, Dies::No);
            self.disk = before;
            self.restart();
            return reply;
        }
        let reply = match ask {
            Ask::Register => Some(self.register(user)),
            Ask::Push(text) => self.push(user, text, dies),
            Ask::Pull(text) => Some(read(text, |it| self.pull(user, &it))),
            Ask::Snapshot(text) => Some(read(text, |it| self.snapshot(user, &it))),
            Ask::Chunk(digest) => Some(self.chunk(digest)),
        };
        if dies != Dies::No {
            self.restart();
            return None;
        }
        reply
    }

    /// A command of one of the server's own devices: an import, the command line.
    pub fn office(&mut self, act: Act, customer: Option<CustomerId>) -> Verdict {
        let signed = Signed::System("cli".to_owned());
        self.asked(act, customer, Caller::system("cli").user, signed)
    }

    /// A command of somebody at the desk, whose line is good.
    pub fn person(&mut self, user: UserId, act: Act, customer: Option<CustomerId>) -> Verdict {
        self.chronicle.desk += 1;
        self.asked(act, customer, user, Signed::Person(user))
    }

    fn asked(
        &mut self,
        act: Act,
        customer: Option<CustomerId>,
        author: UserId,
        signed: Signed,
    ) -> Verdict {
        let command = Command {
            op_id: OpId(self.dice.id()),
            author,
            acted_on: self.today(),
            captured_at: self.now,
            build: "office".to_owned(),
            customer,
            base: vec![],
            policy: 0,
            deps: vec![],
            act,
        };
        let mut apply = self.disk.begin(std::slice::from_ref(&command), self.today());
        let origin = Origin { signed, last_pull: None };
        let recorded = run(&mut apply, command, String::new(), &origin);
        let verdict = recorded.verdict.clone();
        self.note(&recorded);
        self.keep(apply, vec![recorded]);
        verdict
    }

    fn register(&mut self, user: UserId) -> Reply {
        let device = DeviceId(self.dice.id());
        self.disk.devices.insert(device, Known { user, last_op_seq: 0, last_pull: None });
        json(&Registered { device, epoch: self.disk.epoch })
    }

    fn push(&mut self, user: UserId, text: &str, dies: Dies) -> Option<Reply> {
        let Ok(request) = serde_json::from_str::<PushRequest>(text) else { return Some(bad()) };
        let epoch = self.disk.epoch;
        let Some(device) = self.own_device(request.device, user) else {
            return Some(unknown_device());
        };
        if request.epoch != epoch {
            return Some(json(&PushReply::NewEpoch { epoch }));
        }
        if device.last_op_seq + 1 < request.first_op_seq {
            return Some(json(&PushReply::Expected { epoch, op_seq: device.last_op_seq + 1 }));
        }
        let Some(read) = self.readable(&request, &device) else {
            return Some(json(&PushReply::Forked { epoch }));
        };
        if dies == Dies::BeforeCommit {
            return None;
        }
        Some(json(&self.run_batch(&request, &device, read)))
    }

    fn own_device(&self, device: DeviceId, user: UserId) -> Option<Known> {
        self.disk.devices.get(&device).filter(|it| it.user == user).cloned()
    }

    /// The commands of a batch, or nothing where a number is taken by another command.
    fn readable(
        &self,
        request: &PushRequest,
        device: &Known,
    ) -> Option<Vec<(u64, Command, String)>> {
        let mut read = vec![];
        for (raw, op_seq) in request.commands.iter().zip(request.first_op_seq..) {
            let command: Command = serde_json::from_str(raw.get()).ok()?;
            let known = self.disk.commands.contains_key(&command.op_id);
            if !known && op_seq <= device.last_op_seq {
                return None;
            }
            read.push((op_seq, command, raw.get().to_owned()));
        }
        Some(read)
    }

    fn run_batch(
        &mut self,
        request: &PushRequest,
        device: &Known,
        read: Vec<(u64, Command, String)>,
    ) -> PushReply {
        let commands: Vec<_> = read.iter().map(|(_, it, _)| it.clone()).collect();
        let mut apply = self.disk.begin(&commands, self.today());
        let origin = Origin { signed: Signed::Person(device.user), last_pull: device.last_pull };
        let (mut verdicts, mut records) = (vec![], vec![]);
        let mut last = device.last_op_seq;
        for (op_seq, command, text) in read {
            let op_id = command.op_id;
            let verdict = match self.disk.commands.get(&op_id) {
                Some(_) if self.defect == Defect::AnswersAnew => {
                    let mut today = self.disk.begin(std::slice::from_ref(&command), self.today());
                    run(&mut today, command, text, &origin).verdict
                }
                Some(before) if self.defect != Defect::AppliesTwice => before.verdict.clone(),
                _ => {
                    let recorded = run(&mut apply, command, text, &origin);
                    let verdict = recorded.verdict.clone();
                    self.note(&recorded);
                    records.push(recorded);
                    verdict
                }
            };
            last = last.max(op_seq);
            verdicts.push(Answered { op_seq, op_id, verdict });
        }
        if let Some(device) = self.disk.devices.get_mut(&request.device) {
            device.last_op_seq = last;
        }
        if self.defect != Defect::AnswersWithoutKeeping || self.dice.happens(900) {
            self.keep(apply, records);
        }
        PushReply::Answered { epoch: self.disk.epoch, verdicts }
    }

    fn note(&mut self, recorded: &Recorded) {
        if let Some(command) = &recorded.command {
            self.chronicle.decided(self.now, command, &recorded.verdict);
        }
    }

    fn keep(&mut self, apply: Apply, records: Vec<Recorded>) {
        let mut outcome = apply.finish();
        match self.defect {
            Defect::SkipsChanges if self.dice.happens(100) => {
                for changes in outcome.changes.values_mut() {
                    changes.pop();
                }
            }
            Defect::KeepsNoHistory => forget_losses(&mut outcome),
            _ => {}
        }
        for recorded in records {
            if let Some(command) = &recorded.command {
                self.disk.record(command.op_id);
                self.disk.commands.insert(command.op_id, recorded);
            }
        }
        self.disk.commit(outcome);
        if self.defect == Defect::SkipsNumbers && self.dice.happens(20) {
            let last = self.disk.feeds.values_mut().find_map(|it| it.changes.last_mut());
            if let Some(last) = last {
                last.seq += 1;
            }
        }
    }

    fn pull(&mut self, user: UserId, request: &PullRequest) -> Reply {
        let epoch = self.disk.epoch;
        let Some(device) = self.own_device(request.device, user) else {
            return unknown_device();
        };
        if request.epoch != epoch {
            return json(&PullReply::NewEpoch { epoch });
        }
        let today = self.today();
        let mut granted = self.disk.granted(user, today);
        if self.defect == Defect::LeaksTerritories {
            let held = request.scopes.iter();
            granted.extend(held.map(|it| Granted { scope: it.scope, grant: it.grant }));
        }
        let sorted = pages::sort(&self.disk, request, &granted, self.defect);
        self.chronicle.differences += request.differed.len();
        if let Some(device) = self.disk.devices.get_mut(&request.device) {
            device.last_pull = Some(today);
        }
        let too_much = u64::from(self.defect == Defect::ReflectsTooMuch);
        json(&PullReply::Page {
            epoch,
            server_time: self.now,
            today,
            reflected: device.last_op_seq + too_much,
            schema: SCHEMA,
            pages: sorted.pages,
            added: sorted.added,
            revoked: sorted.revoked,
            snapshot_required: sorted.snapshot_required,
        })
    }

    fn snapshot(&mut self, user: UserId, request: &SnapshotRequest) -> Reply {
        let granted = self.disk.granted(user, self.today());
        let granted = granted.into_iter().find(|it| it.scope == request.scope);
        let Some(Granted { scope, grant }) = granted else { return not_granted() };
        let chunks = self.chunks_of(request.scope);
        let refs = chunks.into_iter().map(|(layer, chunk)| {
            let rows = match &chunk {
                Chunk::Briefs(briefs) => briefs.len(),
                Chunk::Rows(rows) => rows.len(),
            };
            let text = serde_json::to_string(&chunk).expect("a chunk can be written");
            let digest = shared::sync::digest(&text);
            let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
            self.chunks.insert(digest.clone(), text);
            ChunkRef { digest, layer, rows: u32::try_from(rows).unwrap_or(u32::MAX), bytes }
        });
        let chunks = refs.collect();
        let seq = self.disk.head(scope);
        let (epoch, schema) = (self.disk.epoch, SCHEMA);
        json(&Manifest { epoch, scope, grant, seq, schema, chunks })
    }

    /// What a device fetches to hold a scope, in an order in which its user can begin to work.
    fn chunks_of(&self, scope: Scope) -> Vec<(Layer, Chunk)> {
        let rows: Vec<Versioned> = self.disk.rows_in(scope).cloned().collect();
        if !matches!(scope, Scope::Territory(_)) {
            return vec![(Layer::List, Chunk::Rows(rows))];
        }
        let customers = self.disk.customers();
        let here = |it: &&CustomerId| rows.iter().any(|row| row.row.id() == it.0);
        let dossiers = customers.iter().filter(here).map(|it| self.disk.dossier(*it));
        let briefs = dossiers.filter_map(|it| Brief::of(&it).ok().flatten()).collect();
        let settled = |it: &Versioned| matches!(&it.row, Row::Invoice(it) if it.open.is_nil());
        let (history, mut dossiers): (Vec<_>, Vec<_>) = rows.into_iter().partition(settled);
        let mut chunks = vec![(Layer::List, Chunk::Briefs(briefs))];
        dossiers.sort_by_key(|it| it.row.customer());
        let by_customer = dossiers.chunk_by(|a, b| a.row.customer() == b.row.customer());
        chunks.extend(by_customer.map(|rows| (Layer::Dossiers, Chunk::Rows(rows.to_vec()))));
        if !history.is_empty() {
            chunks.push((Layer::History, Chunk::Rows(history)));
        }
        chunks
    }

    fn chunk(&self, digest: &str) -> Reply {
        match self.chunks.get(digest) {
            Some(text) => Reply { status: 200, body: text.clone() },
            None => Reply { status: 404, body: String::new() },
        }
    }
}

/// Takes the history of what lost out of what is to be stored and told.
fn forget_losses(outcome: &mut Outcome) {
    let lost = |row: &Row| matches!(row, Row::Edit(it) if !it.lost.is_empty());
    let gone: BTreeSet<_> =
        outcome.rows.iter().filter(|it| lost(&it.row)).map(|it| it.row.id()).collect();
    outcome.rows.retain(|it| !gone.contains(&it.row.id()));
    for changes in outcome.changes.values_mut() {
        changes.retain(|it| !gone.contains(&it.id));
        for (change, seq) in changes.iter_mut().zip(1..) {
            change.seq = seq;
        }
    }
}

fn run(apply: &mut Apply, command: Command, text: String, origin: &Origin) -> Recorded {
    let answer = apply.apply(&command, origin);
    Recorded {
        text,
        author: command.author,
        verdict: answer.verdict,
        held: answer.held,
        command: Some(command),
    }
}

fn read<T: DeserializeOwned>(text: &str, answer: impl FnOnce(T) -> Reply) -> Reply {
    serde_json::from_str(text).map_or_else(|_| bad(), answer)
}

fn json(it: &impl Serialize) -> Reply {
    Reply { status: 200, body: serde_json::to_string(it).expect("a reply can be written") }
}

fn bad() -> Reply {
    Reply { status: 400, body: r#"{"error":"unreadable"}"#.to_owned() }
}

/// As after a restore to before the device was registered.
fn unknown_device() -> Reply {
    Reply { status: 403, body: r#"{"error":"device_unknown"}"#.to_owned() }
}

fn not_granted() -> Reply {
    Reply { status: 403, body: r#"{"error":"scope_not_granted"}"#.to_owned() }
}
