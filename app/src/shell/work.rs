//! The replica at work, and the shell of the place around it.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Place,
    program::{Load, Loading, keep},
};
use crate::{
    inbox,
    replica::{Replica, StorageTrouble},
    revoked::Revoked,
    session::{self, Remembered},
    sign_in::Stuck,
};

#[derive(Clone)]
enum Stage {
    /// The device's data are being opened.
    Opening,
    Working(Replica),
    /// The browser's storage cannot be used.
    Stuck(StorageTrouble),
}

/// Opens the device's data of a user and shows where that one works.
#[component]
pub fn Work(remembered: Remembered) -> impl IntoView {
    let stage = RwSignal::new(Stage::Opening);
    spawn_local(async move {
        let held_up = move || _ = stage.try_set(Stage::Stuck(StorageTrouble::Blocked));
        let opened = Replica::open(remembered, &held_up).await;
        // Nobody waits for it any more when the door was closed meanwhile.
        _ = stage.try_set(opened.map_or_else(Stage::Stuck, Stage::Working));
    });
    move || match stage.get() {
        Stage::Opening => view! { <Loading/> }.into_any(),
        Stage::Working(replica) => view! { <AtWork replica/> }.into_any(),
        Stage::Stuck(trouble) => view! { <Stuck trouble/> }.into_any(),
    }
}

#[component]
fn AtWork(replica: Replica) -> impl IntoView {
    provide_context(replica);
    inbox::carry_over(replica);
    // Roles may change while somebody works, and with them the place.
    let place = Memo::new(move |_| Place::of(&replica.user().get()));
    Effect::new(move |_| session::remember(&replica.user().get()));
    Effect::new(move |_| keep(place.get()));
    let status = replica.status();
    let revoked = Memo::new(move |_| status.read().revoked.is_some());
    move || {
        let place = place.get();
        provide_context(place);
        if revoked.get() {
            return view! { <Revoked/> }.into_any();
        }
        view! { <Load place show=|program| (program.shell)()/> }.into_any()
    }
}
