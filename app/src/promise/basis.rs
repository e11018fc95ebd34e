//! What a promise stands on: the whole balance, or the receivables picked from a sheet.

use std::sync::Arc;

use app::kit::{Button, Checkbox, Chips, Choice, Dialog, DialogShape, Glyph, Group, Note, Tone};
use app::{
    draft::promise::{PromiseField, field_of, open_of},
    format::typing,
    language::use_language,
    words::{FileWord, FormSaid, Label, PromiseWord, Said},
};
use leptos::prelude::*;
use shared::{id::InvoiceId, invoice::Invoice, money::Money, promise::Basis};

use super::form::Fields;
use crate::{
    customer::Shown,
    form::Submission,
    parts::money,
    say::{said, say, short, t},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Balance,
    Documents,
}

#[component]
pub fn BasisField(fields: Fields, shown: Memo<Shown>, submission: Submission) -> impl IntoView {
    let language = use_language();
    let error = submission.error_at(PromiseField::Basis, field_of);
    let picking = RwSignal::new(false);
    let invoices = Memo::new(move |_| of_currency(&shown.read(), fields));
    let choices = Signal::derive(move || {
        let language = language.get();
        let balance = Choice::new(On::Balance, PromiseWord::OnBalance.text(language));
        let documents = Choice::new(On::Documents, PromiseWord::OnDocuments.text(language));
        vec![balance, documents]
    });
    let value = Signal::derive(move || {
        Some(if *fields.basis.read() == Basis::Balance { On::Balance } else { On::Documents })
    });
    let choose = move |on| match on {
        On::Balance => fields.basis.set(Basis::Balance),
        On::Documents => picking.set(true),
    };
    view! {
        <Show when=move || !invoices.read().is_empty()>
            <Group legend=t(PromiseWord::OnWhat) error>
                <Chips choices value on_choose=choose/>
                <Picked fields invoices picking/>
            </Group>
            <Picker fields invoices picking/>
        </Show>
    }
}

/// The open receivables in the currency of the form.
fn of_currency(shown: &Shown, fields: Fields) -> Arc<Vec<Invoice>> {
    let currency = fields.currency.get();
    let all = shown.open().map(|it| it.view.invoices.as_slice()).unwrap_or_default();
    Arc::new(all.iter().filter(|it| it.open.currency() == currency).cloned().collect())
}

/// How many are picked, what they have open, and the way to pick others.
#[component]
fn Picked(
    fields: Fields,
    invoices: Memo<Arc<Vec<Invoice>>>,
    picking: RwSignal<bool>,
) -> impl IntoView {
    let picked = Memo::new(move |_| fields.draft().documents().to_vec());
    let sum = Memo::new(move |_| sum(fields, &invoices.get()));
    let said = say(move |language| {
        FormSaid::PickedSum { count: picked.read().len(), sum: sum.get() }.text(language)
    });
    view! {
        <Show when=move || !picked.read().is_empty()>
            <div class="line">
                <Note icon=Glyph::File>{said}</Note>
                <span class="end">
                    <Button tone=Tone::Quiet on_press=move || picking.set(true)>
                        {t(PromiseWord::PickAgain)}
                    </Button>
                </span>
            </div>
        </Show>
    }
}

fn sum(fields: Fields, invoices: &[Invoice]) -> Money {
    let draft = fields.draft();
    open_of(invoices, draft.documents(), draft.currency).unwrap_or(Money::nil(draft.currency))
}

#[component]
fn Picker(
    fields: Fields,
    invoices: Memo<Arc<Vec<Invoice>>>,
    picking: RwSignal<bool>,
) -> impl IntoView {
    let sum = Memo::new(move |_| sum(fields, &invoices.get()));
    let count = Memo::new(move |_| fields.draft().documents().len());
    let said = say(move |language| {
        FormSaid::PickedSum { count: count.get(), sum: sum.get() }.text(language)
    });
    let done = move || {
        // The amount follows the documents; it can be typed over.
        let sum = sum.get_untracked();
        if sum.is_positive() {
            fields.amount.set(typing::regrouped(&sum.plain(), sum.currency()));
        }
        picking.set(false);
    };
    let acts = move || {
        view! {
            <span class="meta grow" role="status">{said}</span>
            <Button tone=Tone::Primary on_press=done>{t(PromiseWord::Done)}</Button>
        }
    };
    view! {
        <Dialog open=picking title=t(PromiseWord::Pick) shape=DialogShape::Sheet acts>
            <ul class="rows" role="list">
                {move || invoices.get().iter().map(|it| view! { <li><Line fields invoice=it.clone()/></li> }).collect_view()}
            </ul>
        </Dialog>
    }
}

#[component]
fn Line(fields: Fields, invoice: Invoice) -> impl IntoView {
    let id = invoice.id;
    let number = invoice.number.clone();
    let number = said(move || Said::Invoice { number: number.clone() });
    let checked = Memo::new(move |_| fields.draft().documents().contains(&id));
    view! {
        <Checkbox checked on_change=move |_| toggle(fields, id)>
            <span class="row-main">
                <span class="line-b">{number}<span class="end">{money(invoice.open)}</span></span>
                <span class="meta">{t(FileWord::Due)}" "{short(invoice.due_on)}</span>
            </span>
        </Checkbox>
    }
}

fn toggle(fields: Fields, invoice: InvoiceId) {
    let mut draft = untrack(|| fields.draft());
    draft.toggle(invoice);
    fields.basis.set(draft.basis);
}
