//! A handset: a device reduced to what the protocol obliges it to. It numbers, keeps, sends, and says again
//! what nobody answered; whatever else a server that was killed would have it do is a breach.

mod working;

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{
    calendar::{self, Day},
    id::{CustomerId, DeviceId, Epoch, GrantId, OpId, UserId},
    sync::{
        Act, Cursor, Page, PullReply, PullRequest, PushRequest, RegisterDevice, Registered, SCHEMA,
        Scope,
    },
};

use super::{
    acts::Hands,
    breach::{Breach, Stop, Tally, Wrong, holds},
    house::House,
    line::Line,
    witness::Witness,
};
use crate::simulator::dice::Dice;

/// Commands of one request at most; the server takes 200.
const BATCH_MOST: usize = 24;
/// Answered commands that are asked for again after each kill, beside all of the last load.
const SAMPLE: usize = 60;

/// A command as it was kept before it was sent, and what was heard of it.
#[derive(Debug)]
pub struct Sent {
    pub op: OpId,
    pub act: Act,
    text: Box<RawValue>,
    /// The verdict as it was written, byte for byte.
    pub verdict: Option<String>,
}

/// How far a scope was read.
#[derive(Debug, Clone, Copy)]
struct Feed {
    grant: GrantId,
    seq: i64,
    head: i64,
}

#[derive(Debug)]
pub struct Handset {
    line: Line,
    user: UserId,
    device: DeviceId,
    epoch: Epoch,
    today: Day,
    now: calendar::Instant,
    dice: Dice,
    hands: Hands,
    pub journal: Vec<Sent>,
    /// So many of the journal, from its beginning, have verdicts.
    answered: usize,
    /// What had been answered when the server was last seen alive.
    settled: usize,
    feeds: BTreeMap<Scope, Feed>,
    /// In which reply each command's changes came.
    heard: HashMap<OpId, u64>,
    replies: u64,
    pub tally: Tally,
}

/// A push reply as far as it is read: verdicts stay the bytes that came.
#[derive(Deserialize)]
struct Told<'a> {
    reply: &'a str,
    #[serde(borrow, default)]
    verdicts: Vec<&'a RawValue>,
}

/// What of a verdict says to which command it belongs.
#[derive(Deserialize)]
struct Of {
    op_seq: u64,
    op_id: OpId,
}

impl Handset {
    /// Signs in, registers, and holds nothing yet.
    pub async fn open(address: &str, login: &str, number: u64, seed: u64) -> Result<Handset, Stop> {
        let (line, session) = Line::sign_in(address, login).await?;
        let label = format!("{login} {number}");
        let Registered { device, epoch } =
            line.ask("/api/device", &RegisterDevice { label }).await?;
        let hands = match login {
            "admin" => Hands::of_administrator(House::customers(), House::territories()),
            rep => Hands::of_rep(format!("{}-{number}", rep.to_uppercase())),
        };
        Ok(Handset {
            line,
            user: session.user.id,
            device,
            epoch,
            today: session.today,
            now: session.server_time,
            dice: Dice::new(seed),
            hands,
            journal: vec![],
            answered: 0,
            settled: 0,
            feeds: BTreeMap::new(),
            heard: HashMap::new(),
            replies: 0,
            tally: Tally::default(),
        })
    }

    pub fn now_at(&mut self, address: &str) {
        self.line.now_at(address);
    }

    pub fn address(&self) -> &str {
        self.line.address()
    }

    /// What was under way is said again, the same bytes under the same numbers; then what was answered
    /// in the last load, and some of what was answered long ago.
    pub async fn repeat(&mut self) -> Result<(), Stop> {
        self.tally.repeated += (self.journal.len() - self.answered) as u64;
        let since = self.settled;
        self.say_rest().await?;
        self.ask_again(since..self.answered).await?;
        if 0 < since {
            let from = self.dice.below(since);
            self.ask_again(from..since.min(from + SAMPLE)).await?;
        }
        self.settled = self.answered;
        Ok(())
    }

    /// Every verdict there ever was, and every change from the first.
    pub async fn prove_all(&mut self, witness: &RefCell<Witness>) -> Result<(), Stop> {
        self.ask_again(0..self.answered).await?;
        for feed in self.feeds.values_mut() {
            feed.seq = 0;
        }
        self.heard.clear();
        self.read_on(witness).await
    }

    /// Sends what has no verdict.
    pub async fn say_rest(&mut self) -> Result<(), Stop> {
        while self.answered < self.journal.len() {
            let to = self.journal.len().min(self.answered + 2 * BATCH_MOST);
            let request = self.request(self.answered, to)?;
            let reply = self.line.post("/api/sync/push", request).await?;
            self.hear(self.answered, to, &reply)?;
        }
        Ok(())
    }

    /// The same request twice at once, as over a network that repeats.
    async fn say_twice(&mut self) -> Result<(), Stop> {
        let (from, to) = (self.answered, self.journal.len());
        if from == to {
            return Ok(());
        }
        let request = self.request(from, to)?;
        let (one, other) = tokio::join!(
            self.line.post("/api/sync/push", request.clone()),
            self.line.post("/api/sync/push", request)
        );
        for reply in [&one, &other].into_iter().flatten() {
            self.hear(from, to, reply)?;
        }
        one.and(other).map(drop)
    }

    /// Asks again for verdicts that were heard.
    async fn ask_again(&mut self, these: std::ops::Range<usize>) -> Result<(), Stop> {
        let mut from = these.start;
        while from < these.end {
            let to = these.end.min(from + 100);
            let request = self.request(from, to)?;
            let reply = self.line.post("/api/sync/push", request).await?;
            self.hear(from, to, &reply)?;
            from = to;
        }
        Ok(())
    }

