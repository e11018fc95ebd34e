//! Chunks that were read lately. Customers stand beside each other in them, and a page opens several:
//! proving and reading half a megabyte for each of them anew would be what the page is waited for.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::{raw_row::RawRow, record::ChunkKey};

/// A customer stands in two or three chunks, and so do those next to it.
const KEPT: usize = 4;

/// The rows of the last few chunks, each under its name and the digest of its text.
#[derive(Debug, Default)]
pub(super) struct ReadLately(Mutex<VecDeque<Chunk>>);

#[derive(Debug)]
struct Chunk {
    key: ChunkKey,
    digest: String,
    rows: Arc<Vec<RawRow>>,
}

impl ReadLately {
    /// The rows of a chunk whose text has this digest, if they are still here.
    pub fn find(&self, key: &ChunkKey, digest: &str) -> Option<Arc<Vec<RawRow>>> {
        let mut chunks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = chunks.iter().position(|it| it.key == *key && it.digest == digest)?;
        let found = chunks.remove(at)?;
        let rows = found.rows.clone();
        chunks.push_back(found);
        Some(rows)
    }

    /// The same without wanting them to stay any longer.
    pub fn look(&self, key: &ChunkKey, digest: &str) -> Option<Arc<Vec<RawRow>>> {
        let chunks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let it = chunks.iter().find(|it| it.key == *key && it.digest == digest)?;
        Some(it.rows.clone())
    }

    pub fn keep(&self, key: &ChunkKey, digest: &str, rows: &Arc<Vec<RawRow>>) {
        let mut chunks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chunks.retain(|it| it.key != *key);
        if KEPT <= chunks.len() {
            chunks.pop_front();
        }
        let (key, digest, rows) = (key.clone(), digest.to_owned(), rows.clone());
        chunks.push_back(Chunk { key, digest, rows });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Scope;

    #[test]
    fn the_last_few_are_here_and_no_other_text_of_the_same_name() {
        let lately = ReadLately::default();
        let key = |at: u128| ChunkKey { scope: Scope::All, set: 1, name: at.to_string() };
        for at in 0..6 {
            lately.keep(&key(at), "a", &Arc::new(vec![]));
            lately.find(&key(0), "a");
        }
        let here = |at| lately.find(&key(at), "a").is_some();
        assert_eq!((0..6).map(here).collect::<Vec<_>>(), [true, false, false, true, true, true]);
        assert!(lately.find(&key(5), "b").is_none());
        lately.keep(&key(5), "b", &Arc::new(vec![]));
        assert!(lately.find(&key(5), "a").is_none());
    }
}
