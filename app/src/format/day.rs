//! Days as people say them: 11月20日 周五, Fri 20 Nov, 今天, tomorrow, 3天前.

use shared::calendar::Day;

use crate::language::Language;

const WEEKDAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn weekday(language: Language, day: Day) -> &'static str {
    let names = match language {
        Language::Zh => WEEKDAYS_ZH,
        Language::En => WEEKDAYS_EN,
    };
    names[(day.weekday() % 7) as usize]
}

fn month_en(day: Day) -> &'static str {
    MONTHS_EN[(day.month().saturating_sub(1) % 12) as usize]
}

/// Day and month: 11月20日, 20 Nov; with the year when it is not `today`'s.
#[must_use]
pub fn short(language: Language, day: Day, today: Day) -> String {
    let date = day.day_of_month();
    match (language, day.year() == today.year()) {
        (Language::Zh, true) => format!("{}月{date}日", day.month()),
        (Language::En, true) => format!("{date} {}", month_en(day)),
        (_, false) => whole(language, day),
    }
}

/// With the weekday: 11月20日 周五, Fri 20 Nov.
#[must_use]
pub fn long(language: Language, day: Day, today: Day) -> String {
    let (name, date) = (weekday(language, day), short(language, day, today));
    match language {
        Language::Zh => format!("{date} {name}"),
        Language::En => format!("{name} {date}"),
    }
}

/// 昨天, 今天, 明天; nothing for any other day.
#[must_use]
pub fn relative(language: Language, day: Day, today: Day) -> Option<&'static str> {
    let name = match (language, day.days_since(today)) {
        (Language::Zh, -1) => "昨天",
        (Language::Zh, 0) => "今天",
        (Language::Zh, 1) => "明天",
        (Language::En, -1) => "yesterday",
        (Language::En, 0) => "today",
        (Language::En, 1) => "tomorrow",
        _ => return None,
    };
    Some(name)
}

/// The relative name where there is one, else with the weekday; for rows and sentences.
#[must_use]
pub fn near(language: Language, day: Day, today: Day) -> String {
    relative(language, day, today).map_or_else(|| long(language, day, today), str::to_owned)
}

/// As [`near`], at the beginning of a line: Today, Tomorrow.
#[must_use]
pub fn near_capital(language: Language, day: Day, today: Day) -> String {
    capital(&near(language, day, today))
}

/// A word as it begins a line.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or(String::new(), |it| it.to_uppercase().collect::<String>() + letters.as_str())
}

/// With the year, whatever today is: 2026年11月22日, 22 Nov 2026.
#[must_use]
pub fn whole(language: Language, day: Day) -> String {
    let (year, date) = (day.year(), day.day_of_month());
    match language {
        Language::Zh => format!("{year}年{}月{date}日", day.month()),
        Language::En => format!("{date} {} {year}", month_en(day)),
    }
}

/// For a chip: 今天, 明天, 周五 20日, 月底, else the day.
#[must_use]
pub fn chip(language: Language, day: Day, today: Day) -> String {
    let ahead = day.days_since(today);
    if (-1..=1).contains(&ahead) {
        return near_capital(language, day, today);
    }
    match language {
        Language::Zh if (2..7).contains(&ahead) => {
            format!("{} {}日", weekday(language, day), day.day_of_month())
        }
        Language::En if (2..7).contains(&ahead) => {
            format!("{} {}", weekday(language, day), day.day_of_month())
        }
        Language::Zh if day == today.month_end() => "月底".to_owned(),
        Language::En if day == today.month_end() => "Month end".to_owned(),
        _ => long(language, day, today),
    }
}

/// How long ago a day was: 今天, 昨天, 21天前; days ahead are said as [`near`] says them.
#[must_use]
pub fn ago(language: Language, day: Day, today: Day) -> String {
    match (language, today.days_since(day)) {
        (_, ..2) => near(language, day, today),
        (Language::Zh, days) => format!("{days}天前"),
        (Language::En, days) => format!("{days} days ago"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = day("2026-11-18");
        for (date, zh, en) in [
            ("2026-11-17", "昨天", "yesterday"),
            ("2026-11-18", "今天", "today"),
            ("2026-11-19", "明天", "tomorrow"),
            ("2026-11-20", "11月20日 周五", "Fri 20 Nov"),
            ("2026-11-16", "11月16日 周一", "Mon 16 Nov"),
            ("2027-01-03", "2027年1月3日 周日", "Sun 3 Jan 2027"),
        ] {
            assert_eq!(near(Language::Zh, day(date), today), zh);
            assert_eq!(near(Language::En, day(date), today), en);
        }
        assert_eq!(near_capital(Language::En, today, today), "Today");
    }

    #[test]
    fn chips_are_short() {
        let today = day("2026-11-18");
        for (date, zh, en) in [
            ("2026-11-18", "今天", "Today"),
            ("2026-11-19", "明天", "Tomorrow"),
            ("2026-11-20", "周五 20日", "Fri 20"),
            ("2026-11-24", "周二 24日", "Tue 24"),
            ("2026-11-30", "月底", "Month end"),
            ("2026-11-25", "11月25日 周三", "Wed 25 Nov"),
        ] {
            assert_eq!(chip(Language::Zh, day(date), today), zh);
            assert_eq!(chip(Language::En, day(date), today), en);
        }
        // A month end within the week keeps its weekday.
        assert_eq!(chip(Language::Zh, day("2026-11-30"), day("2026-11-27")), "周一 30日");
    }

    #[test]
    fn the_past_is_counted_in_days() {
        let today = day("2026-11-18");
        assert_eq!(ago(Language::Zh, day("2026-10-28"), today), "21天前");
        assert_eq!(ago(Language::En, day("2026-11-16"), today), "2 days ago");
        assert_eq!(ago(Language::Zh, day("2026-11-17"), today), "昨天");
        assert_eq!(ago(Language::En, day("2026-11-19"), today), "tomorrow");
    }
}
