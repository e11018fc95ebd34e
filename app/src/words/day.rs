//! Days and times of the clock, as people say them.

use shared::{
    calendar::{Day, Instant, Zone},
    words::Language,
};

use super::{DayWord, Label};

/// A day near today by its name, another one short: 今天, 周五 20日, 11月30日, 2025年11月30日.
#[must_use]
pub fn day(language: Language, day: Day, today: Day) -> String {
    let named = match day.days_since(today) {
        0 => Some(DayWord::Today),
        1 => Some(DayWord::Tomorrow),
        -1 => Some(DayWord::Yesterday),
        _ => None,
    };
    if let Some(named) = named {
        return named.text(language).to_owned();
    }
    if (2..=6).contains(&day.days_since(today)) {
        return near(language, day);
    }
    short_day(language, day, today)
}

fn near(language: Language, day: Day) -> String {
    let weekday = weekday(language, day);
    match language {
        Language::Zh => format!("{weekday} {}日", day.day_of_month()),
        Language::En => format!("{weekday} {} {}", day.day_of_month(), month(day)),
    }
}

/// A day as short as its distance allows, for lists: 11月30日, 2025年11月30日.
#[must_use]
pub fn short_day(language: Language, day: Day, today: Day) -> String {
    let (date, year) = (day.day_of_month(), day.year());
    match (language, year == today.year()) {
        (Language::Zh, true) => format!("{}月{date}日", day.month()),
        (Language::Zh, false) => format!("{year}年{}月{date}日", day.month()),
        (Language::En, true) => format!("{date} {}", month(day)),
        (Language::En, false) => format!("{date} {} {year}", month(day)),
    }
}

/// A day with its weekday: 11月18日 周三.
#[must_use]
pub fn full_day(language: Language, day: Day) -> String {
    let (date, weekday) = (day.day_of_month(), weekday(language, day));
    match language {
        Language::Zh => format!("{}月{date}日 {weekday}", day.month()),
        Language::En => format!("{weekday} {date} {}", month(day)),
    }
}

/// Hour and minute on the seller's clock.
#[must_use]
pub fn clock(zone: &Zone, at: Instant) -> String {
    let (hour, minute) = zone.time_of(at);
    format!("{hour:02}:{minute:02}")
}

/// The clock today, the day and the clock before.
#[must_use]
pub fn clock_or_day(language: Language, zone: &Zone, at: Instant, today: Day) -> String {
    let on = zone.day_of(at);
    if on == today {
        return clock(zone, at);
    }
    format!("{} {}", day(language, on, today), clock(zone, at))
}

fn weekday(language: Language, day: Day) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let at = day.weekday() as usize;
    match language {
        Language::Zh => ZH[at],
        Language::En => EN[at],
    }
}

fn month(day: Day) -> &'static str {
    const EN: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    EN[day.month() as usize - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, zh: &str, en: &str) {
        let (it, today) = (text.parse().unwrap(), "2026-11-18".parse().unwrap());
        assert_eq!(day(Language::Zh, it, today), zh);
        assert_eq!(day(Language::En, it, today), en);
    }

    #[test]
    fn near_days_have_names() {
        check("2026-11-18", "今天", "today");
        check("2026-11-19", "明天", "tomorrow");
        check("2026-11-17", "昨天", "yesterday");
        check("2026-11-20", "周五 20日", "Fri 20 Nov");
        check("2026-11-30", "11月30日", "30 Nov");
        check("2026-11-01", "11月1日", "1 Nov");
        check("2027-01-04", "2027年1月4日", "4 Jan 2027");
    }

    #[test]
    fn the_clock_is_the_sellers() {
        let (zone, today) = (Zone::shanghai(), "2026-11-21".parse().unwrap());
        // 2026-11-20 23:59 and 2026-11-21 00:00 in Shanghai.
        let at = |ms| clock_or_day(Language::Zh, &zone, Instant(ms), today);
        assert_eq!(at(1_795_190_399_999), "昨天 23:59");
        assert_eq!(at(1_795_190_400_000), "00:00");
    }
}
