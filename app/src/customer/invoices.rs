//! The open receivables of one customer, earliest due first; each can be promised from here.

use std::sync::Arc;

use app::kit::{Button, Glyph, Meta, RowEnd, RowMain, RowTitle, Rows, Section, Tag, Tone};
use app::words::{FileWord, Said};
use leptos::prelude::*;
use shared::{calendar::Day, invoice::Invoice};

use super::{
    address,
    open::Open,
    unfolded::{List, Whole},
};
use crate::{
    parts::money,
    say::{said, short, t},
};

/// How many are shown before somebody asks for all.
const SHOWN: usize = 12;

#[component]
pub fn InvoiceSection(open: Arc<Open>) -> impl IntoView {
    let all = Whole::of(&open, List::Invoices);
    let count = open.view.invoices.len();
    let counted = said(move || Said::Documents { count: count as u64 });
    let rows = move || {
        let (view, shown) = (&open.view, if all.get() { count } else { SHOWN.min(count) });
        let row = |it: &Invoice| view! { <li>{row(it, view.today)}</li> };
        view.invoices[..shown].iter().map(row).collect_view()
    };
    view! {
        <Section title=t(FileWord::Invoices) end=move || counted>
            {(count == 0).then(|| view! { <Meta>{t(FileWord::NoInvoices)}</Meta> })}
            <Rows>{rows}</Rows>
            <Show when=move || SHOWN < count && !all.get()>
                <Button tone=Tone::Quiet on_press=move || all.show()>{t(FileWord::ShowAll)}</Button>
            </Show>
        </Section>
    }
}

fn row(invoice: &Invoice, today: Day) -> impl IntoView + use<> {
    let number = invoice.number.clone();
    let number = said(move || Said::Invoice { number: number.clone() });
    let days = today.days_since(invoice.due_on);
    let late = (0 < days).then(|| {
        let since = said(move || Said::DaysOverdue { days });
        view! { <span class="bad">" "{since}</span> }
    });
    let disputed = invoice.disputed.then(|| {
        view! { <Tag icon=Glyph::Dispute>{t(FileWord::Disputed)}</Tag> }
    });
    let (amount, open, due) = (invoice.amount, invoice.open, short(invoice.due_on));
    let whole =
        (open != amount).then(|| view! { <Meta>{t(FileWord::Amount)}" "{money(amount)}</Meta> });
    view! {
        <a class="row" href=format!("{}/promise?invoice={}", address(invoice.customer), invoice.id)>
            <RowMain>
                <RowTitle><span>{number}</span>{disputed}</RowTitle>
                <Meta>{t(FileWord::Due)}" "{due}{late}</Meta>
            </RowMain>
            <RowEnd>{money(open)}{whole}</RowEnd>
        </a>
    }
}
