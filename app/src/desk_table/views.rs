//! Saved views above a table: one tab each; what is shown now is saved, renamed, removed, or made the
//! view to begin with.

use app::kit::{
    Button, Checkbox, Dialog, Field, Glyph, Menu, MenuItem, Tab, Tabs, TextInput, Toast, Tone,
    use_toasts,
};
use app::view::{
    listed::{self, Change, Listed},
    palette::Deed,
    saved_view::{Offered, current, offered},
};
use app::words::{DeskSaid, TableWord};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    id::SavedViewId,
    saved_view::{Audience, Remove, Save, SetStart, may_share},
    sync::Act,
    user::Caller,
};

use super::{Ask, columns::Look};
use crate::{
    id,
    replica::{NotSubmitted, Replica},
    say::{label, say, t},
    shell::offer,
    trouble::NotTaken,
};

/// The views of this table as they stand with what is on its way.
fn of_table<Q: Listed>() -> Memo<Vec<Offered>> {
    let replica = Replica::expect();
    Memo::new(move |_| {
        let (stored, outbox) = (replica.saved_views().get(), replica.outbox().get());
        let pending = outbox.iter().map(|it| it.command.as_ref());
        let caller = Caller::of(&replica.user().get());
        offered(&stored, pending, &caller, replica.today().get(), Q::TABLE)
    })
}

/// A bare address opens with the view somebody wants to begin with; "all" is a step from there.
pub fn open_with_start<Q: Listed>(ask: Ask<Q>) {
    let bare = ask.query.get_untracked() == Q::default() && ask.named.get_untracked().is_none();
    if !bare {
        return;
    }
    let start = of_table::<Q>().get_untracked().into_iter().find(|it| it.starts);
    if let Some(start) = start {
        ask.show(start.view.query);
    }
}

/// What is shown now, as a view keeps it: from the first row on.
fn shown_now<Q: Listed>(ask: Ask<Q>) -> String {
    let query = ask.query.get().asking(Change::Offset(0));
    listed::address(&query, ask.named.get().as_deref())
}

#[component]
pub fn Views<Q: Listed>(ask: Ask<Q>, look: Look) -> impl IntoView {
    let views = of_table::<Q>();
    let now = Memo::new(move |_| shown_now(ask));
    let here = Memo::new(move |_| {
        let id = current(&views.read(), &now.read());
        views.read().iter().find(|it| Some(it.view.id) == id).cloned()
    });
    let whole = Signal::derive(move || here.read().is_none() && now.read().is_empty());
    let tab = move |it: Offered| {
        let (id, href) = (it.view.id, format!("{}{}", Q::PATH, it.view.query));
        let is_here =
            Signal::derive(move || here.read().as_ref().is_some_and(|it| it.view.id == id));
        view! { <Tab href current=is_here>{it.view.name}</Tab> }
    };
    let naming = RwSignal::new(None::<Naming>);
    view! {
        <div class="views">
            <Tabs label=t(TableWord::Views)>
                <Tab href=Q::PATH.to_owned() current=whole>{t(TableWord::All)}</Tab>
                {move || views.get().into_iter().map(tab).collect_view()}
            </Tabs>
            <Acts ask look here naming/>
        </div>
        <Name ask naming/>
    }
}

/// The view that is being named: a new one, or one that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Naming {
    id: SavedViewId,
    name: String,
    query: String,
    audience: Audience,
    is_new: bool,
}

#[component]
fn Acts<Q: Listed>(
    ask: Ask<Q>,
    look: Look,
    here: Memo<Option<Offered>>,
    naming: RwSignal<Option<Naming>>,
) -> impl IntoView {
    let save = move || {
        let query = ask.query.get_untracked().asking(Change::Offset(0));
        let query = listed::address(&query, Some(&look.columns.get_untracked()));
        naming.set(Some(Naming {
            id: SavedViewId(id::draw()),
            name: String::new(),
            query,
            audience: Audience::Own,
            is_new: true,
        }));
    };
    offer(Deed::SaveView, Glyph::Plus, save);
    let change = Acting::new();
    let of_one = move || {
        here.get().map(|it| {
            let (rename, remove, start) = (it.clone(), it.clone(), it.clone());
            let begin = if it.starts { TableWord::NotStart } else { TableWord::Start };
            let naming_of = move || {
                let it = rename.clone();
                naming.set(Some(Naming {
                    id: it.view.id,
                    name: it.view.name,
                    query: it.view.query,
                    audience: it.audience,
                    is_new: false,
                }));
            };
            view! {
                <MenuItem glyph=Glyph::Edit on_press=naming_of>{t(TableWord::Rename)}</MenuItem>
                <MenuItem glyph=Glyph::Check on_press=move || change.start(&start)>{t(begin)}</MenuItem>
                <MenuItem glyph=Glyph::Minus on_press=move || change.remove(&remove)>
                    {t(TableWord::Remove)}
                </MenuItem>
            }
        })
    };
    view! {
        <Menu label=t(TableWord::ViewActs)>
            <MenuItem glyph=Glyph::Plus on_press=save>{t(TableWord::Save)}</MenuItem>
            {of_one}
        </Menu>
        <div role="alert">{move || change.failed.get().map(|error| view! { <NotTaken error/> })}</div>
    }
}

