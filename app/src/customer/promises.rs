//! The promises of one customer: what is still open, with what came so far, and how earlier ones went.

use std::sync::Arc;

use app::kit::{
    Button, Glyph, LinkButton, Meta, RowEnd, RowMain, RowTitle, Rows, Section, Tag, Tone,
};
use app::{
    view::customer::PromiseView,
    words::{FileWord, PromiseWord, PromisesWord, Said},
};
use leptos::prelude::*;
use shared::words;

use super::{
    address,
    open::Open,
    unfolded::{List, Whole},
};
use crate::{
    parts::{empty, mark, money},
    promise::standing_line,
    say::{near, said, say, t},
    shell::Place,
};

/// How many judged promises are shown before somebody asks for all.
const JUDGED_SHOWN: usize = 3;

#[component]
pub fn PromiseSection(open: Arc<Open>) -> impl IntoView {
    let all = Whole::of(&open, List::Promises);
    let pending = open.view.pending().count();
    let (count, first) = (open.view.promises.len(), pending + JUDGED_SHOWN);
    let counted = said(move || Said::Promises { count: pending });
    let rows = move || {
        let shown = if all.get() { count } else { first.min(count) };
        open.view.promises[..shown]
            .iter()
            .map(|it| view! { <li>{row(it, &open)}</li> })
            .collect_view()
    };
    view! {
        <Section title=t(FileWord::Promises) end=move || (0 < pending).then_some(counted)>
            {(count == 0).then(none)}
            <Rows>{rows}</Rows>
            <Show when=move || first < count && !all.get()>
                <Button tone=Tone::Quiet on_press=move || all.show()>{t(FileWord::ShowAll)}</Button>
            </Show>
        </Section>
    }
}

/// At the desk nobody takes one: reps do.
fn none() -> AnyView {
    match expect_context::<Place>() {
        Place::Phone => {
            empty(Glyph::Promise, FileWord::NoPromises, FileWord::NoPromisesHint).into_any()
        }
        Place::Desk => {
            empty(Glyph::Promise, PromisesWord::Empty, PromisesWord::EmptyHint).into_any()
        }
    }
}

fn row(it: &PromiseView, open: &Open) -> impl IntoView + use<> {
    let promise = &it.promise;
    let standing = it.standing;
    let word = say(move |language| words::standing(&standing, language));
    let (due, who, line) = (near(promise.due_on), promise.promiser.clone(), standing_line(it));
    let (amount, truth) = (money(promise.amount), mark(open.truth(promise.id.0)));
    view! {
        <div class="row">
            <RowMain>
                <RowTitle>
                    <span>{due}" "{who}</span>
                    <Tag>{word}</Tag>
                </RowTitle>
                <Meta>{line}</Meta>
            </RowMain>
            <RowEnd>{amount}{truth}</RowEnd>
        </div>
        {acts(it)}
    }
}

/// Reps take another day for it, or take it back; nothing is left to do once it is judged.
fn acts(it: &PromiseView) -> Option<impl IntoView + use<>> {
    let open = it.is_pending() && expect_context::<Place>() == Place::Phone;
    let (customer, id) = (address(it.promise.customer), it.promise.id);
    open.then(|| {
        view! {
            <div class="row-acts">
                <LinkButton href=format!("{customer}/promise?replaces={id}") tone=Tone::Quiet>
                    {t(PromiseWord::Replace)}
                </LinkButton>
                <LinkButton href=format!("{customer}/withdraw?promise={id}") tone=Tone::Quiet>
                    {t(PromiseWord::Withdraw)}
                </LinkButton>
            </div>
        }
    })
}
