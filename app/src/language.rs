//! The language of the screens: Chinese first, English complete, switched while one works.

pub use shared::words::Language;

/// Its name in itself, so that whoever is lost in the other finds it.
#[must_use]
pub fn own_name(language: Language) -> &'static str {
    match language {
        Language::Zh => "中文",
        Language::En => "English",
    }
}

/// The language for a browser that prefers this tag: Chinese of any region, else English.
#[must_use]
pub fn for_tag(tag: &str) -> Language {
    tag.parse().unwrap_or(Language::En)
}

#[cfg(target_arch = "wasm32")]
mod choice {
    use leptos::prelude::*;

    use super::Language;
    use crate::preference;

    const KEY: &str = "chitbook.language";

    #[derive(Clone, Copy)]
    struct Spoken(RwSignal<Language>);

    /// Gives every part below a language: the one chosen on this device, else the browser's.
    /// The page's `lang` follows it.
    pub fn provide_language() {
        let spoken = RwSignal::new(chosen().unwrap_or_else(of_browser));
        Effect::new(move || {
            if let Some(page) = document().document_element() {
                // The attribute of an element that exists can be set.
                let _ = page.set_attribute("lang", spoken.get().tag());
            }
        });
        provide_context(Spoken(spoken));
    }

    /// The language spoken now; Chinese where none was provided.
    pub fn use_language() -> Signal<Language> {
        use_context::<Spoken>().map_or_else(|| Language::default().into(), |it| it.0.into())
    }

    /// Speaks another language from now on, on this device.
    pub fn speak(language: Language) {
        preference::keep(KEY, language.tag());
        if let Some(spoken) = use_context::<Spoken>() {
            spoken.0.set(language);
        }
    }

    fn chosen() -> Option<Language> {
        let tag = preference::kept(KEY)?;
        Language::ALL.into_iter().find(|it| it.tag() == tag)
    }

    fn of_browser() -> Language {
        window().navigator().language().map_or_else(Language::default, |it| super::for_tag(&it))
    }
}

#[cfg(target_arch = "wasm32")]
pub use choice::{provide_language, speak, use_language};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_its_language() {
        for (tag, language) in [
            ("zh-CN", Language::Zh),
            ("zh-Hant-TW", Language::Zh),
            ("ZH", Language::Zh),
            ("en-GB", Language::En),
            ("de", Language::En),
            ("", Language::En),
            ("ü", Language::En),
        ] {
            assert_eq!(for_tag(tag), language, "{tag}");
        }
    }
}
