//! A device with a real database, whose server is whatever the test says.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{
    calendar::Instant,
    customer::{Brief, Customer},
    dossier::Dossier,
    id::{CompanyId, CustomerId, DeviceId, Epoch, GrantId, InvoiceId, TerritoryId, UserId},
    invoice::Invoice,
    money::{Currency, Money},
    row::Row,
    sync::{
        Act, Chunk, ChunkRef, Command, Layer, Manifest, Registered, Scope, Versioned, digest,
        replica::{Action, ChunkKey, Damaged, Event, Moment, Opening, Replica, Room, Ticket, View},
    },
    user::{Caller, Grant, Role},
    visit::{Record, VisitOutcome},
};
use uuid::Uuid;

use crate::{
    id,
    replica::{database::Database, layout},
};

const NOW: Instant = Instant(1_795_168_800_000);

pub fn epoch() -> Epoch {
    Epoch(Uuid::from_u128(1))
}

fn grant() -> GrantId {
    GrantId(Uuid::from_u128(7))
}

pub fn north() -> Scope {
    Scope::Territory(TerritoryId::of_code("north"))
}

pub fn lin() -> UserId {
    UserId::of_login("lin")
}

pub fn caller() -> Caller {
    let grant = Grant {
        id: grant(),
        territory: TerritoryId::of_code("north"),
        from: "2026-01-01".parse().unwrap(),
        until: None,
    };
    Caller { user: lin(), roles: vec![Role::Rep], grants: vec![grant] }
}

fn invoice(number: &str, code: &str, yuan: i64) -> Invoice {
    let amount = Money::try_new(yuan * 100, Currency::CNY).unwrap();
    let day = |text: &str| text.parse().unwrap();
    Invoice {
        id: InvoiceId::of_document("c", "s", "k", number),
        customer: CustomerId::of_code(code),
        company: CompanyId::of_code("c"),
        source: "s".to_owned(),
        kind: "k".to_owned(),
        number: number.to_owned(),
        issued_on: day("2026-10-01"),
        posted_on: day("2026-10-01"),
        due_on: day("2026-11-01"),
        amount,
        open: amount,
        disputed: false,
    }
}

/// A customer of the north with some invoices of 100 yuan.
pub fn rows(code: &str, invoices: usize) -> Vec<Versioned> {
    let customer = Customer {
        id: CustomerId::of_code(code),
        code: code.to_owned(),
        name: format!("客户{code}"),
        also_known_as: vec![],
        territory: Some(TerritoryId::of_code("north")),
        contacts: vec![],
        short_name: String::new(),
        particulars: std::collections::BTreeMap::new(),
        proposed: std::collections::BTreeMap::new(),
        address: String::new(),
        tags: vec![],
        search_key: code.to_lowercase(),
        sort_key: code.to_lowercase(),
    };
    let bill = |n| Row::Invoice(invoice(&format!("{code}-{n}"), code, 100));
    let rows = std::iter::once(Row::Customer(customer)).chain((0..invoices).map(bill));
    rows.map(|row| Versioned { version: 1, row }).collect()
}

pub fn visit(code: &str) -> Command {
    Command {
        op_id: id::op(),
        author: lin(),
        acted_on: "2026-11-20".parse().unwrap(),
        captured_at: NOW,
        build: "test".to_owned(),
        customer: Some(CustomerId::of_code(code)),
        base: vec![],
        policy: 0,
        deps: vec![],
        act: Act::RecordVisit(Record {
            id: shared::id::VisitId(id::draw()),
            outcome: VisitOutcome::Agreed,
            note: "下周再来".to_owned(),
            next_on: None,
        }),
    }
}

/// A page of the north with one more invoice.
pub fn page(cursor: i64, code: &str, yuan: i64) -> Value {
    let row = Row::Invoice(invoice(&format!("{code}-new"), code, yuan));
    let body: Value = serde_json::from_str(&row.body().unwrap()).unwrap();
    let change = json!({
        "seq": cursor + 1, "kind": row.kind().name(), "id": row.id(), "version": 2, "body": body,
    });
    json!({"scope": north(), "changes": [change], "next": cursor + 1, "head": cursor + 1})
}

