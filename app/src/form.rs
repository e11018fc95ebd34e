//! What every form does: restores its draft, keeps it on every change, submits, and says what happened.

use std::sync::Arc;

use app::kit::{Banner, Button, Mark, Note, Notice, Text, Toast, Tone, Truth, use_toasts};
use app::view::{again::answers, drafts};
use app::words::{FormSaid, Label, VisitWord};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    calendar::Instant,
    id::{CustomerId, InboxId},
    inbox::InboxItem,
    refusal::Refusal,
    sync::{Act, replica::Foreseen},
    words,
};
use uuid::Uuid;

use crate::{
    clock,
    customer::{self, Shown},
    id,
    replica::{NotSubmitted, Replica, StorageTrouble},
    say::{moment, say, t},
    shell::replacing,
};

/// What is kept of a form. The row it will make is drawn once, so that a form that is sent twice
/// makes one row.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    row: Option<Uuid>,
    #[serde(flatten)]
    form: T,
}

/// The draft of one form on this device.
#[derive(Clone, Copy)]
pub struct Draft {
    form: StoredValue<String>,
    row: RwSignal<Uuid>,
    /// What was kept is here, or there was nothing: from now on changes are kept.
    ready: RwSignal<bool>,
    restored: RwSignal<bool>,
    kept_at: RwSignal<Option<Instant>>,
}

impl Draft {
    /// Restores what was kept under `form`, and from then on keeps every `current` that differs
    /// from `empty`.
    pub fn of<T>(form: String, current: Memo<T>, empty: T, restore: impl Fn(T) + 'static) -> Draft
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        let draft = Draft {
            form: StoredValue::new(form.clone()),
            row: RwSignal::new(id::draw()),
            ready: RwSignal::new(false),
            restored: RwSignal::new(false),
            kept_at: RwSignal::new(None),
        };
        let replica = Replica::expect();
        spawn_local(async move {
            let kept = replica.draft::<Kept<T>>(&form).await;
            // The form may be gone by now.
            if draft.ready.is_disposed() {
                return;
            }
            if let Some(kept) = kept {
                kept.row.into_iter().for_each(|row| draft.row.set(row));
                restore(kept.form);
                draft.restored.set(true);
            }
            draft.ready.set(true);
        });
        Effect::new(move |_| {
            let now = current.get();
            if draft.ready.get() {
                draft.keep(&replica, &now, &empty);
            }
        });
        draft
    }

    /// The id of the row that this form will make.
    pub fn row(self) -> Uuid {
        self.row.get()
    }

    fn keep<T: Serialize + PartialEq>(self, replica: &Replica, now: &T, empty: &T) {
        let form = self.form.get_value();
        if now == empty {
            replica.drop_draft(&form);
            self.kept_at.set(None);
        } else {
            let (kept_at, at) = (self.kept_at, clock::now());
            // It is said to be kept when it is. The form may be gone by then.
            let told = move |kept: bool| _ = kept_at.try_set(kept.then_some(at));
            let kept = Kept { row: Some(self.row.get_untracked()), form: now };
            replica.keep_draft_told(&form, &kept, told);
        }
    }
}

/// "Draft kept 10:11", beside the title.
#[component]
pub fn DraftPill(draft: Draft) -> impl IntoView {
    let at = moment(move || draft.kept_at.get());
    let text = say(move |language| {
        FormSaid::DraftKept { at: at.get().unwrap_or_default() }.text(language)
    });
    view! {
        <Show when=move || draft.kept_at.get().is_some()>
            <span class="pill"><Mark truth=Truth::OnlyHere text/></span>
        </Show>
    }
}

