//! The outcome of a group of commands: rows to store, and what each scope's feed says of them.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{
    dossier::Register,
    id::OpId,
    row::Row,
    sync::{Change, Scope},
};

/// A row as it stands after the group.
#[derive(Debug, Clone)]
pub struct Stored {
    pub row: Row,
    pub version: i64,
    /// The body as every reader gets it.
    pub body: Box<RawValue>,
    /// The first command of the group that wrote it: the one that recorded it, if it is new.
    pub op_id: OpId,
}

/// What has to be written in one transaction.
#[derive(Debug)]
pub struct Outcome {
    pub rows: Vec<Stored>,
    /// Numbered from 1 in each scope: the scope's head has to be added.
    pub changes: BTreeMap<Scope, Vec<Change>>,
    pub register: Arc<Register>,
    /// The versions of the register's rows.
    pub versions: Arc<BTreeMap<Uuid, i64>>,
}