    fn request(&self, from: usize, to: usize) -> Result<String, Stop> {
        let request = PushRequest {
            epoch: self.epoch,
            device: self.device,
            first_op_seq: from as u64 + 1,
            commands: self.journal[from..to].iter().map(|it| it.text.clone()).collect(),
        };
        Ok(serde_json::to_string(&request).context("a request can be written")?)
    }

    fn hear(&mut self, from: usize, to: usize, reply: &str) -> Result<(), Stop> {
        let told: Told<'_> = serde_json::from_str(reply).with_context(|| reply.to_owned())?;
        // Expected, forked, a new life: each would have the device register or send anew.
        holds(told.reply == "answered", Wrong::MoreThanRepeat, || {
            format!("commands {} to {to} of {} are answered with {reply}", from + 1, self.device)
        })?;
        holds(told.verdicts.len() == to - from, Wrong::Lost, || {
            format!("{} commands have {} verdicts", to - from, told.verdicts.len())
        })?;
        for (at, verdict) in (from..to).zip(told.verdicts) {
            let of: Of = serde_json::from_str(verdict.get()).context("a verdict")?;
            let sent = &mut self.journal[at];
            holds(of.op_id == sent.op && of.op_seq == at as u64 + 1, Wrong::Lost, || {
                format!("command {} of {} is answered with {verdict}", at + 1, self.device)
            })?;
            match &sent.verdict {
                None => {
                    sent.verdict = Some(verdict.get().to_owned());
                    self.tally.acknowledged += 1;
                }
                Some(heard) => {
                    holds(heard == verdict.get(), Wrong::Lost, || {
                        format!("{} was answered with {heard}, now with {verdict}", sent.op)
                    })?;
                    self.tally.replayed += 1;
                }
            }
        }
        self.answered = self.answered.max(to);
        Ok(())
    }

    /// Pulls until every scope is read to its head.
    pub async fn read_on(&mut self, witness: &RefCell<Witness>) -> Result<(), Stop> {
        while self.pull(2_000, witness).await? {}
        Ok(())
    }

    /// One pull; whether there is more.
    async fn pull(&mut self, limit: u32, witness: &RefCell<Witness>) -> Result<bool, Stop> {
        let cursor = |(scope, feed): (&Scope, &Feed)| Cursor {
            scope: *scope,
            grant: feed.grant,
            seq: feed.seq,
        };
        let pending = u32::try_from(self.journal.len() - self.answered).unwrap_or(u32::MAX);
        let request = PullRequest {
            epoch: self.epoch,
            device: self.device,
            schema: SCHEMA,
            scopes: self.feeds.iter().map(cursor).collect(),
            strange: vec![],
            limit,
            oldest_pending: (0 < pending).then_some(self.today),
            pending: Some(pending),
            prove: None,
            differed: vec![],
        };
        let known = self.answered as u64;
        let reply: PullReply = self.line.ask("/api/sync/pull", &request).await?;
        let PullReply::Page { reflected, pages, added, revoked, snapshot_required, .. } = reply
        else {
            let said = format!("{} is told of another life of the server", self.device);
            return Err(Breach { wrong: Wrong::MoreThanRepeat, said }.into());
        };
        holds(known <= reflected, Wrong::Lost, || {
            format!("{known} commands of {} were answered, {reflected} stand", self.device)
        })?;
        holds(snapshot_required.is_empty(), Wrong::Hole, || {
            format!("cursors are worth nothing any more: {:?}", self.feeds)
        })?;
        holds(revoked.is_empty(), Wrong::Other, || format!("{revoked:?} are revoked"))?;
        holds(added.is_empty() || self.feeds.is_empty(), Wrong::Other, || format!("{added:?}"))?;
        let mut more = !added.is_empty();
        for granted in added {
            let feed = Feed { grant: granted.grant, seq: 0, head: 0 };
            self.feeds.insert(granted.scope, feed);
        }
        self.replies += 1;
        for page in &pages {
            more |= self.take(page, witness)?;
        }
        Ok(more)
    }

    /// Takes a page; whether its scope has more.
    fn take(&mut self, page: &Page, witness: &RefCell<Witness>) -> Result<bool, Stop> {
        let scope = page.scope;
        let feed = self.feeds.get_mut(&scope).context("a page of a scope that is not held")?;
        holds(feed.head <= page.head && feed.seq <= page.head, Wrong::Lost, || {
            format!(
                "{scope} reached {} and was read to {}, now it ends at {}",
                feed.head, feed.seq, page.head
            )
        })?;
        feed.head = page.head;
        for change in &page.changes {
            holds(change.seq == feed.seq + 1, Wrong::Hole, || {
                format!("in {scope} {} follows {}", change.seq, feed.seq)
            })?;
            feed.seq = change.seq;
            let op = change.op_id.context("a change that no command caused")?;
            let reply = *self.heard.entry(op).or_insert(self.replies);
            holds(reply == self.replies, Wrong::Hole, || format!("a part of {op} came earlier"))?;
            witness.borrow_mut().told(scope, change)?;
            match change.kind.as_str() {
                "enter" => self.hands.came(CustomerId(change.id)),
                "leave" => self.hands.went(CustomerId(change.id)),
                _ => {}
            }
            self.tally.read += 1;
        }
        holds(page.next == feed.seq, Wrong::Hole, || {
            format!("a page of {scope} ends with {} and says {}", feed.seq, page.next)
        })?;
        Ok(feed.seq < feed.head)
    }

    /// Where it stands in each scope.
    pub fn reached(&self) -> impl Iterator<Item = (Scope, i64)> {
        self.feeds.iter().map(|(scope, feed)| (*scope, feed.seq))
    }
}
