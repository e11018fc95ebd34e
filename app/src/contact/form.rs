//! Adding or changing a contact on the phone: a page of its own, offline too.

use app::{
    draft::contact::ContactDraft,
    kit::{Button, Tone},
    words::{ContactWord, NavWord},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    contact::Contact,
    id::{ContactId, CustomerId},
};

use super::fields::{Inputs, Work};
use crate::{
    customer::{self, Shown, address, instead, opened},
    form::{DraftPill, Restored, Save, again, begun, name},
    say::{label, t},
    shell::{Back, Page, replacing},
    visit::name_of,
};

/// `?contact=ID` names the one to change; without it a new one is added.
#[component]
pub fn KeepContact() -> impl IntoView {
    let id = customer::of_address();
    let shown = opened(id);
    let about = begun(id, shown);
    move || match about.get() {
        Some(customer) => view! { <Form customer shown/> }.into_any(),
        None => view! {
            <Page title=label(ContactWord::Add) back=Back::to("/customers", NavWord::Customers)>
                {move || instead(shown.get())}
            </Page>
        }
        .into_any(),
    }
}

fn contact(shown: Memo<Shown>, id: ContactId) -> Option<Contact> {
    let shown = shown.read_untracked();
    shown.open()?.view.customer.contacts.iter().find(|it| it.id == id).cloned()
}

#[component]
fn Form(customer: CustomerId, shown: Memo<Shown>) -> impl IntoView {
    let asked: Option<ContactId> =
        use_query_map().read_untracked().get("contact").and_then(|it| it.parse().ok());
    let again = again().and_then(|it| ContactDraft::again(&it.act, |id| contact(shown, id)));
    let known = asked.and_then(|id| contact(shown, id));
    let known = known.or_else(|| again.as_ref().and_then(|it| it.seen.clone()));
    let title = if known.is_some() { ContactWord::Change } else { ContactWord::Add };
    let empty = known.as_ref().map(ContactDraft::of).unwrap_or_default();
    let work = Work::begin(customer, name("contact", customer), empty.clone(), again);
    let clear = move || work.clear(empty.clone());
    let send = move || {
        let navigate = use_navigate();
        work.send(move || navigate(&address(customer), replacing()));
    };
    let remove = move || {
        let navigate = use_navigate();
        work.remove(move || navigate(&address(customer), replacing()));
    };
    let button = work.button();
    view! {
        <Page
            title=label(title)
            beside=name_of(shown)
            back=Back::named(address(customer), name_of(shown))
            head=move || view! { <DraftPill draft=work.draft/> }
            foot=move || view! { <Save name=button submission=work.submission on_press=send/> }
        >
            <Restored draft=work.draft clear/>
            <form class="stack-5" on:submit=|event| event.prevent_default()>
                <Inputs work/>
            </form>
            {known
                .is_some()
                .then(|| {
                    view! {
                        <Button tone=Tone::Bad on_press=remove>{t(ContactWord::Remove)}</Button>
                    }
                })}
        </Page>
    }
}
