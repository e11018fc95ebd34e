//! A row as it came: its JSON, read no earlier than it is needed, and kept once somebody has read it.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    id::CustomerId,
    row::{Row, RowKind},
};

/// A row unread: kinds this build does not know wait here for one that does. Whoever holds it shares
/// one text, and what was read of that: neither ever changes, so nothing here can be out of date.
#[derive(Debug, Clone)]
pub struct RawRow(Arc<Content>);

#[derive(Debug)]
struct Content {
    came: Came,
    ids: OnceLock<Option<(Uuid, Option<CustomerId>)>>,
    readable: OnceLock<bool>,
    /// Apart from the row: most are never read, and a row is as large as its largest kind.
    row: OnceLock<Option<Box<Row>>>,
}

/// On the wire and in the device's storage.
#[derive(Debug, Serialize, Deserialize)]
struct Came {
    version: i64,
    kind: Kind,
    body: Box<RawValue>,
}

/// Named by its text where this build does not know it.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Known(RowKind),
    Strange(Box<str>),
}

impl Kind {
    fn of_name(name: &str) -> Kind {
        RowKind::of_name(name).map_or_else(|| Kind::Strange(name.into()), Kind::Known)
    }

    fn name(&self) -> &str {
        match self {
            Kind::Known(kind) => kind.name(),
            Kind::Strange(name) => name,
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        from.deserialize_str(ReadKind)
    }
}

struct ReadKind;

impl Visitor<'_> for ReadKind {
    type Value = Kind;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("the name of a kind of rows")
    }

    fn visit_str<E>(self, name: &str) -> Result<Kind, E> {
        Ok(Kind::of_name(name))
    }
}

impl RawRow {
    pub(super) fn new(version: i64, kind: &str, body: Box<RawValue>) -> RawRow {
        RawRow::of(Came { version, kind: Kind::of_name(kind), body })
    }

    fn of(came: Came) -> RawRow {
        let (ids, readable, row) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        RawRow(Arc::new(Content { came, ids, readable, row }))
    }

    pub(super) fn version(&self) -> i64 {
        self.0.came.version
    }

    /// The name of its kind, known or not.
    pub(super) fn kind(&self) -> &str {
        self.0.came.kind.name()
    }

    pub(super) fn is_a(&self, kind: RowKind) -> bool {
        self.0.came.kind == Kind::Known(kind)
    }

    pub(super) fn body(&self) -> &str {
        self.0.came.body.get()
    }

    /// The row, if this build can read it.
    pub(super) fn typed(&self) -> Option<&Row> {
        self.0.row.get_or_init(|| self.decode().map(Box::new)).as_deref()
    }

    /// Whether this build can read it. A row that nobody has asked for is not kept for that.
    pub(super) fn is_readable(&self) -> bool {
        let read = || self.0.row.get().map_or_else(|| self.decode().is_some(), Option::is_some);
        *self.0.readable.get_or_init(read)
    }

    /// The row read for whoever keeps it elsewhere.
    pub(super) fn decode(&self) -> Option<Row> {
        match self.0.came.kind {
            Kind::Known(kind) => Row::read(kind, self.body()).ok(),
            Kind::Strange(_) => None,
        }
    }

    /// Whether it is the same row, byte for byte.
    pub(super) fn is(&self, other: &RawRow) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || self.version() == other.version()
                && self.0.came.kind == other.0.came.kind
                && self.body() == other.body()
    }

    /// Its id, and the customer it belongs to, also of kinds this build does not know.
    pub(super) fn ids(&self) -> Option<(Uuid, Option<CustomerId>)> {
        *self.0.ids.get_or_init(|| self.find_ids())
    }

    fn find_ids(&self) -> Option<(Uuid, Option<CustomerId>)> {
        let (is_customer, is_letter) = (self.is_a(RowKind::Customer), self.is_a(RowKind::Inbox));
        let wanted = if is_customer || is_letter { Wanted::Id } else { Wanted::Both };
        match Ids::find(self.body(), wanted) {
            Some(Ids { id: Some(id), .. }) if is_customer => Some((id, Some(CustomerId(id)))),
            // An inbox item speaks of a customer and belongs to its reader.
            Some(Ids { id: Some(id), .. }) if is_letter => Some((id, None)),
            Some(Ids { id: Some(id), customer, .. }) => Some((id, customer)),
            // Policies and horizons are known by other things than an id.
            _ => self.typed().map(|row| (row.id(), row.customer())),
        }
    }

    /// Whether it belongs to a customer. Looking for the id in the text is far cheaper than reading
    /// every row.
    pub(super) fn is_of(&self, customer: CustomerId, named: &str) -> bool {
        let near = self.0.ids.get().is_some() || self.body().contains(named);
        near && self.ids().is_some_and(|(_, of)| of == Some(customer))
    }
}

impl Serialize for RawRow {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.came.serialize(to)
    }
}

impl<'de> Deserialize<'de> for RawRow {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RawRow, D::Error> {
        Came::deserialize(from).map(RawRow::of)
    }
}

/// The ids that stand in a body.
#[derive(Debug, Default)]
struct Ids {
    id: Option<Uuid>,
    customer: Option<CustomerId>,
    /// Whether it is said, be it that there is none.
    names_customer: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Id,
    Both,
}

impl Ids {
    /// Reads a body only until what is wanted was found: it mostly stands at the beginning. None where
    /// something else stands in their place.
    fn find(body: &str, wanted: Wanted) -> Option<Ids> {
        let mut ids = Ids::default();
        let mut text = serde_json::Deserializer::from_str(body);
        let to_the_end = text.deserialize_map(FindIds { ids: &mut ids, wanted });
        (to_the_end.is_ok() || ids.are_enough(wanted)).then_some(ids)
    }

    fn are_enough(&self, wanted: Wanted) -> bool {
        self.id.is_some() && (wanted == Wanted::Id || self.names_customer)
    }
}

struct FindIds<'a> {
    ids: &'a mut Ids,
    wanted: Wanted,
}

impl<'de> Visitor<'de> for FindIds<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a row")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while !self.ids.are_enough(self.wanted) {
            match map.next_key::<Field>()? {
                None => break,
                Some(Field::Id) => self.ids.id = map.next_value()?,
                Some(Field::Customer) => {
                    self.ids.customer = map.next_value()?;
                    self.ids.names_customer = true;
                }
                Some(Field::Other) => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Id,
    Customer,
    #[serde(other)]
    Other,
}
