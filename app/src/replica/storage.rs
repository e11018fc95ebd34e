//! What can be said about the browser's storage: whether it lasts, how full it is, what it lost.

use serde::{Deserialize, Serialize};
use shared::{calendar::Instant, id::UserId};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use super::{
    Lost, StorageFacts, StorageTrouble,
    database::{Database, Durability},
    layout, preference,
};
use crate::{clock, id};

/// Kept beside the database, in another storage of the browser: what was only here when last seen.
#[derive(Debug, Serialize, Deserialize)]
struct LastSeen {
    pending: usize,
    #[serde(default)]
    photos: usize,
    at: Instant,
}

fn last_seen_key(user: UserId) -> String {
    format!("chitbook-seen-{user}")
}

/// Notes how much is only here, so that a loss can be named afterwards.
pub fn note(user: UserId, pending: usize, photos: usize) {
    let seen = LastSeen { pending, photos, at: clock::now() };
    if let Ok(text) = serde_json::to_string(&seen) {
        preference::keep(&last_seen_key(user), &text);
    }
}

/// What may have been lost: the database is new although this user has worked here.
pub fn lost(user: UserId, database: &Database) -> Option<Lost> {
    let text = preference::kept(&last_seen_key(user)).filter(|_| database.is_new())?;
    let seen: LastSeen = serde_json::from_str(&text).ok()?;
    Some(Lost { pending: seen.pending, photos: seen.photos, seen_at: seen.at })
}

/// The user signed out and left nothing here.
pub fn forget(user: UserId) {
    preference::forget(&last_seen_key(user));
}

/// Finds out whether the storage keeps anything. A full one that was used before is as good as any for
/// a start: what is here can be shown, sent, and given out as a file.
pub async fn try_out(database: &Database) -> Result<(), StorageTrouble> {
    match try_to_keep(database).await {
        Err(StorageTrouble::Full) if !database.is_new() => Ok(()),
        tried => tried,
    }
}

/// Writes something, reads it back and takes it away: some browsers offer a storage that keeps
/// nothing. Under a key of its own: another tab may be trying at the same moment.
async fn try_to_keep(database: &Database) -> Result<(), StorageTrouble> {
    let text = id::draw().to_string();
    let key = format!("\u{0}trial {text}");
    database.put(layout::DRAFTS, &key, Some(&text), Durability::Relaxed).await?;
    let kept = database.get(layout::DRAFTS, &key).await;
    database.put(layout::DRAFTS, &key, None, Durability::Relaxed).await?;
    if kept?.as_deref() == Some(text.as_str()) {
        Ok(())
    } else {
        Err(StorageTrouble::Failed("what was written could not be read".to_owned()))
    }
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    // Without TLS there is none, whatever the binding says.
    let storage = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.is_object().then(|| storage.unchecked_into())
}

/// Asks the browser not to throw the database away.
pub async fn ask_to_last() -> Option<bool> {
    JsFuture::from(manager()?.persist().ok()?).await.ok()?.as_bool()
}

pub async fn facts(known: StorageFacts) -> StorageFacts {
    let mut facts = known;
    let Some(manager) = manager() else { return facts };
    if let Ok(asked) = manager.estimate()
        && let Ok(estimate) = JsFuture::from(asked).await
    {
        let estimate: StorageEstimate = estimate.unchecked_into();
        facts.used = estimate.get_usage().map(whole);
        facts.quota = estimate.get_quota().map(whole);
    }
    if let Ok(asked) = manager.persisted()
        && let Ok(persisted) = JsFuture::from(asked).await
    {
        facts.persisted = persisted.as_bool();
    }
    facts
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes, counted by the browser as a whole number"
)]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}
