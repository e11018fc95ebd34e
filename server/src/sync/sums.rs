//! Sums: what the rows of a scope come to, for a device that compares all it holds.
//!
//! They are added up when somebody asks, once a day for each device, and not kept up with every command:
//! that would cost each write something. One scope at a time, and devices that stand at the same number
//! are given the same answer.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use futures::TryStreamExt as _;
use shared::{
    id::Epoch,
    row::RowKind,
    sync::{Form, Scope, Sums},
};
use sqlx::{AssertSqlSafe, Row as _};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::{columns::table, load, register};
use crate::{
    dialect::Db,
    error::{Error, Result},
};

type Connection = <Db as sqlx::Database>::Connection;

/// Scopes that are added up at once: it takes a core.
const AT_ONCE: usize = 1;

/// The state of a scope, and the form in which its rows are told.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub scope: Scope,
    pub epoch: Epoch,
    pub seq: i64,
    pub form: Form,
}

/// What was added up last of each scope, in each form.
type Kept = HashMap<(Scope, u32), (Epoch, i64, Sums)>;

/// Sums in memory, and the line of those who wait for theirs.
#[derive(Debug)]
pub struct Proofs {
    line: Semaphore,
    kept: Mutex<Kept>,
}

impl Default for Proofs {
    fn default() -> Proofs {
        Proofs { line: Semaphore::new(AT_ONCE), kept: Mutex::default() }
    }
}

impl Proofs {
    /// Who comes while the same scope is added up finds it done.
    pub async fn turn(&self) -> Result<SemaphorePermit<'_>> {
        self.line.acquire().await.map_err(|_| Error::Unavailable)
    }

    /// What the rows of a scope come to as this transaction sees them.
    pub async fn sums(&self, tx: &mut Connection, at: At) -> Result<Sums> {
        let key = (at.scope, at.form.version);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((epoch, seq, sums)) = kept
            && (epoch, seq) == (at.epoch, at.seq)
        {
            return Ok(sums);
        }
        let sums = add_up(tx, at.scope, at.form).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, (at.epoch, at.seq, sums.clone()));
        Ok(sums)
    }
}

async fn add_up(tx: &mut Connection, scope: Scope, form: Form) -> Result<Sums> {
    let mut sums = Sums::default();
    let (texts, id) = match scope {
        Scope::All => {
            let mut texts: Vec<_> = register::KINDS.map(|kind| (kind, whole(kind))).into();
            texts.push((RowKind::SavedViews, VIEWS_FOR_ALL.to_owned()));
            (texts, None)
        }
        Scope::Me(user) => {
            let inbox = (RowKind::Inbox, INBOX.to_owned());
            (vec![inbox, (RowKind::SavedViews, VIEWS_OF.to_owned())], Some(user.0))
        }
        Scope::Territory(territory) => {
            let mut texts: Vec<_> = load::WHOLE.map(|kind| (kind, in_territory(kind))).into();
            texts.push((RowKind::Customer, CUSTOMERS.to_owned()));
            (texts, Some(territory.0))
        }
        // No device holds it.
        Scope::Unassigned => (vec![], None),
    };
    for (kind, text) in texts {
        add_kind(tx, kind, text, id, form, &mut sums).await?;
    }
    Ok(sums)
}

async fn add_kind(
    tx: &mut Connection,
    kind: RowKind,
    text: String,
    of: Option<Uuid>,
    form: Form,
    sums: &mut Sums,
) -> Result<()> {
    let mut query = sqlx::query(AssertSqlSafe(text));
    if let Some(of) = of {
        query = query.bind(of);
    }
    let mut rows = query.fetch(&mut *tx);
    while let Some(row) = rows.try_next().await? {
        let body: &str = row.get(2);
        let older = form.body(kind.name(), body)?;
        sums.add(kind.name(), row.get(0), row.get(1), older.as_deref().unwrap_or(body))?;
    }
    Ok(())
}

/// Every row of a kind that everybody holds.
pub fn whole(kind: RowKind) -> String {
    format!("SELECT id, version, body FROM {}", table(kind).name)
}

/// The rows of a kind that stand under the customers of a territory.
pub fn in_territory(kind: RowKind) -> String {
    format!(
        "SELECT t.id, t.version, t.body FROM customer c JOIN {} t ON t.customer_id = c.id \
         WHERE c.territory_id = $1",
        table(kind).name
    )
}

statements! {
    CUSTOMERS = "SELECT id, version, body FROM customer WHERE territory_id = $1";
    VIEWS_FOR_ALL = "SELECT id, version, body FROM saved_views WHERE user_id IS NULL";
    VIEWS_OF = "SELECT id, version, body FROM saved_views WHERE user_id = $1";
    INBOX = "SELECT id, version, body FROM inbox WHERE user_id = $1";
}
