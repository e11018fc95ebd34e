//! The bulk bar: what can be done with the picked rows; Esc lets go of them.

use leptos::prelude::*;

use super::{
    Key, Text, on_key,
    words::{Word, say},
};

/// It floats over the page's foot while anything is picked.
#[component]
pub fn Bulkbar(
    #[prop(into)] picked: Signal<usize>,
    /// 已选 3 家.
    #[prop(into)]
    text: Text,
    #[prop(into)] on_clear: Callback<()>,
    /// The acts.
    children: ChildrenFn,
) -> impl IntoView {
    let any = Memo::new(move |_| 0 < picked.get());
    let cancel = say(Word::Cancel);
    on_key(move |event| {
        if event.key() != "Escape" || !any.get_untracked() {
            return Key::Unused;
        }
        on_clear.run(());
        Key::Used
    });
    let inside = StoredValue::new((text, children));
    view! {
        <Show when=move || any.get()>
            {move || {
                let (text, children) = inside.get_value();
                let said = text.clone();
                view! {
                    <div class="bulkbar" role="region" aria-label=move || text.get()>
                        <b role="status">{move || said.get()}</b>
                        {children()}
                        <span class="sep" aria-hidden="true"></span>
                        <button class="btn" type="button" on:click=move |_| on_clear.run(())>
                            {cancel}
                            <kbd class="kbd" aria-hidden="true">Esc</kbd>
                        </button>
                    </div>
                }
            }}
        </Show>
    }
}
