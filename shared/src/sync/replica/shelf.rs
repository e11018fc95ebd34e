//! Rooms of the device's storage: texts by key, read and written in transactions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A place in the device's storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    /// Device, numbers, cursors.
    Meta,
    /// The outbox, and below the mark of answered commands the journal.
    Ops,
    /// Texts of snapshot chunks as they came: read one at a time, never all.
    Chunks,
    /// Rows newer than the chunks.
    Rows,
    /// The same for the user's inbox.
    Inbox,
}

impl Room {
    /// Every room that is read completely when a replica is opened.
    pub const OPENED: [Room; 4] = [Room::Meta, Room::Ops, Room::Rows, Room::Inbox];

    /// The name of the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Room::Meta => "meta",
            Room::Ops => "ops",
            Room::Chunks => "base_chunks",
            Room::Rows => "rows",
            Room::Inbox => "inbox",
        }
    }
}

/// One record written, or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    pub room: Room,
    pub key: String,
    pub text: Option<String>,
}

impl Serialize for Room {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Room {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Room, D::Error> {
        let name = String::deserialize(deserializer)?;
        [Room::Meta, Room::Ops, Room::Chunks, Room::Rows, Room::Inbox]
            .into_iter()
            .find(|it| it.name() == name)
            .ok_or_else(|| serde::de::Error::custom(format!("{name:?} names no room")))
    }
}

impl Write {
    pub(super) fn put(room: Room, key: impl Into<String>, record: &impl Serialize) -> Write {
        Write { room, key: key.into(), text: Some(super::record::text_of(record)) }
    }

    pub(super) fn remove(room: Room, key: impl Into<String>) -> Write {
        Write { room, key: key.into(), text: None }
    }
}

/// Records by room and key: what a transaction has read, or a whole storage in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf(BTreeMap<(Room, String), String>);

/// What a transaction has to read before it knows what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    One(Room, String),
    All(Room),
}

impl Shelf {
    #[must_use]
    pub fn get(&self, room: Room, key: &str) -> Option<&str> {
        self.0.get(&(room, key.to_owned())).map(String::as_str)
    }

    pub fn put(&mut self, room: Room, key: impl Into<String>, text: String) {
        self.0.insert((room, key.into()), text);
    }

    /// Takes writes over, all of them.
    pub fn apply(&mut self, writes: &[Write]) {
        for it in writes {
            let at = (it.room, it.key.clone());
            match &it.text {
                Some(text) => drop(self.0.insert(at, text.clone())),
                None => drop(self.0.remove(&at)),
            }
        }
    }

    /// What a transaction asked for.
    #[must_use]
    pub fn find(&self, needs: &[Need]) -> Shelf {
        let mut found = Shelf::default();
        for need in needs {
            match need {
                Need::One(room, key) => {
                    if let Some(text) = self.get(*room, key) {
                        found.put(*room, key.clone(), text.to_owned());
                    }
                }
                Need::All(room) => {
                    self.room(*room).for_each(|(key, text)| found.put(*room, key, text.to_owned()));
                }
            }
        }
        found
    }

    /// The records of a room in the order of their keys.
    pub fn room(&self, room: Room) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .range((room, String::new())..)
            .take_while(move |((of, _), _)| *of == room)
            .map(|((_, key), text)| (key.as_str(), text.as_str()))
    }

    /// Everything as writes, to open a replica with.
    #[must_use]
    pub fn opened(&self) -> Vec<Write> {
        let opened = self.0.iter().filter(|((room, _), _)| Room::OPENED.contains(room));
        opened
            .map(|((room, key), text)| Write {
                room: *room,
                key: key.clone(),
                text: Some(text.clone()),
            })
            .collect()
    }
}
