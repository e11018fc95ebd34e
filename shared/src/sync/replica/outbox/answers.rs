//! Answers: what the server said to the commands of the outbox, and how long that is kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use super::{
    super::{
        holding::Changed,
        page::Come,
        record::{AnswersRecord, FORMAT, OpRecord, Room, Write, at, generation_of, op_key},
        view::Stage,
    },
    Entry, Outbox,
};
use crate::{calendar::Instant, id::OpId, sync::Verdict};

/// An answered command stays in the journal for thirty days, for a server restored from a backup.
const JOURNAL_MS: i64 = 30 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A command's answer in a reply; without a verdict when this build does not understand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub op_seq: u64,
    pub op_id: OpId,
    pub verdict: Option<Verdict>,
}

impl Outbox {
    /// Takes the marks over; says whose views change by it. Only what lies between where a mark stood
    /// and where it stands is another: with thousands waiting each batch answers a few.
    pub fn take_answers(&mut self, answers: AnswersRecord, changed: &mut Changed) {
        let customers = |one: u64, other: u64| {
            let between = (Bound::Excluded(one.min(other)), Bound::Included(one.max(other)));
            let moved = self.entries.range(between);
            moved.filter_map(|(_, it)| it.command.as_ref()?.customer)
        };
        changed.customers.extend(customers(self.answers.reflected, answers.reflected));
        changed.marked.extend(customers(self.answers.answered, answers.answered));
        self.answers = answers;
    }

    /// What a reply writes: one mark for the batch, and a record for each answer that says more.
    /// Nothing when it answers nothing that was asked.
    pub fn answer(&self, heard: &[Heard], now: Instant) -> Option<Vec<Write>> {
        let heard: BTreeMap<u64, &Heard> = heard
            .iter()
            .filter(|it| self.entries.get(&it.op_seq).is_some_and(|has| has.op_id == it.op_id))
            .map(|it| (it.op_seq, it))
            .collect();
        let mut answers = self.answers.clone();
        while heard.contains_key(&(answers.heard + 1)) {
            answers.heard += 1;
        }
        if answers.heard == self.answers.heard {
            return None;
        }
        let understood = |op_seq: u64| match heard.get(&op_seq) {
            Some(it) => it.verdict.is_some(),
            None => self.entries.get(&op_seq).is_some_and(|it| it.verdict.is_some()),
        };
        while answers.answered < answers.heard && understood(answers.answered + 1) {
            answers.answered += 1;
        }
        answers.log_mark(now);
        let mut writes = vec![];
        for it in heard.values().filter(|it| it.op_seq <= answers.heard) {
            let Some(verdict) = &it.verdict else { continue };
            let Some(entry) = self.entries.get(&it.op_seq) else { continue };
            if verdict.concerns_author() || answers.answered < it.op_seq || entry.again {
                let verdict = Some(verdict.clone());
                let entry = Entry { verdict, again: false, ..entry.clone() };
                writes.push(self.put(it.op_seq, &entry));
            }
        }
        writes.push(Write::put(Room::Meta, at::ANSWERS, &answers));
        Some(writes)
    }

    fn put(&self, op_seq: u64, entry: &Entry) -> Write {
        let record = OpRecord {
            format: FORMAT,
            op_seq,
            verdict: entry.verdict.clone(),
            landed: entry.landed,
            again: entry.again,
            command: entry.text.clone(),
        };
        Write::put(Room::Ops, op_key(self.next.generation, op_seq), &record)
    }

    /// Marks commands whose rows have come back although their answer is missing. A letter is such a row
    /// of the command that put it away or took it back; of any other command it only tells, and the rows
    /// of that may be in another page, or never come.
    pub fn landed(&self, ops: &BTreeSet<Come>) -> Vec<Write> {
        let of_its_own = |(op, letter): &Come| {
            let seq = *self.by_op.get(op)?;
            let entry = self.entries.get(&seq)?;
            let about = || entry.command.as_ref().and_then(|it| it.act.letter());
            let lands = letter.is_none_or(|it| about() == Some(it));
            (lands && self.stage(seq, entry) == Stage::OnlyHere).then_some(seq)
        };
        let seqs: BTreeSet<u64> = ops.iter().filter_map(of_its_own).collect();
        let landed = |seq: u64| {
            let entry = self.entries.get(&seq)?.clone();
            Some(self.put(seq, &Entry { landed: true, ..entry }))
        };
        seqs.into_iter().filter_map(landed).collect()
    }

    /// Whether an answer came that this build does not understand.
    pub fn misunderstood(&self) -> bool {
        self.answers.answered < self.answers.heard
    }

    /// What the journal need not keep any longer.
    pub fn prune(&self, now: Instant) -> Vec<Write> {
        // A mark is noted once a day, so it may be a day younger than its note.
        let old = |at: &Instant| at.0 + JOURNAL_MS + DAY_MS <= now.0;
        let mut answers = self.answers.clone();
        let marks = answers.log.iter().filter(|(_, at)| old(at));
        let below = marks.map(|(seq, _)| *seq).max().unwrap_or(0).min(answers.reflected);
        let gone: Vec<u32> =
            answers.ended.iter().filter(|(_, at)| old(at)).map(|(it, _)| *it).collect();
        let current = self.entries.range(..=below).map(|(seq, _)| *seq);
        let mut keys: Vec<String> = current.map(|seq| op_key(self.next.generation, seq)).collect();
        let ended = |key: &&String| generation_of(key).is_some_and(|it| gone.contains(&it));
        keys.extend(self.earlier.iter().filter(ended).cloned());
        if keys.is_empty() {
            return vec![];
        }
        answers.log.retain(|(_, at)| !old(at));
        answers.ended.retain(|(_, at)| !old(at));
        let mut writes: Vec<_> =
            keys.into_iter().map(|key| Write::remove(Room::Ops, key)).collect();
        writes.push(Write::put(Room::Meta, at::ANSWERS, &answers));
        writes
    }
}

impl AnswersRecord {
    /// Notes when the mark stood where, once a day.
    fn log_mark(&mut self, now: Instant) {
        match self.log.last_mut() {
            Some((seq, at)) if now.0 < at.0 + DAY_MS => *seq = self.answered,
            _ => self.log.push((self.answered, now)),
        }
    }
}
