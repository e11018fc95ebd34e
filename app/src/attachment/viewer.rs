//! Looking at an attachment: from this device, or from the server when it is asked for; and removing it.

use std::sync::Arc;

use app::{
    kit::{
        Button, Dialog, DialogShape, FileLink, Glyph, Note, Notice, Skeleton, SkeletonShape, Toast,
        Tone, use_toasts,
    },
    view::attached::{Step, Whereabouts, beside, of},
    words::{AttachWord, ShellWord},
};
use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
    task::spawn_local,
};
use shared::{
    attachment::{Attachment, may_remove},
    id::AttachmentId,
    user::Caller,
};

use super::{
    picture::{address_of, kept_address},
    tiles::{name_of, named, place_of, said_of},
};
use crate::{
    customer::{Open, Shown},
    replica::{NotShown, NotSubmitted, Replica},
    say::{label, say, t},
    trouble::NotTaken,
};

/// Which attachment of a page is looked at. It stands above the page's rows, which may be made anew
/// while somebody looks.
#[derive(Clone, Copy)]
pub struct Viewing {
    at: RwSignal<Option<AttachmentId>>,
}

impl Viewing {
    /// For the page around.
    pub fn provide() {
        provide_context(Viewing { at: RwSignal::new(None) });
    }

    pub fn open(self, id: AttachmentId) {
        self.at.set(Some(id));
    }
}

/// An attachment among those beside it.
#[derive(Clone, PartialEq)]
struct Looked {
    it: Attachment,
    among: Arc<Vec<Attachment>>,
    open: Arc<Open>,
}

impl Looked {
    fn number(&self) -> usize {
        let at = self.among.iter().position(|one| one.id == self.it.id);
        at.map_or(1, |at| at + 1)
    }
}

/// The dialog; once on a page that shows tiles.
#[component]
pub fn Viewer(shown: Memo<Shown>) -> impl IntoView {
    let viewing = expect_context::<Viewing>();
    let (open, register) = (RwSignal::new(false), Replica::expect().register());
    let looked = Memo::new(move |_| looked(&shown.read(), viewing.at.get()?));
    // Removed, by whoever it was, there is nothing left to look at.
    Effect::new(move || open.set(looked.read().is_some()));
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            viewing.at.set(None);
        }
        is
    });
    let title = say(move |language| {
        let register = register.read();
        let looked = looked.read();
        let named = looked.as_ref().map(|at| named(&at.it, at.number(), &register, language));
        named.unwrap_or_default()
    });
    let id = Memo::new(move |_| looked.read().as_ref().map(|it| it.it.id));
    let several = Memo::new(move |_| looked.read().as_ref().is_some_and(|it| 1 < it.among.len()));
    // Wherever in the dialog the focus is; the page below stands still.
    let keys = window_event_listener(ev::keydown, move |event| {
        if open.get_untracked() && turn(&event, viewing, looked) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    let step = move |step| move || _ = go(step, viewing, looked);
    view! {
        <Dialog open title=move || title.get() shape=DialogShape::Wide>
            <div class="viewer">
                {move || {
                    id.track();
                    looked.get_untracked().map(|it| view! { <Inside it/> })
                }}
                // They stay while what they lead to changes, and with them the focus.
                <Show when=move || several.get()>
                    <div class="line">
                        <Button icon=Glyph::Left on_press=step(Step::Back)>
                            {t(AttachWord::Previous)}
                        </Button>
                        <Button icon=Glyph::Right on_press=step(Step::On)>
                            {t(AttachWord::Next)}
                        </Button>
                    </div>
                </Show>
            </div>
        </Dialog>
    }
}

fn looked(shown: &Shown, id: AttachmentId) -> Option<Looked> {
    let open = shown.open()?;
    let it = open.view.attached.iter().find(|it| it.id == id && it.stands())?;
    let own = open.view.of_file.iter().any(|one| one.id == id);
    let among = if own { open.view.of_file.clone() } else { of(&open.view.attached, it.to) };
    let among = among.into_iter().filter(Attachment::stands).collect();
    Some(Looked { it: it.clone(), among: Arc::new(among), open: open.clone() })
}

/// The arrows lead on, as in an album; whether this was one that did.
fn turn(event: &KeyboardEvent, viewing: Viewing, looked: Memo<Option<Looked>>) -> bool {
    match event.key().as_str() {
        "ArrowLeft" => go(Step::Back, viewing, looked),
        "ArrowRight" => go(Step::On, viewing, looked),
        _ => false,
    }
}

fn go(step: Step, viewing: Viewing, looked: Memo<Option<Looked>>) -> bool {
    let next = looked.get_untracked().and_then(|at| beside(&at.among, &at.it, step));
    let there = next.is_some();
    if let Some(next) = next {
        viewing.open(next.id);
    }
    there
}

#[component]
fn Inside(it: Looked) -> impl IntoView {
    let place = place_of(&it.it, it.open.truth(it.it.id.0));
    let said = said_of(place);
    let name = name_of(&it.it, it.number());
    view! {
        <Content it=it.it.clone() place name/>
        <p class="meta" role="status">{said}</p>
        {move || hint(place.get()).map(|it| view! { <p class="meta">{t(it)}</p> })}
        <Removing it=it.it/>
    }
}

/// What the state means for who wants to see it.
fn hint(place: Whereabouts) -> Option<AttachWord> {
    match place {
        Whereabouts::OnlyHere | Whereabouts::Waiting | Whereabouts::Sending { .. } => {
            Some(AttachWord::WaitingHint)
        }
        Whereabouts::Stuck => Some(AttachWord::StuckHint),
        Whereabouts::Elsewhere => Some(AttachWord::ElsewhereHint),
        Whereabouts::NotHere => Some(AttachWord::NotHereHint),
        Whereabouts::There | Whereabouts::Removed { .. } => None,
    }
}

/// Where the bytes are to be had.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Here,
    Server,
    Nowhere,
}

