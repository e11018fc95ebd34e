//! The desk's file of one customer: read from the server, and again when something moved.

use std::sync::Arc;

use app::kit::{Column, Section, Table};
use app::words::{FileWord, ListWord, NavWord, Said, SlipWord};
use leptos::prelude::*;
use shared::{
    dossier::Dossier, field_receipt::FieldReceipt, id::UserId, invoice::Invoice, page,
    receipt::Receipt, visit::Visit, words,
};
use uuid::Uuid;

use super::{
    of_address,
    open::{Open, Shown, here, seen},
    page::instead,
    parts::{AgeingSection, Hero, Identity},
    promises::PromiseSection,
    timeline::Timeline,
    unfolded::Unfolded,
};
use crate::{
    attachment::{FileAttachments, Viewer, Viewing},
    bank_account::AccountPanel,
    contact::{ContactPanel, Proposals},
    credit::CreditSection,
    desk_page::Fetched,
    field_receipt,
    parts::money,
    replica::Replica,
    say::{label, said, say, short, t},
    shell::{Back, Page},
};

#[component]
pub fn CustomerFile() -> impl IntoView {
    let (id, replica) = (of_address(), Replica::expect());
    Viewing::provide();
    Unfolded::provide();
    let path = Signal::derive(move || {
        let id = id.get().map(|it| it.to_string()).unwrap_or_default();
        format!("/api/customers/{id}")
    });
    let read = Fetched::of(replica.desk::<page::CustomerFile>(path));
    let file = Memo::new(move |_| read.value.get().map(|it| Arc::new(dossier_of(&it, &replica))));
    let shown = Memo::new(move |_| match file.get() {
        None => Shown::Opening,
        Some(dossier) => {
            seen(&dossier, &replica).map_or_else(|it| it, |it| here(Open::confirmed(it)))
        }
    });
    let other = label(NavWord::Customers);
    let title = Signal::derive(move || {
        let shown = shown.read();
        shown.open().map_or_else(|| other.get(), |it| it.view.customer.name.clone())
    });
    let content = move || match (shown.get(), file.get()) {
        (Shown::Here(open), Some(dossier)) => view! { <File open dossier/> }.into_any(),
        (other, _) => instead(other),
    };
    view! {
        <Page title back=Back::to("/customers", NavWord::Customers)>
            {read.notice()}
            {read.show(move |_| content)}
            <ContactPanel shown/>
            <AccountPanel file/>
            <Viewer shown/>
        </Page>
    }
}

/// The server's rows as the same dossier that a phone would hold.
pub fn dossier_of(file: &page::CustomerFile, replica: &Replica) -> Dossier {
    let mut dossier = Dossier::new(replica.register().get());
    for row in &file.rows {
        dossier.versions.insert(row.row.id(), row.version);
        dossier.put(row.row.clone());
    }
    dossier
}

#[component]
fn File(open: Arc<Open>, dossier: Arc<Dossier>) -> impl IntoView {
    view! {
        <Identity open=open.clone()/>
        <Proposals customer=open.view.customer.clone()/>
        <div class="two">
            <div>
                <Hero open=open.clone()/>
                <AgeingSection open=open.clone()/>
                <Invoices open=open.clone()/>
            </div>
            <div>
                <CreditSection open=open.clone()/>
                <PromiseSection open=open.clone()/>
                <FileAttachments open=open.clone()/>
                <Timeline open/>
            </div>
        </div>
        <Slips dossier=dossier.clone()/>
        <Receipts dossier=dossier.clone()/>
        <Visits dossier/>
    }
}

#[component]
fn Invoices(open: Arc<Open>) -> impl IntoView {
    let today = open.view.today;
    let rows = Arc::new(open.view.invoices.clone());
    let days = move |it: &Invoice| match today.days_since(it.due_on) {
        late @ 1.. => late.to_string(),
        _ => "–".to_owned(),
    };
    let columns = vec![
        Column::new(t(FileWord::Number), |it: &Invoice| it.number.clone()).as_row_name(),
        Column::new(t(FileWord::Issued), |it: &Invoice| short(it.issued_on)),
        Column::new(t(FileWord::Due), |it: &Invoice| short(it.due_on)),
        Column::new(t(ListWord::Days), days).at_end(),
        Column::new(t(FileWord::Amount), |it: &Invoice| money(it.amount)).at_end(),
        Column::new(t(FileWord::Open), |it: &Invoice| money(it.open)).at_end(),
    ];
    let count = rows.len() as u64;
    let counted = said(move || Said::Documents { count });
    view! {
        <Section title=t(FileWord::Invoices) end=move || counted>
            <Listed
                caption=FileWord::InvoicesTable
                none=FileWord::NoInvoices
                columns
                rows
                key=|it: &Invoice| it.id.0
            />
        </Section>
    }
}

