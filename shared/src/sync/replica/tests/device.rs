//! A device with a storage in memory, whose server is whatever the test says.

use std::collections::BTreeMap;

use super::{super::*, sample::*};
use crate::{
    calendar::Instant,
    id::{CustomerId, DeviceId, Epoch},
    sync::{
        Command, Layer, PullReply, PullRequest, PushRequest, Registered, Scope, Versioned, digest,
    },
};

/// A device: the replica under test, its storage, and what it asked of the server last.
pub struct Device {
    pub replica: Replica,
    pub shelf: Shelf,
    pub now: i64,
    pub asked: Vec<Action>,
    pub announced: Vec<Write>,
    pub changed: Vec<Changed>,
    pub timer: Option<Instant>,
    /// The storage refuses to write.
    pub full: bool,
    /// It has no room for anything as large as a chunk.
    pub full_for_chunks: bool,
    pub build: String,
    /// How pauses are spread: none of the spread, or all of it.
    pub roll: u32,
}

impl Device {
    pub fn new() -> Device {
        let mut device = Device {
            replica: Replica::open(&[], "test"),
            shelf: Shelf::default(),
            now: NOW,
            asked: vec![],
            announced: vec![],
            changed: vec![],
            timer: None,
            full: false,
            full_for_chunks: false,
            build: "test".to_owned(),
            roll: 0,
        };
        device.on(Event::Lead);
        device
    }

    /// A device that is registered and holds nothing.
    pub fn registered() -> Device {
        let mut device = Device::new();
        device.register();
        device
    }

    /// A device that holds these customers of the north, each with its rows, read up to `seq`.
    pub fn holding(seq: i64, customers: &[(&str, Vec<Versioned>)]) -> Device {
        let mut device = Device::registered();
        device.pulled_with(reply(0, vec![]), &[north_scope()]);
        device.snapshot(north_scope(), seq, customers);
        device.pulled(&reply(0, vec![page(north_scope(), seq, vec![])]));
        device
    }

    pub fn register(&mut self) {
        self.register_as(DeviceId(id(50)), epoch());
    }

    pub fn register_as(&mut self, device: DeviceId, epoch: Epoch) {
        self.wake();
        let Some(Action::Register { ticket }) = self.asked.pop() else {
            panic!("no registration is asked for: {:?}", self.asked)
        };
        self.on(Event::Registered { ticket, registered: Registered { device, epoch } });
    }

    /// Lets a pause pass, if there is one.
    pub fn wake(&mut self) {
        if self.asked.is_empty() {
            self.now = self.timer.expect("a timer is armed").0.max(self.now);
            self.on(Event::Due);
        }
    }

