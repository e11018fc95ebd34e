//! Cells: days, amounts, currencies and numbers as files write them.

use shared::{
    calendar::Day,
    import::{AMOUNT_MOST_MINOR, Fault},
    money::{Currency, Money, MoneyError},
};

/// Reads `2026-03-31`, `20260331`, `2026/3/31` or `3/31/2026`, with or without a time behind it.
pub(super) fn day(cell: &str) -> Result<Day, Fault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Fault::Empty);
    }
    let date = without_time(cell);
    let date = date.strip_suffix(".0").unwrap_or(date);
    parts(date)
        .and_then(|(year, month, day)| Day::from_ymd(year, month, day))
        // Two-digit and mistyped years would age by centuries.
        .filter(|day| (1_900..3_000).contains(&day.year()))
        .ok_or(Fault::NotADay)
}

fn without_time(cell: &str) -> &str {
    match cell.split_once([' ', 'T']) {
        Some((date, time))
            if !time.is_empty()
                && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.')) =>
        {
            date
        }
        _ => cell,
    }
}

fn parts(date: &str) -> Option<(i32, u32, u32)> {
    if date.len() == 8 && date.bytes().all(|it| it.is_ascii_digit()) {
        return Some((date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?));
    }
    let separator = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(separator).collect();
    let numeric =
        |it: &&str| (1..=4).contains(&it.len()) && it.bytes().all(|digit| digit.is_ascii_digit());
    let [first, second, third] = parts.as_slice() else { return None };
    if !parts.iter().all(numeric) {
        return None;
    }
    let (year, month, day) = match (first.len(), third.len(), separator) {
        (4, 1 | 2, _) => (first, second, third),
        (1 | 2, 4, '/') => (third, first, second),
        _ => return None,
    };
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Reads `1234.56`, `1,234.56`, `100.0` or `¥1,234.56`; never rounds. A comma counts only where it
/// groups thousands: `1234,56` is another country's 1234.56, and 100 times as much without it.
pub(super) fn amount(cell: &str, currency: Currency) -> Result<Money, Fault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Err(Fault::Empty);
    }
    let (sign, size) = match cell.strip_prefix('-') {
        Some(size) => ("-", size),
        None => ("", cell.strip_prefix('+').unwrap_or(cell)),
    };
    let size = size.trim_start_matches(['¥', '￥', '$', ' ']);
    if !grouped(size) {
        return Err(Fault::NotAnAmount);
    }
    let read = Money::parse(&format!("{sign}{size}"), currency);
    let amount = read.map_err(|error| match error {
        MoneyError::TooFine { currency, .. } => Fault::TooFine { currency },
        MoneyError::Overflow => Fault::TooLarge,
        MoneyError::Currency(_) | MoneyError::Amount(_) | MoneyError::Mixed { .. } => {
            Fault::NotAnAmount
        }
    })?;
    if AMOUNT_MOST_MINOR < amount.minor().abs() {
        let most = Money::try_new(AMOUNT_MOST_MINOR, currency).map_err(|_| Fault::TooLarge)?;
        return Err(Fault::AboveMost { most });
    }
    Ok(amount)
}

fn grouped(size: &str) -> bool {
    let (whole, fraction) = size.split_once('.').unwrap_or((size, "0"));
    let digits = |it: &str| it.bytes().all(|digit| digit.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    digits(fraction)
        && digits(first)
        && rest.iter().all(|it| it.len() == 3 && digits(it))
        && (!first.is_empty() || (rest.is_empty() && !fraction.is_empty()))
        && (rest.is_empty() || first.len() <= 3)
}

/// Reads a code of three letters, or the name a Chinese bank prints.
pub(super) fn currency(cell: &str) -> Result<Currency, Fault> {
    let cell = cell.trim();
    let code = match cell {
        "" => return Err(Fault::Empty),
        "人民币" | "人民币元" | "RMB" | "rmb" | "01" => "CNY",
        "美元" => "USD",
        "港币" | "港元" => "HKD",
        "欧元" => "EUR",
        "加元" | "加拿大元" => "CAD",
        "日元" => "JPY",
        "英镑" => "GBP",
        code => code,
    };
    Currency::parse(&code.to_ascii_uppercase()).map_err(|_| Fault::NotACurrency)
}

/// A document's or a customer's number as text: leading zeros stay, `1930571429.0` loses its point.
pub(super) fn number(cell: &str) -> Result<String, Fault> {
    let text = self::text(cell, 64)?;
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if scientific(&text) {
        return Err(Fault::DigitsLost);
    }
    match text.split_once('.') {
        Some((whole, fraction))
            if !whole.is_empty()
                && whole.bytes().all(|it| it.is_ascii_digit())
                && !fraction.is_empty()
                && fraction.bytes().all(|it| it == b'0') =>
        {
            Ok(whole.to_owned())
        }
        _ => Ok(text),
    }
}

/// `1.93057E+09`, as a spreadsheet shows a number that it should have left alone.
fn scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    !exponent.is_empty()
        && exponent.bytes().all(|it| it.is_ascii_digit())
        && mantissa.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && mantissa.bytes().any(|it| it.is_ascii_digit())
}

