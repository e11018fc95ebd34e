//! The inbox 待办: what came back from the server, with everything that was filled in.

use std::sync::Arc;

use app::{
    view::inbox::{self, WayOut},
    words::{InboxWord, NavWord, ShellSaid, ShellWord},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use shared::{
    id::{CustomerId, InboxId},
    inbox::InboxItem,
    sync::Act,
    words,
};

use crate::{
    customer,
    parts::{day_text, empty, icon, mark},
    replica::Replica,
    say::{label, say, t},
    shell::Page,
};

/// What the user has put away: kept on this device with the drafts, because it changes nothing but
/// this list.
const UNDERSTOOD: &str = "inbox.understood";

/// What was put away on this device; from the context of the shells.
#[derive(Clone, Copy)]
pub struct Understood(RwSignal<Vec<InboxId>>);

impl Understood {
    /// Reads what was put away before.
    pub fn provide() {
        let understood = Understood(RwSignal::new(vec![]));
        provide_context(understood);
        let replica = Replica::expect();
        spawn_local(async move {
            if let Some(kept) = replica.draft::<Vec<InboxId>>(UNDERSTOOD).await {
                understood.0.set(kept);
            }
        });
    }

    pub fn get(self) -> Vec<InboxId> {
        self.0.get()
    }

    pub fn put_away(self, item: InboxId) {
        self.0.update(|it| it.push(item));
        self.keep();
    }

    pub fn take_back(self, item: InboxId) {
        self.0.update(|it| it.retain(|has| *has != item));
        self.keep();
    }

    fn keep(self) {
        Replica::expect().keep_draft(UNDERSTOOD, &self.0.get_untracked());
    }
}

/// How many items are to be handled.
pub fn count() -> Signal<usize> {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    Signal::derive(move || inbox::open(&replica.inbox().read(), &understood.get()).len())
}

#[component]
pub fn Inbox() -> impl IntoView {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    let open = Memo::new(move |_| {
        let items = replica.inbox().get();
        let open = inbox::open(&items, &understood.get());
        open.into_iter().cloned().map(Arc::new).collect::<Vec<_>>()
    });
    let put_away = RwSignal::new(None);
    let beside = say(move |language| match open.read().len() {
        0 => String::new(),
        count => ShellSaid::ToHandle { count }.text(language),
    });
    view! {
        <Page title=label(NavWord::Inbox) beside>
            <Show
                when=move || !open.read().is_empty()
                fallback=|| empty("inbox", InboxWord::Empty, InboxWord::EmptyHint)
            >
                <p class="meta">{t(InboxWord::NothingLost)}</p>
                <For each=move || open.get() key=|it| it.id let:item>
                    <Item item put_away/>
                </For>
            </Show>
            <PutAway put_away/>
        </Page>
    }
}

#[component]
fn Item(item: Arc<InboxItem>, put_away: RwSignal<Option<InboxId>>) -> impl IntoView {
    let understood = expect_context::<Understood>();
    let id = item.id;
    let heading = format!("inbox-{id}");
    let verdict = item.verdict.clone();
    let reason = say(move |language| words::verdict_reason(&verdict, language));
    let act = item.act.clone();
    let what = say(move |language| words::act(&act, language));
    let away = move |_| {
        understood.put_away(id);
        put_away.set(Some(id));
    };
    view! {
        <article class="section stack" aria-labelledby=heading.clone()>
            <div class="line">
                <h2 id=heading>{what} {customer_name(item.customer)}</h2>
                <span class="end">{mark(inbox::mark(&item))}</span>
            </div>
            <p class="quote">{reason}</p>
            <YouSaid item=item.clone()/>
            <div class="chips">
                <Again item=item.clone()/>
                <button class="btn btn-quiet grow" type="button" on:click=away>
                    {t(InboxWord::Understood)}
                </button>
            </div>
        </article>
    }
}

/// What was filled in, so that it can be compared with the reason.
#[component]
fn YouSaid(item: Arc<InboxItem>) -> impl IntoView {
    let on = day_text(item.acted_on);
    let act = item.act.clone();
    let said = say(move |language| match &act {
        Act::RecordVisit(it) => format!("{} {}", words::outcome(it.outcome, language), it.note),
        Act::MakePromise(it) => format!(
            "{} {} {}",
            words::amount(it.amount),
            words::day(it.due_on, language),
            it.promiser
        ),
        other => words::act(other, language).to_owned(),
    });
    view! {
        <dl class="facts">
            <div>
                <dt>{t(InboxWord::YouSaid)} " " {on}</dt>
                <dd>{said}</dd>
            </div>
        </dl>
    }
}

/// The form again, filled as it was.
#[component]
fn Again(item: Arc<InboxItem>) -> impl IntoView {
    let (customer, form) = match inbox::way_out(&item) {
        WayOut::AgainVisit(customer) => (customer, "visit"),
        WayOut::AgainPromise(customer) => (customer, "promise"),
        WayOut::None => return None,
    };
    let href = format!("{}/{form}?again={}", customer::address(customer), item.id);
    Some(view! { <A href attr:class="btn btn-line grow">{t(InboxWord::Again)}</A> })
}

/// The customer's name, if it is on this device.
fn customer_name(customer: Option<CustomerId>) -> impl Fn() -> Option<String> {
    let briefs = Replica::expect().briefs();
    move || {
        let briefs = briefs.read();
        let found = briefs.iter().find(|it| Some(it.brief.customer.id) == customer)?;
        Some(format!(" · {}", found.brief.customer.name))
    }
}

/// Undo instead of "are you sure?": putting away changes nothing on the server.
#[component]
fn PutAway(put_away: RwSignal<Option<InboxId>>) -> impl IntoView {
    let understood = expect_context::<Understood>();
    move || {
        put_away.get().map(|id| {
            let back = move |_| {
                understood.take_back(id);
                put_away.set(None);
            };
            view! {
                <p class="toast" role="status">
                    {t(InboxWord::ClosedHere)}
                    <button class="btn" type="button" on:click=back>
                        {icon("undo")}
                        {t(ShellWord::Undo)}
                    </button>
                </p>
            }
        })
    }
}
