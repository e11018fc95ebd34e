//! Checking: a dry run group by group, so that whoever else writes gets in between.
//!
//! Each group is decided in a transaction that is rolled back. What an earlier group said of the
//! same row of the books is said once more before, so that the answers are those of one long
//! transaction.

use std::collections::{HashMap, HashSet};

use shared::{
    id::OpId,
    sync::{Act, Command, Verdict},
};
use uuid::Uuid;

use super::taking::taken;
use crate::{
    Server,
    error::Result,
    sync::{BuiltIn, Submitted},
};

/// A file that is checked.
pub(super) struct Checking<'a> {
    server: &'a Server,
    /// What every group rests on: companies that would be opened.
    ground: Vec<Command>,
    /// Rows of the books of which the file says different things.
    told_twice: HashSet<Uuid>,
    /// What earlier groups said of them, each with what it rests on.
    said: HashMap<Uuid, Vec<Command>>,
    /// Commands that an earlier group took; those that were not simply applied with their verdict.
    done: HashMap<OpId, Option<Box<Verdict>>>,
}

impl<'a> Checking<'a> {
    pub(super) fn begin(server: &'a Server) -> Checking<'a> {
        let (told_twice, said, done) = (HashSet::new(), HashMap::new(), HashMap::new());
        Checking { server, ground: vec![], told_twice, said, done }
    }

    pub(super) fn told_twice(&mut self, rows: HashSet<Uuid>) {
        self.told_twice = rows;
    }

    /// Decides a group and keeps nothing of it but the answers.
    pub(super) async fn submit(&mut self, commands: Vec<Command>) -> Result<Vec<Submitted>> {
        let before = self.before(&commands);
        let fresh: Vec<Command> =
            commands.iter().filter(|it| !self.done.contains_key(&it.op_id)).cloned().collect();
        let count = before.len();
        let mut answers = vec![];
        if !fresh.is_empty() {
            let mut rehearsal = self.server.rehearse(BuiltIn::Import).await?;
            answers = rehearsal.submit(before.into_iter().chain(fresh).collect()).await?;
            rehearsal.roll_back().await?;
        }
        let mut answers = answers.into_iter().skip(count);
        let mut all = Vec::with_capacity(commands.len());
        for command in &commands {
            let answer = match self.done.get(&command.op_id) {
                Some(verdict) => Some(again(command, verdict.as_deref())),
                None => answers.next(),
            };
            all.extend(answer);
        }
        self.remember(commands, &all);
        Ok(all)
    }

    /// What is said once more before a group.
    fn before(&self, commands: &[Command]) -> Vec<Command> {
        let mut before = self.ground.clone();
        let mut named = HashSet::new();
        for row in commands.iter().filter_map(row_of) {
            if named.insert(row) {
                before.extend(self.said.get(&row).into_iter().flatten().cloned());
            }
        }
        let mut ops = HashSet::new();
        before.retain(|it| ops.insert(it.op_id));
        before
    }

    fn remember(&mut self, commands: Vec<Command>, answers: &[Submitted]) {
        let mut chain: Vec<Command> = vec![];
        for (command, answer) in commands.into_iter().zip(answers) {
            let verdict = &answer.answered.verdict;
            if command.deps.is_empty() {
                chain.clear();
            }
            chain.push(command);
            let Some(command) = chain.last() else { continue };
            if !taken(verdict) {
                continue;
            }
            let unlike = (*verdict != Verdict::Applied).then(|| Box::new(verdict.clone()));
            self.done.insert(command.op_id, unlike);
            match row_of(command) {
                None => self.ground.push(command.clone()),
                Some(row) if self.told_twice.contains(&row) => {
                    self.said.entry(row).or_default().extend(chain.iter().cloned());
                }
                Some(_) => {}
            }
        }
    }
}

/// The answer to a command that an earlier group took: its verdict, and nothing more is written.
fn again(command: &Command, verdict: Option<&Verdict>) -> Submitted {
    let verdict = verdict.cloned().unwrap_or(Verdict::Applied);
    let answered = shared::sync::Answered { op_seq: 0, op_id: command.op_id, verdict };
    Submitted { answered, writes: 0 }
}

/// The row of the books that a command of a file is about; none for what the file rests on.
fn row_of(command: &Command) -> Option<Uuid> {
    match &command.act {
        Act::ImportInvoice(it) => Some(it.id().0),
        Act::ImportReceipt(it) => Some(it.id().0),
        _ => command.customer.map(|it| it.0),
    }
}
