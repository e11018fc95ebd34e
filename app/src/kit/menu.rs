//! A menu behind a button: arrows walk it, Esc or a tap elsewhere closes it, the focus goes back.

use leptos::{context::Provider, ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::{Glyph, Icon, Text, unique::unique};
use crate::format::window::Step;

#[derive(Clone, Copy)]
struct MenuOpen(RwSignal<bool>);

/// A button with an icon that opens a list of `MenuItem`s.
#[component]
pub fn Menu(
    #[prop(into)] label: Text,
    #[prop(default = Glyph::More)] glyph: Glyph,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (whole, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let id = unique("menu");
    close_outside(whole, open);
    // Focus that stands in a menu that closes would be lost.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            _ = button.get_untracked().map(|it| it.focus());
        }
        is
    });
    let (title, controls) = (label.clone(), id.clone());
    view! {
        <div class="menu" node_ref=whole on:keydown=move |event| walk(&event, whole, open)>
            <button
                node_ref=button
                class="btn btn-icon"
                type="button"
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-controls=move || open.get().then(|| controls.clone())
                aria-label=move || label.get()
                on:click=move |_| open.update(|it| *it = !*it)
            >
                <Icon glyph/>
            </button>
            <Show when=move || open.get()>
                <MenuList whole open id=id.clone() title=title.clone() children=children.clone()/>
            </Show>
        </div>
    }
}

/// The open list; its first item takes the focus.
#[component]
fn MenuList(
    whole: NodeRef<html::Div>,
    open: RwSignal<bool>,
    id: String,
    title: Text,
    children: ChildrenFn,
) -> impl IntoView {
    request_animation_frame(move || _ = step(whole, Step::First));
    view! {
        <div class="menu-list" role="menu" id=id aria-label=move || title.get()>
            <Provider value=MenuOpen(open)>{children()}</Provider>
        </div>
    }
}

#[component]
pub fn MenuItem(
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(into)] on_press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let menu = use_context::<MenuOpen>();
    let press = move |_| {
        if let Some(MenuOpen(open)) = menu {
            open.set(false);
        }
        on_press.run(());
    };
    view! {
        <button class="menu-item" type="button" role="menuitem" tabindex="-1" on:click=press>
            {glyph.map(|glyph| view! { <Icon glyph/> })}
            <span>{children()}</span>
        </button>
    }
}

fn close_outside(whole: NodeRef<html::Div>, open: RwSignal<bool>) {
    let listener = window_event_listener(ev::pointerdown, move |event| {
        let hit = event.target().and_then(|it| it.dyn_into::<Node>().ok());
        let inside = whole.get_untracked().is_some_and(|it| it.contains(hit.as_ref()));
        if open.get_untracked() && !inside {
            open.set(false);
        }
    });
    on_cleanup(move || listener.remove());
}

fn walk(event: &ev::KeyboardEvent, whole: NodeRef<html::Div>, open: RwSignal<bool>) {
    if !open.get_untracked() {
        return;
    }
    match event.key().as_str() {
        "Escape" | "Tab" => open.set(false),
        key => match Step::of_key(key) {
            Some(to) => _ = step(whole, to),
            None => return,
        },
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Moves the focus among the items.
fn step(whole: NodeRef<html::Div>, to: Step) -> Option<()> {
    let items = whole.get_untracked()?.query_selector_all("[role=menuitem]").ok()?;
    let count = items.length();
    let item = |at: u32| items.get(at)?.dyn_into::<HtmlElement>().ok();
    let focused = document().active_element().map(wasm_bindgen::JsValue::from);
    let at = (0..count).find(|at| item(*at).map(wasm_bindgen::JsValue::from) == focused);
    let to = to.from(at.map(|it| it as usize), count as usize)?;
    item(u32::try_from(to).ok()?)?.focus().ok()
}
