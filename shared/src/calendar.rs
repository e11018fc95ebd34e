//! Days of the seller's calendar, business days, and the instants that serve order and audit.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, Weekday};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Visitor},
};

/// A day of the seller's calendar; ISO text on the wire and in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        from.deserialize_str(ReadDay)
    }
}

/// Days stand in every row by the dozen: what is written as we write it is read without looking for
/// anything else that a day could be.
struct ReadDay;

impl Visitor<'_> for ReadDay {
    type Value = Day;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a day written as yyyy-mm-dd")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        match Day::as_written(text) {
            Some(day) => Ok(day),
            None => text.parse().map(Day).map_err(E::custom),
        }
    }
}

/// A number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(pub u32);

/// `{0}` is not a day that is written as yyyy-mm-dd.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day written as yyyy-mm-dd")]
pub struct NotADay(pub String);

impl Day {
    /// Month 1–12, day 1–31; none where there is no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    fn as_written(text: &str) -> Option<Day> {
        let [year @ .., b'-', m, n, b'-', d, e] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u32, |number, digit| {
                digit.is_ascii_digit().then(|| 10 * number + u32::from(digit - b'0'))
            })
        };
        let year = if year.len() == 4 { i32::try_from(number(year)?).ok()? } else { return None };
        Day::from_ymd(year, number(&[*m, *n])?, number(&[*d, *e])?)
    }

    /// Days from `earlier` to this day; negative when `earlier` is later.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// This day and `days` more; the calendar's end holds.
    #[must_use]
    pub fn plus(self, days: Days) -> Day {
        Day(self.0.checked_add_days(chrono::Days::new(days.0.into())).unwrap_or(NaiveDate::MAX))
    }

    /// This day and `days` fewer; the calendar's beginning holds.
    #[must_use]
    pub fn minus(self, days: Days) -> Day {
        Day(self.0.checked_sub_days(chrono::Days::new(days.0.into())).unwrap_or(NaiveDate::MIN))
    }

    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 1–12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// 1–31.
    #[must_use]
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Day {
        let (year, month) =
            if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) };
        NaiveDate::from_ymd_opt(year, month, 1)
            .and_then(|first| first.pred_opt())
            .map_or(Day(NaiveDate::MAX), Day)
    }

    /// The first Friday on or after this day.
    #[must_use]
    pub fn friday(self) -> Day {
        self.plus(Days((11 - self.weekday()) % 7))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = NotADay;
    /// Reads `2026-11-20` and nothing shorter: the year 26 was never meant.
    fn from_str(text: &str) -> Result<Day, NotADay> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Day).ok();
        day.filter(|it| it.to_string() == text).ok_or_else(|| NotADay(text.to_owned()))
    }
}

/// Milliseconds since 1970 in UTC: for order and audit, never for a business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// The two days a rule may ask for.
///
/// Whether a thing could be said or taken is judged by `acted_on`; whether something may still be
/// granted, by `today`, which on the server is the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    pub acted_on: Day,
    pub today: Day,
}

impl When {
    /// Acted and decided on one day, as where there is a connection.
    #[must_use]
    pub fn on(day: Day) -> When {
        When { acted_on: day, today: day }
    }
}

/// What a dated exception makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A public holiday, also on a weekday.
    Holiday,
    /// 调休: a weekend day on which people work.
    MakeUpWorkday,
}

/// Business days: Monday to Friday, but for dated holidays and make-up workdays (policy data).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessCalendar {
    pub exceptions: BTreeMap<Day, DayKind>,
}

impl BusinessCalendar {
    #[must_use]
    pub fn is_business_day(&self, day: Day) -> bool {
        match self.exceptions.get(&day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::MakeUpWorkday) => true,
            None => !matches!(day.0.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The `count`th business day after `day`; `day` itself for none.
    #[must_use]
    pub fn plus_business_days(&self, day: Day, count: Days) -> Day {
        let (mut at, mut left) = (day, count.0);
        while 0 < left && at.0 < NaiveDate::MAX {
            at = at.plus(Days(1));
            if self.is_business_day(at) {
                left -= 1;
            }
        }
        at
    }

    /// `day` if it is a business day, else the next one.
    #[must_use]
    pub fn on_or_after(&self, day: Day) -> Day {
        let mut at = day;
        while !self.is_business_day(at) && at.0 < NaiveDate::MAX {
            at = at.plus(Days(1));
        }
        at
    }
}

/// A zone as a list of offset changes, so that a phone needs no zone table of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    pub name: String,
    /// From this instant on, local time is UTC plus so many minutes; sorted, the first holds before.
    pub transitions: Vec<(Instant, i32)>,
}

impl Zone {
    /// Asia/Shanghai: UTC+8 since 1991, when it last kept summer time.
    #[must_use]
    pub fn shanghai() -> Zone {
        Zone {
            name: "Asia/Shanghai".to_owned(),
            transitions: vec![(Instant(684_867_600_000), 480)],
        }
    }

