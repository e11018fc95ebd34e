//! Fields: a label above, a hint and an error below, tied together for those who listen.

use leptos::{context::Provider, prelude::*};

use super::{
    Glyph, Icon, Text,
    unique::unique,
    words::{Word, say},
};

/// Whether a field has to be filled in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Required,
    /// Says so beside its label.
    Optional,
    /// By what is done with it: the hint says when.
    Depends,
}

/// What an input learns from the field around it.
#[derive(Clone, Copy)]
pub(super) struct Ties {
    pub id: StoredValue<String>,
    pub need: Need,
    error: Signal<Option<String>>,
    /// Found by the input itself: unreadable amount, day out of range.
    pub own_error: RwSignal<Option<String>>,
    described_by: StoredValue<String>,
}

impl Ties {
    fn new(need: Need, error: Signal<Option<String>>, hinted: bool) -> Ties {
        let id = unique("field");
        let described_by =
            if hinted { format!("{id}-hint {id}-error") } else { format!("{id}-error") };
        Ties {
            id: StoredValue::new(id),
            need,
            error,
            own_error: RwSignal::new(None),
            described_by: StoredValue::new(described_by),
        }
    }

    /// The ties of the field around, or of an input that stands alone and names itself.
    pub fn around() -> Ties {
        use_context().unwrap_or_else(|| Ties::new(Need::Optional, None.into(), false))
    }

    /// What is wrong: the input's own finding first, for no rule was asked about what cannot be read.
    pub fn wrong(self) -> Option<String> {
        self.own_error.get().or_else(|| self.error.get())
    }

    pub fn described_by(self) -> String {
        self.described_by.get_value()
    }

    /// `aria-invalid`, only where it is true.
    pub fn invalid(self) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
        move || self.wrong().map(|_| "true")
    }

    pub fn required(self) -> Option<&'static str> {
        (self.need == Need::Required).then_some("true")
    }
}

/// A label with one input, given as its child: `TextInput`, `MoneyInput`, `DateInput`, `Select` …
#[component]
pub fn Field(
    #[prop(into)] label: Text,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let ties = Ties::new(need, error, hint.is_some());
    let id = ties.id.get_value();
    view! {
        <div class="field">
            <label for=id>{move || label.get()}<Optional need/></label>
            <Provider value=ties>{children()}</Provider>
            <Below ties hint/>
        </div>
    }
}

/// A legend over several inputs that belong together: chips, check boxes, two dates.
#[component]
pub fn Group(
    #[prop(into)] legend: Text,
    #[prop(optional)] need: Need,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let ties = Ties::new(need, error, hint.is_some());
    let described_by = ties.described_by();
    let id = ties.id.get_value();
    view! {
        <fieldset class="field" id=id aria-describedby=described_by>
            <legend>{move || legend.get()}<Optional need/></legend>
            {children()}
            <Below ties hint/>
        </fieldset>
    }
}

#[component]
fn Optional(need: Need) -> impl IntoView {
    let optional = say(Word::Optional);
    (need == Need::Optional).then(|| view! { <span class="field-need">{optional}</span> })
}

/// Hint and error. The error's place is always there, so that its arrival is read out.
#[component]
fn Below(ties: Ties, hint: Option<Text>) -> impl IntoView {
    let id = ties.id.get_value();
    let error_id = format!("{id}-error");
    view! {
        {hint
            .map(|hint| {
                view! { <p class="field-hint" id=format!("{id}-hint")>{move || hint.get()}</p> }
            })}
        <div id=error_id aria-live="polite">
            {move || {
                ties.wrong()
                    .map(|text| {
                        view! {
                            <p class="field-error"><Icon glyph=Glyph::Warn/><span>{text}</span></p>
                        }
                    })
            }}
        </div>
    }
}
