//! Lists of customers and of what waits, brought up to date in turns: with ten thousand commands in the
//! outbox each answer concerns a few of them, and none of it may hold the screen.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    rc::Rc,
    sync::Arc,
};

use leptos::prelude::*;
use shared::{
    customer::Brief,
    id::{CustomerId, OpId},
    refusal::Refusal,
    sync::replica::{Changed, Doubt, Pending, Stage},
};
use wasm_bindgen_futures::spawn_local;

use super::Engine;
use crate::{
    replica::{BriefRow, Opened, OutboxLine},
    turn,
};

/// What lists are made of beside the confirmed rows, and what is left to do for them.
#[derive(Default)]
pub(super) struct Lists {
    /// They show what was.
    stale: Cell<bool>,
    /// Customers whose pending commands are to be played again.
    unplayed: RefCell<BTreeSet<CustomerId>>,
    played: RefCell<HashMap<CustomerId, Played>>,
    at_work: Cell<bool>,
}

/// What comes of a customer when its pending commands are played.
struct Played {
    brief: Option<Arc<Brief>>,
    doubts: Vec<Doubt>,
}

impl Engine {
    /// Lists are brought up to date as soon as there is time, once for all that changed meanwhile.
    pub(super) fn lists_changed(self: &Rc<Self>, changed: &Changed) {
        if changed.everything || changed.outbox || changed.briefs {
            self.lists.stale.set(true);
        }
        self.play_again(changed);
        let idle = !self.lists.stale.get() && self.lists.unplayed.borrow().is_empty();
        if idle || self.lists.at_work.replace(true) {
            return;
        }
        let engine = self.clone();
        spawn_local(async move {
            turn::next().await;
            while !engine.over.get() && engine.bring_up_to_date().await {
                turn::pause().await;
            }
            engine.lists.at_work.set(false);
        });
    }

    /// Lists show what is pending too: the customers concerned are read and their briefs made anew.
    fn play_again(&self, changed: &Changed) {
        let waiting = self.core.borrow().waiting_customers();
        let mut unplayed = self.lists.unplayed.borrow_mut();
        let mut played = self.lists.played.borrow_mut();
        let before = played.len();
        played.retain(|customer, _| waiting.contains(customer));
        if played.len() < before {
            self.lists.stale.set(true);
        }
        // A changed register may change what a rule says of every customer.
        let all = changed.everything || changed.register;
        let anew =
            |it: &CustomerId| all || changed.customers.contains(it) || !played.contains_key(it);
        unplayed.extend(waiting.into_iter().filter(anew));
    }

    /// One step: what is known is shown before more is found out. False when nothing is left.
    async fn bring_up_to_date(self: &Rc<Self>) -> bool {
        if self.lists.stale.replace(false) {
            self.show_briefs();
            turn::pause().await;
            self.show_outbox();
            return true;
        }
        let next = self.lists.unplayed.borrow_mut().pop_first();
        let Some(customer) = next else { return false };
        if let Opened::Here(view) = self.read(customer).await {
            let brief = Brief::of(&view.dossier).ok().flatten().map(Arc::new);
            let played = Played { brief, doubts: view.doubts.clone() };
            self.lists.played.borrow_mut().insert(customer, played);
        }
        if self.lists.unplayed.borrow().is_empty() {
            self.lists.stale.set(true);
        }
        true
    }

    /// For whoever waits until what was just stored is shown.
    pub(super) fn show_lists_now(&self) {
        if self.lists.stale.replace(false) {
            self.show_briefs();
            self.show_outbox();
        }
    }

    fn show_briefs(&self) {
        let rows = {
            let core = self.core.borrow();
            let only_here = core.only_here_by_customer();
            let played = self.lists.played.borrow();
            let row = |confirmed: Arc<Brief>| {
                let customer = confirmed.customer.id;
                let played = played.get(&customer).and_then(|it| it.brief.clone());
                BriefRow {
                    brief: played.unwrap_or(confirmed),
                    only_here: only_here.get(&customer).copied().unwrap_or(0),
                }
            };
            let mut rows: Vec<BriefRow> = core.briefs().into_iter().map(row).collect();
            rows.sort_by(|a, b| {
                let (a, b) = (&a.brief.customer, &b.brief.customer);
                a.sort_key.cmp(&b.sort_key).then(a.id.cmp(&b.id))
            });
            rows
        };
        if **self.signals.briefs.read_untracked() != rows {
            self.signals.briefs.set(Arc::new(rows));
        }
    }

    fn show_outbox(&self) {
        let lines = {
            let played = self.lists.played.borrow();
            let doubts = played.values().flat_map(|it| &it.doubts);
            let doubts: HashMap<OpId, &Refusal> =
                doubts.map(|it| (it.op_id, &it.refusal)).collect();
            let core = self.core.borrow();
            let mut names = HashMap::new();
            let mut name = |customer: CustomerId| -> Option<Arc<str>> {
                let find = || core.brief(customer).map(|it| it.customer.name.as_str().into());
                names.entry(customer).or_insert_with(find).clone()
            };
            let mut line = |it: Pending| OutboxLine {
                op_seq: it.op_seq,
                customer: it.command.customer.and_then(&mut name),
                // Once it is answered nobody need guess any more.
                doubt: doubts
                    .get(&it.command.op_id)
                    .filter(|_| it.stage == Stage::OnlyHere)
                    .map(|it| (*it).clone()),
                command: it.command,
                stage: it.stage,
            };
            // Answered ones stay in sight until their rows are here.
            let shown = core.journal().take_while(|it| !it.reflected);
            let shown = shown.filter(|it| it.stage != Stage::Landed);
            let mut lines: Vec<_> = shown.map(&mut line).collect();
            lines.reverse();
            lines
        };
        if **self.signals.outbox.read_untracked() != lines {
            self.signals.outbox.set(Arc::new(lines));
        }
    }
}
