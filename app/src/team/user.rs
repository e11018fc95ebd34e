//! One user at the desk: name and roles, the stretches, the password, the devices, and the end.

use std::collections::BTreeSet;

use app::kit::{
    Button, Dialog, Empty, Field, Glyph, Group, Meta, Note, Notice, Section, Skeleton,
    SkeletonShape, TextInput, TextKind, Toast, ToggleChip, Tone, use_toasts,
};
use app::{
    view::staff::StaffField,
    words::{NavWord, StaffSaid, StaffWord, TeamWord},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::{
    id::UserId,
    sync::Act,
    user::{self, Role, User},
    words,
};

use super::{
    errand::{Errand, done_with_undo},
    secret::Secret,
    stretches::Stretches,
};
use crate::{
    device::DeviceRows,
    replica::Replica,
    say::{label, say, t},
    shell::{Back, NotFound, Page, administers},
};

/// The address of a user.
pub fn address(user: UserId) -> String {
    format!("/team/users/{user}")
}

/// `/team/users/new`
#[component]
pub fn NewUser() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get() fallback=|| view! { <NotFound/> }>
            <Adding/>
        </Show>
    }
}

#[component]
fn Adding() -> impl IntoView {
    let errand = Errand::new();
    let before = match errand.again() {
        Some(Act::OpenUser(it)) => it,
        _ => user::Open { login: String::new(), name: String::new(), roles: vec![Role::Rep] },
    };
    let (login, name) = (RwSignal::new(before.login), RwSignal::new(before.name));
    let roles = RwSignal::new(before.roles.into_iter().collect::<BTreeSet<Role>>());
    let navigate = use_navigate();
    let added = RwSignal::new(None::<UserId>);
    // Only once the server has added it: the login may be somebody's whom this device does not know
    // yet. The next step is there: a password, and a territory.
    let done = errand.done();
    Effect::new(move |_| {
        if let (true, Some(user)) = (done.get(), added.get_untracked()) {
            navigate(&address(user), crate::shell::replacing());
        }
    });
    let send = move || {
        let form = user::Open {
            login: login.get_untracked().trim().to_owned(),
            name: name.get_untracked(),
            roles: roles.get_untracked().into_iter().collect(),
        };
        added.set(Some(UserId::of_login(&form.login)));
        errand.send(Act::OpenUser(form), || ());
    };
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <Page title=label(StaffWord::AddUser) back=Back::to("/team", NavWord::Team)>
            <form class="stack-5 narrow" on:submit=press>
                <Field
                    label=t(TeamWord::Login)
                    hint=t(StaffWord::LoginHint)
                    error=errand.error_at(StaffField::Login)
                >
                    <TextInput value=login kind=TextKind::Code most=64/>
                </Field>
                <Field label=t(TeamWord::Name) error=errand.error_at(StaffField::Name)>
                    <TextInput value=name/>
                </Field>
                <RolesField roles errand/>
                {errand.trouble(&[StaffField::Login, StaffField::Name, StaffField::Roles])}
                <div class="line">
                    <Button tone=Tone::Primary kind=app::kit::ButtonKind::Submit busy=errand.busy()>
                        {t(StaffWord::AddUser)}
                    </Button>
                </div>
            </form>
        </Page>
    }
}

#[component]
fn RolesField(roles: RwSignal<BTreeSet<Role>>, errand: Errand) -> impl IntoView {
    let chip = move |role: Role| {
        let change = move |on: bool| {
            roles.update(|it| _ = if on { it.insert(role) } else { it.remove(&role) });
        };
        view! {
            <ToggleChip
                label=say(move |language| words::role(role, language))
                on=Signal::derive(move || roles.read().contains(&role))
                on_change=change
            />
        }
    };
    view! {
        <Group
            legend=t(TeamWord::Roles)
            hint=t(StaffWord::RolesHint)
            error=errand.error_at(StaffField::Roles)
        >
            <div class="chips">{Role::OF_PEOPLE.map(chip).collect_view()}</div>
        </Group>
    }
}