/// What was not finished is back; clearing it can be taken back, because nothing was sent yet.
#[component]
pub fn Restored(
    draft: Draft,
    /// Empties the form and gives the way back.
    #[prop(into)]
    clear: Callback<(), Callback<()>>,
) -> impl IntoView {
    let toasts = use_toasts();
    let dropped = say(|language| VisitWord::DraftDropped.text(language));
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    let press = move || {
        let row = draft.row.get_untracked();
        // The button goes with its banner, the way back stays as long as the form.
        let back = owner.with_value(|it| {
            it.with(|| {
                let back = clear.run(());
                Callback::new(move |()| {
                    draft.row.try_set(row);
                    back.run(());
                })
            })
        });
        // What is typed from now on is another fact.
        draft.row.set(id::draw());
        draft.restored.set(false);
        toasts.show(Toast::new(dropped.get_untracked()).with_undo(back));
    };
    let act = move || {
        view! { <Button tone=Tone::Quiet on_press=press>{t(VisitWord::DraftDrop)}</Button> }
    };
    view! {
        <Show when=move || draft.restored.get()>
            <Banner notice=Notice::Local act>{t(VisitWord::DraftBack)}</Banner>
        </Show>
    }
}

/// The name under which the form of this address is kept.
pub fn name(form: &str, customer: CustomerId) -> String {
    let query = use_query_map();
    let query = query.read_untracked();
    let about = ["again", "invoice", "replaces", "promise", "contact"];
    let about = about.into_iter().filter_map(|it| Some((it, query.get(it)?)));
    drafts::name(form, customer, about)
}

/// Whom a form is about, from when the customer is here. What is being typed stays, whatever
/// becomes of the customer meanwhile: without the facts it is sent unforeseen.
pub fn begun(id: Memo<Option<CustomerId>>, shown: Memo<Shown>) -> Memo<Option<CustomerId>> {
    Memo::new(move |before: Option<&Option<CustomerId>>| {
        let (id, before) = (id.get(), before.copied().flatten());
        let is_here = shown.read().open().is_some();
        id.filter(|_| is_here || id == before)
    })
}

/// The inbox item whose form is to be sent again: `?again=ID`.
pub fn again() -> Option<InboxItem> {
    let id: InboxId = use_query_map().read_untracked().get("again")?.parse().ok()?;
    Replica::expect().inbox().get_untracked().iter().find(|it| it.id == id).cloned()
}

/// What the rule says about a form while it is filled in, and what became of sending it.
#[derive(Clone, Copy)]
pub struct Submission {
    foreseen: Memo<Option<Result<Arc<Foreseen>, Refusal>>>,
    refused: RwSignal<Option<Refusal>>,
    trouble: RwSignal<Option<StorageTrouble>>,
    busy: RwSignal<bool>,
}

