//! The attachments of a customer's own file, and the way to add one.

use std::sync::Arc;

use app::{
    kit::{Glyph, LinkButton, Section},
    words::AttachWord,
};
use leptos::prelude::*;
use shared::{
    id::CustomerId,
    sync::{Act, replica::Stage},
    words,
};

use super::Tiles;
use crate::{
    customer::{Open, address},
    replica::Replica,
    say::{say, t},
};

#[component]
pub fn FileAttachments(open: Arc<Open>) -> impl IntoView {
    let customer = open.view.customer.id;
    let tiles = open.tiles(&open.view.of_file);
    let none = tiles.is_empty().then(|| view! { <p class="meta">{t(AttachWord::Empty)}</p> });
    let sending = (!open.is_of_phone()).then(|| view! { <Sending customer/> });
    view! {
        <Section title=t(AttachWord::Heading)>
            <div class="stack">
                {none}
                <Tiles tiles/>
                {sending}
                <div class="line">
                    <LinkButton href=format!("{}/attach", address(customer)) icon=Glyph::Plus>
                        {t(AttachWord::Add)}
                    </LinkButton>
                </div>
            </div>
        </Section>
    }
}

/// Nothing is foreseen at the desk: what is on its way is said until the server has answered.
#[component]
fn Sending(customer: CustomerId) -> impl IntoView {
    let outbox = Replica::expect().outbox();
    let lines = move || {
        let outbox = outbox.get();
        let waiting = outbox.iter().filter(|it| {
            let about = it.command.customer == Some(customer) && it.stage == Stage::OnlyHere;
            about && matches!(it.command.act, Act::AddAttachment(_) | Act::RemoveAttachment(_))
        });
        let line = |act: Act| {
            let said = say(move |language| {
                let act = words::act(&act, language);
                format!("{act} · {}", words::mark(shared::sync::Mark::OnlyHere, language))
            });
            view! { <p class="meta">{said}</p> }
        };
        waiting.map(|it| line(it.command.act.clone())).collect_view()
    };
    view! { <div role="status">{lines}</div> }
}
