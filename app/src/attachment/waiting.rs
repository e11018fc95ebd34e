//! What of photos and papers waits to be uploaded, on the sync page and before one leaves.

use app::{
    kit::{Meta, Note, Notice, Progress, Section},
    upload::{Waiting, waiting},
    words::{AttachSaid, AttachWord},
};
use leptos::prelude::*;

use crate::{
    replica::Replica,
    say::{say, t},
};

/// How much waits, and how far the one that is being sent has come; nothing where nothing waits.
#[component]
pub fn ContentToSend() -> impl IntoView {
    let replica = Replica::expect();
    let (locals, underway) = (replica.locals(), replica.underway());
    let sum = Memo::new(move |_| waiting(locals.read().values()));
    let said = say(move |language| {
        let Waiting { count, bytes, .. } = sum.get();
        AttachSaid::ToSend { count, bytes }.text(language)
    });
    // Of the one under way: how much of it has arrived.
    let going = Memo::new(move |_| {
        let under = underway.get()?;
        let bytes = locals.read().get(&under.blob)?.bytes;
        Some((under.sent, bytes))
    });
    let done = Signal::derive(move || going.get().map_or(0, |(sent, _)| sent));
    let total = Signal::derive(move || going.get().map(|(_, bytes)| bytes));
    let of = say(move |language| {
        let (sent, bytes) = going.get().unwrap_or_default();
        AttachSaid::SentOf { sent, bytes }.text(language)
    });
    let stuck = Memo::new(move |_| sum.get().stuck);
    let not_taken = say(move |language| AttachSaid::Stuck { count: stuck.get() }.text(language));
    view! {
        <Show when=move || 0 < sum.get().count>
            <Section title=t(AttachWord::Field)>
                <div class="stack-3">
                    <p role="status">{said}</p>
                    <Show when=move || going.get().is_some()>
                        <Progress done total text=move || of.get()/>
                    </Show>
                    <Show when=move || 0 < stuck.get()>
                        <Note notice=Notice::Warn>{not_taken}</Note>
                    </Show>
                    <Meta>{t(AttachWord::ToSendHint)}</Meta>
                </div>
            </Section>
        </Show>
    }
}
