//! Changing a customer's file: the phone's page and the desk's form.

use app::{
    draft::{
        contact::field_of,
        file::{FileDraft, Seen},
    },
    kit::{Choice, Field, Need, Select, TextArea, TextInput, TextKind},
    words::{ContactWord, Label, NavWord, PlaceWord},
};
use leptos::prelude::*;
use shared::{
    customer::{Customer, Scale},
    edit,
    id::CustomerId,
    refusal::Refusal,
    words,
};

use super::here::TakePlace;
use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    say::{field_label, label, say, t},
    shell::{Back, Page, Place},
    visit::name_of,
};

type Texts = [(edit::Field, RwSignal<String>); edit::Field::OF_CUSTOMER.len()];

/// The file being changed, with its draft and what the rule says of it.
#[derive(Clone, Copy)]
pub struct FileWork {
    customer: CustomerId,
    seen: RwSignal<Seen>,
    texts: StoredValue<Texts>,
    tags: RwSignal<String>,
    current: Memo<FileDraft>,
    pub draft: Draft,
    pub submission: Submission,
}

impl FileWork {
    pub fn begin(known: &Customer, form: String, again: Option<FileDraft>) -> FileWork {
        let empty = FileDraft::of(known);
        let start = again.unwrap_or_else(|| empty.clone());
        let texts = edit::Field::OF_CUSTOMER.map(|it| (it, RwSignal::new(start.text(it))));
        let (seen, tags) = (RwSignal::new(start.seen), RwSignal::new(start.tags));
        let current = Memo::new(move |_| FileDraft {
            seen: seen.get(),
            texts: texts.into_iter().map(|(field, text)| (field, text.get())).collect(),
            tags: tags.get(),
        });
        let fill = move |it: FileDraft| {
            for (field, text) in texts {
                text.set(it.text(field));
            }
            seen.set(it.seen);
            tags.set(it.tags);
        };
        let draft = Draft::of(form, current, empty, fill);
        let submission = Submission::of(known.id, move || current.get().act());
        let customer = known.id;
        let texts = StoredValue::new(texts);
        FileWork { customer, seen, texts, tags, current, draft, submission }
    }

    fn text(self, field: edit::Field) -> RwSignal<String> {
        let found = self.texts.get_value().into_iter().find(|(it, _)| *it == field);
        found.map_or_else(|| RwSignal::new(String::new()), |(_, text)| text)
    }

    /// What the rule says against a value; at the desk nothing of it is foreseen.
    fn error(self, field: edit::Field) -> Signal<Option<String>> {
        let language = app::language::use_language();
        Signal::derive(move || {
            let refusal = self.submission.refusal().or_else(|| self.malformed());
            let refusal = refusal.filter(|it| field_of(it) == Some(field))?;
            Some(words::refusal(&refusal, language.get()))
        })
    }

    fn malformed(self) -> Option<Refusal> {
        self.current.read().malformed()
    }

    pub fn can_be_sent(self) -> bool {
        self.submission.can_be_sent() && self.malformed().is_none()
    }

    pub fn button(self) -> Signal<String> {
        say(move |language| {
            let word = match self.current.get().act() {
                Some(_) => ContactWord::SaveFile,
                None => ContactWord::FillChange,
            };
            word.text(language)
        })
    }

    pub fn send(self, done: impl FnOnce() + 'static) {
        if let Some(act) = self.current.get_untracked().act() {
            self.submission.send_then(act, vec![], self.customer, self.draft, done);
        }
    }

    fn set(self, it: FileDraft) {
        for (field, text) in self.texts.get_value() {
            text.set(it.text(field));
        }
        self.seen.set(it.seen);
        self.tags.set(it.tags);
    }
}

