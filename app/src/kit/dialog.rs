//! Dialogs and sheets: the browser's own, with Esc, a still background and the focus given back.

use leptos::{html, prelude::*};

use super::{
    Glyph, IconButton, Text,
    unique::unique,
    words::{Word, say},
};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DialogShape {
    #[default]
    Centred,
    Wide,
    /// From the lower edge, within the thumb's reach.
    Sheet,
}

/// What it holds is made anew each time it opens.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Text,
    #[prop(optional)] shape: DialogShape,
    /// The buttons at its foot.
    #[prop(optional, into)]
    acts: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let id = unique("dialog");
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            // Refused only for a dialog that is not on the page: then there is nothing to show.
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // A click on the dialog itself, not on what it holds, fell on the dimmed page around it.
    let outside = move |event: leptos::ev::MouseEvent| {
        let hit = event.target().map(wasm_bindgen::JsValue::from);
        let own = dialog.get().map(|it| wasm_bindgen::JsValue::from((*it).clone()));
        if hit.is_some() && hit == own {
            open.set(false);
        }
    };
    let body = StoredValue::new((title, acts, children, id.clone()));
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            class:is-wide=shape == DialogShape::Wide
            class:is-sheet=shape == DialogShape::Sheet
            aria-labelledby=id
            on:close=move |_| open.set(false)
            on:click=outside
        >
            <Show when=move || open.get()>
                {move || {
                    let (title, acts, children, id) = body.get_value();
                    view! { <Inside open title id acts children/> }
                }}
            </Show>
        </dialog>
    }
}

#[component]
fn Inside(
    open: RwSignal<bool>,
    title: Text,
    id: String,
    acts: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let close = say(Word::Close);
    view! {
        <div class="dialog-head">
            // The heading takes the focus first, so that it is read out before what follows.
            <h2 id=id tabindex="-1" autofocus=true>
                {move || title.get()}
            </h2>
            <IconButton glyph=Glyph::Close label=close on_press=move || open.set(false)/>
        </div>
        <div class="dialog-body">{children()}</div>
        {acts.map(|acts| view! { <div class="dialog-acts">{acts.run()}</div> })}
    }
}
