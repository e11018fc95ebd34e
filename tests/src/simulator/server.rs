//! The simulated server: the real core over a disk, with crashes, backups and, for proving that the
//! invariants bite, defects on demand.

mod chunks;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, de::DeserializeOwned};
use shared::{
    calendar::{Day, Instant, Zone},
    id::{CustomerId, DeviceId, Epoch, OpId, UserId, derived},
    policy::{self, Policy},
    row::Row,
    sync::{
        Act, Answered, Command, Granted, PullReply, PullRequest, PushReply, PushRequest,
        Registered, SCHEMA, Verdict,
        apply::{Apply, Origin, Outcome, Signed},
    },
    user::Caller,
};

use super::{
    chronicle::Chronicle,
    defect::Defect,
    dice::Dice,
    disk::{Disk, Known, Recorded},
    history::What,
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
        self.chronicle.step(self.now, || What::Restarted);
    }

    /// A copy of the disk, to be put in again.
    pub fn back_up(&mut self) -> Disk {
        self.chronicle.step(self.now, || What::BackedUp);
        self.disk.clone()
    }

    /// An older disk is put in: another life begins.
    pub fn restore(&mut self, backup: Disk) {
        self.chunks.clear();
        self.disk = backup;
        self.disk.epoch = Epoch(self.dice.id());
        self.chronicle.step(self.now, || What::Restored(self.disk.epoch));
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
        let feeds = self.disk.feeds.iter();
        self.chronicle
            .step(self.now, || What::Cut(feeds.map(|(scope, it)| (*scope, it.horizon)).collect()));
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
        if let Some(reply) = &reply {
            let chunks = &self.chunks;
            self.chronicle.step(self.now, || What::Asked {
                user,
                ask: ask.clone(),
                reply: reply.clone(),
                chunks: chunks::named_in(ask, reply, chunks),
            });
        }
        if dies != Dies::No {
            self.restart();
            return None;
        }
        reply
    }

    /// What a server does as soon as there is one: the initial policy is published, by a command that
    /// is the same on every server.
    ///
    /// # Panics
    /// The policy cannot be written as JSON.
    pub fn begins(&mut self) -> Verdict {
        let policy = Policy::initial();
        let row = Row::Policy(policy.clone()).id();
        let act = Act::PublishPolicy(policy::Publish { policy });
        let text = serde_json::to_string(&act).expect("a command can be written");
        let mut command = self.command(act, None, Caller::system("cli").user);
        let content = shared::sync::digest(&text);
        command.op_id = OpId(derived("import", &[&row.to_string(), &content]));
        self.asked(command, Signed::System("cli".to_owned()))
    }

    /// A command of one of the server's own devices: an import, the command line.
    pub fn office(&mut self, act: Act, customer: Option<CustomerId>) -> Verdict {
        let command = self.command(act, customer, Caller::system("cli").user);
        self.asked(command, Signed::System("cli".to_owned()))
    }

    /// A command of somebody at the desk, whose line is good.
    pub fn person(&mut self, user: UserId, act: Act, customer: Option<CustomerId>) -> Verdict {
        self.chronicle.desk += 1;
        let command = self.command(act, customer, user);
        self.asked(command, Signed::Person(user))
    }

    fn command(&mut self, act: Act, customer: Option<CustomerId>, author: UserId) -> Command {
        Command {
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
        }
    }

    fn asked(&mut self, command: Command, signed: Signed) -> Verdict {
        let mut apply = self.disk.begin(std::slice::from_ref(&command), self.today());
        let person = matches!(signed, Signed::Person(_));
        let origin = Origin { signed, last_pull: None };
        let recorded = run(&mut apply, command.clone(), String::new(), &origin);
        let verdict = recorded.verdict.clone();
        self.note(&recorded);
        // The server's own devices may ask again once the cause of a refusal is gone.
        let kept = person || verdict.is_recorded();
        self.keep(apply, kept.then_some(recorded).into_iter().collect());
        self.chronicle.step(self.now, || {
            let verdict = verdict.clone();
            if person { What::Desk { command, verdict } } else { What::Office { command, verdict } }
        });
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
        for it in records {
            self.disk.record(it);
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
            // What waits to be pushed keeps its day, and of two that come late neither goes back.
            let heard_of = request.oldest_pending.map_or(today, |it| it.min(today));
            device.last_pull = device.last_pull.max(Some(heard_of));
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

fn new_epoch() -> Reply {
    Reply { status: 409, body: r#"{"error":"new_epoch"}"#.to_owned() }
}

fn not_granted() -> Reply {
    Reply { status: 403, body: r#"{"error":"scope_not_granted"}"#.to_owned() }
}
