//! Taking the place where one stands, for a customer's file: asked of the browser at a press only.

use app::{
    kit::{Button, Glyph},
    language::use_language,
    words::{Label, PlaceWord, taken_within},
};
use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use shared::customer::GeoPoint;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use crate::say::t;

/// In a shop the first fix takes long; after that one types.
const PATIENCE_MS: u32 = 20_000;
/// As old as a place may be: somebody has just walked in.
const FRESH_MS: u32 = 30_000;

/// How far the asking has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Not,
    Waiting,
    Taken { metres: u32 },
    Failed(PlaceWord),
}

/// The button, and what came of pressing it: the point goes into the field, where it may still be changed.
#[component]
pub fn TakePlace(value: RwSignal<String>) -> impl IntoView {
    let asked = RwSignal::new(Asked::Not);
    let language = use_language();
    let press = move || {
        asked.set(Asked::Waiting);
        if ask(value, asked).is_err() {
            asked.set(Asked::Failed(PlaceWord::NoSensor));
        }
    };
    let said = move || match asked.get() {
        Asked::Not => String::new(),
        Asked::Waiting => PlaceWord::Asking.text(language.get()).to_owned(),
        Asked::Taken { metres } => taken_within(metres, language.get()),
        Asked::Failed(word) => word.text(language.get()).to_owned(),
    };
    let busy = Signal::derive(move || asked.get() == Asked::Waiting);
    view! {
        <div class="line">
            <Button icon=Glyph::Visit busy on_press=press>{t(PlaceWord::Here)}</Button>
            <span class="meta" role="status">{said}</span>
        </div>
    }
}

/// Asks the browser, which asks the person. Its answer may come when the form has gone.
///
/// # Errors
/// The browser has no place to tell, or none without TLS.
fn ask(value: RwSignal<String>, asked: RwSignal<Asked>) -> Result<(), JsValue> {
    let found = Closure::once_into_js(move |position: JsValue| {
        let taken = read(&position);
        if let Some((point, _)) = taken {
            _ = value.try_set(point.to_string());
        }
        let metres = taken.map(|(_, metres)| Asked::Taken { metres });
        _ = asked.try_set(metres.unwrap_or(Asked::Failed(PlaceWord::Unknown)));
    });
    let failed = Closure::once_into_js(move |error: JsValue| {
        _ = asked.try_set(Asked::Failed(why(&error)));
    });
    let options = Object::new();
    for (name, said) in [
        ("enableHighAccuracy", JsValue::TRUE),
        ("timeout", JsValue::from(PATIENCE_MS)),
        ("maximumAge", JsValue::from(FRESH_MS)),
    ] {
        Reflect::set(&options, &JsValue::from_str(name), &said)?;
    }
    let navigator = Reflect::get(&js_sys::global(), &JsValue::from_str("navigator"))?;
    let geolocation = Reflect::get(&navigator, &JsValue::from_str("geolocation"))?;
    let asks = Reflect::get(&geolocation, &JsValue::from_str("getCurrentPosition"))?;
    let asks: Function = asks.dyn_into()?;
    asks.call3(&geolocation, &found, &failed, &options).map(drop)
}

/// The point of a `GeolocationPosition`, and within how many metres it is.
fn read(position: &JsValue) -> Option<(GeoPoint, u32)> {
    let coords = Reflect::get(position, &JsValue::from_str("coords")).ok()?;
    let number = |name: &str| Reflect::get(&coords, &JsValue::from_str(name)).ok()?.as_f64();
    let (latitude, longitude) = (number("latitude")?, number("longitude")?);
    let point = GeoPoint::parse(&format!("{latitude:.6},{longitude:.6}"))?;
    // As a text, for a float has no way to a whole number that cannot fail.
    let metres = format!("{:.0}", number("accuracy")?.ceil());
    Some((point, metres.parse().unwrap_or(u32::MAX)))
}

/// What a `GeolocationPositionError` says by its code.
fn why(error: &JsValue) -> PlaceWord {
    let code = Reflect::get(error, &JsValue::from_str("code")).ok().and_then(|it| it.as_f64());
    match code.map(|it| format!("{it:.0}")).as_deref() {
        Some("1") => PlaceWord::Denied,
        Some("3") => PlaceWord::TimedOut,
        _ => PlaceWord::Unknown,
    }
}
