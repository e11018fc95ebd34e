//! One account: whose, under which number, what waits about it, and every word that was said.

use app::{
    format::day,
    kit::{Button, Meta, Note, Notice, RowEnd, RowMain, RowTitle, Tag, Toast, Tone, use_toasts},
    words::{AccountWord, also_at},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    bank_account::{AccountState, BankAccount, Remove, Settle, Step, grouped},
    customer::Word,
    id::{BankAccountId, CustomerId},
    sync::Act,
    words,
};

use crate::{
    replica::{NotSubmitted, Replica},
    say::{label, near, say, t},
    trouble::NotTaken,
};

#[component]
pub fn Account(account: BankAccount, customer: CustomerId, may: bool) -> impl IntoView {
    let (of, state) = (account.of, account.state());
    let whose = say(move |language| day::capital(words::account_of(of, language)));
    let stands = say(move |language| day::capital(words::account_state(state, language)));
    let waits = state.first().is_some().then(|| view! { <Tag>{stands}</Tag> });
    let more: Vec<String> =
        [&account.bank, &account.note].into_iter().filter(|it| !it.is_empty()).cloned().collect();
    let number = if account.number.is_empty() {
        view! { <Meta>{t(AccountWord::NoNumber)}</Meta> }.into_any()
    } else {
        view! { <span class="code">{grouped(&account.number)}</span> }.into_any()
    };
    let codes = account.also_at.clone();
    let also = (!codes.is_empty() && account.is_open()).then(|| {
        let said = say(move |language| also_at(&codes, language));
        view! { <Note notice=Notice::Warn>{said}</Note> }
    });
    let steps: Vec<_> = account.steps.iter().map(said).collect();
    let one = |said: Signal<String>| view! { <li>{said}</li> };
    let steps = steps.into_iter().map(one).collect_view();
    let (holder, whose_past) = (account.holder.clone(), account.holder.clone());
    view! {
        <li>
            <div class="row">
                <RowMain>
                    <RowTitle>
                        <span>{holder}</span>
                        <Tag>{whose}</Tag>
                        {waits}
                    </RowTitle>
                    {number}
                    <Meta>{more.join(" · ")}</Meta>
                    {also}
                    <details>
                        <summary class="meta">
                            {t(AccountWord::History)} <span class="vh">" "{whose_past}</span>
                        </summary>
                        <ul class="meta">{steps}</ul>
                    </details>
                </RowMain>
                {may.then(|| view! { <Ways account customer/> })}
            </div>
        </li>
    }
}

/// Who said what, and when.
fn said(it: &Step) -> Signal<String> {
    let (turn, by, on) = (it.turn, it.by, near(it.on));
    let register = Replica::expect().register();
    say(move |language| {
        let by = register.get().user_name(by);
        format!("{} · {by} {}", words::account_turn(turn, language), on.get())
    })
}

/// What the one who looks at it may say: nobody is offered what would be refused.
#[component]
fn Ways(account: BankAccount, customer: CustomerId) -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user().get_untracked().id;
    let (failed, busy) = (RwSignal::new(None::<NotSubmitted>), RwSignal::new(false));
    let (toasts, sent) = (use_toasts(), label(AccountWord::Sent));
    let send = move |act: Act| {
        let sent = sent.get_untracked();
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match replica.submit(act, Some(customer)).await {
                Ok(_) => toasts.show(Toast::new(sent)),
                Err(error) => drop(failed.try_set(Some(error))),
            }
            _ = busy.try_set(false);
        });
    };
    let (id, seen, holder) = (account.id, account.said(), account.holder.clone());
    let settle = move |word| Act::SettleAccount(Settle { account: id, seen, word });
    let remove = Act::RemoveAccount(Remove { account: id });
    let ways: Vec<(AccountWord, Tone, Act)> = match account.state() {
        AccountState::Adding { by, .. } | AccountState::Leaving { by, .. } if by == user => {
            vec![(AccountWord::TakeBack, Tone::default(), settle(Word::No))]
        }
        AccountState::Adding { .. } => vec![
            (AccountWord::ConfirmAdd, Tone::Primary, settle(Word::Yes)),
            (AccountWord::RefuseAdd, Tone::default(), settle(Word::No)),
        ],
        AccountState::Leaving { .. } => vec![
            (AccountWord::ConfirmRemoval, Tone::Primary, settle(Word::Yes)),
            (AccountWord::Keep, Tone::default(), settle(Word::No)),
        ],
        AccountState::Stands => vec![(AccountWord::Remove, Tone::Quiet, remove)],
        AccountState::Gone => vec![],
    };
    // What was said is on its way: a second word would be refused.
    let outbox = replica.outbox();
    let sending = Signal::derive(move || {
        outbox.read().iter().any(|it| account_of(&it.command.act) == Some(id))
    });
    let busy = Signal::derive(move || busy.get() || sending.get());
    let button = |(word, tone, act): (AccountWord, Tone, Act)| {
        let holder = holder.clone();
        let press = move || send(act.clone());
        view! {
            <Button tone busy on_press=press>
                {t(word)} <span class="vh">" "{holder}</span>
            </Button>
        }
    };
    let buttons = ways.into_iter().map(button).collect_view();
    view! {
        <RowEnd>
            <Show when=move || sending.get()>
                <Meta>{t(AccountWord::Sending)}</Meta>
            </Show>
            <span class="line">{buttons}</span>
            <span role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</span>
        </RowEnd>
    }
}

/// Which account a command says something about.
fn account_of(act: &Act) -> Option<BankAccountId> {
    match act {
        Act::RemoveAccount(it) => Some(it.account),
        Act::SettleAccount(it) => Some(it.account),
        _ => None,
    }
}
