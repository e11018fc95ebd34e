//! Long work: a bar, the count in words, a way to stop.

use leptos::prelude::*;

use super::Text;

/// Without a total the bar runs to and fro; the words say how much is done.
#[component]
pub fn Progress(
    #[prop(into)] done: Signal<u64>,
    #[prop(into)] total: Signal<Option<u64>>,
    /// 正在发送第 3 条，共 5 条.
    #[prop(into)]
    text: Text,
    /// Stop, or what else can be done meanwhile.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let share = move || total.get().map(|total| percent(done.get(), total));
    let width = move || share().map_or_else(|| "35%".to_owned(), |it| format!("{it}%"));
    let spoken = text.clone();
    view! {
        <div class="progress">
            <svg
                class="bar"
                class:is-unknown=move || total.get().is_none()
                role="progressbar"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || share().map(|it| it.to_string())
                aria-label=move || spoken.get()
            >
                <rect class="bar-track" width="100%" height="100%"></rect>
                <rect class="bar-done" width=width height="100%"></rect>
            </svg>
            <div class="progress-line">
                <span>{move || text.get()}</span>
                {children.map(|children| children())}
            </div>
        </div>
    }
}

/// Done of total in whole percent; full only when all is done.
fn percent(done: u64, total: u64) -> u64 {
    if total <= done { 100 } else { done.saturating_mul(100) / total }
}
