//! What can be done on every page: sending what is here, language and light, signing out.

use app::{
    kit::{
        Glyph, theme_name,
        words::{Word, word},
    },
    language::{own_name, speak},
    theme::{Theme, light},
    words::{Label, NavWord, SignInWord, SyncWord},
};
use leptos::prelude::*;
use shared::words::Language;

use crate::{me::SigningOut, replica::Replica, session::Leaving};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anywhere {
    SendNow,
    Speak(Language),
    Light(Theme),
    SignOut,
}

impl Anywhere {
    /// All but what is so already.
    pub fn every(language: Language, theme: Theme) -> Vec<Anywhere> {
        let languages = Language::ALL.into_iter().filter(|it| *it != language);
        let themes = Theme::ALL.into_iter().filter(|it| *it != theme);
        let mut all = vec![Anywhere::SendNow];
        all.extend(languages.map(Anywhere::Speak));
        all.extend(themes.map(Anywhere::Light));
        all.push(Anywhere::SignOut);
        all
    }

    pub fn glyph(self) -> Glyph {
        match self {
            Anywhere::SendNow => Glyph::Sync,
            Anywhere::Speak(_) => Glyph::Language,
            Anywhere::Light(Theme::System) => Glyph::Screen,
            Anywhere::Light(Theme::Light) => Glyph::Sun,
            Anywhere::Light(Theme::Dark) => Glyph::Moon,
            Anywhere::SignOut => Glyph::Leave,
        }
    }

    pub fn name(self, language: Language) -> String {
        match self {
            Anywhere::SendNow => SyncWord::SendNow.text(language).to_owned(),
            Anywhere::Speak(other) => {
                format!("{} · {}", word(language, Word::Language), own_name(other))
            }
            Anywhere::Light(theme) => {
                format!("{} · {}", word(language, Word::Theme), theme_name(theme, language))
            }
            Anywhere::SignOut => SignInWord::SignOut.text(language).to_owned(),
        }
    }

    /// The place where its button stands.
    pub fn place(self) -> NavWord {
        match self {
            Anywhere::SendNow => NavWord::Sync,
            Anywhere::Speak(_) | Anywhere::Light(_) | Anywhere::SignOut => NavWord::Me,
        }
    }
}

/// Does it, as its button would.
#[derive(Clone, Copy)]
pub struct Doing {
    replica: Replica,
    leaving: SigningOut,
    /// Of the desk: what is chosen in the palette is done when that is gone.
    owner: StoredValue<Owner>,
}

impl Doing {
    pub fn new(leaving: SigningOut) -> Doing {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        Doing { replica: Replica::expect(), leaving, owner }
    }

    pub fn run(self, it: Anywhere) {
        match it {
            Anywhere::SendNow => self.replica.sync_now(),
            Anywhere::Speak(language) => self.owner.with_value(|it| it.with(|| speak(language))),
            Anywhere::Light(theme) => self.owner.with_value(|it| it.with(|| light(theme))),
            Anywhere::SignOut => self.leaving.leave(Leaving::WithNothingHere),
        }
    }
}
