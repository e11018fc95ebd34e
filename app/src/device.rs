//! Devices: one's own and, for the administrator, everybody's; revoking one signs it out and wipes it.

use std::sync::Arc;

use app::kit::{
    Button, Dialog, Empty, Glyph, Meta, Note, Notice, Row, RowEnd, RowMain, RowTitle, Rows,
    Section, Tag, Tone,
};
use app::words::{DeviceWord, Label, NavWord, StaffSaid};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    id::UserId,
    page::{DeviceLine, DeviceStanding},
};

use crate::{
    desk_page::Fetched,
    replica::Replica,
    say::{label, moment, say, t},
    session,
    shell::{Back, NotFound, Page, administers},
};

/// `/team/devices`
#[component]
pub fn TeamDevices() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get() fallback=|| view! { <NotFound/> }>
            <Page title=label(DeviceWord::Devices) back=Back::to("/team", NavWord::Team)>
                <DeviceRows of=None/>
            </Page>
        </Show>
    }
}

/// The devices of one user, or of everybody.
#[component]
pub fn DeviceRows(of: Option<UserId>) -> impl IntoView {
    let replica = Replica::expect();
    let path = Signal::stored("/api/devices".to_owned());
    let read = Fetched::of(replica.desk::<Vec<DeviceLine>>(path));
    let me = replica.user();
    let title = say(move |language| {
        let own = of == Some(me.get().id);
        let word = if own { DeviceWord::Mine } else { DeviceWord::Devices };
        word.text(language)
    });
    view! {
        <Section title=title>
            {read.notice()}
            {read.show(move |value| view! { <Listed value of/> })}
        </Section>
    }
}

#[component]
fn Listed(
    #[prop(into)] value: Signal<Option<Arc<Vec<DeviceLine>>>>,
    of: Option<UserId>,
) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let all = value.get().unwrap_or_default();
        let mut lines: Vec<DeviceLine> =
            all.iter().filter(|it| of.is_none_or(|of| it.user == of)).cloned().collect();
        // What is used comes first, what was used last before that.
        let newest = |it: &DeviceLine| it.last_seen_at.unwrap_or(it.registered_at);
        lines.sort_by_key(|it| (it.revoked_at.is_some(), std::cmp::Reverse(newest(it))));
        lines
    });
    let asking = RwSignal::new(None::<DeviceLine>);
    let rows = move || {
        let one = |line: DeviceLine| view! { <OneDevice line named=of.is_none() asking/> };
        lines.get().into_iter().map(one).collect_view()
    };
    view! {
        <Show
            when=move || !lines.read().is_empty()
            fallback=|| view! {
                <Empty
                    glyph=Glyph::User
                    title=t(DeviceWord::None)
                    hint=t(DeviceWord::NoneHint)
                />
            }
        >
            <Rows>{rows}</Rows>
        </Show>
        <Asking asking/>
    }
}

#[component]
fn OneDevice(
    line: DeviceLine,
    /// Whether it is said whose it is.
    named: bool,
    asking: RwSignal<Option<DeviceLine>>,
) -> impl IntoView {
    let register = Replica::expect().register();
    let user = line.user;
    let whose = named.then_some(move || register.read().user_name(user));
    let (seen_at, since_at) = (line.last_seen_at, line.registered_at);
    let (seen, since) = (moment(move || seen_at), moment(move || Some(since_at)));
    let times = say(move |language| {
        let never = || DeviceWord::NeverSeen.text(language).to_owned();
        format!(
            "{} {} · {} {}",
            DeviceWord::Seen.text(language),
            seen.get().unwrap_or_else(never),
            DeviceWord::Since.text(language),
            since.get().unwrap_or_default(),
        )
    });
    let name = label_of(&line);
    let pending = line.pending.filter(|it| 0 < *it).map(|count| {
        let today = Replica::expect().today();
        let said = say(move |language| {
            let said = StaffSaid::Pending { count }.text(language, today.get());
            format!("{} {said}", DeviceWord::Pending.text(language))
        });
        view! { <Note notice=Notice::Warn>{said}</Note> }
    });
    let odd = oddities(&line);
    view! {
        <Row lead=Glyph::User>
            <RowMain>
                <RowTitle>{name}" "{whose}</RowTitle>
                <Meta>{times}</Meta>
                {pending}
                {odd}
            </RowMain>
            <RowEnd><Standing line asking/></RowEnd>
        </Row>
    }
}

