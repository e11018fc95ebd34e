//! The rate of one day: what holds, what was said before, and how it is corrected or withdrawn.

use app::kit::{
    Button, ButtonKind, Empty, Fact, Facts, Field, Glyph, Meta, Row, RowMain, Rows, Section,
    TextInput, Tone,
};
use app::view::rate::{Pair, of_address};
use app::words::{NavWord, RateWord};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    calendar::Day,
    rate::{self, Entry, ExchangeRate},
    sync::Act,
};

use super::{enters, entry::Entering, quote, source};
use crate::{
    replica::Replica,
    say::{near, say, t},
    shell::{Back, NotFound, Page},
    team::errand::Errand,
};

/// `/rates/USD-CNY-2026-11-20`
#[component]
pub fn RatePage() -> impl IntoView {
    let params = use_params_map();
    let named = Memo::new(move |_| params.read().get("of").and_then(|it| of_address(&it)));
    move || match named.get() {
        Some((pair, on)) => view! { <OfDay pair on/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OfDay(pair: Pair, on: Day) -> impl IntoView {
    let register = Replica::expect().register();
    let Pair { currency, base } = pair;
    let known = Memo::new(move |_| register.read().rates.of(currency, base, on).cloned());
    let day = near(on);
    let title = say(move |_| format!("{} {}", currency.code(), day.get()));
    let is_known = Memo::new(move |_| known.read().is_some());
    let inside = move || {
        if is_known.get() {
            view! { <Known pair on known/> }.into_any()
        } else {
            view! { <Empty glyph=Glyph::Bank title=t(RateWord::NotHere)/> }.into_any()
        }
    };
    view! { <Page title back=Back::to("/rates", NavWord::Rates)>{inside}</Page> }
}

#[component]
fn Known(pair: Pair, on: Day, known: Memo<Option<ExchangeRate>>) -> impl IntoView {
    let (enters, register) = (enters(), Replica::expect().register());
    let holds = Memo::new(move |_| known.read().as_ref().is_some_and(|it| it.quote().is_some()));
    let now = move || {
        let it = known.get()?;
        let Entry { state, by, entered_on } = it.current;
        let (rate, from) = (quote(it.currency, &state), source(&state));
        let by = move || register.get().user_name(by);
        Some(view! {
            <Facts>
                <Fact label=t(RateWord::Rate)>{rate}</Fact>
                <Fact label=t(RateWord::Source)>{from}</Fact>
                <Fact label=t(RateWord::By)>{by}</Fact>
                <Fact label=t(RateWord::EnteredOn)>{near(entered_on)}</Fact>
            </Facts>
        })
    };
    view! {
        <div class="stack-5 narrow">
            {now}
            <Earlier known/>
            <Show when=move || enters.get()>
                <Section title=t(RateWord::Correct)>
                    <Entering pairs=Signal::stored(vec![pair]) of=on/>
                </Section>
                <Show when=move || holds.get()>
                    <Withdrawing pair on known/>
                </Show>
            </Show>
        </div>
    }
}

/// What was said before, the newest first.
#[component]
fn Earlier(known: Memo<Option<ExchangeRate>>) -> impl IntoView {
    let register = Replica::expect().register();
    move || {
        let it = known.get()?;
        if it.earlier.is_empty() {
            return None;
        }
        let line = |entry: &Entry| {
            let (by, on) = (entry.by, entry.entered_on);
            let (rate, from) = (quote(it.currency, &entry.state), source(&entry.state));
            let by = move || register.get().user_name(by);
            view! {
                <Row>
                    <RowMain>
                        <span>{rate}</span>
                        <Meta>{from}" · "{by}" · "{near(on)}</Meta>
                    </RowMain>
                </Row>
            }
        };
        let lines = it.earlier.iter().rev().map(line).collect_view();
        Some(view! {
            <Section title=t(RateWord::Earlier)>
                <Rows>{lines}</Rows>
            </Section>
        })
    }
}

#[component]
fn Withdrawing(pair: Pair, on: Day, known: Memo<Option<ExchangeRate>>) -> impl IntoView {
    let (errand, reason) = (Errand::new(), RwSignal::new(String::new()));
    let Pair { currency, base } = pair;
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let seen = known.read_untracked().as_ref().map_or(0, ExchangeRate::revision);
        let reason = reason.get_untracked();
        let form = rate::Withdraw { currency, base, on, reason, seen };
        errand.send(Act::WithdrawRate(form), || ());
    };
    view! {
        <Section title=t(RateWord::Withdraw)>
            <form class="stack-3" on:submit=press>
                <Meta>{t(RateWord::WithdrawHint)}</Meta>
                <Field label=t(RateWord::Reason)>
                    <TextInput value=reason/>
                </Field>
                {errand.trouble(&[])}
                <div class="line">
                    <Button tone=Tone::Bad kind=ButtonKind::Submit busy=errand.busy()>
                        {t(RateWord::Withdraw)}
                    </Button>
                </div>
            </form>
        </Section>
    }
}
