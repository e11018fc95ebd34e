//! Entering rates: those of one day for all currencies at once, each refused at its own field.

use std::collections::BTreeSet;

use app::kit::{
    Button, ButtonKind, Checkbox, DateInput, Field, Meta, TextInput, TextKind, Toast, Tone,
    use_toasts,
};
use app::language::use_language;
use app::view::rate::{Pair, jump_from, typed, units};
use app::words::{Label, RateSaid, RateWord};
use leptos::prelude::*;
use shared::{
    calendar::Day,
    money::{Currency, Quote},
    rate::{self, ExchangeRate},
    refusal::Refusal,
    sync::Act,
    words,
};

use crate::{
    replica::Replica,
    say::{label, say, t},
    team::errand::Errand,
};

/// What all fields of the form share.
#[derive(Clone, Copy)]
struct Form {
    day: Signal<Day>,
    source: RwSignal<String>,
    /// Counts the presses of the button: every field that was filled in sends itself.
    pressed: RwSignal<u32>,
}

/// The form; of one day only where `of` names it.
#[component]
pub fn Entering(
    #[prop(into)] pairs: Signal<Vec<Pair>>,
    #[prop(optional, into)] of: Option<Day>,
) -> impl IntoView {
    let (today, language) = (Replica::expect().today(), use_language());
    let chosen = RwSignal::new(of);
    let source = RateWord::UsualSource.text(language.get_untracked()).to_owned();
    let form = Form {
        day: Signal::derive(move || chosen.get().unwrap_or(today.get())),
        source: RwSignal::new(source),
        pressed: RwSignal::new(0),
    };
    let added = RwSignal::new(BTreeSet::<Pair>::new());
    let all = Memo::new(move |_| {
        let mut all: BTreeSet<Pair> = pairs.get().into_iter().collect();
        all.extend(added.get());
        all.into_iter().collect::<Vec<_>>()
    });
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.pressed.update(|it| *it += 1);
    };
    let day = of.is_none().then(|| {
        let latest = Signal::derive(move || Some(today.get()));
        let value = Signal::derive(move || Some(form.day.get()));
        view! {
            <Field label=t(RateWord::On)>
                <DateInput value on_change=move |day| chosen.set(day) latest/>
            </Field>
        }
    });
    let other = of.is_none().then(|| view! { <OtherCurrency added/> });
    view! {
        <form class="stack-5 narrow" on:submit=press>
            {day}
            <For each=move || all.get() key=|it| *it children=move |pair| {
                view! { <Costs pair form/> }
            }/>
            {other}
            <Field label=t(RateWord::Source)>
                <TextInput value=form.source most=100/>
            </Field>
            <div class="line">
                <Button tone=Tone::Primary kind=ButtonKind::Submit>{t(RateWord::Save)}</Button>
            </div>
        </form>
    }
}

