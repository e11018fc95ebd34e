//! Working with a handset: one thing after the other, as long as there is a server, or until it is enough.

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use serde_json::value::to_raw_value;
use shared::{id::OpId, sync::Command};
use tokio::time::sleep;

use super::{BATCH_MOST, Handset, Sent};
use crate::crash::{
    acts::Work,
    breach::{Stop, Wrong, holds},
    witness::Witness,
};

/// A customer that moves takes all rows along: an administrator's pace keeps the feeds short.
const BETWEEN_MOVES: Duration = Duration::from_millis(40);
/// The shortest pause of a device that was told to come again.
const COME_AGAIN: Duration = Duration::from_millis(250);

impl Handset {
    /// Does one thing after the other until the server does not answer, or says that it cannot.
    pub async fn work(&mut self, witness: &RefCell<Witness>) -> Stop {
        loop {
            if let Err(stop) = self.one_thing(witness).await {
                return stop;
            }
        }
    }

    /// Works until it is enough. Whoever is told to come again does so after a pause.
    pub async fn work_through(
        &mut self,
        enough: &Cell<bool>,
        witness: &RefCell<Witness>,
    ) -> Result<(), Stop> {
        while !enough.get() {
            match self.one_thing(witness).await {
                Err(Stop::Refused { status: 503, .. }) => self.come_again().await,
                done => done?,
            }
        }
        Ok(())
    }

    /// What is sent is answered with "come again".
    pub async fn is_refused_to_push(&mut self) -> Result<(), Stop> {
        self.make(1)?;
        let outcome = self.say_rest().await;
        self.refused(outcome)
    }

    /// What is asked for is answered with "come again".
    pub async fn is_refused_to_pull(&mut self, witness: &RefCell<Witness>) -> Result<(), Stop> {
        let outcome = self.pull(1, witness).await.map(drop);
        self.refused(outcome)
    }

    fn refused(&mut self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        match outcome {
            Err(Stop::Refused { status: 503, .. }) => {
                self.tally.refused += 1;
                Ok(())
            }
            Ok(()) => Err(anyhow::anyhow!("it is answered, without a database").into()),
            stopped => stopped,
        }
    }

    /// Works until it is told that the disk is full, or until it is enough.
    pub async fn work_until_full(
        &mut self,
        enough: &Cell<bool>,
        witness: &RefCell<Witness>,
    ) -> Result<(), Stop> {
        while !enough.get() {
            match self.one_thing(witness).await {
                Err(Stop::Refused { status: 503, said }) => {
                    self.tally.refused += 1;
                    holds(said.contains("磁盘已满"), Wrong::Other, || said)?;
                    return Ok(());
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Says what nobody answered until somebody does.
    pub async fn come_through(&mut self, until: Instant) -> Result<(), Stop> {
        loop {
            match self.say_rest().await {
                Err(Stop::Refused { status: 503, .. }) if Instant::now() < until => {
                    self.come_again().await;
                }
                done => return done,
            }
        }
    }

    async fn come_again(&mut self) {
        self.tally.refused += 1;
        sleep(COME_AGAIN).await;
    }

    async fn one_thing(&mut self, witness: &RefCell<Witness>) -> Result<(), Stop> {
        if self.answered < self.journal.len() {
            return self.say_rest().await;
        }
        if self.hands.work() == Work::Moving {
            sleep(BETWEEN_MOVES).await;
            self.make(1)?;
            return self.say_rest().await;
        }
        match self.dice.below(100) {
            0..65 => {
                self.make(BATCH_MOST)?;
                self.say_rest().await
            }
            65..72 => {
                self.make(BATCH_MOST)?;
                self.say_twice().await
            }
            72..84 if 0 < self.answered => {
                let from = self.dice.below(self.answered);
                self.ask_again(from..self.answered.min(from + BATCH_MOST)).await
            }
            _ => {
                let limit = 1 + u32::try_from(self.dice.below(200)).unwrap_or(0);
                self.pull(limit, witness).await.map(drop)
            }
        }
    }

    /// Commands are made and kept; nothing is sent.
    fn make(&mut self, most: usize) -> Result<(), Stop> {
        for _ in 0..=self.dice.below(most) {
            let Some((customer, act)) = self.hands.next(&mut self.dice, self.today) else { break };
            let command = Command {
                op_id: OpId(self.dice.id()),
                author: self.user,
                acted_on: self.today,
                captured_at: self.now,
                build: "crash".to_owned(),
                customer: Some(customer),
                base: vec![],
                policy: 1,
                deps: vec![],
                act,
            };
            let text = to_raw_value(&command).context("a command can be written")?;
            let (op, act) = (command.op_id, command.act);
            self.journal.push(Sent { op, act, text, verdict: None });
        }
        Ok(())
    }
}
