//! The outbox and its journal: commands numbered densely, answered from below, pruned after a month.

mod answers;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde_json::value::RawValue;

pub(super) use answers::Heard;

use super::{
    record::{
        AnswersRecord, NextRecord, OpIdOnly, OpRecord, Room, Unreadable, Write, generation_of,
        op_key, read,
    },
    view::{Pending, Stage},
};
use crate::{
    calendar::Day,
    id::{CustomerId, OpId},
    sync::{Command, Verdict},
};

/// What one push may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    pub commands: usize,
    pub bytes: usize,
}

impl Limit {
    pub const MOST: Limit = Limit { commands: 200, bytes: 256 * 1024 };

    /// After the network said that a request was too large.
    fn halved(self) -> Limit {
        Limit { commands: (self.commands / 2).max(1), bytes: (self.bytes / 2).max(1024) }
    }

    /// Smaller than what was refused.
    pub fn halved_below(self, count: usize) -> Limit {
        let commands = self.commands.min(count);
        Limit { commands, ..self }.halved()
    }

    /// Towards the full size again after something went through.
    pub fn doubled(self) -> Limit {
        Limit {
            commands: (self.commands * 2).min(Limit::MOST.commands),
            bytes: (self.bytes * 2).min(Limit::MOST.bytes),
        }
    }
}

/// Commands of this generation in memory, decoded once and indexed by customer.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub next: NextRecord,
    pub answers: AnswersRecord,
    entries: BTreeMap<u64, Entry>,
    by_customer: HashMap<CustomerId, BTreeSet<u64>>,
    by_op: HashMap<OpId, u64>,
    /// By the day on which they were acted: what day it is here is asked all the time.
    by_day: BTreeMap<Day, BTreeSet<u64>>,
    /// Keys of the journals of earlier generations.
    earlier: BTreeSet<String>,
    /// Commands of all generations read before the number of this one was known.
    foreign: BTreeMap<String, OpRecord>,
}

#[derive(Debug, Clone)]
struct Entry {
    op_id: OpId,
    text: Box<RawValue>,
    /// None if this build cannot read it; it is sent all the same.
    command: Option<Arc<Command>>,
    verdict: Option<Verdict>,
    landed: bool,
    again: bool,
}

impl Outbox {
    /// The earliest day of a command that waits for its verdict.
    pub fn oldest_pending(&self) -> Option<Day> {
        // Below the mark everything has its verdict, whether it was worth keeping or not.
        let waiting = self.entries.range(self.answers.answered + 1..);
        let waiting = waiting.filter(|(_, it)| it.verdict.is_none());
        waiting.filter_map(|(_, it)| Some(it.command.as_ref()?.acted_on)).min()
    }

    /// Takes a record over; answers the customer whose view changes.
    pub fn absorb(&mut self, it: &Write) -> Result<Option<CustomerId>, Unreadable> {
        let record: Option<OpRecord> =
            it.text.as_deref().map(|text| read(it.room, &it.key, text)).transpose()?;
        if generation_of(&it.key) != Some(self.next.generation) {
            if let Some(record) = record {
                self.earlier.insert(it.key.clone());
                self.foreign.insert(it.key.clone(), record);
            } else {
                self.earlier.remove(&it.key);
                self.foreign.remove(&it.key);
            }
            return Ok(None);
        }
        match record {
            Some(record) => self.take(&it.key, record),
            None => Ok(self.forget(&it.key)),
        }
    }

    fn take(&mut self, key: &str, record: OpRecord) -> Result<Option<CustomerId>, Unreadable> {
        let (op_id, command) = match self.entries.get(&record.op_seq) {
            // Answers are written beside a command that stays as it is.
            Some(known) if known.text.get() == record.command.get() => {
                (known.op_id, known.command.clone())
            }
            _ => {
                let command = serde_json::from_str::<Command>(record.command.get()).ok();
                let op_id = match &command {
                    Some(command) => command.op_id,
                    None => read::<OpIdOnly>(Room::Ops, key, record.command.get())?.op_id,
                };
                (op_id, command.map(Arc::new))
            }
        };
        let customer = command.as_ref().and_then(|it: &Arc<Command>| it.customer);
        if let Some(customer) = customer {
            self.by_customer.entry(customer).or_default().insert(record.op_seq);
        }
        self.forget_day(record.op_seq);
        if let Some(command) = &command {
            self.by_day.entry(command.acted_on).or_default().insert(record.op_seq);
        }
        self.by_op.insert(op_id, record.op_seq);
        self.entries.insert(
            record.op_seq,
            Entry {
                op_id,
                text: record.command,
                command,
                verdict: record.verdict,
                landed: record.landed,
                again: record.again,
            },
        );
        Ok(customer)
    }

