//! Changing short name, address and tags: the phone's page and the desk's form.

use app::{
    draft::{contact::field_of, file::FileDraft},
    kit::{Field, Need, TextInput},
    words::{ContactWord, Label, NavWord},
};
use leptos::prelude::*;
use shared::{customer::Customer, edit, id::CustomerId};

use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    say::{field_label, label, say, t},
    shell::{Back, Page},
    visit::name_of,
};

/// The file being changed, with its draft and what the rule says of it.
#[derive(Clone, Copy)]
pub struct FileWork {
    customer: CustomerId,
    seen: RwSignal<(String, String, Vec<String>)>,
    short_name: RwSignal<String>,
    address: RwSignal<String>,
    tags: RwSignal<String>,
    current: Memo<FileDraft>,
    pub draft: Draft,
    pub submission: Submission,
}

impl FileWork {
    pub fn begin(known: &Customer, form: String, again: Option<FileDraft>) -> FileWork {
        let empty = FileDraft::of(known);
        let start = again.unwrap_or_else(|| empty.clone());
        let seen = RwSignal::new(start.seen);
        let short_name = RwSignal::new(start.short_name);
        let (address, tags) = (RwSignal::new(start.address), RwSignal::new(start.tags));
        let current = Memo::new(move |_| FileDraft {
            seen: seen.get(),
            short_name: short_name.get(),
            address: address.get(),
            tags: tags.get(),
        });
        let draft = Draft::of(form, current, empty, move |it| {
            seen.set(it.seen);
            short_name.set(it.short_name);
            address.set(it.address);
            tags.set(it.tags);
        });
        let submission = Submission::of(known.id, move || current.get().act());
        let customer = known.id;
        FileWork { customer, seen, short_name, address, tags, current, draft, submission }
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
            self.submission.send_then(act, self.customer, self.draft, done);
        }
    }

    fn set(self, it: FileDraft) {
        self.seen.set(it.seen);
        self.short_name.set(it.short_name);
        self.address.set(it.address);
        self.tags.set(it.tags);
    }
}

#[component]
pub fn FileInputs(work: FileWork) -> impl IntoView {
    let most = |field: edit::Field| u32::try_from(field.most()).unwrap_or(u32::MAX);
    let error = |field| work.submission.error_at(field, field_of);
    view! {
        <Field
            label=field_label(edit::Field::ShortName)
            need=Need::Optional
            error=error(edit::Field::ShortName)
        >
            <TextInput value=work.short_name most=most(edit::Field::ShortName)/>
        </Field>
        <Field
            label=field_label(edit::Field::Address)
            need=Need::Optional
            error=error(edit::Field::Address)
        >
            <TextInput value=work.address most=most(edit::Field::Address)/>
        </Field>
        <Field
            label=field_label(edit::Field::Tag)
            need=Need::Optional
            hint=t(ContactWord::TagsHint)
            error=error(edit::Field::Tag)
        >
            <TextInput value=work.tags most=620/>
        </Field>
    }
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
