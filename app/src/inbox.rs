//! The inbox 待办: what came back from the server, with everything that was filled in.

use std::sync::Arc;

use app::kit::{Button, Fact, Facts, Glyph, LinkButton, Note, Toast, Tone, use_toasts};
use app::{
    view::inbox::{self, WayOut},
    words::{InboxWord, Label, NavWord, ShellSaid},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    id::{CustomerId, InboxId},
    inbox::InboxItem,
    sync::Act,
    words,
};

use crate::{
    customer,
    parts::{empty, mark},
    replica::Replica,
    say::{label, near, say, t},
    shell::Page,
};

/// What the user has put away: kept on this device with the drafts, because it changes nothing but
/// this list.
const UNDERSTOOD: &str = "inbox.understood";

/// What was put away on this device; from the context behind the sign-in.
#[derive(Clone, Copy)]
pub struct Understood {
    replica: Replica,
    items: RwSignal<Vec<InboxId>>,
}

impl Understood {
    /// Reads what was put away before.
    pub fn provide(replica: Replica) {
        let understood = Understood { replica, items: RwSignal::new(vec![]) };
        provide_context(understood);
        spawn_local(async move {
            if let Some(kept) = replica.draft::<Vec<InboxId>>(UNDERSTOOD).await {
                understood.items.set(kept);
            }
        });
    }

    pub fn get(self) -> Vec<InboxId> {
        self.items.get()
    }

    pub fn put_away(self, item: InboxId) {
        self.items.update(|it| it.push(item));
        self.keep();
    }

    fn take_back(self, item: InboxId) {
        self.items.update(|it| it.retain(|has| *has != item));
        self.keep();
    }

    fn keep(self) {
        self.replica.keep_draft(UNDERSTOOD, &self.items.get_untracked());
    }
}

/// How many items are to be handled.
pub fn count() -> Signal<usize> {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    Signal::derive(move || inbox::open(&replica.inbox().get(), &understood.get()).len())
}

#[component]
pub fn Inbox() -> impl IntoView {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    let open = Memo::new(move |_| {
        let items = replica.inbox().get();
        let open = inbox::open(&items, &understood.get());
        open.into_iter().cloned().map(Arc::new).collect::<Vec<_>>()
    });
    let beside = say(move |language| match open.read().len() {
        0 => String::new(),
        count => ShellSaid::ToHandle { count }.text(language),
    });
    view! {
        <Page title=label(NavWord::Inbox) beside>
            <Show
                when=move || !open.read().is_empty()
                fallback=|| empty(Glyph::Inbox, InboxWord::Empty, InboxWord::EmptyHint)
            >
                <Note>{t(InboxWord::NothingLost)}</Note>
                <For each=move || open.get() key=|it| it.id let:item>
                    <Item item/>
                </For>
            </Show>
        </Page>
    }
}

#[component]
fn Item(item: Arc<InboxItem>) -> impl IntoView {
    let heading = format!("inbox-{}", item.id);
    let labelled_by = heading.clone();
    let (verdict, act) = (item.verdict.clone(), item.act.clone());
    let reason = say(move |language| words::verdict_reason(&verdict, language));
    let what = say(move |language| words::act(&act, language));
    view! {
        <article class="section stack" aria-labelledby=labelled_by>
            <div class="line">
                <h2 id=heading>{what}{customer_name(item.customer)}</h2>
                <span class="end">{mark(inbox::mark(&item))}</span>
            </div>
            <p class="quote">{reason}</p>
            <YouSaid item=item.clone()/>
            <div class="line">
                <Again item=item.clone()/>
                <PutAway item=item.id/>
            </div>
        </article>
    }
}

/// What was filled in, so that it can be compared with the reason.
#[component]
fn YouSaid(item: Arc<InboxItem>) -> impl IntoView {
    let on = near(item.acted_on);
    let act = item.act.clone();
    let said = say(move |language| match &act {
        Act::RecordVisit(it) => {
            format!("{} {}", words::outcome(it.outcome, language), it.note)
        }
        Act::MakePromise(it) => {
            let (amount, day) = (words::amount(it.amount), words::day(it.due_on, language));
            format!("{amount} {day} {}", it.promiser)
        }
        Act::TakeFieldReceipt(it) => format!("{} {}", words::amount(it.amount), it.slip),
        Act::CancelFieldReceipt(it) => it.reason.clone(),
        other => words::act(other, language).to_owned(),
    });
    let label = say(move |language| format!("{} {}", InboxWord::YouSaid.text(language), on.get()));
    view! { <Facts><Fact label>{said}</Fact></Facts> }
}

/// The form again, filled as it was; not for what stands.
#[component]
fn Again(item: Arc<InboxItem>) -> impl IntoView {
    let (customer, form) = match inbox::way_out(&item) {
        WayOut::AgainVisit(customer) => (customer, "visit"),
        WayOut::AgainPromise(customer) => (customer, "promise"),
        WayOut::AgainReceipt(customer) => (customer, "receipt"),
        WayOut::None => return None,
    };
    let href = format!("{}/{form}?again={}", customer::address(customer), item.id);
    Some(view! { <LinkButton href icon=Glyph::Edit>{t(InboxWord::Again)}</LinkButton> })
}

/// Undo instead of "are you sure?": putting away changes nothing on the server.
#[component]
fn PutAway(item: InboxId) -> impl IntoView {
    let (understood, toasts) = (expect_context::<Understood>(), use_toasts());
    let closed = label(InboxWord::ClosedHere);
    let press = move || {
        understood.put_away(item);
        let back = move |()| understood.take_back(item);
        toasts.show(Toast::new(closed.get_untracked()).with_undo(Callback::new(back)));
    };
    view! { <Button tone=Tone::Quiet on_press=press>{t(InboxWord::Understood)}</Button> }
}

/// The customer's name, if it is on this device.
fn customer_name(customer: Option<CustomerId>) -> impl Fn() -> Option<String> {
    let briefs = Replica::expect().briefs();
    move || {
        let briefs = briefs.get();
        let found = briefs.iter().find(|it| Some(it.brief.customer.id) == customer)?;
        Some(format!(" · {}", found.brief.customer.name))
    }
}
