//! Errands: what a tab asks of its disk, of the other tabs and of the server, carried through the weather.

use shared::{
    calendar::Instant,
    sync::{
        Head,
        replica::{Event, Failure, Moment, Room, Ticket, Transaction, Write},
    },
};

use super::{
    super::{chronicle::Fault, server::Dies, telling, witness::Breach},
    Due, Life, Place,
    work::Whom,
};
use crate::phone::{Ask, Errand, Reply};

/// How many of a thousand transactions the app does not outlive.
const DIES_STORING: u32 = 12;

/// What went wrong where something else answers than the server.
fn fault_of(reply: &Reply) -> Fault {
    match reply.status {
        200 => Fault::ReplyGarbled,
        401 => Fault::SignedOut,
        413 => Fault::TooLarge,
        _ => Fault::Busy,
    }
}

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

    /// A transaction reaches the disk. The app may have been killed meanwhile, or is killed just
    /// now: then it may or may not have come so far, and nobody is told.
    pub(super) fn stores(&mut self, place: Place, ticket: Ticket, transaction: &Transaction) {
        let (phone, life) = place;
        if self.stormy && self.dice.happens(DIES_STORING) {
            self.fault(Fault::AppKilledWhileStoring, phone);
            self.phones[phone].kill();
        }
        if self.phones[phone].tab(life).is_none() && self.dice.happens(500) {
            return self.loses(phone, transaction);
        }
        let stored = self.commit(phone, transaction);
        let event = match stored {
            Ok(writes) => Event::Persisted { ticket, writes },
            Err(fault) => Event::NotPersisted { ticket, fault },
        };
        if let Event::Persisted { writes, .. } = &event {
            self.witness.stored(writes, self.phones[phone].number);
        }
        let rows = |it: &Write| it.room == Room::Rows;
        let shows = matches!(&event, Event::Persisted { writes, .. } if writes.iter().any(rows));
        self.tell(place, event);
        if let Some(at) = self.phones[phone].tabs.iter().position(|it| it.life == life)
            && shows
        {
            self.seen = self.looks(phone, at, self.clock(phone), Whom::Changed);
        }
    }

    fn sends(&mut self, place: Place, ticket: Ticket, ask: &Ask) {
        let (phone, _) = place;
        if let Ask::Pull(text) = ask {
            self.seen = self.witness.pulls(text, self.phones[phone].number);
        }
        self.note(|| format!("phone {phone} {}", telling::asked(ask)));
        let ask = &self.sends_really(phone, ask);
        let weather = self.weather[phone].clone();
        let lost = weather.online && self.dice.happens(weather.drops);
        if lost {
            self.fault(Fault::RequestLost, phone);
        }
        if lost || !weather.online {
            // Some networks say so, others say nothing at all.
            if self.dice.happens(700) {
                let failure = Failure::Unreachable;
                self.after(50, Due::Tell(place, Event::Failed { ticket, failure }));
            }
            return;
        }
        if let Some(reply) = weather.instead(&mut self.dice) {
            self.fault(fault_of(&reply), phone);
            self.hears_instead(phone, ask, &reply);
            let takes = weather.takes(&mut self.dice);
            let event = ask.answered(ticket, Some(&reply));
            return self.after(takes, Due::Tell(place, event));
        }
        let twice = self.dice.happens(weather.repeats);
        if twice {
            self.fault(Fault::RequestTwice, phone);
        }
        for _ in 0..=u32::from(twice) {
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
        let dies = match self.dice.below(40) {
            0 if self.stormy => Dies::BeforeCommit,
            1 if self.stormy => Dies::AfterCommit,
            _ => Dies::No,
        };
        match dies {
            Dies::No => {}
            Dies::BeforeCommit => self.fault(Fault::ServerDiesBeforeCommit, phone),
            Dies::AfterCommit => self.fault(Fault::ServerDiesAfterCommit, phone),
        }
        if let Ask::Push(text) = ask {
            self.witness.sent(text)?;
        }
        let reply = self.answers(phone, ask, dies);
        if let (Ask::Push(_), Some(Reply { body, .. })) = (ask, &reply) {
            self.witness.answered(body, &self.server.disk)?;
            self.hint();
        }
        let weather = self.weather[phone].clone();
        let said = reply.as_ref().map(|it| it.body.len());
        let reply = weather.carry(reply, &mut self.dice);
        let heard = reply.as_ref().map(|it| it.body.len());
        if said.is_some() && heard.is_none() {
            self.fault(Fault::ReplyLost, phone);
        } else if said != heard {
            self.fault(Fault::ReplyGarbled, phone);
        }
        self.note(|| format!("phone {phone} {}", telling::answered(ask, reply.as_ref())));
        if reply.is_some() || self.dice.happens(700) {
            let takes = weather.takes(&mut self.dice);
            self.after(takes, Due::Tell(place, ask.answered(ticket, reply.as_ref())));
        }
        Ok(())
    }

    /// The live stream tells the phones that are online how far the feeds have come.
    pub(super) fn hint(&mut self) {
        for phone in 0..self.phones.len() {
            if !self.weather[phone].online {
                continue;
            }
            if self.dice.happens(400) {
                self.fault(Fault::HintLost, phone);
                continue;
            }
            let leads = self.phones[phone].tabs.iter().find(|it| it.leads).map(|it| it.life);
            let Some(life) = leads else { continue };
            let today = self.server.today();
            for scope in self.server.disk.scopes_of(self.phones[phone].user, today) {
                let head = Head { scope, head: self.server.disk.head(scope) };
                self.after(300, Due::Tell((phone, life), Event::Hint(head)));
            }
        }
    }
}
