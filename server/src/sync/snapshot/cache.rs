//! Packed chunks in memory, as many as fit.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use shared::{
    calendar::Day,
    id::Epoch,
    sync::{ChunkRef, Scope},
};

/// What is kept at most; a territory of 5,000 customers packs into about 5 MB.
const BYTES_MOST: usize = 192 * 1024 * 1024;

/// The state of which a snapshot was taken. The day counts: what is older moves into history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    pub epoch: Epoch,
    pub seq: i64,
    pub today: Day,
    /// The form in which the rows are.
    pub schema: u32,
}

/// A chunk as it is sent.
#[derive(Debug)]
pub struct Packed {
    pub told: ChunkRef,
    pub bytes: Vec<u8>,
}

#[derive(Debug)]
struct Kept {
    scopes: BTreeSet<Scope>,
    bytes: Arc<[u8]>,
}

#[derive(Debug, Default)]
struct Held {
    manifests: HashMap<(Scope, u32), (At, Vec<ChunkRef>)>,
    chunks: HashMap<String, Kept>,
    /// Oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

#[derive(Debug, Default)]
pub struct Cache(Mutex<Held>);

impl Cache {
    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The chunks of a scope at this state, if all of them are still here.
    pub fn manifest(&self, scope: Scope, at: At) -> Option<Vec<ChunkRef>> {
        let held = self.held();
        let (of, chunks) = held.manifests.get(&(scope, at.schema))?;
        let whole = *of == at && chunks.iter().all(|it| held.chunks.contains_key(&it.digest));
        whole.then(|| chunks.clone())
    }

    pub fn keep(&self, scope: Scope, at: At, packed: Vec<Packed>) -> Vec<ChunkRef> {
        let mut held = self.held();
        let told: Vec<ChunkRef> = packed.iter().map(|it| it.told.clone()).collect();
        for Packed { told, bytes } in packed {
            if let Some(kept) = held.chunks.get_mut(&told.digest) {
                kept.scopes.insert(scope);
                continue;
            }
            held.bytes += bytes.len();
            held.order.push_back(told.digest.clone());
            let kept = Kept { scopes: BTreeSet::from([scope]), bytes: bytes.into() };
            held.chunks.insert(told.digest, kept);
        }
        held.manifests.insert((scope, at.schema), (at, told.clone()));
        held.drop_oldest(told.len());
        told
    }

    pub fn chunk(&self, digest: &str) -> Option<(BTreeSet<Scope>, Arc<[u8]>)> {
        let held = self.held();
        let kept = held.chunks.get(digest)?;
        Some((kept.scopes.clone(), Arc::clone(&kept.bytes)))
    }
}

impl Held {
    /// Drops the oldest chunks over the limit, but none of the newest.
    fn drop_oldest(&mut self, newest: usize) {
        while BYTES_MOST < self.bytes && newest < self.order.len() {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(kept) = self.chunks.remove(&oldest) {
                self.bytes -= kept.bytes.len();
            }
        }
    }
}
