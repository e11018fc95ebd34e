//! An errand of the desk: one command at a time, which says whether it is on its way, done, or refused.

use app::{
    kit::{Toast, use_toasts},
    language::use_language,
    view::{
        again::answers,
        staff::{Sent, StaffField, field_of, sent},
    },
};
use leptos::{prelude::*, task::spawn_local};
use shared::{id::OpId, inbox::InboxItem, refusal::Refusal, sync::Act, words};

use crate::{
    form::again,
    replica::{NotSubmitted, Replica, StorageTrouble},
    trouble::NotTaken,
};

/// What a form of this page has sent.
#[derive(Clone, Copy)]
pub struct Errand {
    replica: Replica,
    op: RwSignal<Option<OpId>>,
    failed: RwSignal<Option<NotSubmitted>>,
    submitting: RwSignal<bool>,
    /// The letter whose form stands here again.
    again: StoredValue<Option<InboxItem>>,
}

impl Errand {
    pub fn new() -> Errand {
        Errand {
            replica: Replica::expect(),
            op: RwSignal::new(None),
            failed: RwSignal::new(None),
            submitting: RwSignal::new(false),
            again: StoredValue::new(again()),
        }
    }

    /// Sends a command; `taken` is called once this device has it.
    pub fn send(self, act: Act, taken: impl FnOnce() + 'static) {
        if self.busy().get_untracked() {
            return;
        }
        self.submitting.set(true);
        self.failed.set(None);
        let replica = self.replica;
        let again = self.again.get_value().into_iter();
        let letters: Vec<InboxItem> = again.filter(|it| answers(&act, it)).collect();
        spawn_local(async move {
            let submitted = replica.submit_answer(act, None, &letters).await;
            // The page may be closed by now.
            if self.op.is_disposed() {
                return;
            }
            self.submitting.set(false);
            match submitted {
                Ok(op) => {
                    self.op.set(Some(op));
                    taken();
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// What was asked for by the letter that is to be sent again.
    pub fn again(self) -> Option<Act> {
        self.again.get_value().map(|it| it.act)
    }

    fn sent(self) -> Option<Sent> {
        let op = self.op.get()?;
        let (outbox, inbox) = (self.replica.outbox().get(), self.replica.inbox().get());
        let stages = outbox.iter().map(|it| (it.command.op_id, &it.stage));
        Some(sent(op, stages, &inbox))
    }

    /// Until the server has answered.
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.submitting.get() || self.sent() == Some(Sent::Sending))
    }

    /// The server has answered, and not against it.
    pub fn done(self) -> Memo<bool> {
        Memo::new(move |_| self.sent() == Some(Sent::Done))
    }

    /// What the rule says against it.
    pub fn refusal(self) -> Option<Refusal> {
        match self.failed.get() {
            Some(NotSubmitted::Refused(refusal)) => Some(refusal),
            _ => match self.sent() {
                Some(Sent::Refused(refusal)) => Some(refusal),
                _ => None,
            },
        }
    }

    /// Why this device could not keep it.
    pub fn not_kept(self) -> Option<StorageTrouble> {
        match self.failed.get() {
            Some(NotSubmitted::Storage(trouble)) => Some(trouble),
            _ => None,
        }
    }

    /// What the rule says against a field.
    pub fn error_at(self, field: StaffField) -> Signal<Option<String>> {
        let language = use_language();
        Signal::derive(move || {
            let refusal = self.refusal().filter(|it| field_of(it) == Some(field))?;
            Some(words::refusal(&refusal, language.get()))
        })
    }

    /// What belongs to no field that `shown` names.
    pub fn trouble(self, shown: &'static [StaffField]) -> impl Fn() -> Option<AnyView> + Copy {
        move || {
            let error = match (self.failed.get(), self.refusal()) {
                (Some(NotSubmitted::Storage(trouble)), _) => NotSubmitted::Storage(trouble),
                (_, Some(refusal)) => NotSubmitted::Refused(refusal),
                (_, None) => return None,
            };
            if let NotSubmitted::Refused(refusal) = &error
                && field_of(refusal).is_some_and(|it| shown.contains(&it))
            {
                return None;
            }
            Some(view! { <div role="alert"><NotTaken error/></div> }.into_any())
        }
    }
}

/// Says what was done, with the way back: the opposite command.
pub fn done_with_undo(done: Signal<String>, back: Act) {
    let (toasts, replica) = (use_toasts(), Replica::expect());
    let undo = move |()| {
        let back = back.clone();
        spawn_local(async move {
            // What cannot be taken back any more stays done, and the page shows so.
            let _ = replica.submit(back, None).await;
        });
    };
    toasts.show(Toast::new(done.get_untracked()).with_undo(Callback::new(undo)));
}
