//! Lives: a few days of three reps, an office and a server, event by event in virtual time.

mod broken;
mod errands;
mod rest;
mod work;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use shared::{
    calendar::{Day, Instant},
    id::{OpId, UserId},
    sync::{
        Command, Verdict,
        replica::{Event, Ticket, Transaction},
    },
};

use super::{
    chronicle::{self, Chronicle, Fault},
    defect::Defect,
    dice::Dice,
    disk::Disk,
    history::History,
    office, rep,
    server::Server,
    weather::Weather,
    witness::{Breach, Witness},
};
use crate::phone::{Ask, Phone};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// How long things go wrong in a short life, and in a long one at least.
const STORM: i64 = 3 * HOUR;
/// What people say at least in a long life, on phones and at the desk.
pub const SAID: usize = 150;
/// What goes wrong in it at least.
pub const FAULTS: usize = 20;
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
    /// How often a rep has taken up a phone to work.
    works: u64,
    /// Everybody looks at every customer each time.
    full_sight: bool,
    /// By phone and id: what has gone out, for a phone that gives ids anew.
    sent: BTreeSet<(usize, String)>,
    /// What the witness said of the last request.
    seen: Result<(), Breach>,
}

/// How much happens in a life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Short,
    /// At least [`SAID`] commands and [`FAULTS`] faults.
    Long,
}

/// What a life came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub steps: u64,
    /// Given by people, on phones and at the desk.
    pub said: usize,
    /// Taken by the server, by kind.
    pub commands: BTreeMap<String, usize>,
    pub faults: BTreeMap<Fault, usize>,
    /// Why something was recorded and waits for somebody, by name.
    pub reviews: BTreeSet<String>,
}

/// Lives through one seed.
///
/// # Errors
/// The invariant that broke.
pub fn live(seed: u64, defect: Defect, span: Span) -> Result<Summary, Breach> {
    let mut life = Life::begin(seed, defect, Chronicle::default());
    life.runs_its_course(span)?;
    Ok(life.summary())
}

/// Lives through one seed again and tells what happened, in order.
#[must_use]
pub fn tell(seed: u64, defect: Defect, span: Span) -> Vec<String> {
    let mut life = Life::begin(seed, defect, Chronicle::to_read());
    match life.runs_its_course(span) {
        Ok(()) => life.note(|| "everybody agrees".to_owned()),
        Err(breach) => life.note(|| format!("BROKEN  {breach}")),
    }
    life.server.chronicle.into_lines()
}

/// Lives through one seed and keeps what reaches the server, up to a breach if there is one.
#[must_use]
pub fn history(seed: u64, defect: Defect, span: Span) -> History {
    let mut life = Life::begin(seed, defect, Chronicle::of_steps());
    let born = life.server.disk.epoch;
    let breach = life.runs_its_course(span).err();
    let Server { disk, chronicle, .. } = life.server;
    History { born, steps: chronicle.into_steps(), disk, breach }
}

impl Life {
    fn runs_its_course(&mut self, span: Span) -> Result<(), Breach> {
        self.until(STORM)?;
        while span == Span::Long && (self.said() < SAID || self.fault_count() < FAULTS) {
            self.until(self.now + HOUR / 2)?;
        }
        self.heal();
        let end = self.now + CALM;
        self.until(end)?;
        // A look at the server that is under way just then is waited for.
        while self.is_under_way() && self.now < end + MINUTE {
            self.until(self.now + SECOND)?;
        }
        self.everybody_looks()?;
        self.comes_to_rest()
    }

    fn said(&self) -> usize {
        self.witness.commands() + self.server.chronicle.desk
    }

    fn fault_count(&self) -> usize {
        self.server.chronicle.faults.values().sum()
    }

    fn summary(&self) -> Summary {
        let Chronicle { commands, faults, .. } = &self.server.chronicle;
        let (commands, faults) = (commands.clone(), faults.clone());
        let recorded = self.server.disk.commands.values();
        let reviews = recorded.filter_map(|it| match &it.verdict {
            Verdict::NeedsReview { why } => Some(chronicle::name_of(why)),
            _ => None,
        });
        let reviews = reviews.collect();
        Summary { steps: self.steps, said: self.said(), commands, faults, reviews }
    }

    fn begin(seed: u64, defect: Defect, chronicle: Chronicle) -> Life {
        let mut dice = Dice::new(seed);
        let monday = "2026-11-16".parse::<Day>().expect("a day");
        let first = Day::from_ymd(1970, 1, 1).expect("a day");
        // Late in the evening in the seller's zone, so that a midnight is among what happens.
        let start = monday.days_since(first) * 24 * HOUR + 14 * HOUR;
        let mut server = Server::new(Dice::new(dice.roll()), Instant(start), defect, chronicle);
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
            works: 0,
            full_sight: seed.is_multiple_of(work::LIVES_OF_FULL_SIGHT),
            sent: BTreeSet::new(),
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
            self.happens(due)?;
            self.seen.clone()?;
        }
        self.server.now = Instant(self.server.now.0 + end - self.now);
        self.now = end;
        Ok(())
    }

    fn note(&mut self, what: impl FnOnce() -> String) {
        self.server.chronicle.note(self.server.now, what);
    }

    fn fault(&mut self, fault: Fault, phone: usize) {
        let whose = format!("(phone {phone}, {})", office::REPS[phone]);
        self.server.chronicle.fault(self.server.now, fault, &whose);
    }

    fn server_fault(&mut self, fault: Fault) {
        self.server.chronicle.fault(self.server.now, fault, "");
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

    /// Something goes wrong, or gets better.
    fn turns(&mut self) {
        let phone = self.dice.below(self.phones.len());
        match self.dice.below(24) {
            0..12 => self.weather_turns(phone),
            12..14 => {
                let full = !self.phones[phone].storage.full;
                self.phones[phone].storage.full = full;
                if full {
                    self.fault(Fault::StorageFull, phone);
                }
            }
            14 => {
                self.fault(Fault::ChunkDamaged, phone);
                self.phones[phone].storage.damage();
            }
            15 => {
                self.fault(Fault::StorageDestroyed, phone);
                self.witness.destroyed(self.phones[phone].number);
                self.phones[phone].destroy(self.storages);
                // What was being written went with it.
                self.queue.retain(|_, due| !matches!(due, Due::Store((of, _), ..) if *of == phone));
                self.storages += 1;
            }
            16..19 => self.backup = Some(self.server.back_up()),
            19 => {
                if let Some(backup) = self.backup.clone() {
                    self.server_fault(Fault::ServerRestored);
                    self.server.restore(backup);
                }
            }
            20 => {
                self.server_fault(Fault::FeedsCut);
                self.server.cut_feeds();
            }
            21 => {
                // Nobody has it in memory when it is read again.
                self.phones[phone].kill();
                if self.phones[phone].storage.damage_row(rep::NOTE, "没去过") {
                    self.fault(Fault::RowDamaged, phone);
                }
            }
            _ => {
                self.server_fault(Fault::ServerRestarts);
                self.server.restart();
            }
        }
    }

    fn weather_turns(&mut self, phone: usize) {
        let weather = Weather::any(&mut self.dice);
        if !weather.online {
            self.fault(Fault::Offline, phone);
        }
        if weather.skew != 0 {
            self.fault(Fault::ClockWrong, phone);
        }
        self.note(|| format!("phone {phone} has {weather:?}"));
        self.weather[phone] = weather;
    }
}
