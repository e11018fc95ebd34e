//! What a fault may never do, and what was counted until it did not.

use std::{error::Error, fmt};

/// The ways in which a server that was killed could have wronged a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// What was answered is gone, or is answered otherwise.
    Lost,
    /// What was asked for once stands twice.
    Doubled,
    /// A feed has a gap, a part of a command, or ends before a cursor.
    Hole,
    /// A device would have to do more than to say the same again.
    MoreThanRepeat,
    /// Whatever else does not hold.
    Other,
}

/// One of them, found.
#[derive(Debug)]
pub struct Breach {
    pub wrong: Wrong,
    pub said: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.wrong, self.said)
    }
}

impl Error for Breach {}

/// Why a device does not go on.
#[derive(Debug)]
pub enum Stop {
    /// No answer, or a part of one: the server is gone.
    Gone,
    /// The server says that it cannot; what was asked is asked again.
    Refused {
        status: u16,
        said: String,
    },
    Broken(anyhow::Error),
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Stop {
        Stop::Broken(error)
    }
}

impl From<Breach> for Stop {
    fn from(breach: Breach) -> Stop {
        Stop::Broken(breach.into())
    }
}

impl From<Stop> for anyhow::Error {
    fn from(stop: Stop) -> anyhow::Error {
        match stop {
            Stop::Gone => anyhow::anyhow!("the server does not answer"),
            Stop::Refused { status, said } => {
                anyhow::anyhow!("the server answers {status}: {said}")
            }
            Stop::Broken(error) => error,
        }
    }
}

/// Holds, or is a breach.
pub fn holds(good: bool, wrong: Wrong, said: impl FnOnce() -> String) -> Result<(), Breach> {
    if good { Ok(()) } else { Err(Breach { wrong, said: said() }) }
}

/// What was done, by all devices together.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub cycles: u64,
    /// Verdicts that were heard for the first time.
    pub acknowledged: u64,
    /// Commands that were under way when the server was killed, and were said again.
    pub repeated: u64,
    /// Verdicts that were asked for again, and were the same, byte for byte.
    pub replayed: u64,
    /// Changes that were read, each by every device that holds its scope.
    pub read: u64,
    /// Answers that said "come again".
    pub refused: u64,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.cycles += other.cycles;
        self.acknowledged += other.acknowledged;
        self.repeated += other.repeated;
        self.replayed += other.replayed;
        self.read += other.read;
        self.refused += other.refused;
    }
}
