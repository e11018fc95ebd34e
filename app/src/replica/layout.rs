//! The layout of the device's database, and the steps from each earlier layout to the next.
//!
//! Steps are only ever added: a phone may come from any layout that was ever shipped.

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

/// A record is a text under a text; what the texts mean is the replica's affair.
pub const META: &str = "meta";
pub const OPS: &str = "ops";
pub const CHUNKS: &str = "base_chunks";
pub const ROWS: &str = "rows";
pub const INBOX: &str = "inbox";
/// What is being typed, by form.
pub const DRAFTS: &str = "drafts";
/// The last pages of the desk, by path.
pub const PAGES: &str = "pages";
/// Content of photos and papers: bytes by their digest, and a text beside them.
pub const BLOBS: &str = "blobs";

/// Raised when a layout cannot be migrated: the database then begins anew under another name.
pub const STORAGE_EPOCH: u32 = 1;

/// From one layout to the next, inside the transaction that the browser opens for it.
pub type Step = fn(&IdbDatabase, &IdbTransaction) -> Result<(), JsValue>;

pub const STEPS: &[Step] = &[begin];

fn begin(database: &IdbDatabase, _: &IdbTransaction) -> Result<(), JsValue> {
    for store in [META, OPS, CHUNKS, ROWS, INBOX, DRAFTS, PAGES, BLOBS] {
        database.create_object_store(store)?;
    }
    Ok(())
}
