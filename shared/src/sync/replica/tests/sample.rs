//! What the tests are about: a rep, two territories with their customers, and what a server says.

use serde_json::{Value, json, value::RawValue};
use uuid::Uuid;

use crate::{
    calendar::{Day, Instant},
    customer::Customer,
    id::{CustomerId, Epoch, GrantId, InvoiceId, OpId, TerritoryId, UserId, VisitId},
    invoice::Invoice,
    money::{Currency, Money},
    row::Row,
    sync::{
        Act, Change, ChunkRef, Command, Granted, Layer, Manifest, Page, PullReply, Scope,
        Versioned, digest,
    },
    user::{Caller, Grant, Role},
    visit::{Record, VisitOutcome},
};

pub const NOW: i64 = 1_795_168_800_000; // 2026-11-20 18:00 in Shanghai

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn epoch() -> Epoch {
    Epoch(id(1))
}

pub fn lin() -> UserId {
    UserId::of_login("lin")
}

pub fn north() -> TerritoryId {
    TerritoryId::of_code("north")
}

pub fn south() -> TerritoryId {
    TerritoryId::of_code("south")
}

pub fn north_scope() -> Scope {
    Scope::Territory(north())
}

pub fn south_scope() -> Scope {
    Scope::Territory(south())
}

pub fn granted(scope: Scope) -> Granted {
    Granted { scope, grant: GrantId(id(7)) }
}

pub fn caller() -> Caller {
    let of =
        |territory| Grant { id: GrantId(id(7)), territory, from: day("2026-01-01"), until: None };
    Caller { user: lin(), roles: vec![Role::Rep], grants: vec![of(north()), of(south())] }
}

pub fn customer(code: &str, territory: TerritoryId) -> Customer {
    Customer {
        id: CustomerId::of_code(code),
        code: code.to_owned(),
        name: format!("客户{code}"),
        also_known_as: vec![],
        territory: Some(territory),
        contacts: vec![],
        short_name: String::new(),
        particulars: std::collections::BTreeMap::new(),
        proposed: std::collections::BTreeMap::new(),
        address: String::new(),
        tags: vec![],
        search_key: code.to_lowercase(),
        sort_key: code.to_lowercase(),
    }
}

pub fn invoice(number: &str, of: &str, yuan: i64) -> Invoice {
    let amount = Money::try_new(yuan * 100, Currency::CNY).unwrap();
    Invoice {
        id: InvoiceId::of_document("c", "s", "k", number),
        customer: CustomerId::of_code(of),
        company: crate::id::CompanyId::of_code("c"),
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

/// An invoice as a row.
pub fn bill(number: &str, of: &str, yuan: i64) -> Row {
    Row::Invoice(invoice(number, of, yuan))
}

pub fn visit(n: u128, of: &str) -> Command {
    Command {
        op_id: OpId(id(1000 + n)),
        author: lin(),
        acted_on: day("2026-11-20"),
        captured_at: Instant(NOW),
        build: "test".to_owned(),
        customer: Some(CustomerId::of_code(of)),
        base: vec![],
        policy: 0,
        deps: vec![],
        act: Act::RecordVisit(Record {
            id: VisitId(id(2000 + n)),
            outcome: VisitOutcome::Agreed,
            note: format!("第{n}次"),
            next_on: None,
        }),
    }
}

pub fn text(command: &Command) -> Box<RawValue> {
    serde_json::value::to_raw_value(command).unwrap()
}

pub fn versioned(version: i64, row: Row) -> Versioned {
    Versioned { version, row }
}

/// Changes numbered from `first`.
pub fn changes(first: i64, what: Vec<Change>) -> Vec<Change> {
    (first..).zip(what).map(|(seq, change)| Change { seq, ..change }).collect()
}

pub fn upsert(version: i64, row: &Row) -> Change {
    Change {
        seq: 0,
        kind: row.kind().name().to_owned(),
        id: row.id(),
        version,
        op_id: None,
        body: Some(RawValue::from_string(row.body().unwrap()).unwrap()),
    }
}

pub fn leave(code: &str, version: i64) -> Change {
    let id = CustomerId::of_code(code).0;
    Change { seq: 0, kind: "leave".to_owned(), id, version, op_id: None, body: None }
}

pub fn enter(code: &str, version: i64, rows: &[Versioned]) -> Change {
    Change {
        seq: 0,
        kind: "enter".to_owned(),
        id: CustomerId::of_code(code).0,
        version,
        op_id: None,
        body: Some(serde_json::value::to_raw_value(rows).unwrap()),
    }
}

/// A page that reaches the head.
pub fn page(scope: Scope, cursor: i64, what: Vec<Change>) -> Page {
    let changes = changes(cursor + 1, what);
    let next = changes.last().map_or(cursor, |it| it.seq);
    Page { scope, changes, next, head: next, sums: None }
}

pub fn reply(reflected: u64, pages: Vec<Page>) -> PullReply {
    PullReply::Page {
        epoch: epoch(),
        server_time: Instant(NOW),
        today: day("2026-11-20"),
        reflected,
        schema: 1,
        pages,
        added: vec![],
        revoked: vec![],
        snapshot_required: vec![],
    }
}

pub fn said(reply: &impl serde::Serialize) -> String {
    serde_json::to_string(reply).unwrap()
}

pub fn verdict(op_seq: u64, command: &Command, verdict: &str) -> Value {
    json!({"op_seq": op_seq, "op_id": command.op_id, "verdict": verdict})
}

pub fn answered(verdicts: &[Value]) -> String {
    json!({"reply": "answered", "epoch": epoch(), "verdicts": verdicts}).to_string()
}

pub fn manifest(scope: Scope, seq: i64, chunks: &[(Layer, String)]) -> Manifest {
    let chunk = |(layer, text): &(Layer, String)| ChunkRef {
        digest: digest(text),
        layer: *layer,
        rows: 10,
        bytes: u32::try_from(text.len()).unwrap(),
    };
    Manifest {
        epoch: epoch(),
        scope,
        grant: GrantId(id(7)),
        seq,
        schema: 1,
        chunks: chunks.iter().map(chunk).collect(),
    }
}

pub fn chunks(customers: &[(&str, Vec<Versioned>)]) -> Vec<(Layer, String)> {
    let mut briefs = vec![];
    let mut rows: Vec<Versioned> = vec![];
    for (_, of) in customers {
        let mut dossier = crate::dossier::Dossier::default();
        for it in of {
            dossier.put(it.row.clone());
        }
        briefs.extend(crate::customer::Brief::of(&dossier).unwrap());
        rows.extend(of.iter().cloned());
    }
    vec![
        (Layer::List, said(&crate::sync::Chunk::Briefs(briefs))),
        (Layer::Dossiers, said(&crate::sync::Chunk::Rows(rows))),
    ]
}

/// A customer of the north at version 1, with one invoice.
pub fn with_invoice(code: &str, yuan: i64) -> Vec<Versioned> {
    vec![
        versioned(1, Row::Customer(customer(code, north()))),
        versioned(1, Row::Invoice(invoice(&format!("{code}-1"), code, yuan))),
    ]
}
