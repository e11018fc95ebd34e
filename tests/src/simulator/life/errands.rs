//! Errands: what a tab asks of its disk, of the other tabs and of the server, carried through the weather.

use shared::{
    calendar::Instant,
    sync::{
        Head,
        replica::{Event, Failure, Moment, Room, Ticket, Transaction, Write},
    },
};

use super::{
    super::{server::Dies, witness::Breach},
    Due, Life, Place,
};
use crate::phone::{Ask, Errand, Reply};

impl Life {
    pub(super) fn tell(&mut self, (phone, life): Place, event: Event) {
        let moment = self.moment(phone);
        let Some(tab) = self.phones[phone].tab(life) else { return };
        for errand in tab.step(event, moment) {
            self.runs((phone, life), errand);
        }
    }

    fn moment(&mut self, phone: usize) -> Moment {
        let roll = u32::try_from(self.dice.roll() >> 32).unwrap_or(0);
        Moment { now: self.clock(phone), roll }
    }

    fn runs(&mut self, place: Place, errand: Errand) {
        let (phone, life) = place;
        match errand {
            Errand::Ask { ticket, ask } => self.sends(place, ticket, &ask),
            Errand::Store { ticket, transaction } => {
                let takes = self.dice.between(1, 20);
                self.after(takes, Due::Store(place, ticket, transaction));
            }
            Errand::Load { ticket, keys } => {
                let texts = self.phones[phone].storage.load(&keys);
                self.after(1, Due::Tell(place, Event::Loaded { ticket, texts }));
            }
            Errand::Reread => {
                let all = self.phones[phone].storage.opened();
                self.after(1, Due::Tell(place, Event::Told(all)));
            }
            Errand::Tell(writes) => {
                let others: Vec<_> = self.phones[phone]
                    .tabs
                    .iter()
                    .map(|it| it.life)
                    .filter(|it| *it != life)
                    .collect();
                for other in others {
                    self.after(2, Due::Tell((phone, other), Event::Told(writes.clone())));
                }
            }
            Errand::Wake(at) => {
                let wait = (at.0 - self.clock(phone).0).max(1);
                let Some(tab) = self.phones[phone].tab(life) else { return };
                if tab.wakes_at.replace(at) != Some(at) {
                    self.after(wait, Due::Ring(place, at));
                }
            }
        }
    }

    pub(super) fn rings(&mut self, place: Place, at: Instant) {
        let (phone, life) = place;
        let armed = self.phones[phone].tab(life).and_then(|it| it.wakes_at.take_if(|it| *it == at));
        if armed.is_some() {
            self.tell(place, Event::Due);
        }
    }

    /// A transaction reaches the disk. The app may have been killed meanwhile: then it may or may
    /// not have come so far, and nobody is told.
    pub(super) fn stores(&mut self, place: Place, ticket: Ticket, transaction: &Transaction) {
        let (phone, life) = place;
        if self.phones[phone].tab(life).is_none() && self.dice.happens(500) {
            return;
        }
        let stored = self.phones[phone].storage.commit(transaction);
        let event = match stored {
            Ok(writes) => Event::Persisted { ticket, writes },
            Err(fault) => Event::NotPersisted { ticket, fault },
        };
        self.note(|| format!("    phone {phone}: {event:?}"));
        if let Event::Persisted { writes, .. } = &event {
            self.witness.stored(writes, self.phones[phone].number);
        }
        let rows = |it: &Write| it.room == Room::Rows;
        let shows = matches!(&event, Event::Persisted { writes, .. } if writes.iter().any(rows));
        self.tell(place, event);
        if let Some(at) = self.phones[phone].tabs.iter().position(|it| it.life == life)
            && shows
        {
            self.seen = self.reads(phone, at, self.clock(phone));
        }
    }

    fn sends(&mut self, place: Place, ticket: Ticket, ask: &Ask) {
        let (phone, _) = place;
        if let Ask::Pull(text) = ask {
            self.seen = self.witness.pulls(text, self.phones[phone].number);
        }
        let weather = self.weather[phone].clone();
        if !weather.online || self.dice.happens(weather.drops) {
            // Some networks say so, others say nothing at all.
            if self.dice.happens(700) {
                let failure = Failure::Unreachable;
                self.after(50, Due::Tell(place, Event::Failed { ticket, failure }));
            }
            return;
        }
        if let Some(reply) = weather.instead(&mut self.dice) {
            let takes = weather.takes(&mut self.dice);
            let event = ask.answered(ticket, Some(&reply));
            return self.after(takes, Due::Tell(place, event));
        }
        let times = 1 + u32::from(self.dice.happens(weather.repeats));
        for _ in 0..times {
            let takes = weather.takes(&mut self.dice);
            self.after(takes, Due::Arrives(place, ticket, ask.clone()));
        }
    }

    pub(super) fn arrives(
        &mut self,
        place: Place,
        ticket: Ticket,
        ask: &Ask,
    ) -> Result<(), Breach> {
        let (phone, _) = place;
        let user = self.phones[phone].user;
        let dies = match self.dice.below(40) {
            0 if self.stormy => Dies::BeforeCommit,
            1 if self.stormy => Dies::AfterCommit,
            _ => Dies::No,
        };
        let reply = self.server.answer(user, ask, dies);
        self.note(|| format!("    phone {phone}, {dies:?}: {reply:?}"));
        if let (Ask::Push(_), Some(Reply { body, .. })) = (ask, &reply) {
            self.witness.answered(body)?;
            self.hint();
        }
        let weather = self.weather[phone].clone();
        let reply = weather.carry(reply, &mut self.dice);
        if reply.is_some() || self.dice.happens(700) {
            let takes = weather.takes(&mut self.dice);
            self.after(takes, Due::Tell(place, ask.answered(ticket, reply.as_ref())));
        }
        Ok(())
    }

    /// The live stream tells the phones that are online how far the feeds have come.
    pub(super) fn hint(&mut self) {
        for phone in 0..self.phones.len() {
            if !self.weather[phone].online || self.dice.happens(400) {
                continue;
            }
            let granted = self.server.disk.granted(self.phones[phone].user, self.server.today());
            let leads = self.phones[phone].tabs.iter().find(|it| it.leads).map(|it| it.life);
            for (life, granted) in
                leads.into_iter().flat_map(|it| granted.iter().map(move |g| (it, g)))
            {
                let head = self.server.disk.head(granted.scope);
                let head = Head { scope: granted.scope, head };
                self.after(300, Due::Tell((phone, life), Event::Hint(head)));
            }
        }
    }
}
