//! Carries out what the replica asks for: storage, network, timer, other tabs, signals.

mod ahead;
mod append;
mod carry;
mod content;
mod listen;
mod lists;
mod show;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap, VecDeque},
    rc::{Rc, Weak},
    sync::Arc,
};

use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;
use shared::{
    attachment::Blob,
    calendar::Day,
    dossier::Register,
    id::CustomerId,
    inbox::InboxItem,
    saved_view::SavedViews,
    sync::replica::{self as core, ChunkKey, Event, Moment, Opening, Room, View, Write},
    user::{Caller, User},
};

use super::{
    BriefRow, Opened, OutboxLine, StorageTrouble, SyncStatus,
    database::Database,
    draft::Drafts,
    layout,
    live::Live,
    proof, storage,
    tabs::{Lead, Line, Word},
};
use crate::{
    clock, id, turn,
    upload::{Local, Underway},
};
use ahead::Ahead;
use content::Sender;
use lists::Lists;

/// Looks after midnight at the seller's, a full storage, and what can be re-packed.
const ROUND_MS: u32 = 60_000;

/// What pages see.
#[derive(Clone, Copy)]
pub struct Signals {
    pub briefs: RwSignal<Arc<Vec<BriefRow>>>,
    pub status: RwSignal<SyncStatus>,
    pub register: RwSignal<Arc<Register>>,
    pub today: RwSignal<Day>,
    pub inbox: RwSignal<Arc<Vec<InboxItem>>>,
    pub saved_views: RwSignal<Arc<Vec<SavedViews>>>,
    pub outbox: RwSignal<Arc<Vec<OutboxLine>>>,
    pub user: RwSignal<User>,
    /// What is known of content that lies here, or did.
    pub locals: RwSignal<Arc<BTreeMap<Blob, Local>>>,
    /// The content that is being sent.
    pub underway: RwSignal<Option<Underway>>,
    /// Counts what the server said about anything that moved.
    pub moved: RwSignal<u64>,
}

/// A customer that a page shows, and how many pages do.
struct Watched {
    signal: ArcRwSignal<Opened>,
    watchers: usize,
}

/// One tab's replica at work.
pub struct Engine {
    pub core: RefCell<core::Replica>,
    pub database: Database,
    pub name: String,
    pub signals: Signals,
    pub drafts: Rc<Drafts>,
    /// Pages come and go, and with them what they own; this stays until signing out.
    owner: Owner,
    watched: RefCell<HashMap<CustomerId, Watched>>,
    lists: Lists,
    /// Watched customers that are to be read again, one after the other.
    stale: RefCell<VecDeque<CustomerId>>,
    renewing: Cell<bool>,
    /// What is to be shown as soon as there is time.
    to_show: RefCell<Option<core::Changed>>,
    ahead: Ahead,
    /// What was committed and is still to be told to the other tabs.
    untold: RefCell<VecDeque<Vec<Write>>>,
    timer: RefCell<Option<Timeout>>,
    line: RefCell<Option<Line>>,
    lead: RefCell<Option<Lead>>,
    live: RefCell<Option<Live>>,
    listeners: RefCell<Vec<EventListener>>,
    round: RefCell<Option<Interval>>,
    noted: Cell<Option<(usize, usize)>>,
    sender: Sender,
    /// The browser closed the database once, and it was opened again.
    reopened: Cell<bool>,
    over: Cell<bool>,
}

impl Engine {
    /// Opens the user's database and everything around it; `held_up` hears that another tab holds an
    /// older layout, until it does no longer.
    pub async fn open(
        name: String,
        user: User,
        held_up: &dyn Fn(),
    ) -> Result<Rc<Engine>, StorageTrouble> {
        let database = Database::open_waiting(&name, held_up).await?;
        // Before anything is read, so that nothing is missed which another tab writes after it was read.
        let line = Line::open(&name);
        storage::try_out(&database).await?;
        let records = database.read_rooms(&Room::OPENED).await?;
        turn::pause().await;
        let core = core::Replica::open(&records, crate::BUILD);
        clock::correct_by(core.clock_offset());
        turn::pause().await;
        let owner = Owner::new();
        let signals = owner.with(|| Signals::of(&core, user.clone()));
        let engine = Rc::new(Engine {
            core: RefCell::new(core),
            database,
            name,
            signals,
            drafts: Rc::default(),
            owner,
            watched: RefCell::default(),
            lists: Lists::default(),
            stale: RefCell::default(),
            renewing: Cell::new(false),
            to_show: RefCell::default(),
            ahead: Ahead::default(),
            untold: RefCell::default(),
            timer: RefCell::default(),
            line: RefCell::new(line),
            lead: RefCell::default(),
            live: RefCell::default(),
            listeners: RefCell::default(),
            round: RefCell::default(),
            noted: Cell::new(None),
            sender: Sender::default(),
            reopened: Cell::new(false),
            over: Cell::new(false),
        });
        let lost = storage::lost(user.id, &engine.database);
        engine.signals.status.update(|it| it.storage.lost = lost);
        engine.read_locals().await;
        turn::pause().await;
        engine.start();
        turn::pause().await;
        Ok(engine)
    }