    /// An event, and everything the storage has to do with it.
    pub fn on(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let moment = Moment { now: Instant(self.now), roll: self.roll };
            for action in self.replica.step(event, moment) {
                match action {
                    Action::Persist { ticket, transaction } => {
                        events.push(self.store(ticket, &transaction));
                    }
                    Action::Load { ticket, keys } => {
                        events.push(Event::Loaded { ticket, texts: self.texts(keys) });
                    }
                    Action::Reread => events.push(Event::Told(self.shelf.opened())),
                    Action::WaitUntil(at) => self.timer = Some(at),
                    Action::Announce(writes) => self.announced.extend(writes),
                    Action::Changed(changed) => self.changed.push(changed),
                    asked => self.asked.push(asked),
                }
            }
        }
    }

    pub fn store(&mut self, ticket: Ticket, transaction: &Transaction) -> Event {
        let chunk = transaction.rooms().contains(&Room::Chunks);
        if self.full || self.full_for_chunks && chunk {
            return Event::NotPersisted { ticket, fault: StorageFault::Full };
        }
        let writes = transaction.writes(&self.shelf.find(&transaction.needs())).unwrap();
        assert!(writes.iter().all(|it| transaction.rooms().contains(&it.room)));
        self.shelf.apply(&writes);
        Event::Persisted { ticket, writes }
    }

    pub fn texts(&self, keys: Vec<ChunkKey>) -> BTreeMap<ChunkKey, Option<String>> {
        let text = |key: &ChunkKey| self.shelf.get(Room::Chunks, &key.text_key());
        keys.into_iter().map(|key| (key.clone(), text(&key).map(str::to_owned))).collect()
    }

    /// Everything in memory is lost; what was committed is opened again.
    pub fn crash(&mut self) {
        self.asked.clear();
        self.replica = Replica::open(&self.shelf.opened(), &self.build);
        self.on(Event::Lead);
    }

    pub fn submit(&mut self, command: &Command) {
        self.on(Event::Append(text(command)));
    }

    pub fn take_push(&mut self) -> (Ticket, PushRequest) {
        self.wake();
        match self.asked.pop() {
            Some(Action::Push { ticket, request }) => (ticket, request),
            other => panic!("no push is asked for: {other:?}"),
        }
    }

    pub fn take_pull(&mut self) -> (Ticket, PullRequest) {
        self.wake();
        match self.asked.pop() {
            Some(Action::Pull { ticket, request }) => (ticket, request),
            other => panic!("no pull is asked for: {other:?}"),
        }
    }

    pub fn answer_push(&mut self, text: String) {
        let (ticket, _) = self.take_push();
        self.on(Event::Replied { ticket, text });
    }

    /// Answers a pull; scopes being fetched are listed as added, as a server does.
    pub fn pulled(&mut self, reply: &PullReply) {
        let (ticket, request) = self.take_pull();
        let mut reply = reply.clone();
        if let PullReply::Page { added, revoked, snapshot_required, .. } = &mut reply {
            let unnamed = self.replica.fetching().into_iter();
            let unnamed = unnamed.filter(|it| request.scopes.iter().all(|has| has.scope != *it));
            let listed = |it: &Scope| {
                revoked.iter().any(|has| has == it)
                    || added.iter().chain(snapshot_required.iter()).any(|has| has.scope == *it)
            };
            let unnamed: Vec<_> = unnamed.filter(|it| !listed(it)).map(granted).collect();
            added.extend(unnamed);
        }
        self.on(Event::Replied { ticket, text: said(&reply) });
    }

    pub fn pulled_with(&mut self, mut reply: PullReply, scopes: &[Scope]) {
        if let PullReply::Page { added, .. } = &mut reply {
            added.extend(scopes.iter().map(|scope| granted(*scope)));
        }
        self.pulled(&reply);
    }

    /// Answers the manifest of a scope and all its chunks: briefs and one chunk of dossiers.
    pub fn snapshot(&mut self, scope: Scope, seq: i64, customers: &[(&str, Vec<Versioned>)]) {
        let chunks = chunks(customers);
        self.answer_manifest(scope, seq, &chunks);
        for _ in 0..chunks.len() {
            self.answer_chunk(&chunks);
        }
    }

    pub fn answer_manifest(&mut self, scope: Scope, seq: i64, chunks: &[(Layer, String)]) {
        self.wake();
        let Some(Action::FetchManifest { ticket, request }) = self.asked.pop() else {
            panic!("no manifest is asked for: {:?}", self.asked)
        };
        assert_eq!(request.scope, scope);
        let text = said(&manifest(scope, seq, chunks));
        self.on(Event::Replied { ticket, text });
    }

    pub fn answer_chunk(&mut self, chunks: &[(Layer, String)]) {
        self.wake();
        let Some(Action::FetchChunk { ticket, digest: name, .. }) = self.asked.pop() else {
            panic!("no chunk is asked for: {:?}", self.asked)
        };
        let text = chunks.iter().find(|(_, it)| digest(it) == name).unwrap().1.clone();
        self.on(Event::Replied { ticket, text });
    }

    pub fn view(&self, code: &str) -> View {
        let customer = CustomerId::of_code(code);
        let Opening::Here(chunks) = self.replica.opening(customer) else {
            panic!("{code} is not here: {:?}", self.replica.opening(customer))
        };
        let today = self.replica.day(Instant(self.now));
        self.replica.view(customer, &self.texts(chunks), &caller(), today).unwrap()
    }

    pub fn has(&self, code: &str) -> bool {
        self.replica.brief(CustomerId::of_code(code)).is_some()
    }

    /// What the list says is owed, in yuan.
    pub fn owed(&self, code: &str) -> i64 {
        let brief = self.replica.brief(CustomerId::of_code(code)).unwrap();
        brief.balance().unwrap().iter().map(|it| it.minor() / 100).sum()
    }

    /// How far the north has been read.
    pub fn cursor(&self) -> i64 {
        let cursors = self.replica.cursors();
        cursors.iter().find(|it| it.scope == north_scope()).map_or(0, |it| it.seq)
    }
}
