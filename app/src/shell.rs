//! The app as a whole: who works here decides which shell and which pages there are.

mod desk;
mod door;
mod keys;
mod notices;
mod page;
mod palette;
mod phone;
mod status;

use app::{kit::provide_toasts, language::provide_language, theme::provide_theme};
use leptos::prelude::*;
use leptos_router::components::{Redirect, Router};
use leptos_router::{NavigateOptions, hooks::use_location};
use shared::user::Caller;

use crate::{
    inbox::Understood,
    replica::Replica,
    sign_in::{SignIn, Stuck},
};
pub use desk::administers;
pub use door::{Door, Stage};
pub use page::{Back, NotFound, Page, SkipLink};
pub use status::StatusPill;

/// Where one works: it decides shell, pages and density.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A rep, with everything of the territory on the device.
    Phone,
    /// The office, reading the server's views.
    Desk,
}

#[component]
pub fn App() -> impl IntoView {
    provide_language();
    provide_theme();
    provide_toasts();
    let door = Door::new();
    provide_context(door);
    provide_context(page::Shown(StoredValue::new(false)));
    door.open_remembered();
    let inside = move || match door.stage() {
        Stage::Opening => ().into_any(),
        Stage::SignedOut => view! { <SignIn/> }.into_any(),
        Stage::Stuck(trouble) => view! { <Stuck trouble/> }.into_any(),
        Stage::Working(replica) => view! { <Inside replica/> }.into_any(),
    };
    view! { <Router>{inside}</Router> }
}

/// Everything behind the sign-in.
#[component]
fn Inside(replica: Replica) -> impl IntoView {
    provide_context(replica);
    Understood::provide(replica);
    let place = Memo::new(move |_| place_of(&replica));
    move || {
        let place = place.get();
        provide_context(place);
        match place {
            Place::Phone => view! { <phone::Phone/> }.into_any(),
            Place::Desk => view! { <desk::Desk/> }.into_any(),
        }
    }
}

fn place_of(replica: &Replica) -> Place {
    if Caller::of(&replica.user().get()).works_offline() { Place::Phone } else { Place::Desk }
}

/// `/` leads to where the work is.
#[component]
fn Start() -> impl IntoView {
    let path = match expect_context::<Place>() {
        Place::Phone => "/today",
        Place::Desk => "/customers",
    };
    view! { <Redirect path options=replacing()/> }
}

/// Navigation that leaves no step to come back to.
pub fn replacing() -> NavigateOptions {
    NavigateOptions { replace: true, ..NavigateOptions::default() }
}

/// Whether a path is open, or a page below it.
pub fn is_current(path: &'static str) -> impl Fn() -> bool + Copy {
    let location = use_location().pathname;
    move || {
        let here = location.get();
        here.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