    fn start(self: &Rc<Self>) {
        let everything =
            core::Changed { everything: true, outbox: true, ..core::Changed::default() };
        self.show_now(&everything);
        self.show_lists_now();
        let weak = Rc::downgrade(self);
        self.database.when_gone(on(&weak, Engine::storage_gone));
        let hear = on(&weak, Engine::hear);
        let heard = self.line.borrow().as_ref().map(|it| it.listen(hear));
        heard.into_iter().flatten().for_each(|word| self.hear(word));
        self.listen();
        let round = on(&weak, |engine, ()| engine.go_round());
        let round = std::cell::RefCell::new(round);
        self.round.replace(Some(Interval::new(ROUND_MS, move || round.borrow_mut()(()))));
        let lead = on(&weak, |engine, ()| engine.lead());
        let lead = std::cell::RefCell::new(lead);
        let asked = Lead::ask(&self.name, move || lead.borrow_mut()(()));
        self.lead.replace(Some(asked));
        // Lists of the last time are read whether this tab leads or not.
        self.step(Event::Told(vec![]));
        // Somebody opens the app: whichever tab leads looks at the server.
        self.tell(&Word::Hurry);
        self.look_at_storage();
    }

    fn lead(self: &Rc<Self>) {
        self.step(Event::Lead);
        self.listen_live();
        self.look_after_content();
    }

    /// Tries at once, here or in the tab that leads.
    pub fn hurry(self: &Rc<Self>) {
        self.sender.hurry();
        if !self.core.borrow().is_leading() {
            self.tell(&Word::Hurry);
        } else if self.live.borrow().is_none() {
            self.listen_live();
        }
        self.step(Event::Hurry);
    }

    /// What the user asks for, here or in the tab that leads.
    pub fn in_the_lead(self: &Rc<Self>, event: Event, word: &Word) {
        if self.core.borrow().is_leading() {
            self.step(event);
        } else {
            self.tell(word);
        }
    }

    /// One step of the replica, and everything it asks for.
    pub fn step(self: &Rc<Self>, event: Event) {
        if self.over.get() {
            return;
        }
        let moment = Moment { now: clock::device_now(), roll: id::roll() };
        let actions = self.core.borrow_mut().step(event, moment);
        for action in actions {
            self.carry_out(action);
        }
        self.show_status();
        self.send_content();
    }

    /// Who acts here, with the roles and territories last heard of.
    pub fn caller(&self) -> Caller {
        let user = self.signals.user.get_untracked();
        let core = self.core.borrow();
        Caller::of(core.register().users.get(&user.id).unwrap_or(&user))
    }

    pub fn today(&self) -> Day {
        self.core.borrow().day(clock::device_now())
    }

    /// Reads a customer, with everything pending played on top.
    pub async fn read(self: &Rc<Self>, customer: CustomerId) -> Opened {
        let mut tries = 0;
        loop {
            self.register_is_read().await;
            let keys = match self.core.borrow().opening(customer) {
                Opening::Here(keys) => keys,
                Opening::OnItsWay => return Opened::OnItsWay,
                Opening::NotHere => return Opened::NotHere,
            };
            // The second time nothing is taken for read: it may have been let go meanwhile.
            let wanted = match tries {
                0 => self.core.borrow().chunks_to_read(&keys),
                _ => keys.clone(),
            };
            let texts = match self.texts(&wanted).await {
                Ok(texts) => texts,
                Err(trouble) => return Opened::Trouble(trouble),
            };
            self.prove(&texts).await;
            let (caller, today) = (self.caller(), self.today());
            let (view, still) = {
                let core = self.core.borrow();
                let still = core.opening(customer) == Opening::Here(keys) && !core.reads_register();
                (core.view(customer, &texts, &caller, today), still)
            };
            match view {
                Ok(view) if still => return Opened::Here(Arc::new(view)),
                // Its chunks or the register were exchanged while they were being read.
                _ if !still || tries < 1 => tries += 1,
                Ok(view) => return Opened::Here(Arc::new(view)),
                Err(core::Damaged(key)) => {
                    self.tell(&Word::Corrupt(key.text_key()));
                    self.step(Event::Corrupt(key));
                    return Opened::OnItsWay;
                }
            }
        }
    }

