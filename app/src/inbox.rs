//! The inbox 待办: what came back from the server, with everything that was filled in, and what waits for
//! the user to decide.

use std::sync::Arc;

use app::kit::{Button, Fact, Facts, Glyph, LinkButton, Note, Rows, Toast, Tone, use_toasts};
use app::{
    view::{
        approve::answer,
        edit,
        inbox::{self, WayOut},
    },
    words::{ContactWord, CreditSaid, InboxWord, Label, NavWord, ShellSaid},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    credit::{CreditRequest, CreditStanding},
    edit::{Changed, Edit, Value},
    id::{CustomerId, InboxId},
    inbox::InboxItem,
    sync::Act,
    words,
};

use crate::{
    credit::{ToDecideRow, to_decide},
    customer,
    parts::{empty, mark},
    replica::{NotSubmitted, Replica},
    say::{field_label, label, moment, near, say, t},
    shell::{Page, Place},
    trouble::NotTaken,
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
        if self.items.try_update(|it| it.retain(|has| *has != item)).is_some() {
            self.keep();
        }
    }

    fn keep(self) {
        self.replica.keep_draft(UNDERSTOOD, &self.items.get_untracked());
    }
}

/// How many items are to be handled, and requests to be decided.
pub fn count() -> Signal<usize> {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    let to_decide = to_decide();
    Signal::derive(move || {
        let items = inbox::open(&replica.inbox().get(), &understood.get()).len();
        items + to_decide.get().unwrap_or_default()
    })
}

#[component]
pub fn Inbox() -> impl IntoView {
    let (replica, understood) = (Replica::expect(), expect_context::<Understood>());
    let open = Memo::new(move |_| {
        let items = replica.inbox().get();
        let open = inbox::open(&items, &understood.get());
        open.into_iter().cloned().map(Arc::new).collect::<Vec<_>>()
    });
    let count = count();
    let beside = say(move |language| match count.get() {
        0 => String::new(),
        count => ShellSaid::ToHandle { count }.text(language),
    });
    let to_decide = to_decide();
    let waits = Memo::new(move |_| to_decide.get().is_some_and(|it| 0 < it));
    let none =
        move || (!waits.get()).then(|| empty(Glyph::Inbox, InboxWord::Empty, InboxWord::EmptyHint));
    view! {
        <Page title=label(NavWord::Inbox) beside>
            <Show when=move || waits.get()>
                <Rows><ToDecideRow/></Rows>
            </Show>
            <Show when=move || !open.read().is_empty() fallback=none>
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
    let news = inbox::decided(&item).cloned().map(|it| decision_of(&item, it));
    let settled = inbox::settled(&item).cloned().map(second_word_of);
    let is_settled = settled.is_some();
    let news = news.or(settled);
    let reason =
        news.unwrap_or_else(|| say(move |language| words::verdict_reason(&verdict, language)));
    let what = say(move |language| words::act(&act, language));
    view! {
        <article class="section stack" aria-labelledby=labelled_by>
            <div class="line">
                <h2 id=heading>{what}{customer_name(item.customer)}</h2>
                <span class="end">{mark(inbox::mark(&item))}</span>
            </div>
            <p class="quote">{reason}</p>
            {match item.merged.clone() {
                Some(edit) => view! { <Both edit=*edit/> }.into_any(),
                None if is_settled => ().into_any(),
                None => view! { <YouSaid item=item.clone()/> }.into_any(),
            }}
            <div class="line">
                <Again item=item.clone()/>
                <UseMine item=item.clone()/>
                <PutAway item=item.id word=put_away(&item)/>
            </div>
        </article>
    }
}

/// Who decided about the reader's request, and in which words.
fn decision_of(item: &InboxItem, request: CreditRequest) -> Signal<String> {
    let (author, register) = (item.author, Replica::expect().register());
    say(move |language| {
        let by = register.get().user_name(author);
        let state = words::request_state(request.state(), language).to_owned();
        let reason = answer(request.state()).map(|(_, it)| it.to_owned()).unwrap_or_default();
        CreditSaid::Decided { by, state, reason }.text(language)
    })
}

/// What the second person said about the reader's proposal.
fn second_word_of(it: Edit) -> Signal<String> {
    let register = Replica::expect().register();
    say(move |language| {
        let by = register.get().user_name(it.author);
        let lines = edit::lines(&it, language).join(" · ");
        format!("{by} · {lines}")
    })
}

/// What was filled in, so that it can be compared with the reason.
#[component]
fn YouSaid(item: Arc<InboxItem>) -> impl IntoView {
    let on = near(item.acted_on);
    let (act, request) = (item.act.clone(), inbox::decided(&item).cloned());
    let asked = |asked: CreditStanding, reason: &str, language| {
        format!("{} {reason}", words::credit_standing(&asked, language))
    };
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
        Act::RequestCredit(it) => asked(it.asked, &it.reason, language),
        Act::ReviseCreditRequest(it) => asked(it.asked, &it.reason, language),
        Act::GrantCredit(it) => asked(it.terms, &it.reason, language),
        Act::DecideCreditRequest(it) => match &request {
            Some(about) => asked(about.current.asked, &about.current.reason, language),
            None => format!("{} {}", words::decision(it.decision, language), it.reason),
        },
        other => {
            edit::said(other, language).unwrap_or_else(|| words::act(other, language).to_owned())
        }
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
        WayOut::AgainContact(customer) => (customer, "contact"),
        WayOut::AgainFile(customer) => (customer, "file"),
        WayOut::AgainCredit(customer) => (customer, "credit"),
        WayOut::AgainReceipt(customer) => (customer, "receipt"),
        // Of the desk alone, where it opens in the file.
        WayOut::AgainAccount(customer) => (customer, "account"),
        WayOut::None => return None,
    };
    let at = customer::address(customer);
    // The desk's forms stand in the customer's file.
    let href = match expect_context::<Place>() {
        Place::Phone => format!("{at}/{form}?again={}", item.id),
        Place::Desk => format!("{at}?again={}", item.id),
    };
    Some(view! { <LinkButton href icon=Glyph::Edit>{t(InboxWord::Again)}</LinkButton> })
}

