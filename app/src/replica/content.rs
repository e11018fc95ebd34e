//! Content of photos and papers for the pages: kept for a form, shown from here or from the server, removed.

use std::{collections::BTreeMap, sync::Arc};

use js_sys::Uint8Array;
use leptos::prelude::*;
use shared::{
    attachment::{Attachment, Blob, Media, Remove},
    id::{AttachmentId, OpId},
    sync::Act,
};
use wasm_bindgen_futures::spawn_local;

use super::{NotShown, NotSubmitted, Replica, StorageTrouble, database::Beside, http};
use crate::{
    clock,
    upload::{Local, Stage, Underway},
};

impl Replica {
    /// What is known of content that lies here, or did.
    pub fn locals(&self) -> Signal<Arc<BTreeMap<Blob, Local>>> {
        self.signals.locals.into()
    }

    /// The content that is being sent just now, by whichever tab.
    pub fn underway(&self) -> Signal<Option<Underway>> {
        self.signals.underway.into()
    }

    /// Keeps content for a form that is being filled in. It is sent once the form was saved with it, and
    /// goes if the form never is.
    ///
    /// # Errors
    /// The device cannot keep it.
    pub async fn keep_content(
        &self,
        content: &Uint8Array,
        media: Media,
    ) -> Result<Blob, StorageTrouble> {
        self.engine().keep_content(content, media).await
    }

    /// Taken out of a form it may be taken back: from now on it stays for a while.
    pub fn hold_content(&self, blobs: Vec<Blob>) {
        let engine = self.engine();
        spawn_local(async move {
            for blob in blobs {
                // What cannot be written goes sooner, and the way back says that it is gone.
                _ = engine.database.restage(&blob, Stage::Kept, clock::device_now()).await;
            }
        });
    }

    /// The bytes that lie here; none where they do not, or cannot be read.
    pub async fn content(&self, blob: &Blob) -> Option<Uint8Array> {
        self.engine().database.content(blob).await.ok().flatten()
    }

    /// The bytes of an attachment from the server.
    ///
    /// # Errors
    /// Why they cannot be shown.
    pub async fn fetch_attachment(&self, id: AttachmentId) -> Result<Uint8Array, NotShown> {
        http::get_bytes(&format!("/api/attachment/{id}")).await
    }

    /// Removes an attachment. What of it lies here goes in the same moment: it is not sent any more.
    ///
    /// # Errors
    /// As [`Replica::submit`].
    pub async fn remove_attachment(&self, it: &Attachment) -> Result<OpId, NotSubmitted> {
        let let_go = vec![(it.content.blob.clone(), it.id)];
        let act = Act::RemoveAttachment(Remove { attachment: it.id });
        let beside = Beside { let_go, ..Beside::default() };
        self.take(act, vec![], &[], Some(it.customer), beside).await
    }
}
