//! Words for views: each follows the language of the moment.

use app::{
    format::{age, day},
    language::use_language,
    words::{Label, Said},
};
use leptos::prelude::*;
use shared::{
    calendar::{Day, Instant, Zone},
    edit::Field,
    words::{self, Language},
};

use crate::{clock, replica::Replica};

/// A label as text of a view or an attribute.
pub fn t<L: Label + Send + Sync + 'static>(
    label: L,
) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = use_language();
    move || label.text(language.get())
}

/// A label as a signal, where one is kept.
pub fn label<L: Label + Send + Sync + 'static>(label: L) -> Signal<String> {
    say(move |language| label.text(language))
}

/// A field of a customer's file as the label of its input: 电话, Phone.
pub fn field_label(field: Field) -> Signal<String> {
    say(move |language| day::capital(words::field(field, language)))
}

/// A text that is made of values, again when they or the language change.
pub fn say<T: Into<String>>(
    text: impl Fn(Language) -> T + Send + Sync + 'static,
) -> Signal<String> {
    let language = use_language();
    Signal::derive(move || text(language.get()).into())
}

/// A sentence of the pages behind the sign-in.
pub fn said(sentence: impl Fn() -> Said + Send + Sync + 'static) -> Signal<String> {
    let today = Replica::expect().today();
    say(move |language| sentence().text(language, today.get()))
}

/// The seller's zone: of the first company, or of the home market before its rows have come.
pub fn zone() -> Signal<Zone> {
    let register = Replica::expect().register();
    Signal::derive(move || {
        let register = register.get();
        register.companies.values().next().map_or_else(Zone::shanghai, |it| it.zone.clone())
    })
}

/// A moment on the seller's clock: 07:42, 昨天 07:42.
pub fn moment(at: impl Fn() -> Option<Instant> + Send + Sync + 'static) -> Signal<Option<String>> {
    let (language, zone, today) = (use_language(), zone(), Replica::expect().today());
    Signal::derive(move || {
        // "Yesterday" begins at the seller's midnight.
        today.track();
        at().map(|at| age::moment(language.get(), at, clock::now(), &zone.read()))
    })
}

/// A day in relation to today: 今天, 11月20日 周五.
pub fn near(on: Day) -> Signal<String> {
    let today = Replica::expect().today();
    say(move |language| day::near(language, on, today.get()))
}

/// A day for a table: 11月20日.
pub fn short(on: Day) -> Signal<String> {
    let today = Replica::expect().today();
    say(move |language| day::short(language, on, today.get()))
}