/// Both truths of each field, side by side, with what was seen and who changed it since.
#[component]
fn Both(edit: Edit) -> impl IntoView {
    let (name, conflicts) = (edit.name, edit.lost);
    let each = conflicts.into_iter().map(|it| {
        let field = it.field;
        let label = field_label(field);
        let shown = |value: Option<Value>| {
            say(move |language| edit::value(field, value.as_ref(), language))
        };
        let (saw, mine, theirs) = (shown(it.seen), shown(it.wanted), shown(it.stays));
        view! {
            <div role="group" aria-label=label>
                <p><b>{label}</b></p>
                <Facts>
                    <Fact label=t(ContactWord::Saw)>{saw}</Fact>
                    <Fact label=t(ContactWord::Mine)><b>{mine}</b></Fact>
                    <Fact label=whose(it.by)><b>{theirs}</b></Fact>
                </Facts>
            </div>
        }
    });
    let each = each.collect_view();
    view! {
        {(!name.is_empty()).then(|| view! { <p>{name}</p> })}
        {each}
    }
}

/// The other value: whose it is, and since when.
fn whose(by: Option<Changed>) -> Signal<String> {
    let register = Replica::expect().register();
    let at = moment(move || by.map(|it| it.at));
    let word = match expect_context::<Place>() {
        Place::Phone => ContactWord::Office,
        Place::Desk => ContactWord::Other,
    };
    say(move |language| {
        let name = by.and_then(|it| register.get().users.get(&it.by).map(|it| it.name.clone()));
        let name = name.unwrap_or_else(|| ContactWord::ByFile.text(language).to_owned());
        let parts = [Some(word.text(language).to_owned()), Some(name), at.get()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    })
}

/// The author's values once more: a new command on what stands now.
#[component]
fn UseMine(item: Arc<InboxItem>) -> impl IntoView {
    let act = edit::mine(&item)?;
    let (replica, toasts) = (Replica::expect(), use_toasts());
    let understood = expect_context::<Understood>();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let sent = label(ContactWord::MineSent);
    let (id, customer) = (item.id, item.customer);
    let press = move || {
        let act = act.clone();
        let sent = sent.get_untracked();
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match replica.submit(act, customer).await {
                Ok(_) => {
                    understood.put_away(id);
                    toasts.show(Toast::new(sent));
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
            _ = busy.try_set(false);
        });
    };
    let trouble = move || failed.get().map(|error| view! { <NotTaken error/> });
    Some(view! {
        <Button tone=Tone::Primary busy on_press=press>{t(ContactWord::UseMine)}</Button>
        <div role="alert">{trouble}</div>
    })
}

/// What putting away means: of a conflict, that the other's value stays.
fn put_away(item: &InboxItem) -> Signal<String> {
    match (&item.merged, expect_context::<Place>()) {
        (None, _) => label(InboxWord::Understood),
        (Some(_), Place::Phone) => label(ContactWord::KeepOffice),
        (Some(_), Place::Desk) => label(ContactWord::KeepOther),
    }
}

/// Undo instead of "are you sure?": putting away changes nothing on the server.
#[component]
fn PutAway(item: InboxId, word: Signal<String>) -> impl IntoView {
    let (understood, toasts) = (expect_context::<Understood>(), use_toasts());
    let closed = label(InboxWord::ClosedHere);
    let press = move || {
        understood.put_away(item);
        // The button goes with its item.
        let back =
            understood.replica.lasting(|| Callback::new(move |()| understood.take_back(item)));
        toasts.show(Toast::new(closed.get_untracked()).with_undo(back));
    };
    view! { <Button tone=Tone::Quiet on_press=press>{word}</Button> }
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
