//! What waits for a second person in a customer's file, with the second word for whoever may say it.

use app::{
    kit::{Button, Note, Notice, Toast, Tone, use_toasts},
    view::edit::{second_word, value},
    words::{ContactWord, Label},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    customer::{Customer, Word},
    edit::{self, Field, Proposed, Value},
    user::Caller,
};

use super::list::may_change;
use crate::{
    replica::{NotSubmitted, Replica},
    say::{field_label, label, near, say, t},
    trouble::NotTaken,
};

#[component]
pub fn Proposals(customer: Customer) -> impl IntoView {
    let each = customer.proposed.iter().map(|(field, it)| {
        view! { <Proposal customer=customer.clone() field=*field proposed=it.clone()/> }
    });
    each.collect_view()
}

#[component]
fn Proposal(customer: Customer, field: Field, proposed: Proposed) -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user().get_untracked();
    let (here, to) = (customer.value(field), Value::text(&proposed.to));
    let (register, name) = (replica.register(), field_label(field));
    let (by, on) = (proposed.by, near(proposed.on));
    let said = say(move |language| {
        let of = |it: Option<&Value>| value(field, it, language);
        let by = register.get().user_name(by);
        let waits = ContactWord::WaitsForSecond.text(language);
        let (here, to) = (of(here.as_ref()), of(Some(&to)));
        format!("{} {here} → {to} · {waits} · {by} {}", name.get(), on.get())
    });
    let may = may_change(&customer);
    let second = may && edit::may_confirm(&Caller::of(&user), &proposed);
    let own = may && proposed.by == user.id;
    let known = customer.id;
    let act = move |word| second_word(field, &proposed, word);
    let act = StoredValue::new(act);
    let (failed, busy) = (RwSignal::new(None::<NotSubmitted>), RwSignal::new(false));
    let (toasts, sent) = (use_toasts(), label(ContactWord::SecondSent));
    let press = move |word: Word| {
        let act = act.with_value(|act| act(word));
        let sent = sent.get_untracked();
        busy.set(true);
        spawn_local(async move {
            match replica.submit(act, Some(known)).await {
                Ok(_) => toasts.show(Toast::new(sent)),
                Err(error) => drop(failed.try_set(Some(error))),
            }
            _ = busy.try_set(false);
        });
    };
    let yes = second.then(|| {
        view! {
            <Button tone=Tone::Primary busy on_press=move || press(Word::Yes)>
                {t(ContactWord::SayYes)}
            </Button>
        }
    });
    let no = (second || own).then(|| {
        let word = if own { ContactWord::TakeBack } else { ContactWord::SayNo };
        view! { <Button busy on_press=move || press(Word::No)>{t(word)}</Button> }
    });
    view! {
        <Note notice=Notice::Warn>
            <p>{said}</p>
            <div class="line">{yes}{no}</div>
            <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
        </Note>
    }
}
