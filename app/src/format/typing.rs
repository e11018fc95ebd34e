//! Amounts as they are typed: with a Chinese keyboard's wide figures, in 万, with or without commas.

use shared::money::{Currency, Money, MoneyError};

/// Reads what was typed; nothing for an empty field.
///
/// # Errors
/// [`MoneyError`] when it is no amount, too fine for the currency, or too large.
pub fn amount(text: &str, currency: Currency) -> Result<Option<Money>, MoneyError> {
    let plain = plain(text);
    if plain.is_empty() {
        return Ok(None);
    }
    let unreadable = || MoneyError::Amount(text.trim().to_owned());
    let Some(ten_thousands) = plain.strip_suffix(['万', '萬', 'w', 'W']) else {
        return Money::parse(&plain, currency).map(Some).map_err(|error| match error {
            MoneyError::Amount(_) => unreadable(),
            other => other,
        });
    };
    let shifted = shifted(ten_thousands).ok_or_else(unreadable)?;
    Money::parse(&shifted, currency).map(Some)
}

/// Grouped for reading if it is an amount, else as it was typed: nobody's text is lost.
#[must_use]
pub fn regrouped(text: &str, currency: Currency) -> String {
    match amount(text, currency) {
        Ok(Some(money)) => {
            let (whole, minor) = money.grouped();
            // A minus as a keyboard types it, so that the text can be typed on.
            (whole + &minor).replace('−', "-")
        }
        _ => text.to_owned(),
    }
}

/// Narrow figures and points; no commas, signs of money or spaces.
fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
            '．' | '。' => Some('.'),
            '－' | '−' | '—' => Some('-'),
            ',' | '，' | '¥' | '￥' | '$' | '元' => None,
            c if c.is_whitespace() => None,
            c => Some(c),
        })
        .collect()
}

/// The number with its point moved four places: 1.25 becomes 12500.
fn shifted(number: &str) -> Option<String> {
    let (sign, size) = number.strip_prefix('-').map_or(("", number), |it| ("-", it));
    let (whole, part) = size.split_once('.').unwrap_or((size, ""));
    let digits = |it: &str| it.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let moved: String = part.chars().chain("0000".chars()).take(4).collect();
    let rest: String = part.chars().skip(4).collect();
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{moved}{point}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, minor: i64) {
        let read = amount(typed, Currency::CNY).unwrap().map(Money::minor);
        assert_eq!(read, Some(minor), "{typed}");
    }

    #[test]
    fn amounts_are_read_as_typed() {
        check("8000", 800_000);
        check(" 8,000.50 ", 800_050);
        check("８０００．５", 800_050);
        check("¥8，000元", 800_000);
        check("1.2万", 1_200_000);
        check("1.23456万", 1_234_560);
        check(".5万", 500_000);
        check("3w", 3_000_000);
        check("-0.01", -1);
        assert_eq!(amount("  ", Currency::CNY), Ok(None));
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_text() {
        for typed in ["八千", "1.2.3", "万", "1万2", "--5", "1..2万"] {
            assert!(matches!(amount(typed, Currency::CNY), Err(MoneyError::Amount(_))), "{typed}");
        }
        assert!(matches!(amount("0.123", Currency::CNY), Err(MoneyError::TooFine { .. })));
        assert!(matches!(amount("1.234567万", Currency::CNY), Ok(Some(_))));
        assert!(matches!(amount("1.2345678万", Currency::CNY), Err(MoneyError::TooFine { .. })));
    }

    #[test]
    fn leaving_the_field_groups_and_loses_nothing() {
        assert_eq!(regrouped("12600.5", Currency::CNY), "12,600.50");
        assert_eq!(regrouped("-12600", Currency::CNY), "-12,600.00");
        assert_eq!(regrouped("1.2万", Currency::CNY), "12,000.00");
        assert_eq!(regrouped("12六百", Currency::CNY), "12六百");
        assert_eq!(regrouped("", Currency::CNY), "");
    }
}
