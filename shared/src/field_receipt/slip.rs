//! Slips 收款凭条: the numbers a device writes, one after the other, and which of them are missing.
//!
//! A number is read from paper: `LIN-K7Q-0012` is the twelfth slip of one device of Lin's. Every
//! device counts for itself, so that two of them never write the same number without a signal; the
//! server gives no two devices the same sign.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, UserId};

/// The highest number of a series.
pub const NUMBER_MAX: u32 = 999_999;
/// The longest name of a series, in characters.
pub const SERIES_MAX: usize = 20;
/// So many letters of the login begin a number: enough to know whose it is.
const LOGIN_LETTERS: usize = 6;
/// Crockford's base 32: no letter that is taken for a figure.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// One numbered slip.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slip {
    /// Who wrote it, and on which device.
    pub series: String,
    /// From 1, without a gap.
    pub number: u32,
}

impl Slip {
    /// The slip after the last one this device wrote; the first if it wrote none.
    #[must_use]
    pub fn after(series: String, last: Option<u32>) -> Slip {
        Slip { series, number: last.unwrap_or(0).saturating_add(1) }
    }

    /// Whether it can have been written by an app of ours.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let length = self.series.chars().count();
        let plain = |c: char| c.is_alphanumeric() || c == '-';
        0 < length
            && length <= SERIES_MAX
            && self.series.chars().all(plain)
            && (1..=NUMBER_MAX).contains(&self.number)
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.series, self.number)
    }
}

/// The series of a user on a device: `LIN-K7Q`.
#[must_use]
pub fn series(login: &str, device: DeviceId) -> String {
    let letters = login.chars().filter(|it| it.is_alphanumeric()).take(LOGIN_LETTERS);
    let login: String = letters.flat_map(char::to_uppercase).collect();
    format!("{login}-{}", device_sign(device))
}

/// Three letters of a device's id. The server draws ids until the sign is one that no other device
/// has.
#[must_use]
pub fn device_sign(device: DeviceId) -> String {
    let [.., high, low] = *device.0.as_bytes();
    let bits = u16::from_be_bytes([high, low]);
    let letter = |shift: u32| char::from(LETTERS[usize::from((bits >> shift) & 31)]);
    [10, 5, 0].map(letter).iter().collect()
}

/// A stretch of numbers, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: u32,
    pub to: u32,
}

/// What is wrong with a series of slips; nothing where both lists are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesGaps {
    pub author: UserId,
    pub series: String,
    /// The highest number that is known.
    pub last: u32,
    /// Below the last one, and on no slip that is known: on its way, set aside, or torn out.
    pub missing: Vec<Stretch>,
    /// On more than one slip.
    pub twice: Vec<u32>,
}

/// Every series of these slips with what is missing in it, by author and name.
#[must_use]
pub fn gaps<'a>(slips: impl IntoIterator<Item = (UserId, &'a Slip)>) -> Vec<SeriesGaps> {
    let mut all: BTreeMap<(UserId, &str), Vec<u32>> = BTreeMap::new();
    for (author, slip) in slips {
        all.entry((author, &slip.series)).or_default().push(slip.number);
    }
    all.into_iter().map(|((author, series), numbers)| gaps_of(author, series, numbers)).collect()
}

fn gaps_of(author: UserId, series: &str, mut numbers: Vec<u32>) -> SeriesGaps {
    numbers.sort_unstable();
    let (mut missing, mut twice, mut last) = (vec![], BTreeSet::new(), 0);
    for number in numbers {
        if number == last {
            twice.insert(number);
        } else if last + 1 < number {
            missing.push(Stretch { from: last + 1, to: number - 1 });
        }
        last = number;
    }
    SeriesGaps {
        author,
        series: series.to_owned(),
        last,
        missing,
        twice: twice.into_iter().collect(),
    }
}
