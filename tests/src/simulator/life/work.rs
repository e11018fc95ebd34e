//! Work: a rep takes up the phone, looks at customers, says something, and puts it away.

use std::{collections::BTreeMap, sync::Arc};

use shared::{calendar::Instant, id::CustomerId, sync::replica::Event};

use super::{
    super::{
        chronicle::{self, Fault},
        money::{MoneyRows, Partly},
        rep,
        witness::Breach,
    },
    BUILD, Due, Life, MINUTE,
};

/// A rep who works looks at every customer so often; at those that are shown otherwise, each time.
const LOOKS_AT_EVERYONE: u64 = 8;
/// In one of so many lives everybody looks at every customer each time: what a page spoils of a customer
/// whom it does not name is seen before something else mends it.
pub(super) const LIVES_OF_FULL_SIGHT: u64 = 4;

/// At whom somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    Everyone,
    /// Who is shown otherwise than before, as far as the replica says: the app shows no other anew.
    Changed,
}

impl Life {
    /// A rep takes up the phone: opens the app, works, kills it.
    pub(super) fn rep(&mut self, phone: usize) -> Result<(), Breach> {
        if self.phones[phone].tabs.is_empty() {
            self.opens(phone);
        }
        match self.dice.below(20) {
            0 => self.opens(phone),
            1 | 2 => {
                if !self.phones[phone].tabs.is_empty() {
                    self.fault(Fault::AppKilled, phone);
                }
                self.phones[phone].kill();
                if self.dice.happens(500) {
                    self.opens(phone);
                }
            }
            3 => self.tell_one(phone, Event::Hurry),
            4 => self.tell_one(phone, Event::Idle),
            _ => self.works(phone)?,
        }
        let next = if self.dice.happens(700) {
            self.dice.between(1, MINUTE)
        } else {
            self.dice.between(MINUTE, 20 * MINUTE)
        };
        self.after(next, Due::Rep(phone));
        Ok(())
    }

    pub(super) fn opens(&mut self, phone: usize) {
        self.phones[phone].open_tab(BUILD);
        if let Some(life) = self.phones[phone].to_lead() {
            self.tell((phone, life), Event::Lead);
        }
    }

    pub(super) fn tell_one(&mut self, phone: usize, event: Event) {
        let at = self.dice.below(self.phones[phone].tabs.len());
        let life = self.phones[phone].tabs.get(at).map(|it| it.life);
        if let Some(life) = life {
            self.tell((phone, life), event);
        }
    }

    fn works(&mut self, phone: usize) -> Result<(), Breach> {
        let at = self.dice.below(self.phones[phone].tabs.len());
        let now = self.clock(phone);
        if self.phones[phone].tabs.is_empty() {
            return Ok(());
        }
        // What the replica does not call changed has to be as it was: now and then all of it is seen.
        self.works += 1;
        let everyone = self.works.is_multiple_of(LOOKS_AT_EVERYONE);
        let whom = if everyone { Whom::Everyone } else { Whom::Changed };
        self.looks(phone, at, now, whom)?;
        let tab = &self.phones[phone].tabs[at];
        let Some(command) = rep::acts(&self.phones[phone], tab, now, &mut self.dice) else {
            return Ok(());
        };
        let life = tab.life;
        self.note(|| {
            let (kind, op) = (chronicle::kind_of(&command.act), command.op_id);
            format!("phone {phone} says {kind} {op}: {:?}", command.act)
        });
        let text = serde_json::value::to_raw_value(&command).expect("a command can be written");
        let said = self.said.entry(self.phones[phone].number).or_default();
        said.insert(command.op_id, Arc::new(command));
        self.tell((phone, life), Event::Append(text));
        Ok(())
    }

    /// Every rep looks at every customer, wherever the app is open.
    pub(super) fn everybody_looks(&mut self) -> Result<(), Breach> {
        for phone in 0..self.phones.len() {
            for at in 0..self.phones[phone].tabs.len() {
                self.looks(phone, at, self.clock(phone), Whom::Everyone)?;
            }
        }
        Ok(())
    }

    /// Looks at customers of the phone.
    pub(super) fn looks(
        &mut self,
        phone: usize,
        at: usize,
        now: Instant,
        whom: Whom,
    ) -> Result<(), Breach> {
        let changed = std::mem::take(&mut self.phones[phone].tabs[at].changed);
        let everyone =
            whom == Whom::Everyone || changed.everything || changed.register || self.full_sight;
        let number = phone;
        let (phone, tab) = (&self.phones[phone], &self.phones[phone].tabs[at]);
        let is_other =
            |it: &CustomerId| changed.customers.contains(it) || changed.marked.contains(it);
        let customers = tab.replica.briefs().into_iter().map(|it| it.customer.id);
        let customers: Vec<_> = customers.filter(|it| everyone || is_other(it)).collect();
        if customers.is_empty() {
            return Ok(());
        }
        let none = BTreeMap::new();
        let said = self.said.get(&phone.number).unwrap_or(&none);
        let (journal, letters) = (rep::journal(tab), tab.replica.inbox());
        let mut on_their_way = vec![];
        for customer in customers {
            let Some(view) = rep::look(phone, tab, customer, now) else {
                on_their_way.push(customer);
                continue;
            };
            let whose = format!("phone {}", phone.number);
            MoneyRows::of(&view.dossier).add_up(&whose, Partly::Yes)?;
            rep::sees_own_words(&journal, letters, customer, &view, said)?;
        }
        let tab = &mut self.phones[number].tabs[at];
        tab.changed.customers.extend(on_their_way);
        Ok(())
    }
}
