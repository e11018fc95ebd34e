//! The timeline 往来 of one customer: visits, documents, promises, slips, receipts, decisions about credit
//! and changes of the file with their marks.

use std::sync::Arc;

use app::kit::{Button, Glyph, Knot, Meta, RowEnd, Section, Spine, Stop, Tone};
use app::{
    format::day,
    view::{
        attached::of,
        edit,
        timeline::{Event, Outcome},
    },
    words::{ApprovalWord, ContactWord, CreditSaid, FileWord, Label, Said, SlipSaid},
};
use leptos::prelude::*;
use shared::{
    attachment::AttachedTo,
    words::{self, Language},
};

use super::{
    open::Open,
    unfolded::{List, Whole},
};
use crate::{
    attachment::Tiles,
    field_receipt,
    parts::{empty, mark},
    replica::Replica,
    say::{moment, near, said, say, t},
};

/// How many are shown before somebody asks for all.
const SHOWN: usize = 10;

#[component]
pub fn Timeline(open: Arc<Open>) -> impl IntoView {
    let all = Whole::of(&open, List::Timeline);
    let count = open.view.events.len();
    let stops = move || {
        let shown = if all.get() { count } else { SHOWN.min(count) };
        open.view.events[..shown].iter().map(|it| stop(it, &open)).collect_view()
    };
    view! {
        <Section title=t(FileWord::Timeline)>
            {(count == 0).then(|| empty(Glyph::Visit, FileWord::Nothing, FileWord::NothingHint))}
            <Spine>{stops}</Spine>
            <Show when=move || SHOWN < count && !all.get()>
                <Button tone=Tone::Quiet on_press=move || all.show()>{t(FileWord::ShowAll)}</Button>
            </Show>
        </Section>
    }
}

fn stop(event: &Event, open: &Open) -> impl IntoView + use<> {
    let (title, more, when) = (title(event), more(event), when(event));
    let truth = open.truth(event.id());
    let tiles = attached_to(event).map(|to| open.tiles(&of(&open.view.attached, to)));
    let tiles = tiles.filter(|it| !it.is_empty());
    let tiles = tiles.map(|tiles| view! { <div class="stop-acts"><Tiles tiles/></div> });
    view! {
        <Stop knot=Knot::Icon(sign(event))>
            <span>{title}</span>
            <RowEnd><Meta>{when}</Meta></RowEnd>
            <Meta>{more}</Meta>
            <RowEnd>{mark(truth)}</RowEnd>
            {tiles}
        </Stop>
    }
}

/// To what of it photos and papers can be attached.
fn attached_to(event: &Event) -> Option<AttachedTo> {
    match event {
        Event::Visit(it) => Some(AttachedTo::Visit { visit: it.id }),
        Event::FieldReceipt(it) => Some(AttachedTo::FieldReceipt { field_receipt: it.id }),
        Event::Promise(_)
        | Event::Receipt(_)
        | Event::Edit(_)
        | Event::Invoice(_)
        | Event::Asked(_)
        | Event::Decided(_)
        | Event::Granted(_) => None,
    }
}

fn sign(event: &Event) -> Glyph {
    match event {
        Event::Visit(_) => Glyph::Visit,
        Event::Promise(_) => Glyph::Promise,
        Event::FieldReceipt(_) => Glyph::Cash,
        Event::Receipt(_) => Glyph::Bank,
        Event::Edit(_) => Glyph::Edit,
        Event::Invoice(_) => Glyph::Book,
        Event::Asked(_) => Glyph::Request,
        Event::Decided(_) => Glyph::Approve,
        Event::Granted(_) => Glyph::Gauge,
    }
}

fn title(event: &Event) -> Signal<String> {
    match event.clone() {
        Event::Visit(it) => say(move |language| {
            let outcome = words::outcome(it.outcome, language).to_owned();
            Said::Visited { outcome }.text(language, it.visited_on)
        }),
        Event::Promise(it) => {
            said(move || Said::Promised { who: it.promiser.clone(), amount: it.amount })
        }
        Event::FieldReceipt(it) => {
            let said = SlipSaid::Taken { amount: it.amount, slip: it.slip.to_string() };
            say(move |language| said.text(language))
        }
        Event::Receipt(it) => said(move || Said::Paid { amount: it.amount }),
        Event::Edit(it) => say(move |language| edit::title(&it, language)),
        Event::Invoice(it) => {
            said(move || Said::Billed { number: it.number.clone(), amount: it.amount })
        }
        Event::Asked(it) => credit(move |_| CreditSaid::Wanted { asked: it.standing }),
        Event::Decided(it) => credit(move |language| {
            let state = match it.outcome {
                Outcome::Returned => ApprovalWord::Returned,
                Outcome::Approved => ApprovalWord::Approved,
                Outcome::Rejected => ApprovalWord::Rejected,
            };
            let state = state.text(language).to_owned();
            CreditSaid::Became { asked: it.standing, state }
        }),
        Event::Granted(it) => credit(move |_| CreditSaid::Granted { terms: it.standing }),
    }
}

fn credit(said: impl Fn(Language) -> CreditSaid + Send + Sync + 'static) -> Signal<String> {
    say(move |language| said(language).text(language))
}

/// The second line: note and next visit, due day, payer, who and why.
fn more(event: &Event) -> Signal<String> {
    let (event, today) = (event.clone(), Replica::expect().today());
    let register = Replica::expect().register();
    say(move |language| {
        let today = today.get();
        let name = |user| register.get().user_name(user);
        let parts = match &event {
            Event::Visit(it) => {
                let next = it.next_on.map(|day| Said::NextOn { day }.text(language, today));
                [it.note.clone(), next.unwrap_or_default()]
            }
            Event::Promise(it) => {
                let due = day::near(language, it.due_on, today);
                [format!("{due} {}", words::method(it.method, language)), it.note.clone()]
            }
            Event::FieldReceipt(it) => [field_receipt::state(it, language), it.note.clone()],
            Event::Receipt(it) => [it.payer.clone(), it.memo.clone()],
            Event::Edit(it) => {
                let by = register.get().users.get(&it.author).map(|it| it.name.clone());
                let by_file = || ContactWord::ByFile.text(language).to_owned();
                let changed = edit::lines(it, language).join(" · ");
                [changed, by.unwrap_or_else(by_file)]
            }
            Event::Invoice(it) => {
                let due = day::near(language, it.due_on, today);
                [format!("{} {due}", FileWord::Due.text(language)), String::new()]
            }
            Event::Asked(it) => [name(it.author), it.reason.clone()],
            Event::Decided(it) => [name(it.by), it.reason.clone()],
            Event::Granted(it) => [name(it.granted_by), it.reason.clone()],
        };
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        parts.join(" · ")
    })
}

/// To the minute where a clock was at hand: banks give days only.
fn when(event: &Event) -> Signal<String> {
    let (on, at) = (near(event.day()), event.captured_at());
    let at = moment(move || at);
    Signal::derive(move || at.get().unwrap_or_else(|| on.get()))
}
