//! The ageing strip: one ordered ramp from "not due" to the oldest, never without its figures.

use leptos::prelude::*;
use shared::{
    ageing::{BaseDay, Bucket},
    money::{Currency, Money},
};

use super::{
    Amount, Text,
    words::{Word, word},
};
use crate::{
    format::{ageing, money},
    language::{Language, use_language},
    view::strip::pieces,
};

/// Where the figures stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Legend {
    /// Below, bucket by bucket with its amount.
    #[default]
    Amounts,
    /// Below, the names alone: the figures stand in a table.
    Names,
    /// Beside, in the columns of the same row; read out with the strip.
    Elsewhere,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StripSize {
    #[default]
    Full,
    /// In a row of a table or list.
    Thin,
}

/// The strip of one currency's buckets, in the order of `shared::ageing::Edges`.
#[component]
pub fn Strip(
    #[prop(into)] buckets: Signal<Vec<Bucket>>,
    #[prop(into)] currency: Signal<Currency>,
    #[prop(optional)] legend: Legend,
    #[prop(optional)] size: StripSize,
    /// From which day the buckets count.
    #[prop(optional)]
    by: BaseDay,
    /// What comes before the amounts when it is read out: 账龄.
    #[prop(optional, into)]
    label: Text,
) -> impl IntoView {
    let language = use_language();
    let spoken = move || spoken(language.get(), &label.get(), &buckets.get(), currency.get(), by);
    view! {
        <svg class="strip" class:is-thin=size == StripSize::Thin role="img" aria-label=spoken>
            {move || buckets.with(|it| drawn(it))}
        </svg>
        {move || match legend {
            Legend::Amounts => {
                view! { <ul class="ramp is-rows" role="list">{amounts(language.get(), &buckets.get(), currency.get(), by)}</ul> }
                    .into_any()
            }
            Legend::Names => view! { <ul class="ramp" role="list">{names(language.get(), &buckets.get(), by)}</ul> }.into_any(),
            Legend::Elsewhere => ().into_any(),
        }}
    }
}

/// The strip in words: 账龄：未到期 112,800.00，1–30天 30,000.00.
fn spoken(
    language: Language,
    label: &str,
    buckets: &[Bucket],
    currency: Currency,
    by: BaseDay,
) -> String {
    let owed = owed(buckets, currency).map(|(_, bucket, amount)| {
        format!("{} {}", ageing::name(language, bucket, by), money::full(amount))
    });
    let owed: Vec<String> = owed.collect();
    let (colon, comma) = match language {
        Language::Zh => ("：", "，"),
        Language::En => (": ", ", "),
    };
    let amounts =
        if owed.is_empty() { word(language, Word::Nothing).to_owned() } else { owed.join(comma) };
    if label.is_empty() { amounts } else { format!("{label}{colon}{amounts}") }
}

/// Buckets with anything in them, with their place in the ramp.
fn owed(buckets: &[Bucket], currency: Currency) -> impl Iterator<Item = (usize, &Bucket, Money)> {
    buckets.iter().enumerate().filter_map(move |(step, bucket)| {
        let amount = Money::try_new(bucket.amount_minor, currency).ok()?;
        (!amount.is_nil()).then_some((step, bucket, amount))
    })
}

fn drawn(buckets: &[Bucket]) -> AnyView {
    let pieces = pieces(buckets);
    if pieces.is_empty() {
        return view! { <rect class="strip-empty" width="100%" height="100%"></rect> }.into_any();
    }
    let piece = |it: crate::view::strip::Piece| {
        view! {
            <rect class=ink(it.step) x=percent(it.start) width=percent(it.width) height="100%"></rect>
        }
    };
    pieces.into_iter().map(piece).collect_view().into_any()
}

/// Hundredths of a percent as SVG writes them.
fn percent(hundredths: u32) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The ramp has seven steps; a policy with more buckets keeps the last for the rest.
const LAST_STEP: usize = 6;

fn ink(step: usize) -> String {
    format!("a{}", step.min(LAST_STEP))
}

fn swatch(step: usize) -> impl IntoView {
    view! { <span class=format!("swatch fill-{}", ink(step)) aria-hidden="true"></span> }
}

fn amounts(
    language: Language,
    buckets: &[Bucket],
    currency: Currency,
    by: BaseDay,
) -> impl IntoView + use<> {
    owed(buckets, currency)
        .map(|(step, bucket, money)| {
            view! { <li>{swatch(step)}{ageing::name(language, bucket, by)}<Amount money/></li> }
        })
        .collect_view()
}

fn names(language: Language, buckets: &[Bucket], by: BaseDay) -> impl IntoView + use<> {
    buckets
        .iter()
        .enumerate()
        .map(|(step, bucket)| view! { <li>{swatch(step)}{ageing::span(language, bucket, by)}</li> })
        .collect_view()
}
