//! Chunks of a snapshot: their texts are kept as they came and read only as far as needed.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserializer as _,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use uuid::Uuid;

use super::{raw_row::RawRow, record::HeadRecord};
use crate::{customer::Brief, id::CustomerId, sync::Layer};

/// The content of a chunk, its rows unread.
pub(super) enum Read {
    Briefs(Vec<Brief>),
    Rows(Vec<RawRow>),
}

pub(super) type RowsById = BTreeMap<Uuid, RawRow>;

/// As on the wire; serde cannot carry a body unread through a tagged enum.
struct ReadChunk;

impl<'de> Visitor<'de> for ReadChunk {
    type Value = Read;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a chunk")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Read, M::Error> {
        let (mut name, mut read) = (None::<String>, None);
        while let Some(key) = map.next_key::<String>()? {
            match (key.as_str(), name.as_deref()) {
                ("chunk", _) => name = Some(map.next_value()?),
                ("of", Some("briefs")) => read = Some(Read::Briefs(map.next_value()?)),
                ("of", Some(_)) => read = Some(Read::Rows(map.next_value()?)),
                ("of", None) => return Err(M::Error::custom("a chunk says first of what it is")),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        read.ok_or_else(|| M::Error::missing_field("of"))
    }
}

pub(super) fn read(text: &str) -> serde_json::Result<Read> {
    let mut text = serde_json::Deserializer::from_str(text);
    let read = text.deserialize_map(ReadChunk)?;
    text.end()?;
    Ok(read)
}

/// The rows of a chunk; none of one that lists briefs.
pub(super) fn rows(text: &str) -> serde_json::Result<Vec<RawRow>> {
    Ok(match read(text)? {
        Read::Rows(rows) => rows,
        Read::Briefs(_) => vec![],
    })
}

/// Those of one customer.
pub(super) fn rows_of(customer: CustomerId, rows: &[RawRow]) -> RowsById {
    let named = customer.to_string();
    by_id(rows.iter().filter(|it| it.is_of(customer, &named)).cloned())
}

/// The rows of a chunk by customer.
pub(super) fn by_customer(text: &str) -> serde_json::Result<BTreeMap<CustomerId, RowsById>> {
    let mut all: BTreeMap<_, RowsById> = BTreeMap::new();
    for row in rows(text)? {
        if let Some((id, Some(customer))) = row.ids() {
            all.entry(customer).or_default().insert(id, row);
        }
    }
    Ok(all)
}

pub(super) fn by_id(rows: impl IntoIterator<Item = RawRow>) -> RowsById {
    rows.into_iter().filter_map(|row| Some((row.ids()?.0, row))).collect()
}

/// Of a row that stands in several chunks the newer one counts.
pub(super) fn merge(rows: &mut RowsById, more: RowsById) {
    for (id, row) in more {
        if rows.get(&id).is_none_or(|has| has.version() < row.version()) {
            rows.insert(id, row);
        }
    }
}

/// What is in a chunk whose text has this digest.
pub(super) fn head(layer: Layer, text: &str, digest: String) -> serde_json::Result<HeadRecord> {
    let mut customers = BTreeMap::new();
    let count = match read(text)? {
        Read::Briefs(briefs) => {
            customers.extend(briefs.iter().map(|it| (it.customer.id, 0)));
            briefs.len()
        }
        Read::Rows(rows) => {
            for row in &rows {
                let Some((id, Some(customer))) = row.ids() else { continue };
                let own = if id == customer.0 { row.version() } else { 0 };
                let version = customers.entry(customer).or_insert(own);
                *version = own.max(*version);
            }
            rows.len()
        }
    };
    Ok(HeadRecord {
        layer,
        rows: u32::try_from(count).unwrap_or(u32::MAX),
        digest,
        customers: customers.into_iter().collect(),
        briefs: vec![],
    })
}

/// The text of a chunk of rows packed on this device.
pub(super) fn pack(rows: &[&RawRow]) -> String {
    #[derive(serde::Serialize)]
    struct Packed<'a> {
        chunk: &'static str,
        of: &'a [&'a RawRow],
    }
    super::record::text_of(&Packed { chunk: "rows", of: rows })
}
