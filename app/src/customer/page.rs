//! The rep's file of one customer: what is owed, what was promised, what happened.

use std::sync::Arc;

use app::kit::{Glyph, Icon, LinkButton, Note, Notice, Skeleton, SkeletonShape, Tone};
use app::view::edit::dial;
use app::words::{FileWord, NavWord, Said, SlipWord};
use leptos::prelude::*;

use super::{
    address,
    invoices::InvoiceSection,
    of_address,
    open::{Open, Shown, opened},
    parts::{AgeingSection, Hero, Identity},
    promises::PromiseSection,
    timeline::Timeline,
    unfolded::Unfolded,
};
use crate::{
    attachment::{FileAttachments, Viewer, Viewing},
    contact::{ContactSection, Proposals},
    credit::CreditSection,
    field_receipt::SlipSection,
    parts::empty,
    say::{label, said, t},
    shell::{Back, Page, StatusPill},
    trouble::StorageNote,
};

#[component]
pub fn Customer() -> impl IntoView {
    let shown = opened(of_address());
    Viewing::provide();
    Unfolded::provide();
    let other = label(NavWord::Customers);
    let title = Signal::derive(move || {
        let shown = shown.read();
        shown.open().map_or_else(|| other.get(), |it| it.view.customer.name.clone())
    });
    view! {
        <Page
            title
            back=Back::to("/customers", NavWord::Customers)
            head=move || view! { <Call shown/> }
            foot=move || view! { <Acts shown/> }
        >
            {move || match shown.get() {
                Shown::Here(open) => view! { <File open/> }.into_any(),
                other => instead(other),
            }}
            <Viewer shown/>
        </Page>
    }
}

/// What stands in place of a customer that is not here.
pub fn instead(shown: Shown) -> AnyView {
    match shown {
        Shown::Here(_) => ().into_any(),
        Shown::Opening => view! { <Skeleton shape=SkeletonShape::Rows/> }.into_any(),
        Shown::OnItsWay => view! {
            <Note>{t(FileWord::OnItsWay)}</Note>
            <Skeleton shape=SkeletonShape::Rows/>
        }
        .into_any(),
        Shown::NotHere => empty(Glyph::Search, FileWord::Gone, FileWord::GoneHint).into_any(),
        Shown::Unsummable => {
            view! { <Note notice=Notice::Bad>{t(FileWord::Unsummable)}</Note> }.into_any()
        }
        Shown::Trouble(trouble) => view! { <StorageNote trouble/> }.into_any(),
    }
}

#[component]
fn File(open: Arc<Open>) -> impl IntoView {
    view! {
        <Identity open=open.clone()/>
        <Hero open=open.clone() end=|| view! { <StatusPill/> }/>
        <Proposals customer=open.view.customer.clone()/>
        <CreditSection open=open.clone()/>
        <AgeingSection open=open.clone()/>
        <PromiseSection open=open.clone()/>
        <SlipSection open=open.clone()/>
        <InvoiceSection open=open.clone()/>
        <ContactSection open=open.clone()/>
        <FileAttachments open=open.clone()/>
        <Timeline open/>
    }
}

/// The first number on file, a tap away.
#[component]
fn Call(shown: Memo<Shown>) -> impl IntoView {
    let contact = Memo::new(move |_| {
        let shown = shown.read();
        let contacts = &shown.open()?.view.customer.contacts;
        contacts.iter().find(|it| !it.phone.is_empty()).cloned()
    });
    move || {
        contact.get().map(|it| {
            let name = it.name;
            let label = said(move || Said::CallWhom { name: name.clone() });
            view! {
                <a class="btn btn-icon" href=format!("tel:{}", dial(&it.phone)) aria-label=label>
                    <Icon glyph=Glyph::Collect/>
                </a>
            }
        })
    }
}

/// What can be done here, within a thumb's reach.
#[component]
fn Acts(shown: Memo<Shown>) -> impl IntoView {
    let at = Memo::new(move |_| shown.read().open().map(|it| address(it.view.customer.id)));
    move || {
        at.get().map(|at| {
            view! {
                <nav class="actionbar is-form" aria-label=t(FileWord::Actions)>
                    <LinkButton href=format!("{at}/visit") icon=Glyph::Visit>
                        {t(FileWord::Visit)}
                    </LinkButton>
                    <LinkButton href=format!("{at}/receipt") icon=Glyph::Cash>
                        {t(SlipWord::Act)}
                    </LinkButton>
                    <LinkButton href=format!("{at}/promise") tone=Tone::Primary icon=Glyph::Promise>
                        {t(FileWord::Promise)}
                    </LinkButton>
                </nav>
            }
        })
    }
}
