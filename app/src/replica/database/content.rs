//! Content of photos and papers in the storage: its bytes under its digest, and beside them what is
//! known of it, so that nobody has to read the bytes to know.

use std::collections::{BTreeMap, BTreeSet};

use js_sys::Uint8Array;
use shared::{attachment::Blob, calendar::Instant, id::AttachmentId};
use wasm_bindgen::{JsCast as _, JsValue};

use super::{Database, Durability, Open, answer, texts};
use crate::{
    replica::{
        StorageTrouble,
        layout::{BLOBS, DRAFTS},
    },
    upload::{Local, Stage},
};

/// How the key of what is known of some content ends.
const KNOWN: &str = ".known";

fn known_key(blob: &Blob) -> String {
    format!("{blob}{KNOWN}")
}

fn blob_of(key: &str) -> Option<Blob> {
    key.strip_suffix(KNOWN)?.parse().ok()
}

/// What goes with the commands of a form, in the transaction that stores them.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// The draft it came from is dropped.
    pub form: Option<String>,
    /// Content that is to be sent from now on, and for which attachment.
    pub named: Vec<(Blob, AttachmentId)>,
    /// Content that an attachment needs no longer.
    pub let_go: Vec<(Blob, AttachmentId)>,
}

impl Beside {
    /// The content whose record changes.
    pub fn blobs(&self) -> Vec<Blob> {
        self.named.iter().chain(&self.let_go).map(|(blob, _)| blob.clone()).collect()
    }

    pub(super) fn stores(&self) -> Vec<&'static str> {
        let drafts = self.form.as_ref().map(|_| DRAFTS);
        let touched = !(self.named.is_empty() && self.let_go.is_empty());
        drafts.into_iter().chain(touched.then_some(BLOBS)).collect()
    }

    pub(super) async fn write(&self, open: &Open) -> Result<(), StorageTrouble> {
        if let Some(form) = &self.form {
            open.put(DRAFTS, form, None)?;
        }
        for (blob, by) in &self.named {
            let Some(mut local) = open.local(blob).await? else {
                return Err(StorageTrouble::Failed(format!("{blob} is not here any more")));
            };
            local.named.insert(*by);
            // Sent before is asked for again: the server may have let go of it meanwhile.
            local.stage = Stage::Kept;
            open.put_local(blob, &local)?;
        }
        for (blob, by) in &self.let_go {
            let Some(mut local) = open.local(blob).await? else { continue };
            local.named.remove(by);
            if local.named.is_empty() {
                open.drop_content(blob)?;
            } else {
                open.put_local(blob, &local)?;
            }
        }
        Ok(())
    }
}

impl Open {
    async fn local(&self, blob: &Blob) -> Result<Option<Local>, StorageTrouble> {
        let text = answer(self.store(BLOBS)?.get(&known_key(blob).into()))?.await?;
        Ok(text.as_string().and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn put_local(&self, blob: &Blob, local: &Local) -> Result<(), StorageTrouble> {
        let text = serde_json::to_string(local)
            .map_err(|error| StorageTrouble::Failed(error.to_string()))?;
        self.put(BLOBS, &known_key(blob), Some(&text))
    }

    fn drop_content(&self, blob: &Blob) -> Result<(), StorageTrouble> {
        self.put(BLOBS, blob.as_str(), None)?;
        self.put(BLOBS, &known_key(blob), None)
    }

    /// What is known of all content that is here.
    async fn locals(&self) -> Result<BTreeMap<Blob, Local>, StorageTrouble> {
        let keys = texts(&answer(self.store(BLOBS)?.get_all_keys())?.await?);
        let mut all = BTreeMap::new();
        for blob in keys.iter().filter_map(|it| blob_of(it)) {
            if let Some(local) = self.local(&blob).await? {
                all.insert(blob, local);
            }
        }
        Ok(all)
    }
}

impl Database {
    /// What is known of all content on this device.
    pub async fn locals(&self) -> Result<BTreeMap<Blob, Local>, StorageTrouble> {
        self.open_for_reading(&[BLOBS])?.locals().await
    }

    /// The same of one.
    pub async fn local(&self, blob: &Blob) -> Result<Option<Local>, StorageTrouble> {
        self.open_for_reading(&[BLOBS])?.local(blob).await
    }

    /// The bytes, where they are here.
    pub async fn content(&self, blob: &Blob) -> Result<Option<Uint8Array>, StorageTrouble> {
        let open = self.open_for_reading(&[BLOBS])?;
        let bytes = answer(open.store(BLOBS)?.get(&blob.as_str().into()))?.await?;
        Ok(bytes.dyn_into().ok())
    }

    /// Keeps content for a draft. What was saved with the same content before goes on being sent.
    pub async fn keep_content(
        &self,
        blob: &Blob,
        local: &Local,
        content: &Uint8Array,
    ) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[BLOBS], Durability::Strict)?;
        let named = open.local(blob).await?.map(|it| it.named).unwrap_or_default();
        let content: &JsValue = content;
        let put = open.store(BLOBS)?.put_with_key(content, &blob.as_str().into());
        put.map_err(|error| StorageTrouble::of(&error))?;
        open.put_local(blob, &Local { named, ..local.clone() })?;
        open.commit().await
    }

    /// Says how far content has come. What was sent is here no longer: what lies on a phone can be
    /// lost with it, and papers of identity least of all may stay there.
    pub async fn restage(
        &self,
        blob: &Blob,
        stage: Stage,
        now: Instant,
    ) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[BLOBS], Durability::Strict)?;
        // Its attachment was removed meanwhile.
        let Some(local) = open.local(blob).await? else { return Ok(()) };
        open.put_local(blob, &Local { kept_at: now, stage, ..local })?;
        if stage == Stage::Sent {
            open.put(BLOBS, blob.as_str(), None)?;
        }
        open.commit().await
    }

    /// What the server did not take is offered once more.
    pub async fn unstick(&self) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[BLOBS], Durability::Relaxed)?;
        let all = open.locals().await?;
        for (blob, local) in all.into_iter().filter(|(_, it)| it.stage == Stage::Stuck) {
            open.put_local(&blob, &Local { stage: Stage::Kept, ..local })?;
        }
        open.commit().await
    }

    /// Removes what nobody needs any more: no command names it and no draft either.
    pub async fn drop_stale_content(&self, now: Instant) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[BLOBS, DRAFTS], Durability::Strict)?;
        let drafts = texts(&answer(open.store(DRAFTS)?.get_all())?.await?);
        for (blob, local) in open.locals().await? {
            let drafted = drafts.iter().any(|it| it.contains(blob.as_str()));
            if local.is_stale(now) && !drafted {
                open.drop_content(&blob)?;
            }
        }
        open.commit().await
    }

    /// Removes all content but that of these attachments.
    pub async fn drop_content_but(
        &self,
        those: &BTreeSet<AttachmentId>,
    ) -> Result<(), StorageTrouble> {
        let open = self.open_for_writing(&[BLOBS], Durability::Strict)?;
        for (blob, mut local) in open.locals().await? {
            local.named.retain(|it| those.contains(it));
            if local.named.is_empty() {
                open.drop_content(&blob)?;
            } else {
                open.put_local(&blob, &local)?;
            }
        }
        open.commit().await
    }
}
