//! Lives: a few days of three reps, an office and a server, event by event in virtual time.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    calendar::{Day, Instant},
    id::{OpId, UserId},
    sync::{
        Command, Head,
        replica::{Event, Failure, Moment, Room, Ticket, Transaction, Write},
    },
};

use super::{
    dice::Dice,
    disk::Disk,
    office, rep,
    server::{Defect, Dies, Server},
    weather::Weather,
    witness::{self, Breach, Invariant, Witness, must},
};
use crate::phone::{Ask, Errand, Phone, Reply};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// How long things go wrong.
const STORM: i64 = 3 * HOUR;
/// How long everything may take to come to rest once nothing goes wrong any more: the longest
/// pause between two tries, the patience with a silent server, and some minutes for the rest.
const CALM: i64 = 12 * MINUTE;
const BUILD: &str = "simulator";

/// Where a tab is: which phone, and which of all tabs that ever stood there.
type Place = (usize, u64);

/// Something that will happen.
#[derive(Debug)]
enum Due {
    Tell(Place, Event),
    Ring(Place, Instant),
    Store(Place, Ticket, Transaction),
    Arrives(Place, Ticket, Ask),
    /// A rep takes up the phone.
    Rep(usize),
    Office,
    /// Something goes wrong, or gets better.
    Turn,
}

#[derive(Debug)]
pub struct Life {
    dice: Dice,
    now: i64,
    queue: BTreeMap<(i64, u64), Due>,
    order: u64,
    server: Server,
    phones: Vec<Phone>,
    weather: Vec<Weather>,
    storages: usize,
    backup: Option<Disk>,
    witness: Witness,
    /// By storage: what its user has said on it.
    said: BTreeMap<usize, BTreeMap<OpId, Arc<Command>>>,
    stormy: bool,
    steps: u64,
    /// What happens is printed.
    aloud: bool,
    /// What the witness said of the last request.
    seen: Result<(), Breach>,
}

/// What a life came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub steps: u64,
    pub commands: usize,
}

/// Lives through one seed.
///
/// # Errors
/// The invariant that broke.
pub fn live(seed: u64, defect: Defect) -> Result<Summary, Breach> {
    let mut life = Life::begin(seed, defect);
    life.until(STORM)?;
    life.heal();
    life.until(STORM + CALM)?;
    // A look at the server that is under way just then is waited for.
    while life.is_under_way() && life.now < STORM + CALM + MINUTE {
        life.until(life.now + SECOND)?;
    }
    life.comes_to_rest()
}

impl Life {
    fn begin(seed: u64, defect: Defect) -> Life {
        let mut dice = Dice::new(seed);
        let monday = "2026-11-16".parse::<Day>().expect("a day");
        let first = Day::from_ymd(1970, 1, 1).expect("a day");
        // Late in the evening in the seller's zone, so that a midnight is among what happens.
        let start = monday.days_since(first) * 24 * HOUR + 14 * HOUR;
        let mut server = Server::new(Dice::new(dice.roll()), Instant(start), defect);
        let customers = 3 + dice.below(8);
        office::open(&mut server, &mut dice, customers);
        let phones: Vec<_> = office::REPS
            .into_iter()
            .enumerate()
            .map(|(number, login)| Phone::new(UserId::of_login(login), number))
            .collect();
        let mut life = Life {
            now: 0,
            queue: BTreeMap::new(),
            order: 0,
            weather: phones.iter().map(|_| Weather::calm(0)).collect(),
            storages: phones.len(),
            phones,
            server,
            backup: None,
            witness: Witness::default(),
            said: BTreeMap::new(),
            stormy: true,
            steps: 0,
            aloud: std::env::var_os("CHITBOOK_SEED").is_some(),
            seen: Ok(()),
            dice,
        };
        for phone in 0..life.phones.len() {
            life.after(SECOND, Due::Rep(phone));
        }
        life.after(MINUTE, Due::Office);
        life.after(MINUTE, Due::Turn);
        life
    }

