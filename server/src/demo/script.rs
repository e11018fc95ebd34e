//! The script: who does what on which day and at which minute, drawn up before anything is played.
//!
//! What would happen today or later has not happened yet: it is left out, whichever story tells it.

use std::collections::BTreeMap;

use shared::{
    calendar::{BusinessCalendar, Day, Days, Instant},
    credit::{Against, CreditStanding},
    customer::Named,
    id::{CustomerId, FieldReceiptId, OpId, UserId},
    money::{Currency, Money},
    sync::Act,
};
use uuid::Uuid;

use super::{dice::Dice, holidays, shop::Shop};
use crate::customer::search;

/// How many days the demonstration looks back: a year and a half.
const HISTORY: Days = Days(548);
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Fuzhou's clock, as all of China's.
const AHEAD_OF_UTC_MS: i64 = 8 * 60 * MINUTE_MS;

/// Who acts: a person at the own device, or one of the server's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// By login.
    Person(&'static str),
    /// Rows of files: documents, receipts, bank data.
    File,
    CommandLine,
}

/// How an act has to end for the story to be the one that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Applied,
    /// A field kept what somebody else had entered.
    Merged,
    /// Somebody has to look at it.
    NeedsReview,
}

/// One act.
#[derive(Debug, Clone)]
pub struct Scene {
    pub on: Day,
    /// Minutes after midnight.
    pub minute: u32,
    pub by: Who,
    pub op: OpId,
    pub customer: Option<CustomerId>,
    pub act: Act,
    pub ends: Ends,
}

impl Scene {
    pub fn at(&self) -> Instant {
        instant(self.on, self.minute)
    }
}

/// A slip that was written, for the cashier's count.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub rep: &'static str,
    pub id: FieldReceiptId,
    pub on: Day,
    pub minor: i64,
    /// Still in the rep's hand today.
    pub kept: bool,
}

/// All acts of all stories, and what has to be remembered while they are drawn up.
pub struct Script {
    pub today: Day,
    pub first: Day,
    pub calendar: BusinessCalendar,
    pub dice: Dice,
    pub scenes: Vec<Scene>,
    pub slips: Vec<Written>,
    /// Documents and receipts of each shop so far.
    pub numbers: BTreeMap<&'static str, (u32, u32)>,
    /// What was granted to each shop so far.
    granted: BTreeMap<&'static str, Against>,
}

impl Script {
    pub fn new(today: Day) -> Script {
        Script {
            today,
            first: today.minus(HISTORY),
            calendar: holidays::calendar(),
            // Any number would do; this one is the day on which the first demonstration was told.
            dice: Dice::new(20_261_122),
            scenes: vec![],
            slips: vec![],
            numbers: BTreeMap::new(),
            granted: BTreeMap::new(),
        }
    }

    /// The business day so many before today: 1 is the last one that is over.
    pub fn ago(&self, business_days: u32) -> Day {
        let (mut at, mut left) = (self.today, business_days);
        while 0 < left {
            at = at.minus(Days(1));
            if self.calendar.is_business_day(at) {
                left -= 1;
            }
        }
        at
    }

    /// The business day so many after a day.
    pub fn later(&self, day: Day, business_days: u32) -> Day {
        self.calendar.plus_business_days(day, Days(business_days))
    }

    /// The day if it is a business day, else the one before.
    pub fn on_or_before(&self, day: Day) -> Day {
        let mut at = day;
        while !self.calendar.is_business_day(at) {
            at = at.minus(Days(1));
        }
        at
    }

    /// The day if it is a business day, else the next.
    pub fn on_or_after(&self, day: Day) -> Day {
        self.calendar.on_or_after(day)
    }

    /// Whether it is over by now.
    pub fn is_past(&self, day: Day) -> bool {
        self.first <= day && day < self.today
    }

    /// A minute between two hours of a day.
    pub fn minute(&mut self, from_hour: i64, to_hour: i64) -> u32 {
        u32::try_from(self.dice.between(from_hour * 60, to_hour * 60 - 1)).unwrap_or(0)
    }

    /// An id as a device draws it at this minute.
    pub fn id(&mut self, on: Day, minute: u32) -> Uuid {
        let millis = u64::try_from(instant(on, minute).0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.dice.ten_bytes()).into_uuid()
    }

    /// Writes an act down, if its day is over.
    pub fn say(&mut self, (on, minute): (Day, u32), by: Who, of: Option<CustomerId>, act: Act) {
        self.say_ending((on, minute), by, of, act, Ends::Applied);
    }

    pub fn say_ending(
        &mut self,
        (on, minute): (Day, u32),
        by: Who,
        customer: Option<CustomerId>,
        act: Act,
        ends: Ends,
    ) {
        if self.is_past(on) {
            let op = OpId(self.id(on, minute));
            self.scenes.push(Scene { on, minute, by, op, customer, act, ends });
        }
    }

    /// What stands of a shop's credit, as whoever acts next sees it.
    pub fn stands(&self, shop: &Shop) -> Against {
        self.granted.get(shop.code).copied().unwrap_or_default()
    }

    /// Remembers that another standing was set.
    pub fn set_standing(&mut self, shop: &Shop, standing: CreditStanding) {
        let version = self.stands(shop).version + 1;
        self.granted.insert(shop.code, Against { standing, version });
    }

    /// The acts in the order in which they happened.
    pub fn into_scenes(mut self) -> Vec<Scene> {
        // Stable: of one minute, the one that was told first comes first.
        self.scenes.sort_by_key(|it| (it.on, it.minute));
        self.scenes
    }
}

/// A minute of a day in Fuzhou.
pub fn instant(on: Day, minute: u32) -> Instant {
    let since = Day::from_ymd(1970, 1, 1).map_or(0, |first| on.days_since(first));
    Instant(since * DAY_MS - AHEAD_OF_UTC_MS + i64::from(minute) * MINUTE_MS)
}

/// An amount in fen; more than the books can hold is told by no story.
pub fn cny(minor: i64) -> Money {
    Money::try_new(minor, Currency::CNY).unwrap_or(Money::nil(Currency::CNY))
}

pub fn user(login: &str) -> UserId {
    UserId::of_login(login)
}

pub fn named(shop: &Shop) -> Named {
    search::named(shop.code, shop.name)
}
