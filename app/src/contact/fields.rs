//! The form of a contact, on the phone's page as in the desk's panel.

use app::{
    draft::contact::{ContactDraft, Missing, field_of},
    kit::{Checkbox, Field, Group, Need, TextArea, TextInput, TextKind, Toast, use_toasts},
    words::{ContactWord, Label},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    contact::{Change, Contact, Remove},
    edit::{self, FieldChange},
    id::{ContactId, CustomerId},
    refusal::Refusal,
    sync::Act,
    words,
};

use crate::{
    form::{Draft, Submission},
    replica::Replica,
    say::{field_label, label, say, t},
};

/// A contact being added or changed, with its draft and what the rule says of it.
#[derive(Clone, Copy)]
pub struct Work {
    customer: CustomerId,
    fields: Fields,
    current: Memo<ContactDraft>,
    pub draft: Draft,
    pub submission: Submission,
}

#[derive(Clone, Copy)]
struct Fields {
    seen: RwSignal<Option<Contact>>,
    name: RwSignal<String>,
    role: RwSignal<String>,
    phone: RwSignal<String>,
    signs: RwSignal<bool>,
    note: RwSignal<String>,
}

impl Fields {
    fn of(it: ContactDraft) -> Fields {
        Fields {
            seen: RwSignal::new(it.seen),
            name: RwSignal::new(it.name),
            role: RwSignal::new(it.role),
            phone: RwSignal::new(it.phone),
            signs: RwSignal::new(it.signs),
            note: RwSignal::new(it.note),
        }
    }

    fn set(self, it: ContactDraft) {
        self.seen.set(it.seen);
        self.name.set(it.name);
        self.role.set(it.role);
        self.phone.set(it.phone);
        self.signs.set(it.signs);
        self.note.set(it.note);
    }

    fn draft(self) -> ContactDraft {
        ContactDraft {
            seen: self.seen.get(),
            name: self.name.get(),
            role: self.role.get(),
            phone: self.phone.get(),
            signs: self.signs.get(),
            note: self.note.get(),
        }
    }
}

impl Work {
    /// Begins with `empty`, or where one comes back to a form, with what is to be said `again`.
    pub fn begin(
        customer: CustomerId,
        form: String,
        empty: ContactDraft,
        again: Option<ContactDraft>,
    ) -> Work {
        let fields = Fields::of(again.unwrap_or_else(|| empty.clone()));
        let current = Memo::new(move |_| fields.draft());
        let draft = Draft::of(form, current, empty, move |it| fields.set(it));
        let act = move || current.get().act(ContactId(draft.row()));
        Work { customer, fields, current, draft, submission: Submission::of(customer, act) }
    }

    /// What the rule says against the values; nothing of it is foreseen at the desk.
    fn malformed(self) -> Option<Refusal> {
        self.current.get().malformed(ContactId(self.draft.row()))
    }

    pub fn can_be_sent(self) -> Signal<bool> {
        Signal::derive(move || self.submission.can_be_sent() && self.malformed().is_none())
    }

    fn error(self, field: edit::Field) -> Signal<Option<String>> {
        let language = app::language::use_language();
        Signal::derive(move || {
            let refusal = self.submission.refusal().or_else(|| self.malformed());
            let refusal = refusal.filter(|it| field_of(it) == Some(field))?;
            Some(words::refusal(&refusal, language.get()))
        })
    }

    /// The button says what is missing, or what it does.
    pub fn button(self) -> Signal<String> {
        say(move |language| {
            let word = match self.current.get().missing() {
                Some(Missing::Name) => ContactWord::FillName,
                Some(Missing::Change) => ContactWord::FillChange,
                None => ContactWord::Save,
            };
            word.text(language)
        })
    }

    /// Sends the form, and says so.
    pub fn send(self, done: impl FnOnce() + 'static) {
        let current = self.current.get_untracked();
        if let Some(act) = untrack(move || current.act(ContactId(self.draft.row()))) {
            self.submission.send_then(act, vec![], self.customer, self.draft, done);
        }
    }

    /// Removes the contact as it was seen; undo brings it back.
    pub fn remove(self, done: impl FnOnce() + 'static) {
        let Some(seen) = self.fields.seen.get_untracked() else { return };
        let (toasts, replica, customer) = (use_toasts(), Replica::expect(), self.customer);
        let removed = label(ContactWord::Removed).get_untracked();
        let back = back(&seen);
        let undo = move |()| {
            let back = back.clone();
            spawn_local(async move {
                // Refused or not kept: the contact stays removed, and the outbox does not have it.
                _ = replica.submit(back, Some(customer)).await;
            });
        };
        // The form goes with what it removed.
        let undo = replica.lasting(|| Callback::new(undo));
        let act = Act::RemoveContact(Remove { seen });
        self.submission.send_then(act, vec![], customer, self.draft, move || {
            toasts.show(Toast::new(removed).with_undo(undo));
            done();
        });
    }

    /// Empties the form, and gives the way back.
    pub fn clear(self, empty: ContactDraft) -> Callback<()> {
        let was = untrack(move || self.fields.draft());
        self.fields.set(empty);
        Callback::new(move |()| self.fields.set(was.clone()))
    }
}

/// The command that lets a removed contact stand again, with all that stood there.
fn back(seen: &Contact) -> Act {
    let field = edit::Field::Note;
    let to = edit::Value::text(&seen.note);
    let fields = vec![FieldChange { field, seen: None, to }];
    Act::ChangeContact(Change { contact: seen.id, fields })
}

/// The five fields.
#[component]
pub fn Inputs(work: Work) -> impl IntoView {
    let fields = work.fields;
    let most = |field: edit::Field| u32::try_from(field.most()).unwrap_or(u32::MAX);
    view! {
        <Field label=field_label(edit::Field::Name) error=work.error(edit::Field::Name)>
            <TextInput value=fields.name most=most(edit::Field::Name)/>
        </Field>
        <Field
            label=field_label(edit::Field::Role)
            need=Need::Optional
            error=work.error(edit::Field::Role)
        >
            <TextInput
                value=fields.role
                placeholder=t(ContactWord::RolePlaceholder)
                most=most(edit::Field::Role)
            />
        </Field>
        <Field
            label=field_label(edit::Field::Phone)
            need=Need::Optional
            error=work.error(edit::Field::Phone)
        >
            <TextInput value=fields.phone kind=TextKind::Phone most=most(edit::Field::Phone)/>
        </Field>
        <Group legend=field_label(edit::Field::Signs)>
            <Checkbox checked=fields.signs on_change=move |it| fields.signs.set(it)>
                {t(ContactWord::SignsHint)}
            </Checkbox>
        </Group>
        <Field
            label=field_label(edit::Field::Note)
            need=Need::Optional
            error=work.error(edit::Field::Note)
        >
            <TextArea
                value=fields.note
                placeholder=t(ContactWord::NotePlaceholder)
                most=most(edit::Field::Note)
            />
        </Field>
    }
}