impl Submission {
    /// Asks the rule about every change of a form that is complete enough to be a command.
    pub fn of(
        customer: CustomerId,
        act: impl Fn() -> Option<Act> + Send + Sync + 'static,
    ) -> Submission {
        let replica = Replica::expect();
        Submission {
            foreseen: Memo::new(move |_| {
                act().map(|act| replica.predict(&act, Some(customer)).map(Arc::new))
            }),
            refused: RwSignal::new(None),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// The refusal to show: what sending said, else what is foreseen.
    pub fn refusal(self) -> Option<Refusal> {
        let foreseen = self.foreseen.get().and_then(Result::err);
        foreseen.or_else(|| self.refused.get())
    }

    /// Foreseen without a refusal: it can be sent.
    pub fn can_be_sent(self) -> bool {
        matches!(self.foreseen.get(), Some(Ok(_)))
    }

    /// The refusal as the error of the field it is about.
    pub fn error_at<F: PartialEq + Copy + Send + Sync + 'static>(
        self,
        field: F,
        field_of: fn(&Refusal) -> Option<F>,
    ) -> Signal<Option<String>> {
        let language = app::language::use_language();
        Signal::derive(move || {
            let refusal = self.refusal().filter(|it| field_of(it) == Some(field))?;
            Some(words::refusal(&refusal, language.get()))
        })
    }

    /// Stores the command; then back to the customer, with a word about where it is.
    pub fn send(self, act: Act, customer: CustomerId, draft: Draft) {
        self.send_with(act, vec![], customer, draft);
    }

    /// The same with what is attached.
    pub fn send_with(self, act: Act, attached: Vec<Act>, customer: CustomerId, draft: Draft) {
        let navigate = use_navigate();
        self.send_then(act, attached, customer, draft, move || {
            navigate(&customer::address(customer), replacing());
        });
    }

    /// Stores the command, says where it is, and goes on where the form is still there.
    pub fn send_then(
        self,
        act: Act,
        attached: Vec<Act>,
        customer: CustomerId,
        draft: Draft,
        done: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (replica, toasts) = (Replica::expect(), use_toasts());
        let saved = saved(replica).get_untracked();
        let again: Vec<InboxItem> = again().into_iter().filter(|it| answers(&act, it)).collect();
        // The page may be gone before the command is stored: what is needed then is taken now.
        let form = draft.form.get_value();
        draft.ready.set(false);
        spawn_local(async move {
            match replica.submit_form(act, attached, &again, Some(customer), &form).await {
                Ok(_) => {
                    toasts.show(Toast::new(saved));
                    if !self.busy.is_disposed() {
                        done();
                    }
                }
                Err(error) => {
                    _ = match error {
                        NotSubmitted::Refused(it) => self.refused.try_set(Some(it)).is_none(),
                        NotSubmitted::Storage(it) => self.trouble.try_set(Some(it)).is_none(),
                    };
                    _ = draft.ready.try_set(true);
                }
            }
            // Not there any more once the page has changed.
            _ = self.busy.try_set(false);
        });
    }
}

/// That it is kept, and what becomes of it: on its way, or waiting for a network.
pub fn saved(replica: Replica) -> Signal<String> {
    say(move |language| {
        let online = replica.status().read().online;
        let word = if online { VisitWord::SavedSending } else { VisitWord::SavedHere };
        word.text(language)
    })
}

/// What is said about the form, beside its button and so always in sight: why it cannot be sent,
/// warnings, review, storage.
#[component]
pub fn Answers(submission: Submission) -> impl IntoView {
    let language = app::language::use_language();
    let refusal = move || {
        let refusal = submission.refusal()?;
        let said = words::refusal(&refusal, language.get());
        Some(view! { <Note notice=Notice::Bad>{said}</Note> })
    };
    let foreseen = move || {
        let Some(Ok(foreseen)) = submission.foreseen.get() else { return vec![] };
        let warnings = foreseen.warnings().iter().map(|it| words::warning(it, language.get()));
        warnings.chain(foreseen.review().map(|it| words::why(it, language.get()))).collect()
    };
    let warnings = move || {
        let one = |said: String| view! { <Note notice=Notice::Warn>{said}</Note> };
        foreseen().into_iter().map(one).collect_view()
    };
    let trouble = move || {
        submission.trouble.get().map(|it| {
            let word = match it {
                StorageTrouble::Blocked | StorageTrouble::Superseded => VisitWord::NotKeptOldTab,
                StorageTrouble::Full => VisitWord::NotKeptFull,
                _ => VisitWord::NotKept,
            };
            view! { <div role="alert"><Note notice=Notice::Bad>{t(word)}</Note></div> }
        })
    };
    view! {
        <div class="answers">
            <div aria-live="polite">{refusal}{warnings}</div>
            {trouble}
        </div>
    }
}

/// The one button of a form, in the bar below; its name says what it will do.
#[component]
pub fn Save(
    #[prop(into)] name: Signal<String>,
    submission: Submission,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <footer class="actionbar is-form">
            <Answers submission/>
            <Button
                tone=Tone::Primary
                busy=submission.busy
                disabled=Signal::derive(move || !submission.can_be_sent())
                on_press
            >
                {name}
            </Button>
        </footer>
    }
}

/// A form in the page: its heading takes the focus, so that it is found by whoever opened it.
#[component]
pub fn InPlace(#[prop(into)] title: Text, children: Children) -> impl IntoView {
    let heading = NodeRef::<leptos::html::H3>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            _ = heading.focus();
        }
    });
    view! {
        <form class="stack-5" on:submit=|event| event.prevent_default()>
            <h3 node_ref=heading tabindex="-1">{move || title.get()}</h3>
            {children()}
        </form>
    }
}
