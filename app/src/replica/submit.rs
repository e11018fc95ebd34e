//! What a person says, decided here and stored: one command, or a form with all that belongs to it.

use leptos::prelude::*;
use serde_json::value::RawValue;
use shared::{
    dossier::Dossier,
    id::{CustomerId, OpId},
    inbox::{InboxItem, PutAway},
    refusal::Refusal,
    sync::{
        Act, Command,
        replica::{Foreseen, NotAnOutbox, predict},
    },
};
use wasm_bindgen_futures::spawn_local;

use super::{
    Opened, Replica, StorageTrouble,
    database::Beside,
    made::{command, register_alone, seen},
};

/// Where the last slip that was written is kept. No form, so without a name behind a colon.
pub(super) const LAST_SLIP: &str = "last_slip";

/// Why a command was not taken over. Nothing was stored; the form keeps what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSubmitted {
    /// The rule says no: shown at its field.
    Refused(Refusal),
    /// The device could not keep it.
    Storage(StorageTrouble),
}

/// Why a file was not taken into the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotImported {
    File(NotAnOutbox),
    Storage(StorageTrouble),
}

impl Replica {
    /// Decides as the server will, with what is here; for forms, while the user types. A customer
    /// that no page follows is not read for it: nothing is foreseen then.
    ///
    /// # Errors
    /// The refusal to show at its field.
    pub fn predict(&self, act: &Act, customer: Option<CustomerId>) -> Result<Foreseen, Refusal> {
        let engine = self.engine();
        let shown = customer.and_then(|it| engine.shown(it));
        let facts = match customer {
            Some(_) => shown.map(|it| it.dossier.clone()),
            None => register_alone(&engine, act),
        };
        let command = command(&engine, act.clone(), customer);
        predict(&command, facts.as_ref(), &engine.caller(), engine.today())
    }

    /// Takes a command over: decided, stored, and only then answered. Sending happens by itself.
    ///
    /// # Errors
    /// The rule refuses it, or the device cannot keep it.
    pub async fn submit(
        &self,
        act: Act,
        customer: Option<CustomerId>,
    ) -> Result<OpId, NotSubmitted> {
        self.take(act, vec![], &[], customer, Beside::default()).await
    }

    /// The same for what answers letters: they go as the command comes, in one transaction, so that
    /// nobody answers them twice.
    ///
    /// # Errors
    /// As [`Replica::submit`]; the letters stay.
    pub async fn submit_answer(
        &self,
        act: Act,
        customer: Option<CustomerId>,
        letters: &[InboxItem],
    ) -> Result<OpId, NotSubmitted> {
        self.take(act, vec![], letters, customer, Beside::default()).await
    }

    /// The same for a form whose draft is kept, with what is attached to it. The draft and the letters
    /// that it answers go as the commands come, in one transaction, so that nobody finds them again and
    /// sends the form twice; and the content of what is attached is to be sent from then on.
    ///
    /// # Errors
    /// As [`Replica::submit`]; the draft stays.
    pub async fn submit_form(
        &self,
        act: Act,
        attached: Vec<Act>,
        letters: &[InboxItem],
        customer: Option<CustomerId>,
        form: &str,
    ) -> Result<OpId, NotSubmitted> {
        let named = std::iter::once(&act).chain(&attached).filter_map(|it| match it {
            Act::AddAttachment(it) => Some((it.content.blob.clone(), it.id)),
            _ => None,
        });
        let named = named.collect();
        let beside = Beside { form: Some(form.to_owned()), named, ..Beside::default() };
        self.take(act, attached, letters, customer, beside).await
    }

    pub(super) async fn take(
        &self,
        act: Act,
        attached: Vec<Act>,
        letters: &[InboxItem],
        customer: Option<CustomerId>,
        beside: Beside,
    ) -> Result<OpId, NotSubmitted> {
        let engine = self.engine();
        engine.register_is_read().await;
        let facts = match customer {
            Some(customer) => match engine.read(customer).await {
                Opened::Here(view) => Some(view.dossier.clone()),
                _ => None,
            },
            None => register_alone(&engine, &act),
        };
        let slip = match &act {
            Act::TakeFieldReceipt(it) => Some(it.slip.clone()),
            _ => None,
        };
        let first = self.decided(command(&engine, act, customer), facts.as_ref())?;
        // What a visit's photo is worth depends on the visit; papers of one form stand each for itself.
        let alone = matches!(first.act, Act::AddAttachment(_));
        let mut texts = vec![text(&first)?];
        for act in attached {
            let mut next = command(&engine, act, customer);
            next.deps = if alone { vec![] } else { vec![first.op_id] };
            texts.push(text(&self.decided(next, facts.as_ref())?)?);
        }
        for letter in letters {
            texts.push(text(&command(&engine, put_away(letter), None))?);
        }
        engine.append(texts, beside).await.map_err(NotSubmitted::Storage)?;
        if let Some(slip) = slip {
            self.keep_draft(LAST_SLIP, &slip);
        }
        // From now on there is something here that is nowhere else.
        if self.signals.status.read_untracked().storage.persisted != Some(true) {
            let replica = *self;
            spawn_local(async move {
                replica.ask_to_last().await;
            });
        }
        Ok(first.op_id)
    }

    /// The command with the versions that its author saw, unless the rule refuses it.
    fn decided(
        &self,
        mut command: Command,
        facts: Option<&Dossier>,
    ) -> Result<Command, NotSubmitted> {
        let engine = self.engine();
        let foreseen = predict(&command, facts, &engine.caller(), engine.today());
        if let Foreseen::Sure(effects) = foreseen.map_err(NotSubmitted::Refused)? {
            command.base = seen(&effects, facts);
        }
        Ok(command)
    }

    /// Takes such a file over; answers how many commands were new.
    ///
    /// # Errors
    /// It is no such file, it is another user's, or the device cannot keep it.
    pub async fn import_outbox(&self, text: &str) -> Result<usize, NotImported> {
        let engine = self.engine();
        let user = engine.signals.user.get_untracked().id;
        let commands = engine.core.borrow().import(text, user).map_err(NotImported::File)?;
        let count = commands.len();
        for command in commands {
            let appended = engine.append(vec![command], Beside::default()).await;
            appended.map_err(NotImported::Storage)?;
        }
        Ok(count)
    }
}

/// What puts a letter away that says what it said when it was read.
pub fn put_away(letter: &InboxItem) -> Act {
    Act::PutLetterAway(PutAway { letter: letter.id, verdict: letter.verdict.clone() })
}

fn text(command: &Command) -> Result<Box<RawValue>, NotSubmitted> {
    serde_json::value::to_raw_value(command)
        .map_err(|error| NotSubmitted::Storage(StorageTrouble::Failed(error.to_string())))
}