/// A text of at most so many characters, without the white space around it.
pub(super) fn text(cell: &str, most: u64) -> Result<String, Fault> {
    let text = cell.trim();
    if text.chars().any(char::is_control) {
        return Err(Fault::ControlCharacter);
    }
    if most < text.chars().count() as u64 {
        return Err(Fault::TooLong { most });
    }
    Ok(text.to_owned())
}

/// A free text, in which line breaks become spaces and what is too long is cut.
pub(super) fn note(cell: &str, most: usize) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    cell.trim().chars().map(plain).take(most).collect()
}

pub(super) fn yes_or_no(cell: &str) -> Result<bool, Fault> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" => Ok(true),
        "no" | "n" | "false" | "0" | "否" | "" => Ok(false),
        _ => Err(Fault::NotYesOrNo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        for (cell, answer) in [
            ("2026-03-31", "2026-03-31"),
            ("20260331", "2026-03-31"),
            ("20260331.0", "2026-03-31"),
            ("2026/3/31", "2026-03-31"),
            ("3/31/2026", "2026-03-31"),
            ("1/2/2013", "2013-01-02"),
            (" 2026-3-5 10:20:30 ", "2026-03-05"),
            ("2020-02-29T00:00:00.0", "2020-02-29"),
        ] {
            assert_eq!(day(cell).unwrap().to_string(), answer, "{cell}");
        }
        for cell in [
            "31/3/2026",
            "2026-02-30",
            "3/31/26",
            "0213-01-01",
            "45000",
            "2026年3月",
            "1-2-2013",
            "x",
        ] {
            assert_eq!(day(cell), Err(Fault::NotADay), "{cell}");
        }
        assert_eq!(day("  "), Err(Fault::Empty));
    }

    #[test]
    fn amounts() {
        for (cell, minor) in [
            ("1234.56", 123_456),
            ("1,234.56", 123_456),
            ("12,345,678", 1_234_567_800),
            ("100.0", 10_000),
            ("100.", 10_000),
            (".5", 50),
            ("-0.50", -50),
            ("+7", 700),
            ("¥ 1,234.50", 123_450),
            ("1.2000", 120),
        ] {
            assert_eq!(amount(cell, Currency::CNY).unwrap().minor(), minor, "{cell}");
        }
        for cell in [
            "1234,56", "12,34", "1,2,3", "1.234,56", "1_000", "1e5", "12 000", "abc", "-", "1.2.3",
            ",100",
        ] {
            assert_eq!(amount(cell, Currency::CNY), Err(Fault::NotAnAmount), "{cell}");
        }
        assert_eq!(amount("", Currency::CNY), Err(Fault::Empty));
        assert_eq!(amount("1.001", Currency::CNY), Err(Fault::TooFine { currency: Currency::CNY }));
        assert_eq!(amount("100000000000.00", Currency::CNY).unwrap().minor(), AMOUNT_MOST_MINOR);
        for cell in ["100000000000.01", "-100000000000.01", "90071992547409.91"] {
            let told = amount(cell, Currency::CNY);
            assert!(matches!(told, Err(Fault::AboveMost { .. })), "{cell}");
        }
        assert_eq!(amount("90071992547409.92", Currency::CNY), Err(Fault::TooLarge));
        assert_eq!(amount("9".repeat(40).as_str(), Currency::CNY), Err(Fault::NotAnAmount));
    }

    #[test]
    fn numbers_stay_text() {
        assert_eq!(number("0000611365").unwrap(), "0000611365");
        assert_eq!(number("1930571429.0").unwrap(), "1930571429");
        assert_eq!(number("A-1.0").unwrap(), "A-1.0");
        assert_eq!(number("1.5").unwrap(), "1.5");
        assert_eq!(number("1.93057E+09"), Err(Fault::DigitsLost));
        assert_eq!(number("LATE+1").unwrap(), "LATE+1");
        assert_eq!(number(" "), Err(Fault::Empty));
        assert_eq!(number("a\u{0}b"), Err(Fault::ControlCharacter));
        assert_eq!(number(&"9".repeat(65)), Err(Fault::TooLong { most: 64 }));
    }

    #[test]
    fn currencies_and_switches() {
        assert_eq!(currency("人民币").unwrap(), Currency::CNY);
        assert_eq!(currency("usd").unwrap(), Currency::USD);
        assert_eq!(currency("元"), Err(Fault::NotACurrency));
        assert_eq!(yes_or_no("Yes"), Ok(true));
        assert_eq!(yes_or_no("maybe"), Err(Fault::NotYesOrNo));
        assert_eq!(note("a\nb", 9), "a b");
    }
}
