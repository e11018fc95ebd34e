//! About this device: versions of app and server, and how its clock goes.

use app::kit::{Fact, Facts, Section};
use app::words::{Label, StaffSaid, StateWord};
use leptos::prelude::*;
use shared::sync::Session;

use crate::{
    replica::{DeskPage, Replica},
    say::{say, t},
};

/// A difference that nobody has to know of.
const NOTHING_MS: i64 = 5_000;

#[component]
pub fn About() -> impl IntoView {
    let replica = Replica::expect();
    let (status, today) = (replica.status(), replica.today());
    let offset = Memo::new(move |_| status.get().clock_offset);
    let clock = say(move |language| {
        let behind = offset.get();
        let seconds = behind.abs() / 1_000;
        let said = if behind.abs() <= NOTHING_MS {
            return StateWord::ClockRight.text(language).to_owned();
        } else if 0 < behind {
            StaffSaid::ClockBehind { seconds }
        } else {
            StaffSaid::ClockAhead { seconds }
        };
        said.text(language, today.get())
    });
    let session = replica.desk::<Session>(Signal::stored("/api/session".to_owned()));
    let server = move || match session.get() {
        DeskPage::Here { value, .. } => value.version.clone(),
        DeskPage::Loading | DeskPage::Trouble(_) => "–".to_owned(),
    };
    view! {
        <Section title=t(StateWord::About)>
            <Facts>
                <Fact label=t(StateWord::App)>{app::BUILD}</Fact>
                <Fact label=t(StateWord::Server)>{server}</Fact>
                <Fact label=t(StateWord::Clock)>{clock}</Fact>
            </Facts>
        </Section>
    }
}
