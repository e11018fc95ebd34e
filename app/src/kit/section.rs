//! Sections: a heading and a hairline, no box.

use leptos::prelude::*;

use super::{Text, unique::unique};

/// A part of a page with its heading, and what is said at the heading's end.
#[component]
pub fn Section(
    #[prop(into)] title: Text,
    #[prop(optional, into)] end: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let id = unique("section");
    let heading = id.clone();
    view! {
        <section class="section" aria-labelledby=heading>
            <div class="section-head">
                <h2 id=id>{move || title.get()}</h2>
                {end.map(|end| view! { <span class="end">{end.run()}</span> })}
            </div>
            {children()}
        </section>
    }
}

/// Pairs of label and value.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

#[component]
pub fn Fact(#[prop(into)] label: Text, children: Children) -> impl IntoView {
    view! {
        <div>
            <dt>{move || label.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
