//! How often somebody may try a password: per login, per address, and per both together.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use shared::calendar::Instant;

use crate::error::{Error, Result};

const WINDOW_MS: i64 = 15 * 60_000;
/// One person mistyping.
const PAIR_MOST: u32 = 10;
/// One login tried from many places.
const LOGIN_MOST: u32 = 50;
/// One place, which may be a whole office behind one address, trying many logins.
const ADDRESS_MOST: u32 = 200;
/// Entries kept; beyond, those whose window has passed are dropped.
const KEPT_MOST: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Pair(String, Option<IpAddr>),
    Login(String),
    Address(Option<IpAddr>),
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    since: i64,
    count: u32,
}

#[derive(Debug, Default)]
pub struct Rate(Mutex<HashMap<Key, Tries>>);

impl Rate {
    /// Counts a try.
    ///
    /// # Errors
    /// [`Error::TooManyTries`] with the time to wait.
    pub fn count(&self, login: &str, address: Option<IpAddr>, now: Instant) -> Result<()> {
        let keys = [
            (Key::Pair(login.to_owned(), address), PAIR_MOST),
            (Key::Login(login.to_owned()), LOGIN_MOST),
            (Key::Address(address), ADDRESS_MOST),
        ];
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if KEPT_MOST < all.len() {
            all.retain(|_, it| now.0 - it.since < WINDOW_MS);
        }
        for (key, most) in &keys {
            let Some(tries) = all.get(key).filter(|it| now.0 - it.since < WINDOW_MS) else {
                continue;
            };
            if *most <= tries.count {
                let left_ms = WINDOW_MS - (now.0 - tries.since);
                let seconds = u64::try_from(left_ms / 1_000 + 1).unwrap_or(1);
                return Err(Error::TooManyTries { seconds });
            }
        }
        for (key, _) in keys {
            let tries = all.entry(key).or_insert(Tries { since: now.0, count: 0 });
            if WINDOW_MS <= now.0 - tries.since {
                *tries = Tries { since: now.0, count: 0 };
            }
            tries.count += 1;
        }
        Ok(())
    }

    /// Forgets the tries of somebody who has got in.
    pub fn forgive(&self, login: &str, address: Option<IpAddr>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&Key::Pair(login.to_owned(), address));
        all.remove(&Key::Login(login.to_owned()));
        if let Some(tries) = all.get_mut(&Key::Address(address)) {
            tries.count = tries.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_and_forgotten() {
        let rate = Rate::default();
        let at = Instant(1_000_000);
        for _ in 0..PAIR_MOST {
            rate.count("lin", None, at).unwrap();
        }
        let refused = rate.count("lin", None, Instant(at.0 + 60_000));
        assert!(matches!(refused, Err(Error::TooManyTries { seconds: 841 })));
        rate.count("wang", None, at).unwrap();
        rate.count("lin", None, Instant(at.0 + WINDOW_MS)).unwrap();
        rate.forgive("lin", None);
        rate.count("lin", None, Instant(at.0 + WINDOW_MS)).unwrap();
    }
}
