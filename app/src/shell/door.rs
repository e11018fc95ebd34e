//! The door: nobody signed in, or somebody inside.

use leptos::{prelude::*, task::spawn_local};

use crate::session::{self, Remembered};

#[derive(Clone)]
pub enum Stage {
    /// What an earlier user left is being put away.
    Opening,
    SignedOut,
    Inside(Remembered),
}

/// From the context of everything: opens the app to a user.
#[derive(Clone, Copy)]
pub struct Door(RwSignal<Stage>);

impl Door {
    pub fn new() -> Door {
        Door(RwSignal::new(Stage::Opening))
    }

    pub fn stage(self) -> Stage {
        self.0.get()
    }

    /// Opens to who last signed in here, without asking the network.
    pub fn open_remembered(self) {
        spawn_local(async move {
            session::tidy_up().await;
            self.0.set(session::current().map_or(Stage::SignedOut, Stage::Inside));
        });
    }

    pub fn open(self, remembered: Remembered) {
        self.0.set(Stage::Inside(remembered));
    }
}