#[component]
pub fn FileInputs(work: FileWork) -> impl IntoView {
    let error = work.submission.error_at(edit::Field::Tag, field_of);
    let line = move |field| view! { <FileInput work field/> };
    let (every_day, of_licence) = edit::Field::OF_CUSTOMER.split_at(3);
    view! {
        {every_day.iter().map(|it| line(*it)).collect_view()}
        <Field
            label=field_label(edit::Field::Tag)
            need=Need::Optional
            hint=t(ContactWord::TagsHint)
            error
        >
            <TextInput value=work.tags most=620/>
        </Field>
        {of_licence.iter().map(|it| line(*it)).collect_view()}
    }
}

/// A field of one value: a line, several, or one of a list.
#[component]
fn FileInput(work: FileWork, field: edit::Field) -> impl IntoView {
    let value = work.text(field);
    let most = u32::try_from(field.most()).unwrap_or(u32::MAX);
    // Made inside of the field, which gives it its label.
    let input = move || match field {
        edit::Field::Scale => view! { <ScaleSelect value/> }.into_any(),
        edit::Field::InvoicingDetails => {
            let placeholder = t(ContactWord::InvoicingHint);
            view! { <TextArea value placeholder most/> }.into_any()
        }
        edit::Field::GeoPoint => view! { <TextInput value kind=TextKind::Code most/> }.into_any(),
        _ => view! { <TextInput value most/> }.into_any(),
    };
    let (label, error) = (field_label(field), work.error(field));
    if field == edit::Field::GeoPoint {
        let hint = t(PlaceWord::Hint);
        let here =
            (expect_context::<Place>() == Place::Phone).then(|| view! { <TakePlace value/> });
        return view! {
            <Field label need=Need::Optional hint error>{input()}</Field>
            {here}
        }
        .into_any();
    }
    let stands =
        work.seen.with_untracked(|it| it.texts.get(&field).is_some_and(|it| !it.is_empty()));
    if field.needs_second_person() && stands {
        let hint = t(ContactWord::SecondHint);
        return view! { <Field label need=Need::Optional hint error>{input()}</Field> }.into_any();
    }
    view! { <Field label need=Need::Optional error>{input()}</Field> }.into_any()
}

#[component]
fn ScaleSelect(value: RwSignal<String>) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        Scale::ALL.map(|it| Choice::new(it, words::scale(it, language.get()))).to_vec()
    });
    let chosen = Signal::derive(move || Scale::of_name(&value.read()));
    let choose = move |it: Option<Scale>| value.set(it.map_or("", Scale::name).to_owned());
    view! { <Select choices value=chosen on_choose=choose nothing=t(ContactWord::NotSaid)/> }
}

#[component]
pub fn ChangeFile() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    let instead = move || {
        let back = Back::to("/customers", NavWord::Customers);
        view! {
            <Page title=label(ContactWord::ChangeFile) back>{move || instead(shown.get())}</Page>
        }
    };
    move || match about.get().and(known(shown)) {
        Some(known) => view! { <Form known shown/> }.into_any(),
        None => instead().into_any(),
    }
}

fn known(shown: Memo<Shown>) -> Option<Customer> {
    shown.read_untracked().open().map(|it| it.view.customer.clone())
}

#[component]
fn Form(known: Customer, shown: Memo<Shown>) -> impl IntoView {
    let customer = known.id;
    let again = again().and_then(|it| FileDraft::again(&it.act, &known));
    let work = FileWork::begin(&known, name("file", customer), again);
    let empty = FileDraft::of(&known);
    let clear = move || {
        let was = work.current.get_untracked();
        work.set(empty.clone());
        Callback::new(move |()| work.set(was.clone()))
    };
    let send = move || {
        let navigate = leptos_router::hooks::use_navigate();
        work.send(move || navigate(&address(customer), crate::shell::replacing()));
    };
    let button = work.button();
    view! {
        <Page
            title=label(ContactWord::ChangeFile)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft=work.draft/> }
            foot=move || view! { <Save name=button submission=work.submission on_press=send/> }
        >
            <Restored draft=work.draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <FileInputs work/>
            </form>
        </Page>
    }
}
