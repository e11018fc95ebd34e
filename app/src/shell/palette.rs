//! The palette: `Ctrl K` or `⌘ K`, then a page or a customer by a few letters.

use std::sync::Arc;

use app::kit::{Dialog, Glyph, Icon};
use app::view::listed;
use app::words::{KeysWord, Label, NavWord};
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::page::{CustomerLine, CustomerListing, CustomerQuery};

use super::desk::places;
use crate::{
    customer::address,
    replica::{DeskPage, Replica},
    say::t,
};

/// How many customers are offered.
const OFFERED: u32 = 8;

/// Somewhere to go.
#[derive(Debug, Clone, PartialEq)]
struct Goal {
    href: String,
    glyph: Glyph,
    name: String,
    more: String,
}

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
    view! {
        <button class="jump" type="button" on:click=move |_| open.set(true)>
            <Icon glyph=Glyph::Search/>
            <span>{t(KeysWord::JumpTo)}</span>
            <kbd class="kbd" aria-hidden="true">{if on_a_mac() { "⌘K" } else { "Ctrl K" }}</kbd>
        </button>
        <Dialog open title=t(KeysWord::JumpTo)>
            <Inside open/>
        </Dialog>
    }
}

/// The browser says so in its name: there is no other word of it everywhere.
fn on_a_mac() -> bool {
    window().navigator().user_agent().is_ok_and(|it| it.contains("Mac OS") || it.contains("iPhone"))
}

#[component]
fn Inside(open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let goals = goals(typed);
    let any = Memo::new(move |_| !goals.read().is_empty());
    let navigate = use_navigate();
    let go = Callback::new(move |goal: Goal| {
        open.set(false);
        navigate(&goal.href, NavigateOptions::default());
    });
    let press = move |event: ev::KeyboardEvent| {
        let count = goals.read_untracked().len();
        match event.key().as_str() {
            "ArrowDown" => at.update(|it| *it = (*it + 1).min(count.saturating_sub(1))),
            "ArrowUp" => at.update(|it| *it = it.saturating_sub(1)),
            "Enter" if !event.is_composing() => {
                let goal = goals.read_untracked().get(at.get_untracked()).cloned();
                if let Some(goal) = goal {
                    go.run(goal);
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
            <Goals goals at on_go=go/>
        </div>
    }
}

/// The goals that answer to what was typed: pages first, then customers.
fn goals(typed: RwSignal<String>) -> Memo<Arc<Vec<Goal>>> {
    let (language, user) = (app::language::use_language(), Replica::expect().user());
    let path = Signal::derive(move || {
        let query = CustomerQuery {
            search: typed.get().trim().to_owned(),
            limit: Some(OFFERED),
            ..CustomerQuery::default()
        };
        format!("/api/customers{}", listed::address(&query, None))
    });
    let found = Replica::expect().desk::<CustomerListing>(path);
    Memo::new(move |_| {
        let (typed, language) = (typed.get().trim().to_lowercase(), language.get());
        let named = |word: NavWord| word.text(language);
        let pages = places(&user.get()).into_iter().map(|it| Goal {
            href: it.href.to_owned(),
            glyph: it.glyph,
            name: named(it.word).to_owned(),
            more: named(it.group).to_owned(),
        });
        let mut goals: Vec<Goal> =
            pages.filter(|it| it.name.to_lowercase().contains(&typed)).collect();
        if let DeskPage::Here { value, .. } = found.get()
            && !typed.is_empty()
        {
            goals.extend(value.rows.iter().map(|CustomerLine { brief: it, .. }| Goal {
                href: address(it.customer.id),
                glyph: Glyph::Users,
                name: it.customer.name.clone(),
                more: it.customer.code.clone(),
            }));
        }
        Arc::new(goals)
    })
}

#[component]
fn Goals(
    goals: Memo<Arc<Vec<Goal>>>,
    at: RwSignal<usize>,
    #[prop(into)] on_go: Callback<Goal>,
) -> impl IntoView {
    let option = move |(place, goal): (usize, &Goal)| {
        let (goal, chosen) = (goal.clone(), goal.clone());
        view! {
            <li
                id=format!("goal-{place}")
                role="option"
                class="goal"
                class:is-at=move || at.get() == place
                aria-selected=move || (at.get() == place).to_string()
                on:click=move |_| on_go.run(chosen.clone())
            >
                <Icon glyph=goal.glyph/>
                <span class="cut grow">{goal.name}</span>
                <span class="meta">{goal.more}</span>
            </li>
        }
    };
    view! {
        <Show
            when=move || !goals.read().is_empty()
            fallback=|| view! { <p class="meta" role="status">{t(KeysWord::JumpNothing)}</p> }
        >
            <ul id="goals" role="listbox" aria-label=t(KeysWord::JumpTo)>
                {move || goals.get().iter().enumerate().map(option).collect_view()}
            </ul>
        </Show>
    }
}
