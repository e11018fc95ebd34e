//! Who works at this device: signing in, remembered offline, and signing out without losing anything.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    id::{DeviceId, Epoch, UserId},
    sync::{
        ChangePassword, OneTimePassword, Session, SignIn,
        replica::{Failure, Trouble},
    },
    user::User,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    replica::{Replica, StorageTrouble, forget_the_rest, forget_user, http, preference},
    upload::waiting,
};

const USER: &str = "chitbook-user";
/// Signed out while the server could not be reached: it is told as soon as it can be.
const LEFT: &str = "chitbook-left";

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
    /// The user has left.
    Ended,
    /// The new password will not do.
    TooShort,
    Same,
    /// Too many attempts; try again later.
    TooOften,
    /// The server could not be asked.
    Trouble(Trouble),
    Storage(StorageTrouble),
}

/// What to do with commands that are only on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Sign out only if nothing is pending, and nothing begun.
    WithNothingHere,
    /// Commands stay here until the same user signs in again.
    Anyway,
}

/// Signing out was put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StillHere {
    /// So many commands are only here; they would stay.
    pub pending: usize,
    /// So many photos and papers are not uploaded; they would stay too.
    pub photos: usize,
    /// So many forms were begun. They stay with the commands, and go if there are none.
    pub drafts: usize,
}

/// The user who last signed in here and has not signed out.
pub fn current() -> Option<Remembered> {
    if preference::kept(LEFT).is_some() {
        spawn_local(leave());
    }
    remembered()
}

/// Deletes what another tab kept from being deleted when somebody signed out.
pub async fn tidy_up() {
    forget_the_rest().await;
}

fn remembered() -> Option<Remembered> {
    serde_json::from_str(&preference::kept(USER)?).ok()
}

/// The remembered user as now known: the next start begins where that one works.
pub fn remember(user: &User) {
    let Some(before) = remembered().filter(|it| it.user.id == user.id && it.user != *user) else {
        return;
    };
    keep(&Remembered { user: user.clone(), ..before });
}

fn keep(remembered: &Remembered) {
    if let Ok(text) = serde_json::to_string(remembered) {
        preference::keep(USER, &text);
    }
}

/// Whether it is this user who works in this browser, as its tabs know.
pub(crate) fn works_here(user: UserId) -> bool {
    remembered().is_some_and(|it| it.user.id == user)
}

/// Somebody else has signed in: this tab and the others let go of what is this user's. It stays
/// until the same user signs in again.
pub fn give_way(replica: Replica) {
    replica.tell_signed_out();
    replica.close();
}

/// # Errors
/// The server refused, or could not be asked.
pub async fn sign_in(form: &SignIn) -> Result<Session, NotSignedIn> {
    let answer = http::post("/api/session", form).await.map_err(|it| refused(&it))?;
    let unreadable = |_| NotSignedIn::Trouble(Trouble::Unreachable);
    let session: Session = serde_json::from_str(&answer).map_err(unreadable)?;
    // With a password that somebody else drew nobody is inside yet.
    if !session.must_change {
        enter(&session);
    }
    Ok(session)
}

fn enter(session: &Session) {
    keep(&Remembered { user: session.user.clone(), epoch: session.epoch });
    preference::forget(LEFT);
}

fn refused(failure: &Failure) -> NotSignedIn {
    match failure {
        Failure::Status { code: 401, .. } => NotSignedIn::Wrong,
        Failure::Status { code: 410, .. } => NotSignedIn::Ended,
        Failure::Status { code: 422, .. } => NotSignedIn::TooShort,
        Failure::Status { code: 429, .. } => NotSignedIn::TooOften,
        Failure::Status { code, .. } => {
            NotSignedIn::Trouble(Trouble::ServerFault { status: *code })
        }
        _ => NotSignedIn::Trouble(Trouble::Unreachable),
    }
}

/// Changes the password of who is signed in; every other session ends.
///
/// # Errors
/// The server refused, or could not be asked.
pub async fn change_password(form: &ChangePassword) -> Result<(), NotSignedIn> {
    if form.current == form.new {
        return Err(NotSignedIn::Same);
    }
    let changed = http::put("/api/session/password", form).await;
    changed.map(drop).map_err(|it| refused(&it))
}

/// The first password of one's own, and then inside.
///
/// # Errors
/// As [`change_password`].
pub async fn choose_password(
    form: &ChangePassword,
    session: &Session,
) -> Result<Session, NotSignedIn> {
    change_password(form).await?;
    let session = Session { must_change: false, ..session.clone() };
    enter(&session);
    Ok(session)
}

/// Ends every session of the user but this one.
///
/// # Errors
/// As [`change_password`].
pub async fn sign_out_elsewhere() -> Result<(), NotSignedIn> {
    http::delete("/api/sessions").await.map(drop).map_err(|it| refused(&it))
}

/// A password for somebody else that is good for one sign-in; none when the server did not give one.
pub async fn draw_password(user: UserId) -> Option<String> {
    let answer = http::post(&format!("/api/user/{user}/password"), &()).await.ok()?;
    serde_json::from_str::<OneTimePassword>(&answer).ok().map(|it| it.password)
}

/// Revokes a device; whether the server has done so.
pub async fn revoke_device(device: DeviceId) -> bool {
    http::delete(&format!("/api/device/{device}")).await.is_ok()
}

/// Signs the user out of this browser. What others could read is deleted; what is only here stays,
/// if the user agreed to it, until the same user signs in again.
///
/// # Errors
/// [`StillHere`] when something would stay unsent or be lost, and that was not agreed to.
pub async fn sign_out(replica: Replica, leaving: Leaving) -> Result<(), StillHere> {
    let pending = replica.status().get_untracked().pending;
    let photos = waiting(replica.locals().get_untracked().values()).count;
    let drafts = replica.drafts().await;
    if 0 < pending + photos + drafts && leaving == Leaving::WithNothingHere {
        return Err(StillHere { pending, photos, drafts });
    }
    let user = replica.user().get_untracked().id;
    preference::forget(USER);
    preference::keep(LEFT, "1");
    replica.tell_signed_out();
    replica.close();
    if pending + photos == 0 {
        forget_user(user).await;
    }
    leave().await;
    Ok(())
}

/// Ends the session on the server. Without a network this is done at the next start.
async fn leave() {
    let gone = http::delete("/api/session").await;
    if gone.is_ok() || matches!(gone, Err(Failure::Status { code: 401, .. })) {
        preference::forget(LEFT);
    }
}