/// What is done with a view at once, and can be undone.
#[derive(Clone, Copy)]
struct Acting {
    replica: Replica,
    failed: RwSignal<Option<NotSubmitted>>,
    toasts: app::kit::ToastStack,
    gone: Signal<String>,
    starting: Signal<String>,
    not_starting: Signal<String>,
    /// Of the menu, not of the entry that is pressed: an entry goes with its view, and the way back
    /// has to stay.
    owner: StoredValue<Owner>,
}

impl Acting {
    fn new() -> Acting {
        Acting {
            replica: Replica::expect(),
            failed: RwSignal::new(None),
            toasts: use_toasts(),
            gone: label(TableWord::Removed),
            starting: label(TableWord::Starting),
            not_starting: label(TableWord::NotStarting),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    fn send(self, act: Act) {
        self.send_and_say(act, None);
    }

    /// Says it once the device has kept it: before that, whoever leaves may take it along.
    fn send_and_say(self, act: Act, text: Option<String>) {
        spawn_local(async move {
            let taken = self.replica.submit(act, None).await;
            if let (Ok(_), Some(text)) = (&taken, text) {
                self.toasts.show(Toast::new(text));
            }
            // The page may be gone.
            _ = self.failed.try_set(taken.err());
        });
    }

    fn start(self, it: &Offered) {
        let view = (!it.starts).then_some(it.view.id);
        let text = if it.starts { self.not_starting } else { self.starting };
        let act = Act::StartWithView(SetStart { table: it.view.table, view });
        self.send_and_say(act, Some(text.get_untracked()));
    }

    fn remove(self, it: &Offered) {
        self.send(Act::RemoveView(Remove { id: it.view.id, audience: it.audience }));
        let again = Save {
            id: it.view.id,
            table: it.view.table,
            name: it.view.name.clone(),
            query: it.view.query.clone(),
            audience: it.audience,
        };
        let undo = self.owner.with_value(|it| {
            it.with(|| Callback::new(move |()| self.send(Act::SaveView(again.clone()))))
        });
        self.toasts.show(Toast::new(self.gone.get_untracked()).with_undo(undo));
    }
}

/// The name of a view, and whom it is for.
#[component]
fn Name<Q: Listed>(ask: Ask<Q>, naming: RwSignal<Option<Naming>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(naming.read().is_some()));
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is {
            naming.set(None);
        }
        is
    });
    view! {
        <Dialog open title=t(TableWord::NameHeading)>
            {move || naming.get().map(|it| view! { <NameForm ask it open/> })}
        </Dialog>
    }
}

#[component]
fn NameForm<Q: Listed>(ask: Ask<Q>, it: Naming, open: RwSignal<bool>) -> impl IntoView {
    let replica = Replica::expect();
    let name = RwSignal::new(it.name.clone());
    let for_all = RwSignal::new(it.audience == Audience::Everybody);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<NotSubmitted>));
    let may_share = may_share(&Caller::of(&replica.user().get_untracked()));
    let is_new = it.is_new;
    let silent = Signal::derive(move || name.read().trim().is_empty());
    let it = StoredValue::new(it);
    let send = move || {
        let it = it.get_value();
        let audience = if for_all.get_untracked() { Audience::Everybody } else { Audience::Own };
        let query = it.query.clone();
        let save = Save {
            id: it.id,
            table: Q::TABLE,
            name: name.get_untracked(),
            query: it.query,
            audience: if is_new { audience } else { it.audience },
        };
        busy.set(true);
        spawn_local(async move {
            match replica.submit(Act::SaveView(save), None).await {
                Ok(_) => {
                    _ = open.try_set(false);
                    if is_new {
                        ask.show(query);
                    }
                }
                Err(error) => _ = failed.try_set(Some(error)),
            }
            _ = busy.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !silent.get_untracked() && !busy.get_untracked() {
            send();
        }
    };
    let length = say(move |language| {
        DeskSaid::NameLength { most: shared::saved_view::NAME_MAX }.text(language)
    });
    view! {
        <form class="stack-3" on:submit=submit>
            <Field label=t(TableWord::Name) hint=length>
                <TextInput value=name/>
            </Field>
            {(may_share && is_new)
                .then(|| {
                    view! {
                        <Checkbox checked=for_all on_change=move |it| for_all.set(it)>
                            {t(TableWord::ForAll)}
                        </Checkbox>
                    }
                })}
            <div role="alert">{move || failed.get().map(|error| view! { <NotTaken error/> })}</div>
            <div class="line">
                <Button tone=Tone::Primary busy disabled=silent on_press=send>
                    {t(TableWord::Keep)}
                </Button>
            </div>
        </form>
    }
}
