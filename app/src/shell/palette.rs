//! The palette: `Ctrl K` or `⌘ K`, then a page, a deed or a customer by a few letters.

mod anywhere;
mod goal;

use std::sync::Arc;

use app::kit::{Dialog, Glyph, Icon};
use app::words::KeysWord;
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::offer::Offers;
use crate::{
    me::{LeaveDialog, SigningOut},
    say::{say, t},
};
use anywhere::Doing;
use goal::{Goal, Group, Way, goals};

#[component]
pub fn Palette() -> impl IntoView {
    let open = RwSignal::new(false);
    let shortcut = window_event_listener(ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            open.update(|it| *it = !*it);
        }
    });
    on_cleanup(move || shortcut.remove());
    let leaving = SigningOut::new();
    let (doing, offers) = (Doing::new(leaving), expect_context::<Offers>());
    let navigate = use_navigate();
    let choose = Callback::new(move |way: Way| {
        open.set(false);
        match way {
            Way::Go(href) => navigate(&href, NavigateOptions::default()),
            Way::Here(number) => offers.run(number),
            Way::Anywhere(it) => doing.run(it),
        }
    });
    view! {
        <button class="jump" type="button" on:click=move |_| open.set(true)>
            <Icon glyph=Glyph::Search/>
            <span>{t(KeysWord::JumpTo)}</span>
            <kbd class="kbd" aria-hidden="true">{if on_a_mac() { "⌘K" } else { "Ctrl K" }}</kbd>
        </button>
        <Dialog open title=t(KeysWord::JumpTo)>
            <Inside choose/>
        </Dialog>
        <LeaveDialog leaving/>
    }
}

/// The browser says so in its name: there is no other word of it everywhere.
fn on_a_mac() -> bool {
    window().navigator().user_agent().is_ok_and(|it| it.contains("Mac OS") || it.contains("iPhone"))
}

#[component]
fn Inside(choose: Callback<Way>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let goals = goals(typed);
    let any = Memo::new(move |_| !goals.read().is_empty());
    let press = move |event: ev::KeyboardEvent| {
        let count = goals.read_untracked().len();
        match event.key().as_str() {
            "ArrowDown" => at.update(|it| *it = (*it + 1).min(count.saturating_sub(1))),
            "ArrowUp" => at.update(|it| *it = it.saturating_sub(1)),
            "Enter" if !event.is_composing() => {
                let goal = goals.read_untracked().get(at.get_untracked()).cloned();
                if let Some(goal) = goal {
                    choose.run(goal.way);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| _ = input.get().map(|it| it.focus()));
    view! {
        <div class="palette stack-3">
            <div class="input input-search">
                <Icon glyph=Glyph::Search/>
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-expanded=move || any.get().to_string()
                    aria-controls=move || any.get().then_some("goals")
                    aria-activedescendant=move || any.get().then(|| format!("goal-{}", at.get()))
                    aria-label=t(KeysWord::JumpTo)
                    placeholder=t(KeysWord::JumpPlaceholder)
                    prop:value=move || typed.get()
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        at.set(0);
                    }
                    on:keydown=press
                />
            </div>
            <Goals goals at choose/>
        </div>
    }
}

#[component]
fn Goals(goals: Memo<Arc<Vec<Goal>>>, at: RwSignal<usize>, choose: Callback<Way>) -> impl IntoView {
    keep_in_sight(at);
    let groups = move || {
        let goals = goals.get();
        let of = |group: Group| {
            let these = goals.iter().enumerate().filter(|(_, it)| it.group == group);
            let these: Vec<_> = these.map(|(place, it)| (place, it.clone())).collect();
            (!these.is_empty()).then(|| view! { <OfGroup group these at choose/> })
        };
        Group::EVERY.map(of).collect_view()
    };
    view! {
        <Show
            when=move || !goals.read().is_empty()
            fallback=|| view! { <p class="meta" role="status">{t(KeysWord::JumpNothing)}</p> }
        >
            <div id="goals" class="goals" role="listbox" aria-label=t(KeysWord::JumpTo)>
                {groups}
            </div>
        </Show>
    }
}

/// The goals of one group, under its name; each with its place among all.
#[component]
fn OfGroup(
    group: Group,
    these: Vec<(usize, Goal)>,
    at: RwSignal<usize>,
    choose: Callback<Way>,
) -> impl IntoView {
    let name = say(move |language| group.name(language));
    let option = move |(place, goal): (usize, Goal)| {
        let Goal { way, glyph, name, more, .. } = goal;
        view! {
            <div
                id=format!("goal-{place}")
                role="option"
                class="goal"
                class:is-at=move || at.get() == place
                aria-selected=move || (at.get() == place).to_string()
                on:click=move |_| choose.run(way.clone())
            >
                <Icon glyph/>
                <span class="cut grow">{name}</span>
                <span class="meta">{more}</span>
            </div>
        }
    };
    view! {
        <div role="group" aria-label=name>
            // The group is named by its label: read out, it would be one option more.
            <div class="goal-group" aria-hidden="true">{name}</div>
            {these.into_iter().map(option).collect_view()}
        </div>
    }
}

/// What the arrows chose is never below the edge of the list, nor above it.
fn keep_in_sight(at: RwSignal<usize>) {
    Effect::new(move || {
        let at = at.get();
        let part = |id: &str| document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok();
        let (Some(goal), Some(list)) = (part(&format!("goal-{at}")), part("goals")) else { return };
        // The first is seen with the name of its group.
        let top = if at == 0 { 0 } else { goal.offset_top() };
        let bottom = goal.offset_top() + goal.offset_height();
        let least = bottom - list.client_height();
        list.set_scroll_top(list.scroll_top().max(least).min(top));
    });
}
