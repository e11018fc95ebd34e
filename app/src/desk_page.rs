//! A page of the desk: while it is read, when it failed, and how old it is when the server is out of reach.

use std::sync::Arc;

use app::kit::{Banner, Button, Glyph, Note, Notice, Skeleton, SkeletonShape};
use app::words::{ShellSaid, ShellWord};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    replica::{DeskPage, Replica, Trouble},
    say::{moment, say, t},
    shell::replacing,
    trouble,
};

/// What a desk page shows: the value as soon as there is one, and what is wrong beside it.
pub struct Fetched<T: Send + Sync + 'static> {
    page: Signal<DeskPage<T>>,
    /// The last value that came: it stays in sight while the next is on its way.
    pub value: Memo<Option<Arc<T>>>,
    pub waiting: Signal<bool>,
}

// Derived, these would ask the same of `T`.
impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Fetched<T> {
    pub fn of(page: Signal<DeskPage<T>>) -> Fetched<T> {
        let value = Memo::new(move |last: Option<&Option<Arc<T>>>| match page.get() {
            DeskPage::Here { value, .. } => Some(value),
            DeskPage::Loading => last.cloned().flatten(),
            DeskPage::Trouble(_) => None,
        });
        Fetched { page, value, waiting: Signal::derive(move || page.get() == DeskPage::Loading) }
    }

    /// The age of a page that could not be renewed, or that there is none and why.
    pub fn notice(self) -> impl Fn() -> Option<AnyView> {
        move || match self.page.get() {
            DeskPage::Here { fetched_at, stale: true, .. } => {
                let at = moment(move || Some(fetched_at));
                let text = say(move |language| {
                    ShellSaid::PageFrom { at: at.get().unwrap_or_default() }.text(language)
                });
                Some(
                    view! { <Note icon=Glyph::Offline notice=Notice::Warn>{text}</Note> }
                        .into_any(),
                )
            }
            DeskPage::Trouble(trouble) => Some(view! { <Failed trouble/> }.into_any()),
            DeskPage::Here { .. } | DeskPage::Loading => None,
        }
    }

    /// The outline while nothing has come yet, then what `show` makes of it. It is made once and
    /// follows the value.
    pub fn show<V: IntoView + 'static>(
        self,
        show: impl Fn(Signal<Option<Arc<T>>>) -> V + Send + Sync + 'static,
    ) -> impl Fn() -> AnyView {
        let (value, is_here) = (self.value, Memo::new(move |_| self.value.read().is_some()));
        let failed = Memo::new(move |_| matches!(self.page.get(), DeskPage::Trouble(_)));
        move || match (is_here.get(), failed.get()) {
            (true, _) => show(value.into()).into_any(),
            (false, true) => ().into_any(),
            (false, false) => view! { <Skeleton lines=8 shape=SkeletonShape::Rows/> }.into_any(),
        }
    }
}

/// What happened, what is safe, what to do.
#[component]
fn Failed(trouble: Trouble) -> impl IntoView {
    if matches!(trouble, Trouble::ServerFault { status: 404 }) {
        return view! { <Banner notice=Notice::Warn>{t(ShellWord::NotThere)}</Banner> }.into_any();
    }
    let replica = Replica::expect();
    let offline = matches!(trouble, Trouble::Unreachable);
    let again = move || {
        view! { <Button on_press=move || replica.sync_now()>{t(ShellWord::Retry)}</Button> }
    };
    let what = if offline { ShellWord::DeskOffline } else { ShellWord::LoadFailed };
    view! {
        <Banner notice=Notice::Warn act=again>
            <b>{t(what)}</b>
            " "
            {(!offline).then(|| t(trouble::word(&trouble)))}
        </Banner>
    }
    .into_any()
}

/// Goes to the same page with another query, leaving a step to come back to unless `replace`.
pub fn turn(path: &'static str) -> impl Fn(String, Step) + Clone {
    let navigate = use_navigate();
    move |query: String, step: Step| {
        let options = match step {
            Step::New => NavigateOptions { scroll: false, ..NavigateOptions::default() },
            Step::Same => NavigateOptions { scroll: false, ..replacing() },
        };
        navigate(&format!("{path}{query}"), options);
    }
}

/// Whether a change of the address is a step of its own: typing is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    New,
    Same,
}