    fn offset_minutes(&self, at: Instant) -> i64 {
        let after = self.transitions.partition_point(|(from, _)| *from <= at);
        self.transitions.get(after.saturating_sub(1)).map_or(0, |(_, minutes)| i64::from(*minutes))
    }

    /// The business day in which an instant falls.
    #[must_use]
    pub fn day_of(&self, at: Instant) -> Day {
        let local = at.0.saturating_add(self.offset_minutes(at) * 60_000);
        DateTime::from_timestamp_millis(local)
            .map_or(Day(NaiveDate::MAX), |local| Day(local.date_naive()))
    }

    /// Hour and minute on the seller's clock.
    #[must_use]
    pub fn time_of(&self, at: Instant) -> (u32, u32) {
        let minutes = (at.0.div_euclid(60_000) + self.offset_minutes(at)).rem_euclid(24 * 60);
        let minutes = u32::try_from(minutes).unwrap_or(0);
        (minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_iso_text() {
        assert_eq!(serde_json::to_string(&day("2026-02-28")).unwrap(), r#""2026-02-28""#);
        assert!("2026-02-30".parse::<Day>().is_err());
        assert!("28/02/2026".parse::<Day>().is_err());
        assert!("26-02-28".parse::<Day>().is_err());
        assert!("2026-2-3".parse::<Day>().is_err());
    }

    #[test]
    fn what_is_read_of_json_is_what_the_calendar_reads() {
        let mut texts: Vec<String> =
            (0..800).map(|it| day("2027-06-01").plus(Days(it)).to_string()).collect();
        let odd =
            ["0000-01-01", "+12026-01-01", "-0001-03-04", "2027-02-29", "2026-13-01", "", "x"];
        texts.extend(
            odd.into_iter().chain(["2026-1-2", "2026-01-0a", "２０２６"]).map(str::to_owned),
        );
        for text in texts {
            let read = serde_json::from_value::<Day>(text.clone().into()).ok();
            assert_eq!(read, text.parse().map(Day).ok(), "{text}");
        }
    }

    #[test]
    fn month_ends_and_fridays() {
        assert_eq!(day("2026-02-03").month_end(), day("2026-02-28"));
        assert_eq!(day("2024-02-29").month_end(), day("2024-02-29"));
        assert_eq!(day("2026-12-31").month_end(), day("2026-12-31"));
        assert_eq!(day("2026-11-18").friday(), day("2026-11-20"));
        assert_eq!(day("2026-11-20").friday(), day("2026-11-20"));
        assert_eq!(day("2026-11-21").friday(), day("2026-11-27"));
    }

    #[test]
    fn business_days_skip_weekends_and_holidays_but_not_make_up_days() {
        let mut calendar = BusinessCalendar::default();
        assert_eq!(
            calendar.plus_business_days(day("2026-11-20"), Days(1)),
            day("2026-11-23"),
            "Friday and one"
        );
        assert_eq!(calendar.plus_business_days(day("2026-11-21"), Days(0)), day("2026-11-21"));
        calendar.exceptions.insert(day("2026-11-23"), DayKind::Holiday);
        calendar.exceptions.insert(day("2026-11-22"), DayKind::MakeUpWorkday);
        assert_eq!(calendar.plus_business_days(day("2026-11-20"), Days(1)), day("2026-11-22"));
        assert_eq!(calendar.plus_business_days(day("2026-11-20"), Days(2)), day("2026-11-24"));
        assert_eq!(calendar.on_or_after(day("2026-11-23")), day("2026-11-24"));
    }

    #[test]
    fn a_day_belongs_to_the_sellers_zone() {
        let zone = Zone::shanghai();
        // 2026-11-20 23:59:59.999 and 24:00 in Shanghai.
        assert_eq!(zone.day_of(Instant(1_795_190_399_999)), day("2026-11-20"));
        assert_eq!(zone.day_of(Instant(1_795_190_400_000)), day("2026-11-21"));
        assert_eq!(zone.time_of(Instant(1_795_190_400_000)), (0, 0));
    }
}
