//! The age of data: 数据 07:42, 2小时前; always in sight while offline.

use shared::calendar::{Instant, Zone};

use super::day;
use crate::language::Language;

/// The time of day on the seller's clock; before today with the day: 07:42, 11月17日 07:42.
#[must_use]
pub fn moment(language: Language, at: Instant, now: Instant, zone: &Zone) -> String {
    let (hour, minute) = zone.time_of(at);
    let (day, today) = (zone.day_of(at), zone.day_of(now));
    if day == today {
        return format!("{hour:02}:{minute:02}");
    }
    let name = day::relative(language, day, today)
        .map_or_else(|| day::short(language, day, today), str::to_owned);
    format!("{name} {hour:02}:{minute:02}")
}

/// How long ago: 刚刚, 5分钟前, 2小时前, 3天前. A clock that ran ahead says "just now".
#[must_use]
pub fn ago(language: Language, at: Instant, now: Instant) -> String {
    let minutes = now.0.saturating_sub(at.0) / 60_000;
    let (count, zh, en) = match minutes {
        ..1 => {
            return match language {
                Language::Zh => "刚刚".to_owned(),
                Language::En => "just now".to_owned(),
            };
        }
        1..60 => (minutes, "分钟", "minute"),
        60..2_880 => (minutes / 60, "小时", "hour"),
        _ => (minutes / 1_440, "天", "day"),
    };
    match language {
        Language::Zh => format!("{count}{zh}前"),
        Language::En => format!("{count} {en}{} ago", if count == 1 { "" } else { "s" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    /// 2026-11-18 09:42 in Shanghai.
    const NOW: i64 = 1_794_966_120_000;

    #[test]
    fn ages_are_counted_in_what_people_count_in() {
        for (minutes, zh, en) in [
            (-5, "刚刚", "just now"),
            (0, "刚刚", "just now"),
            (1, "1分钟前", "1 minute ago"),
            (59, "59分钟前", "59 minutes ago"),
            (60, "1小时前", "1 hour ago"),
            (26 * 60, "26小时前", "26 hours ago"),
            (48 * 60, "2天前", "2 days ago"),
        ] {
            let at = Instant(NOW - minutes * MINUTE);
            assert_eq!(ago(Language::Zh, at, Instant(NOW)), zh);
            assert_eq!(ago(Language::En, at, Instant(NOW)), en);
        }
    }

    #[test]
    fn moments_of_other_days_say_the_day() {
        let zone = Zone::shanghai();
        let now = Instant(NOW);
        let said = |minutes: i64| moment(Language::Zh, Instant(NOW - minutes * MINUTE), now, &zone);
        assert_eq!(said(120), "07:42");
        assert_eq!(said(24 * 60), "昨天 09:42");
        assert_eq!(said(72 * 60), "11月15日 09:42");
    }
}
