//! Users and territories: who works where.

use std::sync::Arc;

use app::kit::{Column, Note, Section, Table};
use app::words::{Label, ListWord, NavWord, TeamWord};
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
    shell::Page,
};

#[component]
pub fn Team() -> impl IntoView {
    let territories = Signal::stored("/api/territories".to_owned());
    let read = Fetched::of(Replica::expect().desk::<Vec<TerritoryLine>>(territories));
    view! {
        <Page title=label(NavWord::Team)>
            <Note>{t(TeamWord::Hint)}</Note>
            <Users/>
            {read.notice()}
            {read.show(move |value| view! { <Territories value/> })}
        </Page>
    }
}

#[component]
fn Users() -> impl IntoView {
    let replica = Replica::expect();
    let rows = Memo::new(move |_| {
        let register = replica.register().get();
        let mut users: Vec<User> = register.users.values().cloned().collect();
        users.sort_by(|a, b| a.login.cmp(&b.login));
        Arc::new(users)
    });
    let roles = |it: &User| {
        let user = it.clone();
        say(move |language| role_names(&user, language))
    };
    let columns = vec![
        Column::new(t(TeamWord::Name), |it: &User| it.name.clone()).as_row_name(),
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

/// The territories a user works today.
fn works(user: &User) -> Signal<String> {
    let (replica, caller) = (Replica::expect(), Caller::of(user));
    say(move |language| worked(&caller, replica, language))
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
        <Section title=t(TeamWord::Territories)>
            <Table<TerritoryLine, Option<TerritoryId>, ()>
                caption=t(TeamWord::TerritoriesTable)
                columns
                rows
                key
            />
        </Section>
    }
}

fn name(it: &TerritoryLine) -> AnyView {
    match &it.territory {
        Some(territory) => territory.name.clone().into_any(),
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
