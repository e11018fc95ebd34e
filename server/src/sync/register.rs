//! The register in memory: the rows of the scope `all`, read again when its head has moved.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use shared::{
    dossier::Register,
    row::{Row, RowKind},
};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::columns::table;
use crate::{dialect::Db, error::Result};

/// The register as it stood at a head of `all`.
#[derive(Debug, Clone, Default)]
pub struct Registered {
    pub head: i64,
    pub register: Arc<Register>,
    pub versions: Arc<BTreeMap<Uuid, i64>>,
}

#[derive(Debug, Default)]
pub struct RegisterCache(Mutex<Option<Registered>>);

pub const HEAD: &str = "SELECT head FROM scope_head WHERE scope = 'all'";

pub const KINDS: [RowKind; 7] = [
    RowKind::Company,
    RowKind::Territory,
    RowKind::User,
    RowKind::Policy,
    RowKind::BankHorizon,
    RowKind::FileHorizon,
    RowKind::ExchangeRate,
];

impl RegisterCache {
    /// The register at this head, if it is the one in memory.
    pub fn at(&self, head: i64) -> Option<Registered> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|it| it.head == head).cloned()
    }

    /// Keeps what is newer than what is held.
    pub fn keep(&self, read: Registered) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|it| it.head < read.head) {
            *kept = Some(read);
        }
    }

    /// The register as this transaction sees it.
    pub async fn read(&self, tx: &mut <Db as sqlx::Database>::Connection) -> Result<Registered> {
        let head: Option<i64> = sqlx::query_scalar(HEAD).fetch_optional(&mut *tx).await?;
        self.read_at(tx, head.unwrap_or(0)).await
    }

    /// The same for whoever knows already where this transaction sees the head of `all`.
    pub async fn read_at(
        &self,
        tx: &mut <Db as sqlx::Database>::Connection,
        head: i64,
    ) -> Result<Registered> {
        if let Some(held) = self.at(head) {
            return Ok(held);
        }
        let (mut register, mut versions) = (Register::default(), BTreeMap::new());
        for kind in KINDS {
            for stored in sqlx::query(AssertSqlSafe(all_of(kind))).fetch_all(&mut *tx).await? {
                let row = Row::read(kind, stored.get(1))?;
                versions.insert(row.id(), stored.get(0));
                register.put(row);
            }
        }
        let read = Registered { head, register: Arc::new(register), versions: Arc::new(versions) };
        self.keep(read.clone());
        Ok(read)
    }
}

pub fn all_of(kind: RowKind) -> String {
    format!("SELECT version, body FROM {}", table(kind).name)
}
