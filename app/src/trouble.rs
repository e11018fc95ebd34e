//! What stands in the way, in the user's terms: what happened, what is safe, what to do.

use app::kit::{Note, Notice};
use app::words::TroubleWord;
use leptos::prelude::*;
use shared::{refusal::Refusal, words};

use crate::{
    replica::{NotSubmitted, StorageTrouble, Trouble},
    say::{say, t},
};

/// The words of a trouble with network or server.
pub fn word(trouble: &Trouble) -> TroubleWord {
    match trouble {
        Trouble::SignInAgain => TroubleWord::SignInAgain,
        Trouble::Revoked => TroubleWord::Revoked,
        Trouble::Forbidden => TroubleWord::Forbidden,
        Trouble::Unreachable => TroubleWord::Unreachable,
        Trouble::ServerFault { .. } => TroubleWord::ServerFault,
        Trouble::TooLarge => TroubleWord::TooLarge,
        Trouble::StorageFull => TroubleWord::StorageFull,
        Trouble::Storage { .. } => TroubleWord::Storage,
        Trouble::UpdateNeeded => TroubleWord::UpdateNeeded,
        Trouble::Inconsistent => TroubleWord::Inconsistent,
    }
}

/// The words of a trouble with the browser's storage.
pub fn storage_word(trouble: &StorageTrouble) -> TroubleWord {
    match trouble {
        StorageTrouble::Full => TroubleWord::StorageFull,
        StorageTrouble::Blocked => TroubleWord::Blocked,
        StorageTrouble::Superseded => TroubleWord::Superseded,
        StorageTrouble::Closed => TroubleWord::Closed,
        StorageTrouble::Emptied => TroubleWord::Emptied,
        StorageTrouble::Absent => TroubleWord::Absent,
        StorageTrouble::Failed(_) => TroubleWord::Storage,
    }
}

/// A trouble with the storage as part of a page, with what the browser said for support.
#[component]
pub fn StorageNote(trouble: StorageTrouble) -> impl IntoView {
    let said = match &trouble {
        StorageTrouble::Failed(said) => Some(said.clone()),
        _ => None,
    };
    view! {
        <div role="alert" class="stack">
            <Note notice=Notice::Bad>{t(storage_word(&trouble))}</Note>
            {said.map(|said| view! { <p class="meta meta-3">{said}</p> })}
        </div>
    }
}

/// Why something was not taken over by this device.
#[component]
pub fn NotTaken(error: NotSubmitted) -> impl IntoView {
    match error {
        NotSubmitted::Refused(refusal) => view! { <Refused refusal/> }.into_any(),
        NotSubmitted::Storage(trouble) => view! { <StorageNote trouble/> }.into_any(),
    }
}

/// What the rule says against it.
#[component]
pub fn Refused(refusal: Refusal) -> impl IntoView {
    let said = say(move |language| words::refusal(&refusal, language));
    view! { <Note notice=Notice::Bad>{said}</Note> }
}
