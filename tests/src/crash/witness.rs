//! The witness: hears every change once, and says whether what stands is what was asked for, once each.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use shared::{
    field_receipt::FieldReceipt,
    id::{OpId, is_drawn},
    row::RowKind,
    sync::{Act, Answered, Change, Scope},
};
use uuid::Uuid;

use super::{
    breach::{Breach, Stop, Wrong, holds},
    handset::{Handset, Sent},
};

/// A row that a command wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    kind: String,
    row: Uuid,
    version: i64,
}

#[derive(Debug, Default)]
pub struct Witness {
    /// The digest of each change of a scope, from the first on.
    feeds: BTreeMap<Scope, Vec<[u8; 32]>>,
    by_command: HashMap<OpId, Vec<Written>>,
    /// What had been asked for before anybody came to work.
    before: HashSet<OpId>,
    /// The versions in which each row went out.
    versions: HashMap<Uuid, Vec<i64>>,
    /// Customers that left a scope and have to have come into another, with their versions.
    left: Vec<(Uuid, i64)>,
    entered: Vec<(Uuid, i64)>,
    /// Of slips, as they were first written.
    slips_minor: i64,
}

impl Witness {
    /// A device reads a change: the first one to do so tells what it is, all others have to read the same.
    pub fn told(&mut self, scope: Scope, change: &Change) -> Result<(), Stop> {
        let text = serde_json::to_string(change).context("a change can be written")?;
        let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let feed = self.feeds.entry(scope).or_default();
        let at = usize::try_from(change.seq - 1).context("numbers begin with 1")?;
        if let Some(earlier) = feed.get(at) {
            holds(*earlier == digest, Wrong::Lost, || {
                format!("{scope} {} was read otherwise before: {text:.300}", change.seq)
            })?;
            return Ok(());
        }
        holds(at == feed.len(), Wrong::Hole, || {
            format!("{scope} is read at {} and was known to {}", change.seq, feed.len())
        })?;
        feed.push(digest);
        self.keep(change)
    }

    fn keep(&mut self, change: &Change) -> Result<(), Stop> {
        let (row, version) = (change.id, change.version);
        if change.kind == "leave" {
            self.left.push((row, version));
            return Ok(());
        }
        if change.kind == "enter" {
            self.entered.push((row, version));
        }
        if change.kind == RowKind::FieldReceipt.name() && version == 1 {
            let body = change.body.as_ref().context("a slip has a body")?;
            let slip: FieldReceipt = serde_json::from_str(body.get()).context("a slip")?;
            self.slips_minor += slip.amount.minor();
        }
        self.versions.entry(row).or_default().push(version);
        let op = change.op_id.context("a change that no command caused")?;
        let written = Written { kind: change.kind.clone(), row, version };
        self.by_command.entry(op).or_default().push(written);
        Ok(())
    }

    /// Every device has said and read everything, and nobody writes: what stands is what was asked for.
    pub fn agrees(&mut self, handsets: &[Handset]) -> Result<(), Stop> {
        for handset in handsets {
            for (scope, seq) in handset.reached() {
                let known = self.feeds.get(&scope).map_or(0, Vec::len);
                holds(usize::try_from(seq) == Ok(known), Wrong::Hole, || {
                    format!("one device has read {scope} to {seq}, another to {known}")
                })?;
            }
        }
        self.versions_rise_by_one()?;
        self.who_left_came_in()?;
        let mut slips_minor = 0;
        let mut asked = HashSet::new();
        for sent in handsets.iter().flat_map(|it| &it.journal) {
            let recorded = self.stands_once(sent)?;
            if let (Act::TakeFieldReceipt(it), true) = (&sent.act, recorded) {
                slips_minor += it.amount.minor();
            }
            asked.insert(sent.op);
        }
        holds(slips_minor == self.slips_minor, Wrong::Doubled, || {
            format!("slips of {slips_minor} were taken, {} stand", self.slips_minor)
        })?;
        if asked.is_empty() {
            self.before = self.by_command.keys().copied().collect();
        }
        // An import derives its ids; these are of people.
        let known = |op: &OpId| asked.contains(op) || self.before.contains(op);
        let stranger = self.by_command.keys().find(|op| is_drawn(op.0) && !known(op));
        holds(stranger.is_none(), Wrong::Doubled, || format!("nobody asked for {stranger:?}"))?;
        Ok(())
    }

    fn versions_rise_by_one(&mut self) -> Result<(), Breach> {
        for (row, versions) in &mut self.versions {
            versions.sort_unstable();
            for pair in versions.windows(2) {
                holds(pair[0] != pair[1], Wrong::Doubled, || {
                    format!("{row} went out twice in version {}", pair[0])
                })?;
                holds(pair[0] + 1 == pair[1], Wrong::Hole, || {
                    format!("{row}: version {} follows {}", pair[1], pair[0])
                })?;
            }
        }
        Ok(())
    }

    /// A move is one command with two changes in two feeds.
    fn who_left_came_in(&mut self) -> Result<(), Breach> {
        self.left.sort_unstable();
        self.entered.sort_unstable();
        let half = self.left.iter().find(|it| self.entered.binary_search(it).is_err());
        holds(half.is_none(), Wrong::Hole, || format!("{half:?} left and came in nowhere"))
    }

    /// Whether rows carry the command; each exactly once.
    fn stands_once(&self, sent: &Sent) -> Result<bool, Stop> {
        let op = sent.op;
        let verdict = sent.verdict.as_deref();
        let verdict = verdict.with_context(|| format!("{op} has no verdict at rest"))?;
        let answered: Answered = serde_json::from_str(verdict).context("a verdict")?;
        let recorded = answered.verdict.is_recorded();
        let none = vec![];
        let written = self.by_command.get(&op).unwrap_or(&none);
        let letter = RowKind::Inbox.name();
        let mut rows: Vec<Uuid> =
            written.iter().filter(|it| it.kind != letter).map(|it| it.row).collect();
        rows.sort_unstable();
        holds(rows.windows(2).all(|it| it[0] != it[1]), Wrong::Doubled, || {
            format!("{op} wrote a row twice: {written:?}")
        })?;
        holds(recorded || rows.is_empty(), Wrong::Other, || {
            format!("{verdict}, and yet it wrote {written:?}")
        })?;
        // A contact stands inside of its customer's row, under no id of its own.
        let own_row = !matches!(sent.act, Act::AddContact(_));
        let first = sent.act.first_row().filter(|_| own_row && recorded);
        if let Some(row) = first {
            let first = written.iter().find(|it| it.row == row);
            holds(first.is_some_and(|it| it.version == 1), Wrong::Lost, || {
                format!("{verdict}, and its row {row} went out in {first:?}")
            })?;
        }
        Ok(recorded)
    }
}
