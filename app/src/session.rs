//! Who works at this device: signing in, remembered offline, and signing out without losing anything.

use serde::{Deserialize, Serialize};
use shared::{
    id::Epoch,
    sync::{Session, SignIn},
    user::User,
};

use crate::replica::{StorageTrouble, Trouble};

/// Kept in the browser so that the app opens without a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    pub user: User,
    pub epoch: Epoch,
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSignedIn {
    /// Name or password is wrong.
    Wrong,
    /// Too many attempts; try again later.
    TooOften,
    /// The server could not be asked.
    Trouble(Trouble),
    Storage(StorageTrouble),
}

/// What to do with commands that are only on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Sign out only if nothing is pending.
    WithNothingPending,
    /// They stay here until the same user signs in again.
    KeepingPending,
}

/// Signing out was put off: this many commands are only here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StillPending(pub usize);

/// The user who last signed in here and has not signed out.
pub fn current() -> Option<Remembered> {
    None
}

/// # Errors
/// The server refused, or could not be asked.
pub async fn sign_in(form: &SignIn) -> Result<Session, NotSignedIn> {
    let _ = form;
    Err(NotSignedIn::Trouble(Trouble::Unreachable))
}

/// # Errors
/// [`StillPending`] when something would stay unsent and that was not agreed to.
pub async fn sign_out(leaving: Leaving) -> Result<(), StillPending> {
    let _ = leaving;
    Ok(())
}
