//! Storing what a person says: the commands of one form, their draft and their photos, all or nothing.

use std::rc::Rc;

use futures::channel::oneshot;
use serde_json::value::RawValue;
use shared::sync::replica::{Action, Event, Moment, Ticket, Transaction};
use wasm_bindgen_futures::spawn_local;

use super::Engine;
use crate::{
    clock, id,
    replica::{StorageTrouble, database::Beside},
};

impl Engine {
    /// Stores commands with what goes beside them, in one transaction; answers once they are on the disk
    /// and shown.
    pub async fn append(
        self: &Rc<Self>,
        texts: Vec<Box<RawValue>>,
        beside: Beside,
    ) -> Result<(), StorageTrouble> {
        // What waits to be written of the draft must not be written after it was dropped.
        let form = beside.form.clone();
        let waiting = form.and_then(|form| self.drafts.take(&form).map(|text| (form, text)));
        let stored = self.store(texts, beside).await;
        if let (Err(_), Some((form, text))) = (&stored, waiting) {
            self.drafts.write(&self.database, &form, Some(text), None);
        }
        stored
    }

    async fn store(
        self: &Rc<Self>,
        texts: Vec<Box<RawValue>>,
        beside: Beside,
    ) -> Result<(), StorageTrouble> {
        let mut steps = vec![];
        for text in texts {
            steps.extend(self.begin(text));
        }
        let (tell, told) = oneshot::channel();
        let engine = self.clone();
        // Begun, it is carried out, whether somebody still waits for it or not.
        spawn_local(async move {
            let _ = tell.send(engine.carry_together(&steps, &beside).await);
        });
        told.await
            .unwrap_or_else(|_| Err(StorageTrouble::Failed("the page is being closed".to_owned())))
    }

    /// The step that stores a command. What else the replica asks for is done by itself.
    fn begin(self: &Rc<Self>, text: Box<RawValue>) -> Option<(Ticket, Transaction)> {
        let moment = Moment { now: clock::device_now(), roll: id::roll() };
        let actions = self.core.borrow_mut().step(Event::Append(text), moment);
        let mut begun = None;
        for action in actions {
            match action {
                Action::Persist { ticket, transaction } if begun.is_none() => {
                    begun = Some((ticket, transaction));
                }
                other => self.carry_out(other),
            }
        }
        begun
    }

    async fn carry_together(
        self: &Rc<Self>,
        steps: &[(Ticket, Transaction)],
        beside: &Beside,
    ) -> Result<(), StorageTrouble> {
        let transactions: Vec<&Transaction> = steps.iter().map(|(_, it)| it).collect();
        match self.database.commit_all(&transactions, beside).await {
            Ok(written) => {
                // Before the commands are shown, so that their photos are seen to be here.
                self.content_changed(beside.blobs()).await;
                for ((ticket, _), writes) in steps.iter().zip(written) {
                    self.step(Event::Persisted { ticket: *ticket, writes });
                }
                self.show_lists_now();
                clock::correct_by(self.core.borrow().clock_offset());
                Ok(())
            }
            Err(trouble) => {
                for (ticket, _) in steps {
                    let fault = trouble.fault();
                    self.step(Event::NotPersisted { ticket: *ticket, fault });
                }
                Err(trouble)
            }
        }
    }
}