/// `/team/users/:id`
#[component]
pub fn UserPage() -> impl IntoView {
    let (administers, params) = (administers(), use_params_map());
    let id = Memo::new(move |_| params.read().get("id").and_then(|it| it.parse::<UserId>().ok()));
    move || match (administers.get(), id.get()) {
        (true, Some(user)) => view! { <OneUser user/> }.into_any(),
        _ => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn OneUser(user: UserId) -> impl IntoView {
    let replica = Replica::expect();
    let known = Memo::new(move |_| replica.register().read().users.get(&user).cloned());
    let title = Signal::derive(move || known.get().map(|it| it.name).unwrap_or_default());
    let login = Signal::derive(move || known.get().map(|it| it.login).unwrap_or_default());
    let is_known = Memo::new(move |_| known.read().is_some());
    let coming = Memo::new(move |_| {
        let outbox = replica.outbox().get();
        outbox.iter().any(|it| match &it.command.act {
            Act::OpenUser(it) => UserId::of_login(&it.login) == user,
            _ => false,
        })
    });
    let inside = move || match (is_known.get(), coming.get()) {
        (true, _) => view! { <Sections user known/> }.into_any(),
        (false, true) => view! {
            <Note notice=Notice::Local>{t(StaffWord::Sending)}</Note>
            <Skeleton lines=6 shape=SkeletonShape::Rows/>
        }
        .into_any(),
        (false, false) => {
            view! { <Empty glyph=Glyph::Search title=t(StaffWord::NoUserHere)/> }.into_any()
        }
    };
    view! {
        <Page title beside=login back=Back::to("/team", NavWord::Team)>
            {inside}
        </Page>
    }
}

#[component]
fn Sections(user: UserId, known: Memo<Option<User>>) -> impl IntoView {
    let has_left = Memo::new(move |_| known.get().is_some_and(|it| it.has_left()));
    let here = move || {
        if has_left.get() {
            view! { <Left user known/> }.into_any()
        } else {
            view! {
                <NameAndRoles user known/>
                <Stretches user known/>
                <Secret user/>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack-5 narrow">
            {here}
            <DeviceRows of=Some(user)/>
            <Show when=move || !has_left.get()>
                <Ending user known/>
            </Show>
        </div>
    }
}

#[component]
fn NameAndRoles(user: UserId, known: Memo<Option<User>>) -> impl IntoView {
    let errand = Errand::new();
    let start = match errand.again() {
        Some(Act::ChangeUser(it)) if it.user == user => Some((it.name, it.roles)),
        _ => known.get_untracked().map(|it| (it.name, it.roles)),
    };
    let (name, roles) = start.unwrap_or_default();
    let (name, roles) = (RwSignal::new(name), RwSignal::new(BTreeSet::from_iter(roles)));
    let form = Memo::new(move |_| user::Change {
        user,
        name: name.get(),
        roles: roles.get().into_iter().collect(),
    });
    let changed = Signal::derive(move || {
        let form = form.get();
        known.get().is_some_and(|it| it.name != form.name.trim() || it.roles != form.roles)
    });
    let (toasts, saved) = (use_toasts(), label(StaffWord::Saved));
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let done = move || toasts.show(Toast::new(saved.get_untracked()));
        errand.send(Act::ChangeUser(form.get_untracked()), done);
    };
    view! {
        <Section title=t(StaffWord::NameAndRoles)>
            <form class="stack-3" on:submit=press>
                <Field label=t(TeamWord::Name) error=errand.error_at(StaffField::Name)>
                    <TextInput value=name/>
                </Field>
                <RolesField roles errand/>
                {errand.trouble(&[StaffField::Name, StaffField::Roles])}
                <div class="line">
                    <Button
                        kind=app::kit::ButtonKind::Submit
                        busy=errand.busy()
                        disabled=Signal::derive(move || !changed.get())
                    >
                        {t(StaffWord::Save)}
                    </Button>
                </div>
            </form>
        </Section>
    }
}

/// Who left can come back.
#[component]
fn Left(user: UserId, known: Memo<Option<User>>) -> impl IntoView {
    let errand = Errand::new();
    let today = Replica::expect().today();
    let on = say(move |language| {
        let day = known.get().and_then(|it| it.ended_on);
        day.map_or_else(String::new, |day| StaffSaid::LeftOn { day }.text(language, today.get()))
    });
    let (toasts, done) = (use_toasts(), label(StaffWord::Reopened));
    let reopen = move || {
        let done = move || toasts.show(Toast::new(done.get_untracked()));
        errand.send(Act::ReopenUser(user::Reopen { user }), done);
    };
    view! {
        <Section title=t(StaffWord::Left) end=move || on>
            <div class="stack-3">
                <Note notice=Notice::Warn>{t(StaffWord::LeftHint)}</Note>
                {errand.trouble(&[])}
                <div class="line">
                    <Button busy=errand.busy() on_press=reopen>{t(StaffWord::Reopen)}</Button>
                </div>
            </div>
        </Section>
    }
}

#[component]
fn Ending(user: UserId, known: Memo<Option<User>>) -> impl IntoView {
    let (errand, asking) = (Errand::new(), RwSignal::new(false));
    let me = Replica::expect().user();
    let oneself = Memo::new(move |_| me.get().id == user);
    let today = Replica::expect().today();
    let title = say(move |language| {
        let name = known.get().map(|it| it.name).unwrap_or_default();
        StaffSaid::EndWhom { name }.text(language, today.get())
    });
    let done = label(StaffWord::Ended);
    let owner = StoredValue::new(Owner::current());
    let end = move || {
        asking.set(false);
        errand.send(Act::EndUser(user::End { user }), move || {
            let back = Act::ReopenUser(user::Reopen { user });
            if let Some(owner) = owner.get_value() {
                owner.with(|| done_with_undo(done, back));
            }
        });
    };
    let acts = move || {
        view! { <Button tone=Tone::Bad on_press=end>{t(StaffWord::EndNow)}</Button> }
    };
    let button = move || {
        if oneself.get() {
            return view! { <Meta>{t(StaffWord::OwnHint)}</Meta> }.into_any();
        }
        view! {
            <Meta>{t(StaffWord::EndHint)}</Meta>
            <div class="line">
                <Button tone=Tone::Bad busy=errand.busy() on_press=move || asking.set(true)>
                    {t(StaffWord::EndNow)}
                </Button>
            </div>
        }
        .into_any()
    };
    view! {
        <Section title=t(StaffWord::End)>
            <div class="stack-3">{button}{errand.trouble(&[])}</div>
            <Dialog open=asking title acts>
                <p>{t(StaffWord::EndHint)}</p>
            </Dialog>
        </Section>
    }
}
