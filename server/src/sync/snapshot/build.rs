//! Packing the rows of a scope: first the list, then dossiers, then history.

use std::{collections::BTreeSet, io::Read as _};

use shared::{
    calendar::{Day, Days},
    customer::Brief,
    dossier::Dossier,
    id::{InvoiceId, ReceiptId},
    promise::Basis,
    row::{Row, RowKind},
    sync::{Chunk, ChunkRef, Form, Layer, Scope, Versioned, digest},
};
use sqlx::Row as _;
use uuid::Uuid;

use super::cache::Packed;
use crate::{
    dialect::Db,
    error::{Error, Result},
    sync::{
        built_in::json,
        columns::table,
        load,
        many::{fixed, over_ids},
        register,
    },
};

type Connection = <Db as sqlx::Database>::Connection;

const ROWS_IN_CHUNK: usize = 500;
const CUSTOMERS_IN_CHUNK: usize = 50;
/// What happened in the last so many days belongs to the dossier, what is older to history.
const RECENT: Days = Days(400);
/// 0–11; each step above packs a little smaller and takes much longer.
const QUALITY: u32 = 5;

pub async fn pack(
    tx: &mut Connection,
    scope: Scope,
    today: Day,
    form: Form,
) -> Result<Vec<Packed>> {
    match scope {
        Scope::All => pack_rows(register_rows(tx).await?, form).await,
        Scope::Me(user) => {
            let stored = sqlx::query(INBOX).bind(user.0).fetch_all(&mut *tx).await?;
            let mut rows = versioned(RowKind::Inbox, &stored)?;
            let stored = sqlx::query(VIEWS_OF).bind(user.0).fetch_all(&mut *tx).await?;
            rows.extend(versioned(RowKind::SavedViews, &stored)?);
            pack_rows(rows, form).await
        }
        Scope::Territory(territory) => pack_territory(tx, territory.0, today, form).await,
        // Nobody works there; the desk reads views.
        Scope::Unassigned => Ok(vec![]),
    }
}

async fn register_rows(tx: &mut Connection) -> Result<Vec<Versioned>> {
    let mut rows = vec![];
    for kind in register::KINDS {
        let text = format!("SELECT version, body FROM {} ORDER BY id", table(kind).name);
        let stored = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_all(&mut *tx).await?;
        rows.extend(versioned(kind, &stored)?);
    }
    let stored = sqlx::query(VIEWS_FOR_ALL).fetch_all(&mut *tx).await?;
    rows.extend(versioned(RowKind::SavedViews, &stored)?);
    Ok(rows)
}

fn versioned(kind: RowKind, stored: &[<Db as sqlx::Database>::Row]) -> Result<Vec<Versioned>> {
    let one = |row: &<Db as sqlx::Database>::Row| -> Result<Versioned> {
        Ok(Versioned { version: row.get(0), row: Row::read(kind, row.get(1))? })
    };
    stored.iter().map(one).collect()
}

async fn pack_rows(rows: Vec<Versioned>, form: Form) -> Result<Vec<Packed>> {
    let mut packed = vec![];
    for piece in rows.chunks(ROWS_IN_CHUNK) {
        packed.push(pack_chunk(Layer::List, Chunk::Rows(piece.to_vec()), form).await?);
    }
    Ok(packed)
}

/// Goes through a territory in the order of its list, fifty customers at a time.
async fn pack_territory(
    tx: &mut Connection,
    territory: Uuid,
    today: Day,
    form: Form,
) -> Result<Vec<Packed>> {
    let mut list = Packer::new(Layer::List, Chunk::Briefs, form);
    let mut dossiers = vec![];
    let mut history = Packer::new(Layer::History, Chunk::Rows, form);
    let stored = sqlx::query(CUSTOMERS).bind(territory).fetch_all(&mut *tx).await?;
    let customers = versioned(RowKind::Customer, &stored)?;
    for block in customers.chunks(CUSTOMERS_IN_CHUNK) {
        let mut open = vec![];
        for dossier in load_block(tx, block).await? {
            let brief = Brief::of(&dossier);
            let brief = brief.map_err(|error| Error::Unreadable(error.to_string()))?;
            list.add(brief).await?;
            let (near, far) = split(&dossier, today);
            open.extend(near);
            history.add(far).await?;
        }
        dossiers.push(pack_chunk(Layer::Dossiers, Chunk::Rows(open), form).await?);
    }
    let mut packed = list.finish().await?;
    packed.extend(dossiers);
    packed.extend(history.finish().await?);
    Ok(packed)
}

