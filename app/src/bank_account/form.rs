//! Recording an account: it waits for a second person from when it is sent.

use std::sync::Arc;

use app::{
    draft::account::{AccountDraft, Input, Missing, input_of},
    format::day,
    kit::{Button, Chips, Choice, Field, Group, Need, TextInput, TextKind, Tone},
    words::{AccountWord, ContactWord, Label},
};
use leptos::prelude::*;
use shared::{
    bank_account::{AccountOf, NUMBER_MOST, TEXT_MAX},
    customer::Customer,
    dossier::Dossier,
    edit,
    id::{BankAccountId, CustomerId},
    inbox::InboxItem,
    refusal::Refusal,
    words,
};

use crate::{
    form::{Answers, Draft, DraftPill, InPlace, Submission},
    say::{say, t},
};

#[derive(Clone, Copy)]
struct Work {
    customer: CustomerId,
    of: RwSignal<AccountOf>,
    holder: RwSignal<String>,
    number: RwSignal<String>,
    bank: RwSignal<String>,
    note: RwSignal<String>,
    current: Memo<AccountDraft>,
    draft: Draft,
    submission: Submission,
    /// What is shown beside the form: one that stands there is not recorded twice.
    file: Memo<Option<Arc<Dossier>>>,
}

impl Work {
    fn begin(
        known: &Customer,
        file: Memo<Option<Arc<Dossier>>>,
        again: Option<AccountDraft>,
    ) -> Work {
        let legal = known.particulars.get(&edit::Field::LegalName).unwrap_or(&known.name);
        let empty = AccountDraft::of(legal);
        let start = again.unwrap_or_else(|| empty.clone());
        let of = RwSignal::new(start.of);
        let text = |it: String| RwSignal::new(it);
        let (holder, number) = (text(start.holder), text(start.number));
        let (bank, note) = (text(start.bank), text(start.note));
        let current = Memo::new(move |_| AccountDraft {
            of: of.get(),
            holder: holder.get(),
            number: number.get(),
            bank: bank.get(),
            note: note.get(),
        });
        let put = move |it: AccountDraft| {
            of.set(it.of);
            holder.set(it.holder);
            number.set(it.number);
            bank.set(it.bank);
            note.set(it.note);
        };
        let customer = known.id;
        let draft = Draft::of(format!("account:{customer}"), current, empty, put);
        let submission =
            Submission::of(customer, move || current.get().act(BankAccountId(draft.row())));
        Work { customer, of, holder, number, bank, note, current, draft, submission, file }
    }

    fn id(self) -> BankAccountId {
        BankAccountId(self.draft.row())
    }

    /// What the rule says against the values; nothing of it is foreseen at the desk.
    fn malformed(self) -> Option<Refusal> {
        let file = self.file.get();
        let known = file.iter().flat_map(|it| it.bank_accounts.values());
        self.current.get().malformed(self.id(), known)
    }

    fn error(self, input: Input) -> Signal<Option<String>> {
        let language = app::language::use_language();
        Signal::derive(move || {
            let refusal = self.submission.refusal().or_else(|| self.malformed());
            let refusal = refusal.filter(|it| input_of(it) == Some(input))?;
            Some(words::refusal(&refusal, language.get()))
        })
    }

    /// The button says what is missing, or what it does.
    fn button(self) -> Signal<String> {
        say(move |language| {
            let word = match self.current.get().missing(self.id()) {
                Some(Missing::Holder) => AccountWord::FillHolder,
                Some(Missing::Number) => AccountWord::FillNumber,
                Some(Missing::Bank) => AccountWord::FillBank,
                None => AccountWord::Propose,
            };
            word.text(language)
        })
    }

    fn send(self, done: impl FnOnce() + 'static) {
        let (current, id) = (self.current.get_untracked(), untrack(move || self.id()));
        if let Some(act) = current.act(id) {
            self.submission.send_then(act, vec![], self.customer, self.draft, done);
        }
    }
}

#[component]
pub fn AccountForm(
    known: Customer,
    file: Memo<Option<Arc<Dossier>>>,
    again: Option<InboxItem>,
    close: Callback<()>,
) -> impl IntoView {
    let again = again.and_then(|it| AccountDraft::again(&it.act));
    let work = Work::begin(&known, file, again);
    let cannot =
        Signal::derive(move || !work.submission.can_be_sent() || work.malformed().is_some());
    let press = move || work.send(move || close.run(()));
    view! {
        <InPlace title=t(AccountWord::Add)>
            <DraftPill draft=work.draft/>
            <Inputs work/>
            <Answers submission=work.submission/>
            <div class="line">
                <Button tone=Tone::Primary disabled=cannot on_press=press>
                    {work.button()}
                </Button>
                <Button tone=Tone::Quiet on_press=close>{t(ContactWord::Cancel)}</Button>
            </div>
        </InPlace>
    }
}

#[component]
fn Inputs(work: Work) -> impl IntoView {
    let language = app::language::use_language();
    let choices = Signal::derive(move || {
        let label = |it| day::capital(words::account_of(it, language.get()));
        AccountOf::ALL.map(|it| Choice::new(it, label(it))).to_vec()
    });
    let most = u32::try_from(TEXT_MAX).unwrap_or(u32::MAX);
    // Blanks between the digits are typed too.
    let digits = u32::try_from(NUMBER_MOST * 2).unwrap_or(u32::MAX);
    let own = move || work.of.get() == AccountOf::Customer;
    let number = move || {
        let error = work.error(Input::Number);
        let input =
            move || view! { <TextInput value=work.number kind=TextKind::Code most=digits/> };
        let label = t(AccountWord::Number);
        if own() {
            return view! { <Field label error>{input()}</Field> }.into_any();
        }
        let hint = t(AccountWord::NumberOptional);
        view! { <Field label need=Need::Optional hint error>{input()}</Field> }.into_any()
    };
    let bank = move || {
        let error = work.error(Input::Bank);
        let need = if own() { Need::Required } else { Need::Optional };
        view! {
            <Field label=t(AccountWord::Bank) need error>
                <TextInput value=work.bank most/>
            </Field>
        }
    };
    view! {
        <Group legend=t(AccountWord::Whose)>
            <Chips
                choices
                value=Signal::derive(move || Some(work.of.get()))
                on_choose=move |it| work.of.set(it)
            />
        </Group>
        <Field
            label=t(AccountWord::Holder)
            hint=t(AccountWord::HolderHint)
            error=work.error(Input::Holder)
        >
            <TextInput value=work.holder most/>
        </Field>
        {number}
        {bank}
        <Field label=t(AccountWord::Note) need=Need::Optional error=work.error(Input::Note)>
            <TextInput value=work.note placeholder=t(AccountWord::NotePlaceholder) most/>
        </Field>
    }
}
