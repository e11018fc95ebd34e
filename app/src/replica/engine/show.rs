//! What pages see, brought up to date: once for each page of changes, not once for each row.

use std::rc::Rc;

use leptos::prelude::*;
use shared::{
    calendar::Instant,
    id::CustomerId,
    sync::replica::{Changed, Trouble},
};
use wasm_bindgen_futures::spawn_local;

use super::Engine;
use crate::{
    replica::{Opened, StorageFacts, SyncStatus, database::Gone, storage},
    turn,
    upload::waiting,
};

impl Engine {
    /// Lists as a whole are shown once for all that comes in one turn, as soon as there is time.
    pub(super) fn show(self: &Rc<Self>, changed: Changed) {
        if !changed.everything {
            return self.show_now(&changed);
        }
        let mut to_show = self.to_show.borrow_mut();
        if let Some(before) = to_show.as_mut() {
            return before.add(changed);
        }
        *to_show = Some(changed);
        drop(to_show);
        let engine = self.clone();
        spawn_local(async move {
            turn::pause().await;
            let to_show = engine.to_show.take();
            if let Some(changed) = to_show.filter(|_| !engine.over.get()) {
                engine.show_now(&changed);
            }
        });
    }

    pub(super) fn show_now(self: &Rc<Self>, changed: &Changed) {
        if changed.register || changed.everything {
            self.show_register();
        }
        // A person's views come with what is for that person alone, as letters do.
        if changed.register || changed.inbox || changed.everything {
            let views = self.core.borrow().saved_views().clone();
            self.signals.saved_views.set(views);
        }
        if changed.inbox || changed.outbox || changed.everything {
            self.show_inbox();
        }
        if changed.progress {
            self.show_today();
        }
        let rows = changed.briefs || !changed.customers.is_empty();
        if !changed.everything && !changed.outbox && !changed.register && !rows {
            return;
        }
        let stale: Vec<CustomerId> = {
            let watched = self.watched.borrow();
            // A changed register may change what a rule says of every customer.
            let all = changed.everything || changed.register;
            let news =
                |it: &CustomerId| changed.customers.contains(it) || changed.marked.contains(it);
            watched.keys().copied().filter(|it| all || news(it)).collect()
        };
        for it in stale {
            self.renew(it);
        }
        self.lists_changed(changed);
    }

    /// The letters, with what was put away here a moment ago.
    fn show_inbox(&self) {
        let (caller, today) = (self.caller(), self.today());
        let inbox = self.core.borrow().inbox_view(&caller, today);
        if *self.signals.inbox.read_untracked() != inbox {
            self.signals.inbox.set(inbox);
        }
    }

    fn show_register(self: &Rc<Self>) {
        let register = self.core.borrow().register().clone();
        let user = self.signals.user.get_untracked();
        if let Some(known) = register.users.get(&user.id).filter(|it| **it != user) {
            self.signals.user.set(known.clone());
        }
        if *self.signals.register.read_untracked() != register {
            self.signals.register.set(register);
        }
        self.show_today();
    }

    /// A new day changes what is overdue, due and awaited everywhere.
    pub(super) fn show_today(self: &Rc<Self>) {
        let today = self.today();
        if self.signals.today.get_untracked() == today {
            return;
        }
        self.signals.today.set(today);
        let watched: Vec<CustomerId> = self.watched.borrow().keys().copied().collect();
        for it in watched {
            self.renew(it);
        }
    }

    /// Reads a customer again and shows it. Those that stand beside each other are read one after the
    /// other, so that the chunks they share are read once.
    pub(super) fn renew(self: &Rc<Self>, customer: CustomerId) {
        let mut stale = self.stale.borrow_mut();
        if !stale.contains(&customer) {
            stale.push_back(customer);
        }
        if self.renewing.replace(true) {
            return;
        }
        let engine = self.clone();
        spawn_local(async move {
            while let Some(customer) = engine.next_stale() {
                let opened = engine.read(customer).await;
                engine.show_opened(customer, opened);
                turn::pause().await;
            }
            engine.renewing.set(false);
        });
    }

    /// Nobody may look at it any more.
    fn next_stale(&self) -> Option<CustomerId> {
        let (mut stale, watched) = (self.stale.borrow_mut(), self.watched.borrow());
        std::iter::from_fn(|| stale.pop_front()).find(|it| watched.contains_key(it))
    }

    fn show_opened(&self, customer: CustomerId, opened: Opened) {
        let signal = self.watched.borrow().get(&customer).map(|it| it.signal.clone());
        if let Some(signal) = signal.filter(|it| it.get_untracked() != opened) {
            signal.set(opened);
        }
    }

    pub(super) fn show_status(self: &Rc<Self>) {
        let before = self.signals.status.get_untracked();
        let status = self.status(before.storage.clone());
        let photos = waiting(self.signals.locals.read_untracked().values()).count;
        let noted = (status.pending, photos);
        if self.noted.replace(Some(noted)) != Some(noted) {
            storage::note(self.signals.user.get_untracked().id, status.pending, photos);
        }
        if status.revoked.is_some() && before.revoked.is_none() {
            self.let_go();
        }
        if status != before {
            self.signals.status.set(status);
        }
    }

    fn status(&self, storage: StorageFacts) -> SyncStatus {
        let core = self.core.borrow();
        let trouble = core.trouble();
        let network = web_sys::window().is_none_or(|it| it.navigator().on_line());
        SyncStatus {
            online: network && trouble != Some(Trouble::Unreachable),
            last_contact: core.last_contact(),
            pending: core.unanswered(),
            oldest: core.only_here().next().map(|it| it.command.captured_at),
            first_sync: core.progress(),
            trouble,
            revoked: core.revoked(),
            scopes: core.scope_states(),
            clock_offset: core.clock_offset(),
            storage,
            gone: self.over.get().then(|| self.database.gone()).flatten().map(Gone::trouble),
            leading: core.is_leading(),
            busy: core.is_busy(),
            next_try: core.next_try().map(|it| Instant(it.0 + core.clock_offset())),
        }
    }
}
