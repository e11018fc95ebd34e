//! The inbox 待办: what came back from the server, with everything that was filled in, and what waits for
//! the user to decide.

use std::sync::Arc;

use app::kit::{
    Button, Fact, Facts, Glyph, LinkButton, Note, Rows, Toast, ToastStack, Tone, use_toasts,
};
use app::{
    language::use_language,
    view::{
        again::{At, WayOut, way_out},
        approve::answer,
        edit,
        inbox::{self, Listed},
    },
    words::{ContactWord, CreditSaid, InboxWord, Label, NavWord, ShellSaid},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    credit::CreditRequest,
    edit::{Changed, Edit, Value},
    id::{CustomerId, InboxId},
    inbox::{InboxItem, TakeBack},
    sync::Act,
    words,
};

use crate::{
    credit::{ToDecideRow, may_wait, to_decide},
    parts::{empty, mark},
    replica::{NotSubmitted, Replica, put_away},
    say::{field_label, label, moment, near, say, t},
    shell::{Page, Place},
    trouble::NotTaken,
};

/// What builds before letters were put away everywhere kept of it, on this device alone.
const UNDERSTOOD: &str = "inbox.understood";

/// Puts away everywhere what an earlier build had put away on this device, as soon as the letters are
/// here. What is not here yet is kept for the next start.
pub fn carry_over(replica: Replica) {
    let kept = RwSignal::new(Vec::<InboxId>::new());
    spawn_local(async move {
        let before = replica.draft::<Vec<InboxId>>(UNDERSTOOD).await;
        _ = kept.try_set(before.unwrap_or_default());
    });
    Effect::new(move |_| {
        let items = replica.inbox().get();
        if items.is_empty() || kept.read().is_empty() {
            return;
        }
        let all = kept.try_update(std::mem::take).unwrap_or_default();
        let rest = all.iter().filter(|id| !items.iter().any(|it| it.id == **id));
        let rest: Vec<InboxId> = rest.copied().collect();
        let understood = inbox::open(&items).filter(|it| all.contains(&it.id));
        let understood: Vec<InboxItem> = understood.cloned().collect();
        spawn_local(async move {
            for it in understood {
                // What cannot be stored stays in sight, and the next start tries again.
                if replica.submit(put_away(&it), None).await.is_err() {
                    return;
                }
            }
            if rest.is_empty() {
                replica.drop_draft(UNDERSTOOD);
            } else {
                replica.keep_draft(UNDERSTOOD, &rest);
            }
        });
    });
}

/// How many letters ask something of the user.
pub fn asking() -> Memo<usize> {
    let replica = Replica::expect();
    Memo::new(move |_| inbox::asking(&replica.inbox().read()))
}

/// How many letters are to be handled, and requests to be decided.
pub fn count() -> Signal<usize> {
    let (asking, to_decide) = (asking(), to_decide());
    Signal::derive(move || asking.get() + to_decide.get().unwrap_or_default())
}

#[component]
pub fn Inbox() -> impl IntoView {
    let replica = Replica::expect();
    let letters = Memo::new(move |_| inbox::listed(&replica.inbox().read()));
    let any_asks = Memo::new(move |_| letters.read().iter().any(|it| it.asks));
    let count = count();
    let beside = say(move |language| match count.get() {
        0 => String::new(),
        count => ShellSaid::ToHandle { count }.text(language),
    });
    let may_wait = may_wait();
    let waits = Memo::new(move |_| may_wait.get());
    let none =
        move || (!waits.get()).then(|| empty(Glyph::Inbox, InboxWord::Empty, InboxWord::EmptyHint));
    view! {
        <Page title=label(NavWord::Inbox) beside>
            <Show when=move || waits.get()>
                <Rows><ToDecideRow/></Rows>
            </Show>
            <Show when=move || !letters.read().is_empty() fallback=none>
                <Show when=move || any_asks.get()>
                    <Note>{t(InboxWord::NothingLost)}</Note>
                </Show>
                <For each=move || letters.get() key=|it| (it.item.id, it.asks) let:letter>
                    <Item letter/>
                </For>
            </Show>
        </Page>
    }
}

#[component]
fn Item(letter: Listed) -> impl IntoView {
    let Listed { item, asks } = letter;
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
            <div class="letter-acts">
                {asks.then(|| view! { <Again item=item.clone()/> })}
                <UseMine item=item.clone()/>
                <PutAway item=item.clone() word=stays(&item)/>
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
    let (on, language) = (near(inbox::filled_in_on(&item)), use_language());
    let label = say(move |language| format!("{} {}", InboxWord::YouSaid.text(language), on.get()));
    let said = move || {
        let said = inbox::said(&item, language.get());
        said.into_iter().map(|it| view! { <dd>{it}</dd> }).collect_view()
    };
    view! {
        <dl class="said">
            <dt>{label}</dt>
            {said}
        </dl>
    }
}

/// The form again, filled as it was, or the place where it is done; not for what stands.
#[component]
fn Again(item: Arc<InboxItem>) -> impl IntoView {
    let at = match expect_context::<Place>() {
        Place::Phone => At::Phone,
        Place::Desk => At::Desk,
    };
    match way_out(&item, at) {
        WayOut::Again(href) => Some(
            view! { <LinkButton href icon=Glyph::Edit>{t(InboxWord::Again)}</LinkButton> }
                .into_any(),
        ),
        WayOut::There(href) => {
            Some(view! { <LinkButton href>{t(InboxWord::There)}</LinkButton> }.into_any())
        }
        WayOut::None => None,
    }
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
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let sent = label(ContactWord::MineSent);
    let press = move || {
        let (act, item) = (act.clone(), item.clone());
        let sent = sent.get_untracked();
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match replica.submit_answer(act, item.customer, std::slice::from_ref(&*item)).await {
                Ok(_) => toasts.show(Toast::new(sent)),
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
fn stays(item: &InboxItem) -> Signal<String> {
    match (&item.merged, expect_context::<Place>()) {
        (None, _) => label(InboxWord::Understood),
        (Some(_), Place::Phone) => label(ContactWord::KeepOffice),
        (Some(_), Place::Desk) => label(ContactWord::KeepOther),
    }
}

/// Undo instead of "are you sure?": the letter goes on every device of its reader, and comes back so.
#[component]
fn PutAway(item: Arc<InboxItem>, word: Signal<String>) -> impl IntoView {
    let (replica, toasts) = (Replica::expect(), use_toasts());
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let (closed, stays) = (label(InboxWord::ClosedHere), label(InboxWord::NotTakenBack));
    let letter = item.id;
    let press = move || {
        let act = put_away(&item);
        // The button and its words go with their item.
        let (closed, stays) = (closed.get_untracked(), stays.get_untracked());
        let back = move |()| take_back(replica, toasts, letter, stays.clone());
        let back = replica.lasting(|| Callback::new(back));
        busy.set(true);
        spawn_local(async move {
            match replica.submit(act, None).await {
                Ok(_) => toasts.show(Toast::new(closed).with_undo(back)),
                Err(error) => drop(failed.try_set(Some(error))),
            }
            _ = busy.try_set(false);
        });
    };
    let trouble = move || failed.get().map(|error| view! { <NotTaken error/> });
    view! {
        <Button busy on_press=press>{word}</Button>
        <div role="alert">{trouble}</div>
    }
}

fn take_back(replica: Replica, toasts: ToastStack, letter: InboxId, failed: String) {
    spawn_local(async move {
        let act = Act::TakeLetterBack(TakeBack { letter });
        if replica.submit(act, None).await.is_err() {
            toasts.show(Toast::new(failed));
        }
    });
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
