//! Me 我: who works here, language and appearance, signing out without losing anything.

mod leave;

use app::kit::{Fact, Facts, Section};
use app::words::{Label, MeWord, NavWord, SignInWord};
use leptos::prelude::*;
use shared::{
    user::{Caller, Reach, User},
    words,
    words::Language,
};

use crate::{
    device::DeviceRows,
    field_receipt::CashInHand,
    password::OwnPassword,
    replica::Replica,
    say::{label, say, t},
    shell::Page,
    sign_in::Switches,
};
use leave::Leave;
pub use leave::{LeaveDialog, SigningOut};

#[component]
pub fn Me() -> impl IntoView {
    view! {
        <Page title=label(NavWord::Me)>
            <div class="narrow">
                <Who/>
                <CashInHand/>
                <Section title=t(MeWord::Settings)><Switches/></Section>
                <OwnPassword/>
                <OwnDevices/>
                <Leave/>
            </div>
        </Page>
    }
}

#[component]
fn OwnDevices() -> impl IntoView {
    let me = Replica::expect().user().get_untracked().id;
    view! { <DeviceRows of=Some(me)/> }
}

/// Names side by side, as each language lists them.
pub fn listed(names: &[&str], language: Language) -> String {
    names.join(match language {
        Language::Zh => "、",
        Language::En => ", ",
    })
}

/// The names of a user's roles.
pub fn role_names(user: &User, language: Language) -> String {
    let roles: Vec<_> = user.roles.iter().map(|it| words::role(*it, language)).collect();
    listed(&roles, language)
}

/// The territories somebody works today, or that every customer is in reach without one.
pub fn worked(caller: &Caller, replica: Replica, language: Language) -> String {
    let (register, today) = (replica.register().get(), replica.today().get());
    let worked = caller.territories_on(today);
    let known = worked.iter().filter_map(|it| register.territories.get(it));
    let names: Vec<&str> = known.map(|it| it.name.as_str()).collect();
    if !names.is_empty() {
        return listed(&names, language);
    }
    let none = match caller.reach(today) {
        Reach::Everything => MeWord::EveryCustomer,
        Reach::Territories(_) => MeWord::NoTerritory,
    };
    none.text(language).to_owned()
}

#[component]
fn Who() -> impl IntoView {
    let replica = Replica::expect();
    let user = replica.user();
    let name = move || user.get().name;
    let roles = say(move |language| role_names(&user.get(), language));
    let territories = say(move |language| worked(&Caller::of(&user.get()), replica, language));
    view! {
        <section class="hero stack" aria-label=name>
            <p class="figure">{name}</p>
            <Facts>
                <Fact label=t(SignInWord::Login)>{move || user.get().login}</Fact>
                <Fact label=t(MeWord::Roles)>{roles}</Fact>
                <Fact label=t(MeWord::Territories)>{territories}</Fact>
                <Fact label=t(MeWord::Build)>{app::BUILD}</Fact>
            </Facts>
        </section>
    }
}
