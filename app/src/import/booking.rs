//! What follows from a check: its booking, right below the counts; and from a booking, the page where it is seen.

use std::sync::Arc;

use app::kit::{Button, LinkButton, Note, Notice, Tone};
use app::words::{ImportSaid, ImportWord, Label as _};
use leptos::prelude::*;
use shared::import::{
    Subject,
    job::{Job, JobState},
};

use super::job::{Empty, Seen};
use crate::say::{say, t};

#[component]
pub fn Booking(seen: Seen) -> impl IntoView {
    let may = Memo::new(move |_| seen.may_book());
    let booked = Memo::new(move |_| {
        let done = |it: &Arc<Job>| it.state == JobState::Done;
        let job = seen.job.get().filter(done)?;
        job.ask.as_ref().map(|it| it.subject)
    });
    view! {
        <Show when=move || may.get()>
            <Show
                when=move || !seen.changed.get()
                fallback=|| view! { <Note notice=Notice::Warn>{t(ImportWord::Changed)}</Note> }
            >
                <Book seen/>
            </Show>
        </Show>
        {move || booked.get().map(|subject| view! { <WhereSeen subject/> })}
    }
}

#[component]
fn Book(seen: Seen) -> impl IntoView {
    let book = move || seen.post("book", Empty {});
    let books = say(move |language| {
        let job = seen.job.get();
        // What is left of a booking is not known before it is done.
        if job.as_ref().is_some_and(|it| it.booked.is_some()) {
            return ImportWord::BookRest.text(language).to_owned();
        }
        match job.as_ref().and_then(|it| it.checked.as_ref()) {
            Some(it) => ImportSaid::BookChanges { changed: it.added + it.updated }.text(language),
            None => ImportWord::Book.text(language).to_owned(),
        }
    });
    view! {
        <div class="line">
            <Button tone=Tone::Primary busy=seen.busy on_press=book>{books}</Button>
        </div>
        <p class="meta">{t(ImportWord::BookHint)}</p>
    }
}

/// Where what was booked is found now.
#[component]
fn WhereSeen(subject: Subject) -> impl IntoView {
    let customers = || {
        view! { <LinkButton href="/customers">{t(ImportWord::SeeCustomers)}</LinkButton> }
    };
    let matched = (subject != Subject::Customers).then(|| {
        view! { <LinkButton href="/reconciliation">{t(ImportWord::SeeMatched)}</LinkButton> }
    });
    view! { <div class="line">{customers()}{matched}</div> }
}
