//! Users and territories: who works where.

pub mod errand;
mod secret;
mod stretches;
mod territory;
mod user;

use std::sync::Arc;

use app::kit::{Column, Glyph, LinkButton, Section, Table, Tag};
use app::view::staff::{Running, running};
use app::words::{DeviceWord, Label, ListWord, NavWord, StaffSaid, StaffWord, TeamWord};
use leptos::prelude::*;
use shared::{
    id::TerritoryId,
    page::TerritoryLine,
    user::{Caller, User},
};

use crate::{
    desk_page::Fetched,
    me::{listed, role_names, worked},
    replica::Replica,
    say::{label, say, t},
    shell::{Page, administers},
};
pub use territory::{NewTerritory, TerritoryPage};
pub use user::{NewUser, UserPage};

#[component]
pub fn Team() -> impl IntoView {
    let territories = Signal::stored("/api/territories".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Vec<TerritoryLine>>(territories));
    view! {
        <Page title=label(NavWord::Team) head=|| view! { <Head/> }>
            <Users/>
            {read.notice()}
            {read.show(move |value| view! { <Territories value/> })}
        </Page>
    }
}

/// What only an administrator does here.
#[component]
fn Head() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get()>
            <span class="line">
                <LinkButton href="/team/devices">{t(DeviceWord::Devices)}</LinkButton>
                <LinkButton href="/team/users/new" icon=Glyph::Plus>
                    {t(StaffWord::AddUser)}
                </LinkButton>
            </span>
        </Show>
    }
}

#[component]
fn Users() -> impl IntoView {
    let replica = Replica::expect();
    let rows = Memo::new(move |_| {
        let register = replica.register().get();
        let mut users: Vec<User> = register.users.values().cloned().collect();
        users.sort_by(|a, b| (a.has_left(), &a.login).cmp(&(b.has_left(), &b.login)));
        Arc::new(users)
    });
    let roles = |it: &User| {
        let user = it.clone();
        say(move |language| role_names(&user, language))
    };
    let columns = vec![
        Column::new(t(TeamWord::Name), user_name).as_row_name(),
        Column::new(t(TeamWord::Login), |it: &User| it.login.clone()),
        Column::new(t(TeamWord::Roles), roles),
        Column::new(t(TeamWord::Works), works),
    ];
    view! {
        <Section title=t(TeamWord::Users)>
            <Table<User, _, ()> caption=t(TeamWord::UsersTable) columns rows key=|it: &User| it.id/>
        </Section>
    }
}

/// The name leads an administrator to the user's page.
fn user_name(it: &User) -> AnyView {
    let (name, href, left) = (it.name.clone(), user::address(it.id), it.has_left());
    let administers = administers();
    let tag = left.then(|| view! { " " <Tag>{t(StaffWord::Left)}</Tag> });
    let named = move || {
        if administers.get() {
            view! { <a class="name" href=href.clone()>{name.clone()}</a> }.into_any()
        } else {
            name.clone().into_any()
        }
    };
    view! { {named}{tag} }.into_any()
}

/// The territories a user works today, and from which day.
fn works(user: &User) -> Signal<String> {
    let (replica, user) = (Replica::expect(), user.clone());
    say(move |language| {
        let (register, today) = (replica.register().get(), replica.today().get());
        let now = user.grants.iter().filter(|it| running(it, today) == Running::Now);
        let said = now.filter_map(|it| {
            let territory = register.territories.get(&it.territory)?.name.clone();
            let works = StaffSaid::Works { territory, from: it.from, until: it.until };
            Some(works.text(language, today))
        });
        let all: Vec<String> = said.collect();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        match (user.has_left(), names.is_empty()) {
            (true, _) => String::new(),
            (false, true) => worked(&Caller::of(&user), replica, language),
            (false, false) => listed(&names, language),
        }
    })
}

#[component]
fn Territories(value: Signal<Option<Arc<Vec<TerritoryLine>>>>) -> impl IntoView {
    let rows = Memo::new(move |_| value.get().unwrap_or_default());
    let key = |it: &TerritoryLine| it.territory.as_ref().map(|it| it.id);
    let columns = vec![
        Column::new(t(TeamWord::Territories), name).as_row_name(),
        Column::new(t(TeamWord::Code), code),
        Column::new(t(TeamWord::WorkedBy), worked_by),
        Column::new(t(NavWord::Customers), |it: &TerritoryLine| it.customers.to_string()).at_end(),
    ];
    view! {
        <Section title=t(TeamWord::Territories) end=|| view! { <AddTerritory/> }>
            <Table<TerritoryLine, Option<TerritoryId>, ()>
                caption=t(TeamWord::TerritoriesTable)
                columns
                rows
                key
            />
        </Section>
    }
}

#[component]
fn AddTerritory() -> impl IntoView {
    let administers = administers();
    view! {
        <Show when=move || administers.get()>
            <LinkButton href="/team/territories/new" icon=Glyph::Plus>
                {t(StaffWord::AddTerritory)}
            </LinkButton>
        </Show>
    }
}

fn name(it: &TerritoryLine) -> AnyView {
    match &it.territory {
        Some(known) => {
            let (name, href) = (known.name.clone(), territory::address(known.id));
            let tag = known.has_ended().then(|| view! { " " <Tag>{t(StaffWord::Left)}</Tag> });
            let administers = administers();
            let named = move || {
                if administers.get() {
                    view! { <a class="name" href=href.clone()>{name.clone()}</a> }.into_any()
                } else {
                    name.clone().into_any()
                }
            };
            view! { {named}{tag} }.into_any()
        }
        None => view! { <span class="ink3">{t(ListWord::NoTerritory)}</span> }.into_any(),
    }
}

fn code(it: &TerritoryLine) -> Option<String> {
    it.territory.as_ref().map(|it| it.code.clone())
}

fn worked_by(it: &TerritoryLine) -> Signal<String> {
    let users = it.users.clone();
    say(move |language| {
        let names: Vec<&str> = users.iter().map(|it| it.name.as_str()).collect();
        if names.is_empty() {
            TeamWord::Nobody.text(language).to_owned()
        } else {
            listed(&names, language)
        }
    })
}