/// What whoever looks after the devices should know: other data than the server's, a wrong clock, an
/// id with two contents.
fn oddities(line: &DeviceLine) -> Vec<AnyView> {
    let today = Replica::expect().today();
    let note = |said: Signal<String>| view! { <Note notice=Notice::Warn>{said}</Note> }.into_any();
    let counted = [
        (line.clock_suspect, StaffSaid::ClockSuspect { count: line.clock_suspect }),
        (line.corrupt, StaffSaid::Corrupt { count: line.corrupt }),
    ];
    let counted = counted.into_iter().filter(|(count, _)| 0 < *count);
    let mut notes: Vec<AnyView> = counted
        .map(|(_, said)| note(say(move |language| said.text(language, today.get()))))
        .collect();
    if let Some(at) = line.differed_at {
        let at = moment(move || Some(at));
        notes.push(note(say(move |language| {
            let at = at.get().unwrap_or_default();
            StaffSaid::Differed { at }.text(language, today.get())
        })));
    }
    notes
}

fn label_of(line: &DeviceLine) -> Signal<String> {
    let known = line.label.clone();
    say(move |language| {
        if known.is_empty() { DeviceWord::Unknown.text(language).to_owned() } else { known.clone() }
    })
}

#[component]
fn Standing(line: DeviceLine, asking: RwSignal<Option<DeviceLine>>) -> impl IntoView {
    let today = Replica::expect().today();
    let at = |at| moment(move || Some(at));
    match line.standing() {
        DeviceStanding::InUse if line.here => view! { <Tag>{t(DeviceWord::Here)}</Tag> }.into_any(),
        DeviceStanding::InUse => {
            let name = label_of(&line);
            let whole = say(move |language| {
                StaffSaid::RevokeWhich { label: name.get() }.text(language, today.get())
            });
            let press = move || asking.set(Some(line.clone()));
            view! {
                <Button on_press=press>
                    <span aria-hidden="true">{t(DeviceWord::Revoke)}</span>
                    <span class="vh">{whole}</span>
                </Button>
            }
            .into_any()
        }
        DeviceStanding::Revoked { at: hour } => {
            let hour = at(hour);
            let said = say(move |language| {
                let at = hour.get().unwrap_or_default();
                StaffSaid::Revoked { at }.text(language, today.get())
            });
            view! { <Meta>{said}</Meta> }.into_any()
        }
        DeviceStanding::Wiped { at: hour } => {
            let hour = at(hour);
            let said = say(move |language| {
                let at = hour.get().unwrap_or_default();
                StaffSaid::Wiped { at }.text(language, today.get())
            });
            view! { <Meta>{said}</Meta> }.into_any()
        }
    }
}

/// What revoking does, before it is done: nobody can take it back.
#[component]
fn Asking(asking: RwSignal<Option<DeviceLine>>) -> impl IntoView {
    let replica = Replica::expect();
    let open = RwSignal::new(false);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| open.set(asking.read().is_some()));
    Effect::new(move |_| {
        if !open.get() {
            failed.set(false);
            if asking.read_untracked().is_some() {
                asking.set(None);
            }
        }
    });
    let revoke = move || {
        let Some(line) = asking.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            let revoked = session::revoke_device(line.device).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            failed.set(!revoked);
            if revoked {
                asking.set(None);
                replica.ask_pages_again();
            }
        });
    };
    let acts = move || {
        view! {
            <Button tone=Tone::Bad busy on_press=revoke>{t(DeviceWord::RevokeNow)}</Button>
        }
    };
    view! {
        <Dialog open title=t(DeviceWord::RevokeTitle) acts>
            <div class="stack-3">
                <p class="strong">{move || asking.get().map(|it| label_of(&it).get())}</p>
                <p>{t(DeviceWord::RevokeHint)}</p>
                <div role="alert">
                    {move || {
                        failed
                            .get()
                            .then(|| {
                                view! { <Note notice=Notice::Bad>{t(DeviceWord::NotRevoked)}</Note> }
                            })
                    }}
                </div>
            </div>
        </Dialog>
    }
}
