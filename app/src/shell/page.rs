//! A page: its title, its heading, which takes the focus, and what stands above and below.

use app::kit::{Glyph, Icon, LinkButton};
use app::words::{Label, NavWord, ShellSaid, ShellWord};
use leptos::{html, prelude::*};

use super::{Place, phone::Tabbar};
use crate::say::{label, say, t};

/// Whether a page was shown before: the first one leaves the focus to the browser.
#[derive(Clone, Copy)]
pub struct Shown(pub StoredValue<bool>);

/// Where "back" leads, and its name.
#[derive(Clone)]
pub struct Back {
    href: String,
    name: Signal<String>,
}

impl Back {
    pub fn to(href: impl Into<String>, name: NavWord) -> Back {
        Back { href: href.into(), name: say(move |language| name.text(language)) }
    }

    pub fn named(href: impl Into<String>, name: Signal<String>) -> Back {
        Back { href: href.into(), name }
    }
}

/// One page in either shell. `head` stands beside the title, `foot` in place of the tab bar.
#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    /// What the heading says besides; small.
    #[prop(optional, into)]
    beside: Option<Signal<String>>,
    #[prop(optional)] back: Option<Back>,
    #[prop(optional, into)] head: ViewFn,
    #[prop(optional, into)] foot: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    keep_title(title);
    let heading = focus_on_arrival();
    let beside = beside.map(|it| view! { <span class="meta">{it}</span> });
    let has_back = back.is_some();
    let back = back.map(|back| view! { <BackLink back/> });
    match expect_context::<Place>() {
        Place::Phone => view! {
            <header class="appbar" class:has-back=has_back>
                {back}
                <div class="appbar-title">
                    <h1 node_ref=heading tabindex="-1">{title}</h1>
                    {beside}
                </div>
                {head.run()}
            </header>
            <main id="main">{children()}</main>
            {foot.map_or_else(
                || view! { <NextTurn><Tabbar/></NextTurn> }.into_any(),
                |foot| foot.run(),
            )}
        }
        .into_any(),
        Place::Desk => view! {
            <main class="page" id="main">
                <div class="page-head">
                    {back}
                    <h1 node_ref=heading tabindex="-1">{title}</h1>
                    {beside}
                    <div class="end">{head.run()}</div>
                </div>
                {children()}
                {foot.map(|foot| foot.run())}
            </main>
        }
        .into_any(),
    }
}

/// What is built in a turn of its own, when what stands above it is there.
#[component]
pub fn NextTurn(children: ChildrenFn) -> impl IntoView {
    let above_stands = RwSignal::new(false);
    Effect::new(move |_| above_stands.set(true));
    view! { <Show when=move || above_stands.get()>{children()}</Show> }
}

#[component]
fn BackLink(back: Back) -> impl IntoView {
    let name = back.name;
    let label = say(move |language| ShellSaid::BackTo { page: name.get() }.text(language));
    view! {
        <a class="btn btn-icon" href=back.href aria-label=label>
            <Icon glyph=Glyph::Left/>
        </a>
    }
}

/// The window is called like its page.
fn keep_title(page: Signal<String>) {
    let title = say(move |language| ShellSaid::Title { page: page.get() }.text(language));
    Effect::new(move |_| document().set_title(&title.get()));
}

/// A reader who follows a link hears where it led.
fn focus_on_arrival() -> NodeRef<html::H1> {
    let heading = NodeRef::<html::H1>::new();
    let Shown(shown) = expect_context::<Shown>();
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if shown.get_value() {
            // A heading that is gone again needs no focus.
            _ = heading.focus();
        }
        shown.set_value(true);
    });
    heading
}

/// The first stop of the keyboard.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{t(ShellWord::SkipToContent)}</a> }
}

/// No page at this address, or none for this role.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=label(ShellWord::NotFound)>
            <div class="empty">
                <p class="empty-title">{t(ShellWord::NotFoundHint)}</p>
                <p>{t(ShellWord::NotForYourRole)}</p>
                <LinkButton href="/">{t(ShellWord::ToStart)}</LinkButton>
            </div>
        </Page>
    }
}
