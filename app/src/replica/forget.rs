//! Deleting everything of a user from this browser, at once or at the next start.

use shared::id::UserId;

use super::{database, database_of, preference, storage};

/// Users whose data are still to be deleted here.
const TO_FORGET: &str = "chitbook-forget";

/// Deletes everything of a user from this browser. What another tab holds open for too long is
/// deleted at the next start.
pub(crate) async fn forget_user(user: UserId) {
    storage::forget(user);
    if database::delete(&database_of(user)).await.is_err() {
        let mut left = to_forget();
        left.push(user);
        keep_to_forget(&left);
    }
}

/// Deletes what could not be deleted before; first of all at a start, before anybody works here.
pub(crate) async fn forget_the_rest() {
    for user in to_forget() {
        if database::delete(&database_of(user)).await.is_ok() {
            not_any_more(user);
        }
    }
}

fn to_forget() -> Vec<UserId> {
    let kept = preference::kept(TO_FORGET);
    kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn keep_to_forget(users: &[UserId]) {
    match serde_json::to_string(users) {
        Ok(text) if !users.is_empty() => preference::keep(TO_FORGET, &text),
        _ => preference::forget(TO_FORGET),
    }
}

/// Whoever works here again has something to lose.
pub fn not_any_more(user: UserId) {
    let left: Vec<UserId> = to_forget().into_iter().filter(|it| *it != user).collect();
    keep_to_forget(&left);
}