/// A currency that nobody owes anything in yet.
#[component]
fn OtherCurrency(added: RwSignal<BTreeSet<Pair>>) -> impl IntoView {
    let (register, language) = (Replica::expect().register(), use_language());
    let (code, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let add = move || {
        let named = code.get_untracked().trim().to_uppercase().parse::<Currency>();
        let bases = register.read_untracked().bases();
        let base = bases.first().copied().filter(|it| named.as_ref().is_ok_and(|of| of != it));
        let (Ok(currency), Some(base)) = (named, base) else { return wrong.set(true) };
        wrong.set(false);
        added.update(|it| _ = it.insert(Pair { currency, base }));
        code.set(String::new());
    };
    let error = Signal::derive(move || {
        wrong.get().then(|| RateWord::NotACurrency.text(language.get()).to_owned())
    });
    view! {
        <div class="line">
            <Field label=t(RateWord::OtherCurrency) error>
                <TextInput value=code kind=TextKind::Code most=3/>
            </Field>
            <Button on_press=add>{t(RateWord::Add)}</Button>
        </div>
    }
}

/// What one currency costs.
#[component]
fn Costs(pair: Pair, form: Form) -> impl IntoView {
    let (replica, errand, language) = (Replica::expect(), Errand::new(), use_language());
    let register = replica.register();
    let (text, stands_by) = (RwSignal::new(String::new()), RwSignal::new(false));
    let unreadable = RwSignal::new(false);
    let Pair { currency, base } = pair;
    let here =
        Memo::new(move |_| register.read().rates.of(currency, base, form.day.get()).cloned());
    let per = Memo::new(move |_| units(pair, &register.read(), form.day.get()));
    let jump = Memo::new(move |_| errand.refusal().as_ref().and_then(jump_from));
    let send = move || {
        let said = text.get_untracked();
        if said.trim().is_empty() {
            return;
        }
        let Some(rate) = typed(&said) else { return unreadable.set(true) };
        let stood_by = stands_by.get_untracked();
        let set = rate::Set {
            currency,
            base,
            on: form.day.get_untracked(),
            quote: Quote { units: per.get_untracked(), rate },
            source: form.source.get_untracked(),
            seen: here.read_untracked().as_ref().map_or(0, ExchangeRate::revision),
            despite: jump.get_untracked().filter(|_| stood_by),
        };
        errand.send(Act::SetRate(set), || ());
    };
    Effect::new(move |before: Option<u32>| {
        let pressed = form.pressed.get();
        if before.is_some_and(|before| before != pressed) {
            send();
        }
        pressed
    });
    emptied_when_done(errand, text, stands_by);
    // What is typed anew has not been read yet, and nobody stands by it.
    Effect::new(move |_| {
        text.track();
        unreadable.set(false);
        stands_by.set(false);
    });
    let error = Signal::derive(move || {
        if unreadable.get() {
            return Some(RateWord::NotARate.text(language.get()).to_owned());
        }
        errand.refusal().map(|it: Refusal| words::refusal(&it, language.get()))
    });
    let sending = on_its_way(pair, form.day);
    let waits = Signal::derive(move || sending.get() || errand.busy().get());
    let name =
        say(move |language| RateSaid::Costs { units: per.get(), currency, base }.text(language));
    view! {
        <div class="stack">
            <Field label=name error>
                <TextInput value=text kind=TextKind::Code most=20 disabled=waits/>
            </Field>
            <Stands here/>
            <Show when=move || sending.get()>
                <Meta>{t(RateWord::Sending)}</Meta>
            </Show>
            <Show when=move || jump.get().is_some()>
                <Checkbox checked=stands_by on_change=move |it| stands_by.set(it)>
                    {t(RateWord::StandBy)}
                </Checkbox>
            </Show>
            {storage(errand)}
        </div>
    }
}

/// What was sent and taken is not typed any more.
fn emptied_when_done(errand: Errand, text: RwSignal<String>, stands_by: RwSignal<bool>) {
    let (done, toasts, saved) = (errand.done(), use_toasts(), label(RateWord::Saved));
    Effect::new(move |_| {
        if done.get() {
            text.set(String::new());
            stands_by.set(false);
            toasts.show(Toast::new(saved.get_untracked()));
        }
    });
}

/// What somebody said of this day already: typing over it corrects it.
#[component]
fn Stands(here: Memo<Option<ExchangeRate>>) -> impl IntoView {
    let register = Replica::expect().register();
    move || {
        let it = here.get()?;
        let (quote, by) = (it.quote()?, it.current.by);
        let said = say(move |language| {
            let by = register.read().user_name(by);
            RateSaid::Stands { quote: words::quote(it.currency, &quote), by }.text(language)
        });
        Some(view! { <Meta>{said}</Meta> })
    }
}

/// What this device could not keep.
fn storage(errand: Errand) -> impl Fn() -> Option<AnyView> + Copy {
    move || {
        let trouble = errand.not_kept()?;
        Some(view! { <div role="alert"><crate::trouble::StorageNote trouble/></div> }.into_any())
    }
}

/// Whether a rate of this day has been said and not arrived, on this page or before it was opened: a
/// second word would meet the first.
fn on_its_way(pair: Pair, day: Signal<Day>) -> Signal<bool> {
    let outbox = Replica::expect().outbox();
    Signal::derive(move || {
        let of_day = (pair.currency, pair.base, day.get());
        outbox.read().iter().any(|it| said_of(&it.command.act) == Some(of_day))
    })
}

/// Of which day's rate a command says something.
fn said_of(act: &Act) -> Option<(Currency, Currency, Day)> {
    match act {
        Act::SetRate(it) => Some((it.currency, it.base, it.on)),
        Act::WithdrawRate(it) => Some((it.currency, it.base, it.on)),
        _ => None,
    }
}
