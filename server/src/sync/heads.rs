//! How far each scope's feed reaches, as far as this process has heard.

use std::{collections::BTreeMap, sync::Arc};

use shared::sync::Scope;
use sqlx::Pool;
use tokio::sync::watch;

use crate::{dialect::Db, error::Result};

pub type Reached = Arc<BTreeMap<Scope, i64>>;

/// The heads, and whoever waits for them to move.
#[derive(Debug)]
pub struct Heads(watch::Sender<Reached>);

pub const ALL: &str = "SELECT scope, head FROM scope_head";

impl Default for Heads {
    fn default() -> Heads {
        Heads(watch::Sender::new(Reached::default()))
    }
}

impl Heads {
    pub fn watch(&self) -> watch::Receiver<Reached> {
        self.0.subscribe()
    }

    pub fn is_watched(&self) -> bool {
        0 < self.0.receiver_count()
    }

    /// Takes heads that were committed; wakes the live streams if one is news.
    pub fn raise(&self, heads: impl IntoIterator<Item = (Scope, i64)>) {
        self.0.send_if_modified(|reached| {
            let mut news = false;
            for (scope, head) in heads {
                if reached.get(&scope).is_none_or(|has| *has < head) {
                    Arc::make_mut(reached).insert(scope, head);
                    news = true;
                }
            }
            news
        });
    }

    /// Looks what other processes have committed.
    pub async fn look(&self, read: &Pool<Db>) -> Result<()> {
        let rows: Vec<(String, i64)> = sqlx::query_as(ALL).fetch_all(read).await?;
        let heads = rows.into_iter().filter_map(|(scope, head)| Some((scope.parse().ok()?, head)));
        self.raise(heads.collect::<Vec<_>>());
        Ok(())
    }
}
