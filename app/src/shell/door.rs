//! The door: nobody signed in, somebody remembered, or the replica at work.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    replica::{Replica, StorageTrouble},
    session::{self, Remembered},
};

#[derive(Clone)]
pub enum Stage {
    /// The device's data are being opened.
    Opening,
    SignedOut,
    Working(Replica),
    /// The browser's storage cannot be used.
    Stuck(StorageTrouble),
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
            match session::current() {
                Some(remembered) => self.open(remembered),
                None => self.0.set(Stage::SignedOut),
            }
        });
    }

    pub fn open(self, remembered: Remembered) {
        self.0.set(Stage::Opening);
        spawn_local(async move {
            self.0.set(match Replica::open(remembered).await {
                Ok(replica) => Stage::Working(replica),
                Err(trouble) => Stage::Stuck(trouble),
            });
        });
    }
}