#[component]
fn Receipts(dossier: Arc<Dossier>) -> impl IntoView {
    let mut rows: Vec<Receipt> = dossier.receipts.values().cloned().collect();
    rows.sort_by_key(|it| std::cmp::Reverse((it.valued_on, it.id)));
    let method = |it: &Receipt| {
        let method = it.method;
        say(move |language| words::method(method, language))
    };
    let columns = vec![
        Column::new(t(FileWord::Number), |it: &Receipt| it.number.clone()).as_row_name(),
        Column::new(t(FileWord::Valued), |it: &Receipt| short(it.valued_on)),
        Column::new(t(FileWord::Payer), |it: &Receipt| it.payer.clone()),
        Column::new(t(FileWord::Method), method),
        Column::new(t(FileWord::Memo), |it: &Receipt| it.memo.clone()),
        Column::new(t(FileWord::Amount), |it: &Receipt| money(it.amount)).at_end(),
        Column::new(t(FileWord::Unapplied), |it: &Receipt| money(it.unapplied)).at_end(),
    ];
    view! {
        <Section title=t(FileWord::Receipts)>
            <Listed
                caption=FileWord::ReceiptsTable
                none=FileWord::NoReceipts
                columns
                rows=Arc::new(rows)
                key=|it: &Receipt| it.id.0
            />
        </Section>
    }
}

/// Money that reps took, booked or not.
#[component]
fn Slips(dossier: Arc<Dossier>) -> impl IntoView {
    let mut rows: Vec<FieldReceipt> = dossier.field_receipts.values().cloned().collect();
    rows.sort_by_key(|it| std::cmp::Reverse((it.taken_on, it.captured_at, it.id)));
    let method = |it: &FieldReceipt| {
        let method = it.method;
        say(move |language| words::method(method, language))
    };
    let state = |it: &FieldReceipt| {
        let it = it.clone();
        say(move |language| field_receipt::state(&it, language))
    };
    let columns = vec![
        Column::new(t(SlipWord::Slip), |it: &FieldReceipt| it.slip.to_string()).as_row_name(),
        Column::new(t(SlipWord::TakenOn), |it: &FieldReceipt| short(it.taken_on)),
        Column::new(t(SlipWord::TakenBy), |it: &FieldReceipt| author(it.author)),
        Column::new(t(FileWord::Method), method),
        Column::new(t(SlipWord::State), state),
        Column::new(t(FileWord::Amount), |it: &FieldReceipt| money(it.amount)).at_end(),
    ];
    view! {
        <Section title=t(FileWord::Slips)>
            <Listed
                caption=FileWord::SlipsTable
                none=FileWord::NoSlips
                columns
                rows=Arc::new(rows)
                key=|it: &FieldReceipt| it.id.0
            />
        </Section>
    }
}

#[component]
fn Visits(dossier: Arc<Dossier>) -> impl IntoView {
    let mut rows: Vec<Visit> = dossier.visits.values().cloned().collect();
    rows.sort_by_key(|it| std::cmp::Reverse((it.visited_on, it.captured_at, it.id)));
    let outcome = |it: &Visit| {
        let outcome = it.outcome;
        say(move |language| words::outcome(outcome, language))
    };
    let columns = vec![
        Column::new(t(FileWord::Visited), |it: &Visit| short(it.visited_on)).as_row_name(),
        Column::new(t(FileWord::Outcome), outcome),
        Column::new(t(FileWord::Note), |it: &Visit| it.note.clone()),
        Column::new(t(FileWord::Next), |it: &Visit| it.next_on.map(short)),
        Column::new(t(FileWord::Author), |it: &Visit| author(it.author)),
    ];
    view! {
        <Section title=t(FileWord::Visits)>
            <Listed
                caption=FileWord::VisitsTable
                none=FileWord::NoVisits
                columns
                rows=Arc::new(rows)
                key=|it: &Visit| it.id.0
            />
        </Section>
    }
}

/// A table, or a word where there is nothing to list.
#[component]
fn Listed<T: Clone + PartialEq + Send + Sync + 'static>(
    caption: FileWord,
    none: FileWord,
    columns: Vec<Column<T>>,
    rows: Arc<Vec<T>>,
    key: fn(&T) -> Uuid,
) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="meta">{t(none)}</p> }.into_any();
    }
    view! { <Table<T, Uuid, ()> caption=t(caption) columns rows key/> }.into_any()
}

/// The name of whoever recorded something.
fn author(user: UserId) -> impl Fn() -> String {
    let register = Replica::expect().register();
    move || register.get().user_name(user)
}