pub fn reply(reflected: u64, pages: &[Value]) -> String {
    json!({
        "reply": "page", "epoch": epoch(), "server_time": NOW, "today": "2026-11-20",
        "reflected": reflected, "pages": pages, "added": [], "revoked": [],
        "snapshot_required": [],
    })
    .to_string()
}

fn granting() -> String {
    let mut reply: Value = serde_json::from_str(&reply(0, &[])).unwrap();
    reply["added"] = json!([{"scope": north(), "grant": grant()}]);
    reply.to_string()
}

pub fn revoked() -> String {
    let mut reply: Value = serde_json::from_str(&reply(0, &[])).unwrap();
    reply["revoked"] = json!([north()]);
    reply.to_string()
}

/// A manifest with its chunks: the list, then fifty dossiers each.
pub struct Snapshot {
    manifest: Manifest,
    texts: BTreeMap<String, String>,
}

pub fn snapshot(seq: i64, codes: &[&str]) -> Snapshot {
    let customers: Vec<_> = codes.iter().map(|code| rows(code, 1)).collect();
    snapshot_of(seq, &customers)
}

pub fn snapshot_of(seq: i64, customers: &[Vec<Versioned>]) -> Snapshot {
    let mut briefs = vec![];
    for of in customers {
        let mut dossier = Dossier::default();
        for it in of {
            dossier.put(it.row.clone());
        }
        briefs.extend(Brief::of(&dossier).unwrap());
    }
    let list = briefs.chunks(500).map(|it| (Layer::List, Chunk::Briefs(it.to_vec())));
    let dossiers = customers.chunks(50).map(|it| (Layer::Dossiers, Chunk::Rows(it.concat())));
    let mut chunks = vec![];
    let mut texts = BTreeMap::new();
    for (layer, chunk) in list.chain(dossiers) {
        let rows = match &chunk {
            Chunk::Briefs(it) => it.len(),
            Chunk::Rows(it) => it.len(),
        };
        let text = serde_json::to_string(&chunk).unwrap();
        let (rows, bytes) = (rows.try_into().unwrap(), text.len().try_into().unwrap());
        chunks.push(ChunkRef { digest: digest(&text), layer, rows, bytes });
        texts.insert(digest(&text), text);
    }
    let manifest =
        Manifest { epoch: epoch(), scope: north(), grant: grant(), seq, schema: 1, chunks };
    Snapshot { manifest, texts }
}

pub struct Device {
    pub replica: Replica,
    pub database: Database,
    pub asked: Vec<Action>,
    /// What a crash left undone.
    pub undone: Vec<Action>,
    name: String,
}

impl Device {
    pub async fn new() -> Device {
        let name = format!("test-{}", id::draw());
        let database = Database::open(&name).await.unwrap();
        let replica = Replica::open(&[], "test");
        let mut device = Device { replica, database, asked: vec![], undone: vec![], name };
        device.on(Event::Lead).await;
        let Some(Action::Register { ticket }) = device.asked.pop() else { panic!() };
        let of = DeviceId(Uuid::from_u128(50));
        let registered = Registered { device: of, epoch: epoch() };
        device.on(Event::Registered { ticket, registered }).await;
        device
    }

    /// A device that holds these customers, each with one invoice, read up to 1.
    pub async fn holding(codes: &[&str]) -> Device {
        let mut device = Device::new().await;
        device.answer(granting()).await;
        device.fetch(&snapshot(1, codes)).await;
        device
    }

    pub async fn holding_rows(customers: Vec<Vec<Versioned>>) -> Device {
        let mut device = Device::new().await;
        device.answer(granting()).await;
        device.fetch(&snapshot_of(1, &customers)).await;
        device
    }

    fn moment() -> Moment {
        Moment { now: NOW, roll: 0 }
    }

