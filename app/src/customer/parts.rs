//! The head of a customer's file, on the phone and at the desk: who it is, what is owed, how old it is.

use std::sync::Arc;

use app::kit::{Glyph, Legend, Note, Notice, Section, Strip};
use app::words::{FileWord, Label, Said, SlipSaid, SlipWord, amounts};
use leptos::prelude::*;
use shared::{ageing::Report, words::Language};

use super::open::Open;
use crate::{
    parts::figures,
    say::{said, say, t},
};

/// Code, and the other names under which it was met.
#[component]
pub fn Identity(open: Arc<Open>) -> impl IntoView {
    let text = say(move |language| {
        let customer = &open.view.customer;
        if customer.also_known_as.is_empty() {
            return customer.code.clone();
        }
        let names = customer.also_known_as.join(match language {
            Language::Zh => "、",
            Language::En => ", ",
        });
        format!("{} · {} {names}", customer.code, FileWord::AlsoKnown.text(language))
    });
    view! { <p class="meta">{text}</p> }
}

/// The balance, what of it is overdue and since when, what came and is not allocated.
#[component]
pub fn Hero(open: Arc<Open>, #[prop(optional, into)] end: ViewFn) -> impl IntoView {
    view! {
        <section class="hero stack" aria-labelledby="balance">
            <div class="line">
                <h2 class="meta" id="balance">{t(FileWord::Balance)}</h2>
                <span class="end">{end.run()}</span>
            </div>
            {figures(&open.view.balance)}
            <OverdueNote open=open.clone()/>
            <UnappliedNote open=open.clone()/>
            <UnbookedNote open/>
        </section>
    }
}

#[component]
fn OverdueNote(open: Arc<Open>) -> impl IntoView {
    let Some(days) = open.view.days_overdue else {
        return view! { <Note notice=Notice::Ok>{t(FileWord::NotOverdue)}</Note> }.into_any();
    };
    let sum = amounts(&open.view.overdue);
    let since = said(move || Said::LongestOverdue { days });
    view! {
        <Note notice=Notice::Warn>
            <b>{t(FileWord::Overdue)}" "{sum}</b>
            " "
            {since}
        </Note>
    }
    .into_any()
}

#[component]
fn UnappliedNote(open: Arc<Open>) -> impl IntoView {
    let sum = (!open.view.unapplied.is_nil()).then(|| amounts(&open.view.unapplied));
    sum.map(|sum| view! { <Note icon=Glyph::Bank>{t(FileWord::Unapplied)}" "{sum}</Note> })
}

/// What reps took and finance has not booked stands beside the balance, never in it.
#[component]
fn UnbookedNote(open: Arc<Open>) -> impl IntoView {
    let count = open.view.slips.iter().filter(|it| it.is_waiting()).count();
    let sum = open.view.unbooked.clone();
    (0 < count).then(|| {
        let said = SlipSaid::Unbooked { sum, count };
        let said = say(move |language| said.text(language));
        view! { <Note icon=Glyph::Cash><b>{said}</b>" "{t(SlipWord::UnbookedHint)}</Note> }
    })
}

/// A strip per currency in which anything is open, its figures below.
#[component]
pub fn AgeingSection(open: Arc<Open>) -> impl IntoView {
    let Some(reports) = &open.view.ageing else {
        return Some(
            view! {
                <Section title=t(FileWord::Ageing)>
                    <Note notice=Notice::Warn>{t(FileWord::AgeingIncomplete)}</Note>
                </Section>
            }
            .into_any(),
        );
    };
    let any = |it: &&Report| it.buckets.iter().any(|it| 0 < it.count);
    let reports: Vec<Report> = reports.iter().filter(any).cloned().collect();
    let strip = |it: Report| {
        view! {
            <Strip
                buckets=it.buckets.clone()
                currency=it.currency
                legend=Legend::Amounts
                label=t(FileWord::Ageing)
            />
        }
    };
    (!reports.is_empty()).then(|| {
        view! {
            <Section title=t(FileWord::Ageing)>
                <div class="stack-3">{reports.into_iter().map(strip).collect_view()}</div>
            </Section>
        }
        .into_any()
    })
}
