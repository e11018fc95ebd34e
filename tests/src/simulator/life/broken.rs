//! Broken phones and lines: what planted defects do around the core, which itself is never broken.

use serde_json::{Value, value::RawValue};
use shared::{
    id::OpId,
    sync::{
        PushRequest,
        replica::{Event, Room, StorageFault, Transaction, Write},
    },
};

use super::{
    super::{defect::Defect, server::Dies},
    Life,
};
use crate::phone::{Ask, Reply};

/// Keys of the device's storage, as `shared::sync::replica` writes them.
const CURSOR: &str = "scope/";
const HELD: &str = "held/";

impl Life {
    /// A transaction reaches the disk of a phone whose app may have died over it.
    pub(super) fn commit(
        &mut self,
        phone: usize,
        transaction: &Transaction,
    ) -> Result<Vec<Write>, StorageFault> {
        let storage = &mut self.phones[phone].storage;
        match self.server.defect {
            Defect::LeavesEverywhere => storage.commit_as(transaction, leave_everywhere),
            _ => storage.commit(transaction),
        }
    }

    /// The app died, and the transaction is not on the disk; nor is any part of it on a sound one.
    pub(super) fn loses(&mut self, phone: usize, transaction: &Transaction) {
        if self.server.defect == Defect::StoresCursorFirst {
            let cursor = |it: &Write| it.room == Room::Meta && it.key.starts_with(CURSOR);
            let first = |writes: Vec<Write>| writes.into_iter().filter(cursor).collect();
            let stored = self.phones[phone].storage.commit_as(transaction, first);
            self.note(|| format!("phone {phone} has stored {stored:?}"));
        }
    }

    /// What really goes out.
    pub(super) fn sends_really(&mut self, phone: usize, ask: &Ask) -> Ask {
        match ask {
            Ask::Push(text) if self.server.defect == Defect::RenamesRetries => {
                Ask::Push(self.renamed(phone, text))
            }
            _ => ask.clone(),
        }
    }

    /// Commands that went out before, under other ids.
    fn renamed(&mut self, phone: usize, text: &str) -> String {
        let Ok(mut request) = serde_json::from_str::<PushRequest>(text) else {
            return text.to_owned();
        };
        for raw in &mut request.commands {
            let Ok(mut command) = serde_json::from_str::<Value>(raw.get()) else { continue };
            let sent = (phone, command["op_id"].to_string());
            if self.sent.insert(sent) {
                continue;
            }
            command["op_id"] = Value::String(OpId(self.dice.id()).to_string());
            *raw = RawValue::from_string(command.to_string()).expect("a command can be written");
        }
        serde_json::to_string(&request).expect("a request can be written")
    }

    /// What comes back instead of the server's answer.
    pub(super) fn hears_instead(&mut self, phone: usize, ask: &Ask, reply: &Reply) {
        let forgets = self.server.defect == Defect::ForgetsOn401;
        if !forgets || reply.status != 401 || !matches!(ask, Ask::Push(_)) {
            return;
        }
        let gone = self.phones[phone].storage.forget_outbox();
        let tabs: Vec<_> = self.phones[phone].tabs.iter().map(|it| it.life).collect();
        for tab in tabs {
            self.tell((phone, tab), Event::Told(gone.clone()));
        }
    }

    /// The server answers, or what stands before it on a phone that does not know of epochs.
    pub(super) fn answers(&mut self, phone: usize, ask: &Ask, dies: Dies) -> Option<Reply> {
        let user = self.phones[phone].user;
        let (Defect::IgnoresEpochs, Ask::Push(text) | Ask::Pull(text) | Ask::Snapshot(text)) =
            (self.server.defect, ask)
        else {
            return self.server.answer(user, ask, dies);
        };
        let known = serde_json::from_str::<Value>(text).ok();
        let known = known.and_then(|it| it["epoch"].as_str().map(str::to_owned));
        let (known, epoch) = (known.unwrap_or_default(), self.server.disk.epoch.to_string());
        let text = text.replace(&known, &epoch);
        let ask = match ask {
            Ask::Push(_) => Ask::Push(text),
            Ask::Pull(_) => Ask::Pull(text),
            _ => Ask::Snapshot(text),
        };
        let reply = self.server.answer(user, &ask, dies)?;
        Some(Reply { body: reply.body.replace(&epoch, &known), ..reply })
    }
}

/// Whoever leaves one scope leaves all of them, whatever has come in meanwhile.
fn leave_everywhere(mut writes: Vec<Write>) -> Vec<Write> {
    let customer = |it: &Write| -> Option<(String, String)> {
        let (scope, customer) = it.key.strip_prefix(HELD)?.rsplit_once('/')?;
        Some((scope.to_owned(), customer.to_owned()))
    };
    let gone = |it: &Write| {
        let record = it.text.as_deref().map(serde_json::from_str::<Value>);
        record.is_none_or(|it| it.is_ok_and(|it| it["gone"] == true))
    };
    let left: Vec<_> = writes.iter().filter(|it| gone(it)).filter_map(customer).collect();
    writes.retain(|it| {
        let Some((scope, customer)) = customer(it) else { return true };
        gone(it) || !left.iter().any(|(from, who)| *who == customer && *from != scope)
    });
    writes
}
