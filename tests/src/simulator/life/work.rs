//! Work: a rep takes up the phone, looks at customers, says something, and puts it away.

use std::{collections::BTreeMap, sync::Arc};

use shared::{calendar::Instant, sync::replica::Event};

use super::{
    super::{
        chronicle::{self, Fault},
        rep,
        witness::{self, Breach},
    },
    BUILD, Due, Life, MINUTE,
};

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
        self.reads(phone, at, now)?;
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

    /// Looks at every customer of the phone.
    pub(super) fn reads(&self, phone: usize, at: usize, now: Instant) -> Result<(), Breach> {
        let (phone, tab) = (&self.phones[phone], &self.phones[phone].tabs[at]);
        let none = BTreeMap::new();
        let said = self.said.get(&phone.number).unwrap_or(&none);
        for brief in tab.replica.briefs() {
            let customer = brief.customer.id;
            let Some(view) = rep::look(phone, tab, customer, now) else { continue };
            let whose = format!("phone {}", phone.number);
            witness::money_adds_up(&whose, &view.dossier.rows(), witness::Partly::Yes)?;
            rep::sees_own_words(tab, customer, &view, said)?;
        }
        Ok(())
    }
}
