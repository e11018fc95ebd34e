//! Attaching to a customer's own file, on the phone and at the desk: contracts, signed statements, licences.

use std::sync::Arc;

use app::{
    draft::attached::{AttachDraft, adds},
    kit::Meta,
    words::{AttachSaid, AttachWord, Label, NavWord},
};
use leptos::prelude::*;
use shared::{attachment::AttachedTo, id::CustomerId, page::CustomerFile, sync::Act};

use super::{AttachField, Attaching};
use crate::{
    customer::{self, address, instead, opened},
    desk_page::Fetched,
    form::{Draft, DraftPill, Restored, Save, Submission, begun, name},
    replica::Replica,
    say::{label, say, t},
    shell::{Back, Page, Place},
    visit::name_of,
};

#[component]
pub fn AttachToCustomer() -> impl IntoView {
    match expect_context::<Place>() {
        Place::Phone => view! { <OnPhone/> }.into_any(),
        Place::Desk => view! { <AtDesk/> }.into_any(),
    }
}

#[component]
fn OnPhone() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer named=name_of(shown)/> }.into_any(),
        None => view! {
            <Page title=label(AttachWord::Add) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

/// The desk knows the customer from the server's file.
#[component]
fn AtDesk() -> impl IntoView {
    let (id, replica) = (customer::of_address(), Replica::expect());
    let path = Signal::derive(move || {
        let id = id.get().map(|it| it.to_string()).unwrap_or_default();
        format!("/api/customers/{id}")
    });
    let read = Fetched::of(replica.desk::<CustomerFile>(path));
    let about = Memo::new(move |_| read.value.get().map(|it| it.customer.id));
    let named = Memo::new(move |_| {
        let name = |it: Arc<CustomerFile>| it.customer.name.clone();
        read.value.get().map(name).unwrap_or_default()
    });
    move || match about.get() {
        Some(customer) => view! { <Form customer named=named.into()/> }.into_any(),
        None => view! {
            <Page title=label(AttachWord::Add) back=Back::to("/customers", NavWord::Customers)>
                {read.notice()}
                {read.show(|_| ())}
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Form(customer: CustomerId, named: Signal<String>) -> impl IntoView {
    let attaching = Attaching::of(vec![]);
    let current = Memo::new(move |_| AttachDraft { attached: attaching.picked().get() });
    let form = name("attach", customer);
    let draft = Draft::of(form, current, AttachDraft::default(), move |it| {
        attaching.set(it.attached);
    });
    let all = move || adds(&current.get().attached, AttachedTo::Customer);
    let act = move || all().into_iter().next().filter(|_| !attaching.is_working());
    let submission = Submission::of(customer, act);
    let send = move || {
        let mut acts: std::vec::IntoIter<Act> = untrack(all).into_iter();
        if let Some(first) = acts.next() {
            submission.send_with(first, acts.collect(), customer, draft);
        }
    };
    let clear = move || {
        let was = untrack(|| attaching.picked().get());
        attaching.set(vec![]);
        Callback::new(move |()| attaching.set(was.clone()))
    };
    let button = say(move |language| {
        if attaching.is_working() {
            return AttachWord::Working.text(language).to_owned();
        }
        match attaching.picked().read().len() {
            0 => AttachWord::Fill.text(language).to_owned(),
            count => AttachSaid::Save { count }.text(language),
        }
    });
    view! {
        <Page
            title=label(AttachWord::Add)
            beside=named
            back=Back::named(address(customer), named)
            head=move || view! { <DraftPill draft/> }
            foot=move || view! { <Save name=button submission on_press=send/> }
        >
            <Restored draft clear/>
            <form class="form stack-5" on:submit=|event| event.prevent_default()>
                <Meta>{t(AttachWord::AddHint)}</Meta>
                <AttachField attaching/>
            </form>
        </Page>
    }
}
