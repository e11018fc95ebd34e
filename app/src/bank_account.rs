//! Bank accounts and payers 银行账户、代付方 in the desk's file: what stands, what waits for a second
//! person, and who said what. No phone has them.

mod form;
mod row;

use std::sync::Arc;

use app::{
    kit::{Button, Glyph, Note, Notice, Rows, Section},
    words::{AccountWord, Label},
};
use leptos::prelude::*;
use shared::{
    bank_account::{BankAccount, Sight, may_keep},
    customer::Customer,
    dossier::Dossier,
    id::CustomerId,
    sync::{Act, replica::Stage},
    user::Caller,
    words,
};

use crate::{
    form::again,
    replica::Replica,
    say::{say, t},
};
use form::AccountForm;
use row::Account;

/// The section, with the form in place: what is typed stays while the server's rows come anew.
#[component]
pub fn AccountPanel(file: Memo<Option<Arc<Dossier>>>) -> impl IntoView {
    let caller = Caller::of(&Replica::expect().user().get_untracked());
    let again = StoredValue::new(again().filter(|it| matches!(it.act, Act::ProposeAccount(_))));
    let adding = RwSignal::new(again.with_value(Option::is_some));
    if Sight::of(&caller) == Sight::Nothing {
        return None;
    }
    let may = may_keep(&caller);
    let rows = move || file.get().map(|dossier| view! { <Listed dossier may adding/> });
    let form = move || {
        let dossier = file.with_untracked(Clone::clone).filter(|_| adding.get())?;
        let known = dossier.customer.clone()?;
        let close = Callback::new(move |()| {
            again.try_set_value(None);
            _ = adding.try_set(false);
        });
        let again = again.get_value();
        Some(view! { <AccountForm known file again close/> })
    };
    // The form waits for the customer, and then for nothing.
    let here = Memo::new(move |_| file.read().is_some());
    Some(view! {
        {rows}
        {move || here.get().then_some(form)}
    })
}

#[component]
fn Listed(dossier: Arc<Dossier>, may: bool, adding: RwSignal<bool>) -> impl IntoView {
    let Some(customer) = dossier.customer.clone() else { return ().into_any() };
    let (open, gone) = told(&dossier);
    let none = open.is_empty().then(|| view! { <p class="meta">{t(AccountWord::Empty)}</p> });
    let of = |those: Vec<BankAccount>, customer: &Customer| {
        let one = |account| view! { <Account account customer=customer.id may/> };
        those.into_iter().map(one).collect_view()
    };
    let history = (!gone.is_empty()).then(|| {
        let count = gone.len();
        let rows = of(gone, &customer);
        view! {
            <details class="stack">
                <summary class="meta">{t(AccountWord::Gone)}" "{count}</summary>
                <Rows>{rows}</Rows>
            </details>
        }
    });
    let rows = (!open.is_empty()).then(|| {
        let rows = of(open, &customer);
        view! { <Rows>{rows}</Rows> }
    });
    let add = (may && !customer.is_walk_in()).then(|| {
        let press = move || adding.set(true);
        view! {
            <div class="line">
                <Button icon=Glyph::Plus on_press=press>{t(AccountWord::Add)}</Button>
            </div>
        }
    });
    view! {
        <Section title=t(AccountWord::Heading)>
            <div class="stack">
                <p class="meta">{t(AccountWord::Hint)}</p>
                {none}
                {rows}
                <Sending customer=customer.id/>
                {add}
                {history}
            </div>
        </Section>
    }
    .into_any()
}

/// Those that stand or wait, what waits first; and those that are history, the latest first.
fn told(dossier: &Dossier) -> (Vec<BankAccount>, Vec<BankAccount>) {
    let all = dossier.bank_accounts.values().cloned();
    let (mut open, mut gone): (Vec<_>, Vec<_>) = all.partition(BankAccount::is_open);
    open.sort_by_key(|it| (it.state().first().is_none(), it.of, it.holder.clone(), it.id));
    gone.sort_by_key(|it| std::cmp::Reverse((it.steps.last().map(|it| it.at), it.id)));
    (open, gone)
}

/// Nothing is foreseen at the desk: what is on its way is said until the server has answered.
#[component]
fn Sending(customer: CustomerId) -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let lines = move || {
        let outbox = outbox.get();
        let waiting = outbox.iter().filter(|it| {
            let about = it.command.customer == Some(customer) && it.stage == Stage::OnlyHere;
            about && it.command.act.reads_what_no_device_holds()
        });
        let line = |act: Act| {
            let text = say(move |language| {
                let sending = AccountWord::Sending.text(language);
                format!("{sending} · {}", words::act(&act, language))
            });
            view! { <Note notice=Notice::Local>{text}</Note> }
        };
        waiting.map(|it| line(it.command.act.clone())).collect_view()
    };
    view! { <div role="status">{lines}</div> }
}