fn source(place: Whereabouts) -> Source {
    match place {
        Whereabouts::There => Source::Server,
        Whereabouts::Elsewhere | Whereabouts::NotHere | Whereabouts::Removed { .. } => {
            Source::Nowhere
        }
        _ => Source::Here,
    }
}

/// What is shown of the bytes.
#[derive(Clone, PartialEq, Eq)]
enum Showing {
    Loading,
    Shown,
    Not(NotShown),
}

#[component]
fn Content(it: Attachment, place: Memo<Whereabouts>, name: Signal<String>) -> impl IntoView {
    let from = Memo::new(move |_| source(place.get()));
    if !it.content.media.is_picture() {
        return view! { <Paper it from/> }.into_any();
    }
    let replica = Replica::expect();
    let (showing, tries) = (RwSignal::new(Showing::Loading), RwSignal::new(0));
    let (address, keep) = kept_address();
    let read = move |from: Source| {
        let it = it.clone();
        showing.set(Showing::Loading);
        spawn_local(async move {
            let bytes = match from {
                // It may have been sent a moment ago, and be here no longer.
                Source::Here => match replica.content(&it.content.blob).await {
                    Some(bytes) => Ok(bytes),
                    None => replica.fetch_attachment(it.id).await,
                },
                Source::Server => replica.fetch_attachment(it.id).await,
                Source::Nowhere => return,
            };
            let address = bytes
                .and_then(|bytes| address_of(&bytes, it.content.media).ok_or(NotShown::Failed));
            match address {
                Ok(address) => {
                    keep.run(address);
                    _ = showing.try_set(Showing::Shown);
                }
                Err(why) => _ = showing.try_set(Showing::Not(why)),
            }
        });
    };
    Effect::new(move |_| {
        tries.track();
        let from = from.get();
        // What is shown stays, wherever its bytes are by now.
        if address.read_untracked().is_none() {
            read(from);
        }
    });
    let again = move || tries.update(|it| *it += 1);
    (move || match (from.get(), showing.get()) {
        (_, Showing::Shown) => {
            view! { <img class="viewer-picture" src=address alt=name/> }.into_any()
        }
        (Source::Nowhere, _) => ().into_any(),
        (_, Showing::Loading) => view! {
            <p class="vh" role="status">{t(AttachWord::Loading)}</p>
            <Skeleton shape=SkeletonShape::Rows/>
        }
        .into_any(),
        (_, Showing::Not(why)) => view! { <NotSeen why again/> }.into_any(),
    })
    .into_any()
}

