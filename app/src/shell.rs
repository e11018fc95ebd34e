//! The app as a whole: who works here decides which shell and which pages there are.

pub mod boot;
mod desk;
mod door;
mod keys;
mod notices;
mod offer;
mod page;
mod palette;
mod phone;
mod program;
mod status;
mod work;

use app::{kit::provide_toasts, language::provide_language, theme::provide_theme};
use leptos::prelude::*;
use leptos_router::components::{Redirect, Router};
use leptos_router::{NavigateOptions, hooks::use_location};
use shared::user::{Caller, User};

use crate::sign_in::SignIn;
pub use desk::{administers, counts_cash, places};
pub use door::{Door, Stage};
pub use offer::offer;
pub use page::{Back, NextTurn, NotFound, Page, SkipLink};
use program::{Load, Program};
pub use status::StatusPill;

/// Where one works: it decides program, shell, pages and density.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A rep, with everything of the territory on the device.
    Phone,
    /// The office, reading the server's views.
    Desk,
}

impl Place {
    pub fn of(user: &User) -> Place {
        if Caller::of(user).works_offline() { Place::Phone } else { Place::Desk }
    }
}

/// All that is there before somebody has signed in; what lies behind the door is loaded for who enters.
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
        Stage::Inside(remembered) => {
            let place = Place::of(&remembered.user);
            let show = move |program: Program| (program.open)(remembered.clone());
            view! { <Load place show/> }.into_any()
        }
    };
    view! { <Router>{inside}</Router> }
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