    fn after(&mut self, delay: i64, due: Due) {
        self.order += 1;
        self.queue.insert((self.now + delay, self.order), due);
    }

    fn until(&mut self, end: i64) -> Result<(), Breach> {
        while let Some(entry) = self.queue.first_entry() {
            let (at, _) = *entry.key();
            if end < at {
                break;
            }
            let due = entry.remove();
            self.server.now = Instant(self.server.now.0 + at - self.now);
            self.now = at;
            self.steps += 1;
            self.note(|| format!("{due:?}"));
            self.happens(due)?;
            self.seen.clone()?;
        }
        self.server.now = Instant(self.server.now.0 + end - self.now);
        self.now = end;
        Ok(())
    }

    /// A seed that is looked at alone says what happens in it.
    fn note(&self, what: impl FnOnce() -> String) {
        if self.aloud {
            println!("{:>12} {:.600}", self.now, what());
        }
    }

    fn happens(&mut self, due: Due) -> Result<(), Breach> {
        match due {
            Due::Tell(place, event) => self.tell(place, event),
            Due::Ring(place, at) => self.rings(place, at),
            Due::Store(place, ticket, transaction) => self.stores(place, ticket, &transaction),
            Due::Arrives(place, ticket, ask) => return self.arrives(place, ticket, &ask),
            Due::Rep(_) | Due::Office | Due::Turn if !self.stormy => {}
            Due::Rep(phone) => return self.rep(phone),
            Due::Office => {
                office::works(&mut self.server, &mut self.dice);
                self.hint();
                let next = self.dice.between(SECOND, 15 * MINUTE);
                self.after(next, Due::Office);
            }
            Due::Turn => {
                self.turns();
                let next = self.dice.between(SECOND, 12 * MINUTE);
                self.after(next, Due::Turn);
            }
        }
        Ok(())
    }

    /// The phone's own clock.
    fn clock(&self, phone: usize) -> Instant {
        Instant(self.server.now.0 + self.weather[phone].skew)
    }

