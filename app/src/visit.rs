//! Recording a visit 拜访: two taps are enough, everything more is optional.

use app::kit::{Chips, Choice, DayChips, Field, Group, Need, TextArea};
use app::{
    draft::{
        attached::adds,
        visit::{VisitDraft, VisitField, field_of, next_chips},
    },
    words::{AttachWord, FormSaid, Label, NavWord, VisitWord},
};
use leptos::prelude::*;
use shared::{
    attachment::AttachedTo,
    calendar::Day,
    id::{CustomerId, VisitId},
    sync::Act,
    visit::{NOTE_MAX, VisitOutcome},
    words,
};

use crate::{
    attachment::{AttachField, Attaching},
    customer::{self, Shown, address, instead, opened},
    form::{Draft, DraftPill, Restored, Save, Submission, again, begun, name},
    replica::Replica,
    say::{label, say, t},
    shell::{Back, Page},
};

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    outcome: RwSignal<Option<VisitOutcome>>,
    next_on: RwSignal<Option<Day>>,
    note: RwSignal<String>,
    attached: Attaching,
}

impl Fields {
    fn of(draft: VisitDraft) -> Fields {
        Fields {
            outcome: RwSignal::new(draft.outcome),
            next_on: RwSignal::new(draft.next_on),
            note: RwSignal::new(draft.note),
            attached: Attaching::of(draft.attached),
        }
    }

    fn set(self, draft: VisitDraft) {
        self.outcome.set(draft.outcome);
        self.next_on.set(draft.next_on);
        self.note.set(draft.note);
        self.attached.set(draft.attached);
    }

    fn draft(self) -> VisitDraft {
        VisitDraft {
            outcome: self.outcome.get(),
            next_on: self.next_on.get(),
            note: self.note.get(),
            attached: self.attached.picked().get(),
        }
    }
}

#[component]
pub fn RecordVisit() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer shown/> }.into_any(),
        None => view! {
            <Page title=label(VisitWord::Heading) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

/// The name of an opened customer, also once it is not here any more.
pub fn name_of(shown: Memo<Shown>) -> Signal<String> {
    let name = Memo::new(move |before: Option<&String>| {
        let shown = shown.read();
        let name = shown.open().map(|it| it.view.customer.name.clone());
        name.or_else(|| before.cloned()).unwrap_or_default()
    });
    name.into()
}

#[component]
fn Form(customer: CustomerId, shown: Memo<Shown>) -> impl IntoView {
    let start = again().and_then(|it| match it.act {
        Act::RecordVisit(record) => Some(VisitDraft::of(&record)),
        _ => None,
    });
    let fields = Fields::of(start.unwrap_or_default());
    let current = Memo::new(move |_| fields.draft());
    let draft = Draft::of(name("visit", customer), current, VisitDraft::default(), move |it| {
        fields.set(it);
    });
    let act = move || {
        // A photo that is still being read would be left behind.
        let whole =
            current.get().record(VisitId(draft.row())).filter(|_| !fields.attached.is_working());
        whole.map(Act::RecordVisit)
    };
    let attached = move || {
        let to = AttachedTo::Visit { visit: VisitId(draft.row()) };
        adds(&current.get().attached, to)
    };
    let submission = Submission::of(customer, act);
    let send = move || {
        if let Some(act) = untrack(act) {
            submission.send_with(act, untrack(attached), customer, draft);
        }
    };
    let clear = move || {
        let was = untrack(|| fields.draft());
        fields.set(VisitDraft::default());
        Callback::new(move |()| fields.set(was.clone()))
    };
    let button = button_name(fields);
    view! {
        <Page
            title=label(VisitWord::Heading)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <OutcomeChips fields/>
                <NextDay fields submission/>
                <NoteField fields submission/>
                <AttachField attaching=fields.attached need=Need::Optional/>
            </form>
        </Page>
    }
}

/// 记下拜访，谈妥; before an outcome was tapped, what is missing.
fn button_name(fields: Fields) -> Signal<String> {
    say(move |language| match fields.outcome.get() {
        _ if fields.attached.is_working() => AttachWord::Working.text(language).to_owned(),
        None => VisitWord::Choose.text(language).to_owned(),
        Some(outcome) => {
            let outcome = words::outcome(outcome, language).to_owned();
            FormSaid::RecordVisit { outcome }.text(language)
        }
    })
}

#[component]
fn OutcomeChips(fields: Fields) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        VisitOutcome::ALL.map(|it| Choice::new(it, words::outcome(it, language.get()))).to_vec()
    });
    view! {
        <Group legend=t(VisitWord::Outcome)>
            <Chips choices value=fields.outcome on_choose=move |it| fields.outcome.set(Some(it))/>
        </Group>
    }
}

#[component]
fn NextDay(fields: Fields, submission: Submission) -> impl IntoView {
    let today = Replica::expect().today();
    let error = submission.error_at(VisitField::NextOn, field_of);
    view! {
        <Group legend=t(VisitWord::Next) error>
            <DayChips
                days=Signal::derive(move || next_chips(today.get()))
                today
                value=fields.next_on
                on_choose=move |it| fields.next_on.set(it)
                earliest=Signal::derive(move || Some(today.get()))
                none=t(VisitWord::NoNext)
            />
        </Group>
    }
}

#[component]
fn NoteField(fields: Fields, submission: Submission) -> impl IntoView {
    let error = submission.error_at(VisitField::Note, field_of);
    let most = u32::try_from(NOTE_MAX).unwrap_or(u32::MAX);
    view! {
        <Field label=t(VisitWord::Note) need=Need::Optional error>
            <TextArea value=fields.note placeholder=t(VisitWord::NotePlaceholder) most/>
        </Field>
    }
}
