//! Holidays: the days off and the make-up workdays that the State Council announced, and the feasts.

use shared::calendar::{BusinessCalendar, Day, DayKind, Days};

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// First and last day off: 国办发明电 for 2025 (2024-11-12) and for 2026 (2025-11-04). Of years that
/// nobody has announced yet the calendar knows weekends only.
const OFF: [(Ymd, Ymd); 13] = [
    ((2025, 1, 1), (2025, 1, 1)),
    ((2025, 1, 28), (2025, 2, 4)),
    ((2025, 4, 4), (2025, 4, 6)),
    ((2025, 5, 1), (2025, 5, 5)),
    ((2025, 5, 31), (2025, 6, 2)),
    ((2025, 10, 1), (2025, 10, 8)),
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
    ((2026, 5, 1), (2026, 5, 5)),
    ((2026, 6, 19), (2026, 6, 21)),
    ((2026, 9, 25), (2026, 9, 27)),
    ((2026, 10, 1), (2026, 10, 7)),
];

/// Weekend days on which people work instead.
const WORKED: [Ymd; 11] = [
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

/// The first day of 春节 and the day of 中秋 in each year, by the lunar calendar.
const FEASTS: [(Ymd, Ymd); 13] = [
    ((2024, 2, 10), (2024, 9, 17)),
    ((2025, 1, 29), (2025, 10, 6)),
    ((2026, 2, 17), (2026, 9, 25)),
    ((2027, 2, 6), (2027, 9, 15)),
    ((2028, 1, 26), (2028, 10, 3)),
    ((2029, 2, 13), (2029, 9, 22)),
    ((2030, 2, 3), (2030, 9, 12)),
    ((2031, 1, 23), (2031, 10, 1)),
    ((2032, 2, 11), (2032, 9, 19)),
    ((2033, 1, 31), (2033, 9, 8)),
    ((2034, 2, 19), (2034, 9, 27)),
    ((2035, 2, 8), (2035, 9, 16)),
    ((2036, 1, 28), (2036, 10, 4)),
];

pub fn calendar() -> BusinessCalendar {
    let mut calendar = BusinessCalendar::default();
    for (first, last) in OFF {
        let (Some(mut at), Some(last)) = (day(first), day(last)) else { continue };
        while at <= last {
            calendar.exceptions.insert(at, DayKind::Holiday);
            at = at.plus(Days(1));
        }
    }
    for worked in WORKED.into_iter().filter_map(day) {
        calendar.exceptions.insert(worked, DayKind::MakeUpWorkday);
    }
    calendar
}

/// How many days it is from a day to the next feast. Where the table ends, a lunar year is taken
/// for one of the sun: a demonstration may be off by three weeks by then.
pub fn days_to_feast(from: Day) -> i64 {
    let known = FEASTS.iter().flat_map(|(spring, autumn)| [*spring, *autumn]).filter_map(day);
    let next = known.map(|it| it.days_since(from)).filter(|it| 0 <= *it).min();
    next.unwrap_or_else(|| (400 - i64::from(from.month()) * 30).rem_euclid(365))
}

fn day((year, month, day): Ymd) -> Option<Day> {
    Day::from_ymd(year, month, day)
}