    /// Waits until the register has come from the storage: a moment, at the start and where all of it is
    /// exchanged. Whoever judges before may judge by a rule that is not in force.
    pub async fn register_is_read(&self) {
        while self.core.borrow().reads_register() && !self.over.get() {
            turn::next().await;
        }
    }

    /// Has the browser prove chunks beside the page's thread, where it can. What is not proven here is
    /// proven when it is shown.
    async fn prove(&self, texts: &BTreeMap<ChunkKey, Option<String>>) {
        for (key, text) in texts {
            let Some(text) = text else { continue };
            if let Some(digest) = proof::digest(text).await {
                turn::pause().await;
                self.core.borrow().keep_chunk(key, text, &digest);
                turn::pause().await;
            }
        }
    }

    async fn texts(
        &self,
        keys: &[ChunkKey],
    ) -> Result<BTreeMap<ChunkKey, Option<String>>, StorageTrouble> {
        let names: Vec<String> = keys.iter().map(ChunkKey::text_key).collect();
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let texts = self.database.get_all_of(layout::CHUNKS, &names).await?;
        Ok(keys.iter().cloned().zip(texts).collect())
    }

    /// A signal that follows a customer as long as the page that asks for it is there.
    pub fn watch(self: &Rc<Self>, customer: CustomerId) -> ArcRwSignal<Opened> {
        let mut watched = self.watched.borrow_mut();
        let known = watched
            .entry(customer)
            .or_insert_with(|| Watched { signal: ArcRwSignal::new(Opened::Opening), watchers: 0 });
        known.watchers += 1;
        let signal = known.signal.clone();
        drop(watched);
        self.renew(customer);
        signal
    }

    pub fn unwatch(&self, customer: CustomerId) {
        let mut watched = self.watched.borrow_mut();
        if let Some(known) = watched.get_mut(&customer) {
            known.watchers = known.watchers.saturating_sub(1);
            if known.watchers == 0 {
                watched.remove(&customer);
            }
        }
    }

    /// What is shown of a customer just now, if a page shows it.
    pub fn shown(&self, customer: CustomerId) -> Option<Arc<View>> {
        match self.watched.borrow().get(&customer)?.signal.get_untracked() {
            Opened::Here(view) => Some(view),
            _ => None,
        }
    }

    /// Ends everything this tab does with the database.
    pub fn close(&self) {
        if self.over.replace(true) {
            return;
        }
        self.timer.replace(None);
        self.sender.stop();
        self.round.replace(None);
        self.listeners.borrow_mut().clear();
        self.live.replace(None);
        self.lead.replace(None);
        self.line.replace(None);
        self.database.close();
    }

    pub fn owner(&self) -> &Owner {
        &self.owner
    }
}

/// A callback that does nothing once the engine is gone.
fn on<T>(
    weak: &Weak<Engine>,
    mut act: impl FnMut(&Rc<Engine>, T) + 'static,
) -> impl FnMut(T) + 'static {
    let weak = weak.clone();
    move |it| {
        if let Some(engine) = weak.upgrade().filter(|it| !it.over.get()) {
            act(&engine, it);
        }
    }
}

impl Signals {
    fn of(core: &core::Replica, user: User) -> Signals {
        let user = core.register().users.get(&user.id).cloned().unwrap_or(user);
        Signals {
            briefs: RwSignal::default(),
            status: RwSignal::default(),
            register: RwSignal::new(core.register().clone()),
            today: RwSignal::new(core.day(clock::device_now())),
            inbox: RwSignal::default(),
            saved_views: RwSignal::default(),
            outbox: RwSignal::default(),
            user: RwSignal::new(user),
            locals: RwSignal::default(),
            underway: RwSignal::new(None),
            moved: RwSignal::new(0),
        }
    }
}