async fn load_block(tx: &mut Connection, block: &[Versioned]) -> Result<Vec<Dossier>> {
    let ids: Vec<Uuid> = block.iter().map(|it| it.row.id()).collect();
    let mut dossiers: Vec<Dossier> = vec![Dossier::default(); block.len()];
    let mut put = |row: Versioned| {
        let owner = row.row.customer().map(|it| it.0);
        if let Some(at) = ids.iter().position(|it| Some(*it) == owner) {
            dossiers[at].versions.insert(row.row.id(), row.version);
            dossiers[at].put(row.row);
        }
    };
    block.iter().cloned().for_each(&mut put);
    for kind in load::WHOLE {
        for piece in fixed(&ids) {
            let stored = over_ids(&load::by_customer(kind), piece, "").fetch_all(&mut *tx).await?;
            versioned(kind, &stored)?.into_iter().for_each(&mut put);
        }
    }
    Ok(dossiers)
}

/// What a rep works with, and what only explains it.
fn split(dossier: &Dossier, today: Day) -> (Vec<Versioned>, Vec<Versioned>) {
    let recent = today.minus(RECENT);
    let named = |basis: &Basis| match basis {
        Basis::Documents(invoices) => invoices.clone(),
        Basis::Balance => vec![],
    };
    let promised: BTreeSet<InvoiceId> =
        dossier.promises.values().flat_map(|it| named(&it.basis)).collect();
    let receipts: BTreeSet<ReceiptId> = dossier
        .receipts
        .values()
        .filter(|it| recent <= it.valued_on || !it.unapplied.is_nil())
        .map(|it| it.id)
        .collect();
    let is_near = |row: &Row| match row {
        Row::Invoice(it) => !it.open.is_nil() || promised.contains(&it.id),
        Row::Receipt(it) => receipts.contains(&it.id),
        Row::Allocation(it) => receipts.contains(&it.receipt) || promised.contains(&it.invoice),
        Row::FieldReceipt(it) => it.is_waiting() || recent <= it.taken_on,
        Row::Visit(it) => recent <= it.visited_on,
        Row::Attachment(it) => recent <= it.attached_on,
        Row::Edit(it) => recent <= it.edited_on,
        _ => true,
    };
    let rows = dossier.rows().into_iter();
    let version = |row: &Row| dossier.versions.get(&row.id()).copied().unwrap_or(1);
    rows.map(|row| Versioned { version: version(&row), row }).partition(|it| is_near(&it.row))
}

/// Gathers pieces until a chunk is full.
struct Packer<T> {
    layer: Layer,
    chunk: fn(Vec<T>) -> Chunk,
    form: Form,
    waiting: Vec<T>,
    done: Vec<Packed>,
}

impl<T> Packer<T> {
    fn new(layer: Layer, chunk: fn(Vec<T>) -> Chunk, form: Form) -> Packer<T> {
        Packer { layer, chunk, form, waiting: vec![], done: vec![] }
    }

    async fn add(&mut self, pieces: impl IntoIterator<Item = T>) -> Result<()> {
        self.waiting.extend(pieces);
        while ROWS_IN_CHUNK <= self.waiting.len() {
            let rest = self.waiting.split_off(ROWS_IN_CHUNK);
            let full = std::mem::replace(&mut self.waiting, rest);
            self.done.push(pack_chunk(self.layer, (self.chunk)(full), self.form).await?);
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Vec<Packed>> {
        if !self.waiting.is_empty() {
            self.done.push(pack_chunk(self.layer, (self.chunk)(self.waiting), self.form).await?);
        }
        Ok(self.done)
    }
}

async fn pack_chunk(layer: Layer, chunk: Chunk, form: Form) -> Result<Packed> {
    let packing = tokio::task::spawn_blocking(move || {
        let rows = match &chunk {
            Chunk::Briefs(briefs) => briefs.len(),
            Chunk::Rows(rows) => rows.len(),
        };
        let text = form.chunk(json(&chunk))?;
        let digest = digest(&text);
        let bytes = packed(text.as_bytes())?;
        let told = ChunkRef {
            digest,
            layer,
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        };
        Ok(Packed { told, bytes })
    });
    packing.await.map_err(|_| Error::Unavailable)?
}

fn packed(text: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    let read = brotli::CompressorReader::new(text, 64 * 1024, QUALITY, 22).read_to_end(&mut bytes);
    read.map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(bytes)
}

/// The JSON of a chunk, for who cannot unpack it.
pub fn unpacked(bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    let read = brotli::Decompressor::new(bytes, 64 * 1024).read_to_string(&mut text);
    read.map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(text)
}

statements! {
    CUSTOMERS = "SELECT version, body FROM customer WHERE territory_id = $1 \
        ORDER BY sort_key, id";
    VIEWS_OF = "SELECT version, body FROM saved_views WHERE user_id = $1";
    VIEWS_FOR_ALL = "SELECT version, body FROM saved_views WHERE user_id IS NULL";
    INBOX = "SELECT version, body FROM inbox WHERE user_id = $1 ORDER BY id";
}