    pub async fn on(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for action in self.replica.step(event, Device::moment()) {
                match action {
                    Action::Persist { ticket, transaction } => {
                        let writes = self.database.commit(&transaction).await.unwrap();
                        events.push(Event::Persisted { ticket, writes });
                    }
                    Action::Load { ticket, keys } => {
                        let texts = self.texts(keys).await;
                        events.push(Event::Loaded { ticket, texts });
                    }
                    Action::Reread => {
                        let records = self.database.read_rooms(&Room::OPENED).await.unwrap();
                        events.push(Event::Told(records));
                    }
                    Action::WaitUntil(_) | Action::Announce(_) | Action::Changed(_) => {}
                    asked => self.asked.push(asked),
                }
            }
        }
    }

    async fn texts(&self, keys: Vec<ChunkKey>) -> BTreeMap<ChunkKey, Option<String>> {
        let names: Vec<String> = keys.iter().map(ChunkKey::text_key).collect();
        let texts = self.database.get_all_of(layout::CHUNKS, &names).await.unwrap();
        keys.into_iter().zip(texts).collect()
    }

    fn take_pull(&mut self) -> Ticket {
        match self.asked.pop() {
            Some(Action::Pull { ticket, .. }) => ticket,
            other => panic!("no pull is asked for: {other:?}"),
        }
    }

    pub async fn answer(&mut self, text: String) {
        let ticket = self.take_pull();
        self.on(Event::Replied { ticket, text }).await;
    }

    /// Answers a pull up to the transaction that it leads to, which is not carried out.
    pub async fn answer_only(&mut self, text: String) {
        let ticket = self.take_pull();
        let mut events = vec![Event::Replied { ticket, text }];
        while let Some(event) = events.pop() {
            for action in self.replica.step(event, Device::moment()) {
                if let Action::Load { ticket, keys } = action {
                    let texts = self.texts(keys).await;
                    events.push(Event::Loaded { ticket, texts });
                } else if matches!(action, Action::Persist { .. }) {
                    self.undone.push(action);
                }
            }
        }
    }

    /// The transaction is committed, and the tab dies before it hears of it.
    pub async fn commit_silently(&mut self) {
        let Some(Action::Persist { transaction, .. }) = self.undone.pop() else { panic!() };
        self.database.commit(&transaction).await.unwrap();
    }

    /// Answers manifest, chunks and the pull that follows.
    pub async fn fetch(&mut self, snapshot: &Snapshot) {
        loop {
            match self.asked.pop() {
                Some(Action::FetchManifest { ticket, .. }) => {
                    let text = serde_json::to_string(&snapshot.manifest).unwrap();
                    self.on(Event::Replied { ticket, text }).await;
                }
                Some(Action::FetchChunk { ticket, digest, .. }) => {
                    let text = snapshot.texts[&digest].clone();
                    self.on(Event::Replied { ticket, text }).await;
                }
                Some(Action::Pull { ticket, .. }) => {
                    let at = snapshot.manifest.seq;
                    let page = json!({"scope": north(), "changes": [], "next": at, "head": at});
                    self.on(Event::Replied { ticket, text: reply(0, &[page]) }).await;
                }
                None => return,
                other => panic!("{other:?}"),
            }
        }
    }

    /// Everything in memory is lost; what was committed is opened again.
    pub async fn crash(&mut self) {
        self.asked.clear();
        self.undone.clear();
        self.database.close();
        self.database = Database::open(&self.name).await.unwrap();
        let records = self.database.read_rooms(&Room::OPENED).await.unwrap();
        self.replica = Replica::open(&records, "test");
        self.on(Event::Lead).await;
        self.asked.retain(|it| matches!(it, Action::Pull { .. }));
        if let Some(Action::Pull { ticket, .. }) = self.asked.pop() {
            let at = self.cursor();
            let page = json!({"scope": north(), "changes": [], "next": at, "head": at});
            self.on(Event::Replied { ticket, text: reply(0, &[page]) }).await;
        }
    }

    pub fn owed(&self, code: &str) -> i64 {
        let brief = self.replica.brief(CustomerId::of_code(code)).unwrap();
        brief.balance().unwrap().iter().map(|it| it.minor() / 100).sum()
    }

    pub fn cursor(&self) -> i64 {
        self.replica.cursors().iter().map(|it| it.seq).sum()
    }

    pub async fn view(&self, code: &str) -> Result<View, Damaged> {
        let customer = CustomerId::of_code(code);
        let Opening::Here(keys) = self.replica.opening(customer) else { panic!("{code}") };
        let texts = self.texts(keys).await;
        self.replica.view(customer, &texts, &caller(), self.replica.day(NOW))
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}
