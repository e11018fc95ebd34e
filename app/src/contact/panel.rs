//! The desk's panel of contacts and file, with the form in place.

use app::{
    draft::{contact::ContactDraft, file::FileDraft},
    kit::{Button, Glyph, Note, Notice, Rows, Section, Tone, Truth},
    view::{edit::acts_on_file, palette::Deed},
    words::{ContactWord, Label},
};
use leptos::prelude::*;
use shared::{
    customer::Customer,
    id::{ContactId, CustomerId},
    inbox::InboxItem,
    sync::{Act, replica::Stage},
    words,
};

use super::{
    fields::{Inputs, Work},
    file::{FileInputs, FileWork},
    list::{FileLine, may_change, row},
};
use crate::{
    customer::Shown,
    form::{Answers, InPlace, again},
    replica::Replica,
    say::{say, t},
    shell::offer,
};

/// What is being changed in the panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Editing {
    New,
    Contact(ContactId),
    File,
}

#[component]
pub fn ContactPanel(shown: Memo<Shown>) -> impl IntoView {
    let customer = Memo::new(move |_| shown.read().open().map(|it| it.view.customer.clone()));
    let editing = RwSignal::new(None::<Editing>);
    // A form that was refused, to be sent again, opens once its customer is here.
    let again = StoredValue::new(again());
    Effect::new(move |before: Option<bool>| {
        let here = customer.read().is_some();
        if here && before != Some(true) {
            editing.set(again.get_value().and_then(|it| editing_of(&it.act)));
        }
        here
    });
    let rows = move || customer.get().map(|it| view! { <Listed customer=it editing/> });
    // What is typed stays while the server's rows come anew.
    let form = move || {
        let what = editing.get()?;
        let known = customer.get_untracked()?;
        let close = Callback::new(move |()| {
            again.try_set_value(None);
            _ = editing.try_set(None);
        });
        Some(match what {
            Editing::File => view! { <FileForm known again=again.get_value() close/> }.into_any(),
            Editing::New => {
                view! { <ContactForm known contact=None again=again.get_value() close/> }.into_any()
            }
            Editing::Contact(id) => {
                view! { <ContactForm known contact=Some(id) again=again.get_value() close/> }
                    .into_any()
            }
        })
    };
    view! {
        {rows}
        {form}
    }
}

fn editing_of(act: &Act) -> Option<Editing> {
    match act {
        Act::AddContact(_) => Some(Editing::New),
        Act::ChangeContact(it) => Some(Editing::Contact(it.contact)),
        Act::ChangeCustomer(_) => Some(Editing::File),
        _ => None,
    }
}

#[component]
fn Listed(customer: Customer, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let none =
        customer.contacts.is_empty().then(|| view! { <p class="meta">{t(ContactWord::Empty)}</p> });
    let may = may_change(&customer);
    let rows = customer.contacts.iter().map(|it| {
        let (id, name) = (it.id, it.name.clone());
        let press = move || editing.set(Some(Editing::Contact(id)));
        let change = may.then(|| {
            view! {
                <Button tone=Tone::Quiet icon=Glyph::Edit on_press=press>
                    {t(ContactWord::ChangeOne)}
                    <span class="vh">" "{name}</span>
                </Button>
            }
        });
        view! { <li>{row(it, Truth::Confirmed, change.into_any())}</li> }
    });
    let rows = rows.collect_view();
    let id = customer.id;
    let ways = may.then(|| {
        let add = move || editing.set(Some(Editing::New));
        let change = move || editing.set(Some(Editing::File));
        offer(Deed::AddContact, Glyph::Plus, add);
        offer(Deed::ChangeFile, Glyph::Edit, change);
        view! {
            <div class="line">
                <Button icon=Glyph::Plus on_press=add>
                    {t(ContactWord::Add)}
                </Button>
                <Button icon=Glyph::Edit on_press=change>
                    {t(ContactWord::ChangeFile)}
                </Button>
            </div>
        }
    });
    view! {
        <Section title=t(ContactWord::Heading)>
            <div class="stack">
                {none}
                <Rows>{rows}</Rows>
                <FileLine customer/>
                <Sending customer=id/>
                {ways}
            </div>
        </Section>
    }
}

/// Nothing is foreseen at the desk: what is on its way is said until the server has answered.
#[component]
fn Sending(customer: CustomerId) -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let lines = move || {
        let outbox = outbox.get();
        let waiting = outbox.iter().filter(|it| {
            it.command.customer == Some(customer)
                && it.stage == Stage::OnlyHere
                && acts_on_file(&it.command.act)
        });
        let line = |act: Act| {
            let text = say(move |language| {
                let sending = ContactWord::Sending.text(language);
                format!("{sending} · {}", words::act(&act, language))
            });
            view! { <Note notice=Notice::Local>{text}</Note> }
        };
        waiting.map(|it| line(it.command.act.clone())).collect_view()
    };
    view! { <div role="status">{lines}</div> }
}

#[component]
fn ContactForm(
    known: Customer,
    contact: Option<ContactId>,
    again: Option<InboxItem>,
    close: Callback<()>,
) -> impl IntoView {
    let seen = contact.and_then(|id| known.contacts.iter().find(|it| it.id == id));
    let empty = seen.map(ContactDraft::of).unwrap_or_default();
    let form = match contact {
        Some(id) => format!("contact:{}:{id}", known.id),
        None => format!("contact:{}", known.id),
    };
    let stands = |id| known.contacts.iter().find(|it| it.id == id).cloned();
    let again = again
        .filter(|it| editing_of(&it.act) == Some(contact.map_or(Editing::New, Editing::Contact)));
    let again = again.and_then(|it| ContactDraft::again(&it.act, stands));
    let work = Work::begin(known.id, form, empty, again);
    let title = if contact.is_some() { ContactWord::Change } else { ContactWord::Add };
    let remove = contact.map(|_| {
        let press = move || work.remove(move || close.run(()));
        view! { <Button tone=Tone::Bad on_press=press>{t(ContactWord::Remove)}</Button> }
    });
    let cannot = Signal::derive(move || !work.can_be_sent().get());
    view! {
        <InPlace title=t(title)>
            <Inputs work/>
            <Answers submission=work.submission/>
            <div class="line">
                <Button
                    tone=Tone::Primary
                    disabled=cannot
                    on_press=move || work.send(move || close.run(()))
                >
                    {work.button()}
                </Button>
                <Button tone=Tone::Quiet on_press=close>{t(ContactWord::Cancel)}</Button>
                {remove}
            </div>
        </InPlace>
    }
}

#[component]
fn FileForm(known: Customer, again: Option<InboxItem>, close: Callback<()>) -> impl IntoView {
    let again = again.and_then(|it| FileDraft::again(&it.act, &known));
    let work = FileWork::begin(&known, format!("file:{}", known.id), again);
    let cannot = Signal::derive(move || !work.can_be_sent());
    view! {
        <InPlace title=t(ContactWord::ChangeFile)>
            <FileInputs work/>
            <Answers submission=work.submission/>
            <div class="line">
                <Button
                    tone=Tone::Primary
                    disabled=cannot
                    on_press=move || work.send(move || close.run(()))
                >
                    {work.button()}
                </Button>
                <Button tone=Tone::Quiet on_press=close>{t(ContactWord::Cancel)}</Button>
            </div>
        </InPlace>
    }
}
