//! When to try again: full jitter, so that a thousand phones do not come back in the same second.

use serde::{Deserialize, Serialize};

use crate::calendar::Instant;

/// The instant of a step, and a random number for spreading retries; nothing else depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// By the device's own clock.
    pub now: Instant,
    /// Uniform.
    pub roll: u32,
}

/// Why a request got no answer of the server's. Never a verdict: nothing leaves the outbox by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No network, no answer in time, a connection that broke.
    Unreachable,
    Status {
        code: u16,
        /// As the server asked, in milliseconds.
        retry_after: Option<u64>,
    },
    /// Something answered that is not the server: a captive portal, a proxy.
    Garbled,
    /// The server does not know this device: it was restored to a time before it registered.
    UnknownDevice,
    /// The server has revoked this device: it lets go of what it received.
    DeviceRevoked,
    /// Somebody else is signed in here than the user whose database this is.
    OtherUser,
    /// The server speaks another version of the rows' form.
    OtherSchema,
}

/// What stands in the way, in the user's terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum Trouble {
    /// The session ended, or is somebody else's: sign in again; nothing is lost meanwhile.
    SignInAgain,
    /// The device was revoked: what it had received is gone, what nobody has answered is here.
    Revoked,
    /// The server refuses this user or device for now.
    Forbidden,
    /// No answer, or one that is not the server's.
    Unreachable,
    /// The server answered that it cannot work now.
    ServerFault { status: u16 },
    /// A single command is larger than the network lets through.
    TooLarge,
    /// The device's storage is full.
    StorageFull,
    /// The device's storage failed.
    Storage { said: String },
    /// The server said something this build does not know.
    UpdateNeeded,
    /// What arrived contradicts what is here; it is being fetched again.
    Inconsistent,
}

/// The first pause is at most a second, the longest at most a minute.
const FIRST_MS: i64 = 1_000;
const LONGEST_MS: i64 = 60_000;
/// Never at once: a server that answers immediately with an error must not be hammered.
const LEAST_MS: i64 = 250;

/// How long to wait after so many failures.
#[derive(Debug, Default)]
pub struct Retry {
    failures: u32,
    /// Not before then.
    pub until: Option<Instant>,
    /// How long the pause was to be, in milliseconds.
    pause: i64,
}

impl Retry {
    /// Once more in vain; the server may have `asked` for a pause of so many milliseconds.
    pub fn fail(&mut self, at: Moment, asked: Option<u64>) {
        let ceiling = LONGEST_MS.min(FIRST_MS << self.failures.min(16));
        let jitter = (ceiling * i64::from(at.roll)) >> 32;
        let asked = asked.map_or(0, |ms| i64::try_from(ms).unwrap_or(LONGEST_MS));
        let pause = (LEAST_MS + jitter).max(asked.min(10 * LONGEST_MS));
        self.failures = self.failures.saturating_add(1);
        (self.until, self.pause) = (Some(Instant(at.now.0 + pause)), pause);
    }

    /// Fails for at least the `failures`th time.
    pub fn fail_as(&mut self, failures: u32, at: Moment) {
        self.failures = self.failures.max(failures);
        self.fail(at, None);
    }

    /// What is left of a pause is never longer than the whole, whatever the clock was set to meanwhile.
    pub fn clock_says(&mut self, now: Instant) {
        self.until = self.until.map(|it| it.min(Instant(now.0 + self.pause)));
    }

    /// From now on the first pause is a short one again.
    pub fn succeed(&mut self) {
        *self = Retry::default();
    }

    /// Something changed outside: try at once, but stay as careful as before if it fails again.
    pub fn hurry(&mut self) {
        self.until = None;
    }
}

impl Failure {
    pub(super) fn trouble(&self) -> Trouble {
        match self {
            Failure::Unreachable | Failure::Garbled => Trouble::Unreachable,
            Failure::UnknownDevice => Trouble::Inconsistent,
            Failure::DeviceRevoked => Trouble::Revoked,
            Failure::OtherSchema => Trouble::UpdateNeeded,
            Failure::OtherUser | Failure::Status { code: 401, .. } => Trouble::SignInAgain,
            Failure::Status { code: 403, .. } => Trouble::Forbidden,
            Failure::Status { code: 413, .. } => Trouble::TooLarge,
            Failure::Status { code, .. } => Trouble::ServerFault { status: *code },
        }
    }

    /// What the server asked for, in milliseconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Failure::Status { retry_after, .. } => *retry_after,
            Failure::Unreachable
            | Failure::Garbled
            | Failure::UnknownDevice
            | Failure::DeviceRevoked
            | Failure::OtherUser
            | Failure::OtherSchema => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(roll: u32) -> Vec<i64> {
        let mut retry = Retry::default();
        let at = Moment { now: Instant(0), roll };
        let mut pauses = vec![];
        for _ in 0..9 {
            retry.fail(at, None);
            pauses.push(retry.until.unwrap().0);
        }
        pauses
    }

    #[test]
    fn pauses_double_up_to_a_minute_and_are_spread_over_all_of_it() {
        assert_eq!(pauses(0), [250; 9]);
        let longest = pauses(u32::MAX);
        assert_eq!(longest, [1249, 2249, 4249, 8249, 16249, 32249, 60249, 60249, 60249]);
    }

    #[test]
    fn a_clock_set_back_by_a_day_makes_nobody_wait_a_day() {
        let mut retry = Retry::default();
        retry.fail(Moment { now: Instant(86_400_000), roll: 0 }, None);
        retry.clock_says(Instant(0));
        assert_eq!(retry.until, Some(Instant(250)));
        retry.fail(Moment { now: Instant(86_400_000), roll: 0 }, Some(600_000));
        retry.clock_says(Instant(0));
        assert_eq!(retry.until, Some(Instant(600_000)));
    }

    #[test]
    fn a_server_that_names_a_time_is_heard_within_reason() {
        let mut retry = Retry::default();
        retry.fail(Moment { now: Instant(0), roll: 0 }, Some(5_000));
        assert_eq!(retry.until, Some(Instant(5_000)));
        retry.fail(Moment { now: Instant(0), roll: 0 }, Some(u64::MAX));
        assert!(retry.until.unwrap().0 <= 600_000);
    }
}