    fn forget(&mut self, key: &str) -> Option<CustomerId> {
        let op_seq = key.split_once('-').and_then(|(_, seq)| seq.parse().ok())?;
        self.forget_day(op_seq);
        let entry = self.entries.remove(&op_seq)?;
        if self.by_op.get(&entry.op_id) == Some(&op_seq) {
            self.by_op.remove(&entry.op_id);
        }
        let customer = entry.command.as_ref().and_then(|it| it.customer)?;
        if let Some(of) = self.by_customer.get_mut(&customer) {
            of.remove(&op_seq);
        }
        Some(customer)
    }

    fn forget_day(&mut self, op_seq: u64) {
        let known = self.entries.get(&op_seq).and_then(|it| it.command.as_ref());
        let Some(day) = known.map(|it| it.acted_on) else { return };
        let Some(of) = self.by_day.get_mut(&day) else { return };
        of.remove(&op_seq);
        if of.is_empty() {
            self.by_day.remove(&day);
        }
    }

    /// Numbering begins anew: what was of this generation is of an earlier one from now on.
    pub fn number_from(&mut self, next: NextRecord) -> Result<(), Unreadable> {
        // Word of an append that was renumbered before the word arrived.
        if next.generation < self.next.generation {
            return Ok(());
        }
        if next.generation != self.next.generation {
            let ended = self.next.generation;
            self.earlier.extend(self.entries.keys().map(|seq| op_key(ended, *seq)));
            self.entries.clear();
            self.by_customer.clear();
            self.by_op.clear();
            self.by_day.clear();
            // Marks of other numbers; its own come with it or are read again.
            let ended = std::mem::take(&mut self.answers.ended);
            self.answers = AnswersRecord { ended, ..AnswersRecord::default() };
            self.next = next;
            for (key, record) in std::mem::take(&mut self.foreign) {
                if generation_of(&key) == Some(next.generation) {
                    self.earlier.remove(&key);
                    self.take(&key, record)?;
                }
            }
        }
        // What was read a moment ago may be older than what was appended since.
        self.next.op_seq = self.next.op_seq.max(next.op_seq);
        Ok(())
    }

    /// Records of other generations are needed only until the number of this one is known.
    pub fn opened(&mut self) {
        self.foreign.clear();
    }

    /// The first command nobody has answered, and whether its number is where it should be.
    pub fn waits(&self) -> Waits {
        let first = self.answers.heard + 1;
        match self.entries.range(first..).next() {
            None => Waits::Nothing,
            Some((op_seq, _)) if *op_seq == first => Waits::From(first),
            Some(_) => Waits::BehindGap,
        }
    }

    /// The next commands to send, as their texts, from a number on.
    pub fn batch(&self, first: u64, limit: Limit) -> Vec<Box<RawValue>> {
        let mut bytes = 0;
        let mut commands: Vec<Box<RawValue>> = vec![];
        for (expected, (op_seq, entry)) in (first..).zip(self.entries.range(first..)) {
            bytes += entry.text.get().len() + 1;
            let full =
                limit.commands <= commands.len() || (limit.bytes < bytes && !commands.is_empty());
            if *op_seq != expected || full {
                break;
            }
            commands.push(entry.text.clone());
        }
        commands
    }

    fn stage(&self, op_seq: u64, entry: &Entry) -> Stage {
        match &entry.verdict {
            Some(verdict) => Stage::Answered(verdict.clone()),
            None if op_seq <= self.answers.answered => Stage::Answered(Verdict::Applied),
            None if entry.landed || entry.again => Stage::Landed,
            None => Stage::OnlyHere,
        }
    }

    fn pending_at(&self, op_seq: u64) -> Option<Pending> {
        let entry = self.entries.get(&op_seq)?;
        let command = entry.command.clone()?;
        Some(Pending {
            op_seq,
            command,
            stage: self.stage(op_seq, entry),
            reflected: op_seq <= self.answers.reflected,
        })
    }

