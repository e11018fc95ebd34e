//! Chunks of the simulated server: what a device fetches to hold a scope.

use std::collections::BTreeMap;

use shared::{
    customer::Brief,
    id::{CustomerId, UserId},
    row::Row,
    sync::{Chunk, ChunkRef, Granted, Layer, Manifest, SCHEMA, Scope, SnapshotRequest, Versioned},
};

use super::{Server, json, new_epoch, not_granted};
use crate::phone::{Ask, Reply};

impl Server {
    pub(super) fn snapshot(&mut self, user: UserId, request: &SnapshotRequest) -> Reply {
        let granted = self.disk.granted(user, self.today());
        let granted = granted.into_iter().find(|it| it.scope == request.scope);
        let Some(Granted { scope, grant }) = granted else { return not_granted() };
        if request.epoch != self.disk.epoch {
            return new_epoch();
        }
        let chunks = self.chunks_of(request.scope);
        let refs = chunks.into_iter().map(|(layer, chunk)| {
            let rows = match &chunk {
                Chunk::Briefs(briefs) => briefs.len(),
                Chunk::Rows(rows) => rows.len(),
            };
            let text = serde_json::to_string(&chunk).expect("a chunk can be written");
            let digest = shared::sync::digest(&text);
            let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
            self.chunks.insert(digest.clone(), text);
            ChunkRef { digest, layer, rows: u32::try_from(rows).unwrap_or(u32::MAX), bytes }
        });
        let chunks = refs.collect();
        let seq = self.disk.head(scope);
        json(&Manifest { epoch: self.disk.epoch, scope, grant, seq, schema: SCHEMA, chunks })
    }

    /// What a device fetches to hold a scope, in an order in which its user can begin to work.
    fn chunks_of(&self, scope: Scope) -> Vec<(Layer, Chunk)> {
        let rows: Vec<Versioned> = self.disk.rows_in(scope).cloned().collect();
        if !matches!(scope, Scope::Territory(_)) {
            return vec![(Layer::List, Chunk::Rows(rows))];
        }
        let customers = self.disk.customers();
        let here = |it: &&CustomerId| rows.iter().any(|row| row.row.id() == it.0);
        let dossiers = customers.iter().filter(here).map(|it| self.disk.dossier(*it));
        let briefs = dossiers.filter_map(|it| Brief::of(&it).ok().flatten()).collect();
        let settled = |it: &Versioned| matches!(&it.row, Row::Invoice(it) if it.open.is_nil());
        let (history, mut dossiers): (Vec<_>, Vec<_>) = rows.into_iter().partition(settled);
        let mut chunks = vec![(Layer::List, Chunk::Briefs(briefs))];
        dossiers.sort_by_key(|it| it.row.customer());
        let by_customer = dossiers.chunk_by(|a, b| a.row.customer() == b.row.customer());
        chunks.extend(by_customer.map(|rows| (Layer::Dossiers, Chunk::Rows(rows.to_vec()))));
        if !history.is_empty() {
            chunks.push((Layer::History, Chunk::Rows(history)));
        }
        chunks
    }

    pub(super) fn chunk(&self, digest: &str) -> Reply {
        match self.chunks.get(digest) {
            Some(text) => Reply { status: 200, body: text.clone() },
            None => Reply { status: 404, body: String::new() },
        }
    }
}

/// The texts of the chunks that an answer names, in its order.
pub(super) fn named_in(ask: &Ask, reply: &Reply, kept: &BTreeMap<String, String>) -> Vec<String> {
    let (Ask::Snapshot(_), Ok(manifest)) = (ask, serde_json::from_str::<Manifest>(&reply.body))
    else {
        return vec![];
    };
    manifest.chunks.iter().filter_map(|it| kept.get(&it.digest).cloned()).collect()
}
