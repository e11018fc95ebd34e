//! Light or dark: the system's choice, or the one made on this device.

use leptos::prelude::*;

use crate::preference;

const KEY: &str = "chitbook.theme";

/// How the screens are lit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The page's `data-theme`; the system's choice is the absence of one.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

#[derive(Clone, Copy)]
struct Lit(RwSignal<Theme>);

/// Lights the page as chosen on this device and gives every part below the switch.
pub fn provide_theme() {
    let kept = preference::kept(KEY);
    let chosen = Theme::ALL.into_iter().find(|it| it.attribute() == kept.as_deref());
    let lit = RwSignal::new(chosen.unwrap_or_default());
    Effect::new(move || light_page(lit.get()));
    provide_context(Lit(lit));
}

/// How the page is lit now.
pub fn use_theme() -> Signal<Theme> {
    use_context::<Lit>().map_or_else(|| Theme::default().into(), |it| it.0.into())
}

/// Lights the page otherwise from now on, on this device.
pub fn light(theme: Theme) {
    match theme.attribute() {
        Some(name) => preference::keep(KEY, name),
        None => preference::forget(KEY),
    }
    if let Some(lit) = use_context::<Lit>() {
        lit.0.set(theme);
    }
}

fn light_page(theme: Theme) {
    let Some(page) = document().document_element() else { return };
    // Setting or removing an attribute of an element that exists cannot fail.
    let _ = match theme.attribute() {
        Some(name) => page.set_attribute("data-theme", name),
        None => page.remove_attribute("data-theme"),
    };
}