    /// What is to be played on a customer's rows, in order; with commands in review, for their mark.
    /// `reflects`: the last command that these rows carry, where they stand behind the others.
    pub fn of_customer(&self, customer: CustomerId, reflects: Option<u64>) -> Vec<Pending> {
        let Some(seqs) = self.by_customer.get(&customer) else { return vec![] };
        let reflected = reflects.unwrap_or(self.answers.reflected);
        let all = seqs.iter().filter_map(|seq| self.pending_at(*seq));
        let all = all.map(|it| Pending { reflected: it.op_seq <= reflected, ..it });
        all.filter(|it| {
            !it.reflected || matches!(it.stage, Stage::Answered(Verdict::NeedsReview { .. }))
        })
        .collect()
    }

    /// What is to be played on the letters, in order.
    pub fn of_letters(&self) -> Vec<Pending> {
        let ahead = self.entries.range(self.answers.reflected + 1..);
        let all = ahead.filter_map(|(seq, _)| self.pending_at(*seq));
        all.filter(|it| it.command.act.letter().is_some()).collect()
    }

    /// Commands nobody has answered, oldest first.
    pub fn only_here(&self) -> impl Iterator<Item = Pending> {
        let waiting = self.entries.range(self.answers.answered + 1..);
        waiting
            .filter(|(seq, entry)| self.stage(**seq, entry) == Stage::OnlyHere)
            .filter_map(|(seq, _)| self.pending_at(*seq))
    }

    /// How many commands have no answer, read or not.
    pub fn unanswered(&self) -> usize {
        let waiting = self.entries.range(self.answers.answered + 1..);
        waiting.filter(|(_, it)| it.verdict.is_none()).count()
    }

    /// Customers with commands that have no verdict.
    pub fn unanswered_customers(&self) -> BTreeSet<CustomerId> {
        let waiting = self.entries.range(self.answers.answered + 1..);
        let waiting = waiting.filter(|(_, it)| it.verdict.is_none());
        waiting.filter_map(|(_, it)| it.command.as_ref()?.customer).collect()
    }

    /// Generation and number of the last command there is.
    pub fn last(&self) -> (u32, u64) {
        (self.next.generation, self.next.op_seq.saturating_sub(1))
    }

    /// The latest day of the commands behind this one. Numbers of another generation tell nothing:
    /// renumbering is itself a contact.
    pub fn acted_on_since(&self, last: Option<(u32, u64)>) -> Option<Day> {
        let from = match last {
            Some((generation, _)) if generation != self.next.generation => return None,
            Some((_, op_seq)) => op_seq + 1,
            None => 0,
        };
        let since = |of: &BTreeSet<u64>| of.range(from..).next().is_some();
        self.by_day.iter().rev().find(|(_, of)| since(of)).map(|(day, _)| *day)
    }

    /// Customers with commands that are only here, and how many.
    pub fn customers(&self) -> HashMap<CustomerId, usize> {
        let mut counts = HashMap::new();
        for it in self.only_here() {
            if let Some(customer) = it.command.customer {
                *counts.entry(customer).or_default() += 1;
            }
        }
        counts
    }

    /// Customers with commands that the confirmed rows do not carry yet.
    pub fn waiting_customers(&self) -> BTreeSet<CustomerId> {
        let from = self.answers.reflected + 1;
        let waiting = self.by_customer.iter();
        waiting.filter(|(_, of)| of.range(from..).next().is_some()).map(|(it, _)| *it).collect()
    }

    /// Every command kept here, answered or not, newest first.
    pub fn journal(&self) -> impl Iterator<Item = Pending> {
        self.entries.keys().rev().filter_map(|seq| self.pending_at(*seq))
    }

    /// The texts of everything nobody has answered.
    pub fn texts(&self) -> Vec<Box<RawValue>> {
        let waiting = self.entries.range(self.answers.answered + 1..);
        waiting.filter(|(_, it)| it.verdict.is_none()).map(|(_, it)| it.text.clone()).collect()
    }

    pub fn has(&self, op: OpId) -> bool {
        self.by_op.contains_key(&op)
    }
}

/// What the outbox has to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    Nothing,
    From(u64),
    /// A number is missing in memory: another tab has just used it, or a record was lost.
    BehindGap,
}