#[component]
fn NotSeen(why: NotShown, #[prop(into)] again: Callback<()>) -> impl IntoView {
    let (word, retry) = match why {
        NotShown::NotArrived => (AttachWord::NotArrived, true),
        NotShown::Gone => (AttachWord::Gone, false),
        NotShown::Offline => (AttachWord::Offline, true),
        NotShown::Failed => (AttachWord::Failed, true),
    };
    view! {
        <div role="alert" class="stack-3">
            <Note notice=Notice::Warn>{t(word)}</Note>
            {retry
                .then(|| {
                    view! {
                        <div class="line">
                            <Button on_press=again>{t(ShellWord::Retry)}</Button>
                        </div>
                    }
                })}
        </div>
    }
}

/// A paper is read by what reads papers.
#[component]
fn Paper(it: Attachment, from: Memo<Source>) -> impl IntoView {
    let status = Replica::expect().status();
    let href = format!("/api/attachment/{}", it.id);
    let offline = Memo::new(move |_| !status.read().online);
    let way = move || match (from.get(), offline.get()) {
        (Source::Server, false) => view! {
            <div class="line">
                <FileLink href=href.clone() icon=Glyph::Download>
                    {t(AttachWord::OpenPaper)}
                </FileLink>
            </div>
            <p class="meta">{t(AttachWord::PaperHint)}</p>
        }
        .into_any(),
        (Source::Server, true) => {
            view! { <Note notice=Notice::Warn>{t(AttachWord::Offline)}</Note> }.into_any()
        }
        (Source::Here | Source::Nowhere, _) => ().into_any(),
    };
    view! { <div class="stack">{way}</div> }
}

/// Removing cannot be taken back, so that it is asked about; offered to who may.
#[component]
fn Removing(it: Attachment) -> impl IntoView {
    let (replica, toasts) = (Replica::expect(), use_toasts());
    if !may_remove(&it, &Caller::of(&replica.user().get_untracked())) {
        return ().into_any();
    }
    let (asked, busy) = (RwSignal::new(false), RwSignal::new(false));
    let failed = RwSignal::new(None::<NotSubmitted>);
    let deleted = label(AttachWord::Deleted);
    let remove = move || {
        let (it, deleted) = (it.clone(), deleted.get_untracked());
        busy.set(true);
        spawn_local(async move {
            match replica.remove_attachment(&it).await {
                Ok(_) => toasts.show(Toast::new(deleted)),
                Err(why) => _ = failed.try_set(Some(why)),
            }
            // Gone with the picture.
            _ = busy.try_set(false);
            _ = asked.try_set(false);
        });
    };
    let remove = Callback::new(move |()| remove());
    let ask = move || {
        view! {
            <Button tone=Tone::Bad on_press=move || asked.set(true)>{t(AttachWord::Delete)}</Button>
        }
    };
    view! {
        <Show when=move || asked.get() fallback=ask>
            <div class="stack-3" role="alert">
                <Note notice=Notice::Warn>{t(AttachWord::DeleteAsk)}</Note>
                <div class="line">
                    <Button tone=Tone::Bad busy on_press=remove>{t(AttachWord::DeleteNow)}</Button>
                    <Button on_press=move || asked.set(false)>{t(AttachWord::Keep)}</Button>
                </div>
            </div>
        </Show>
        <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
    }
    .into_any()
}