    fn tell(&mut self, (phone, life): Place, event: Event) {
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

    fn rings(&mut self, place: Place, at: Instant) {
        let (phone, life) = place;
        let armed = self.phones[phone].tab(life).and_then(|it| it.wakes_at.take_if(|it| *it == at));
        if armed.is_some() {
            self.tell(place, Event::Due);
        }
    }

    /// A transaction reaches the disk. The app may have been killed meanwhile: then it may or may
    /// not have come so far, and nobody is told.
    fn stores(&mut self, place: Place, ticket: Ticket, transaction: &Transaction) {
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

    fn arrives(&mut self, place: Place, ticket: Ticket, ask: &Ask) -> Result<(), Breach> {
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
    fn hint(&mut self) {
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

    /// A rep takes up the phone: opens the app, works, kills it.
    fn rep(&mut self, phone: usize) -> Result<(), Breach> {
        if self.phones[phone].tabs.is_empty() {
            self.opens(phone);
        }
        match self.dice.below(20) {
            0 => self.opens(phone),
            1 | 2 => {
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

    fn opens(&mut self, phone: usize) {
        self.phones[phone].open_tab(BUILD);
        if let Some(life) = self.phones[phone].to_lead() {
            self.tell((phone, life), Event::Lead);
        }
    }

    fn tell_one(&mut self, phone: usize, event: Event) {
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
        let text = serde_json::value::to_raw_value(&command).expect("a command can be written");
        let said = self.said.entry(self.phones[phone].number).or_default();
        said.insert(command.op_id, Arc::new(command));
        self.tell((phone, life), Event::Append(text));
        Ok(())
    }

    /// Looks at every customer of the phone.
    fn reads(&self, phone: usize, at: usize, now: Instant) -> Result<(), Breach> {
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

    /// Something goes wrong, or gets better.
    fn turns(&mut self) {
        let phone = self.dice.below(self.phones.len());
        match self.dice.below(24) {
            0..12 => self.weather[phone] = Weather::any(&mut self.dice),
            12..14 => {
                let full = !self.phones[phone].storage.full;
                self.phones[phone].storage.full = full;
            }
            14 => self.phones[phone].storage.damage(),
            15 => {
                self.witness.destroyed(self.phones[phone].number);
                self.phones[phone].destroy(self.storages);
                self.storages += 1;
            }
            16..19 => self.backup = Some(self.server.disk.clone()),
            19 => {
                if let Some(backup) = self.backup.clone() {
                    self.server.restore(backup);
                }
            }
            20 => self.server.cut_feeds(),
            _ => self.server.restart(),
        }
    }

    /// From now on nothing goes wrong.
    fn heal(&mut self) {
        self.stormy = false;
        for phone in 0..self.phones.len() {
            self.weather[phone] = Weather::calm(self.weather[phone].skew);
            self.phones[phone].storage.full = false;
            if self.phones[phone].tabs.is_empty() {
                self.opens(phone);
            }
            self.tell_one(phone, Event::Hurry);
        }
    }

    fn is_under_way(&self) -> bool {
        let mut leading = self.phones.iter().flat_map(|it| &it.tabs).filter(|it| it.leads);
        leading.any(|it| !it.replica.is_settled())
    }

    /// Everything is sent, everything is here, and everybody agrees.
    fn comes_to_rest(self) -> Result<Summary, Breach> {
        let disk = &self.server.disk;
        witness::feeds_are_dense(disk)?;
        witness::feeds_tell_all(disk)?;
        let rows: Vec<_> = disk.rows.values().map(|it| it.row.clone()).collect();
        witness::money_adds_up("the server", &rows, witness::Partly::No)?;
        self.witness.nothing_is_lost(disk)?;
        self.witness.facts_stand_once(disk)?;
        for phone in &self.phones {
            for tab in phone.tabs.iter().filter(|it| it.leads) {
                let replica = &tab.replica;
                must(Invariant::Liveness, replica.unanswered() == 0, || {
                    format!(
                        "phone {} keeps {} commands, trouble {:?}, next try {:?}",
                        phone.number,
                        replica.unanswered(),
                        replica.trouble(),
                        replica.next_try()
                    )
                })?;
                must(Invariant::Liveness, replica.is_settled(), || {
                    format!(
                        "phone {} does not come to rest, trouble {:?}, cursors {:?}",
                        phone.number,
                        replica.trouble(),
                        replica.cursors()
                    )
                })?;
                must(Invariant::Convergence, replica.unreadable().is_empty(), || {
                    format!("phone {}: {:?}", phone.number, replica.unreadable())
                })?;
                self.agrees(phone, tab)?;
            }
        }
        Ok(Summary { steps: self.steps, commands: self.witness.commands() })
    }

    /// The rows of a phone are the server's rows of its user's scopes: no other and no older.
    fn agrees(&self, phone: &Phone, tab: &crate::phone::Tab) -> Result<(), Breach> {
        let disk = &self.server.disk;
        let whose = format!("phone {}", phone.number);
        let texts = phone.storage.load(&tab.replica.chunks());
        let rows = tab.replica.rows(&texts).map_err(|damaged| Breach {
            of: Invariant::Convergence,
            said: format!("{whose}: {damaged:?}"),
        })?;
        let granted = disk.granted(phone.user, self.server.today());
        for (scope, row) in &rows {
            must(Invariant::Authority, granted.iter().any(|it| it.scope == *scope), || {
                format!("{whose} holds {row:?} of {scope}")
            })?;
        }
        for granted in granted {
            let here = rows.iter().filter(|(scope, _)| *scope == granted.scope);
            let there = disk.rows_in(granted.scope);
            witness::same_rows(&whose, here.map(|(_, row)| row), there)?;
        }
        Ok(())
    }
}
