//! Money for small screens: 17.16万, 1.84亿, 171.6k; the full figure is never far.

use shared::money::Money;

use crate::language::Language;

/// The real minus, as wide as a figure.
const MINUS: &str = "−";

/// The amount in one line as it is written in full: −1,234.50, and – for nothing.
#[must_use]
pub fn full(money: Money) -> String {
    if money.is_nil() {
        return "–".to_owned();
    }
    let (whole, minor) = money.grouped();
    whole + &minor
}

/// The short form, rounded once, half away from zero; amounts under its first unit stay whole.
#[must_use]
pub fn short(language: Language, money: Money) -> String {
    if money.is_nil() {
        return "–".to_owned();
    }
    let scale = 10_u64.pow(money.currency().minor_digits());
    let size = money.minor().unsigned_abs();
    let sign = if money.minor() < 0 { MINUS } else { "" };
    let steps: &[(u64, usize, &str)] = match language {
        Language::Zh => &[(100_000_000, 2, "亿"), (10_000, 2, "万")],
        Language::En => &[(1_000_000_000, 2, "B"), (1_000_000, 2, "M"), (10_000, 1, "k")],
    };
    for (from, digits, unit) in steps {
        // 9,999.995 is 1.00万: what would round up to the unit takes it.
        let rounded = rounded(size, scale, unit_of(*from, unit), *digits);
        if from * scale <= size {
            return format!("{sign}{rounded}{unit}");
        }
    }
    let (whole, minor) = money.grouped();
    if minor.trim_start_matches(['.', '0']).is_empty() { whole } else { whole + &minor }
}

/// `k` counts thousands, though it begins at ten of them.
fn unit_of(from: u64, unit: &str) -> u64 {
    if unit == "k" { 1_000 } else { from }
}

fn rounded(size: u64, scale: u64, unit: u64, digits: usize) -> String {
    let fine = 10_u64.pow(u32::try_from(digits).unwrap_or(0));
    let (top, bottom) = (u128::from(size) * u128::from(fine), u128::from(scale) * u128::from(unit));
    let parts = u64::try_from((top + bottom / 2) / bottom).unwrap_or(u64::MAX);
    format!("{}.{:0digits$}", grouped(parts / fine), parts % fine)
}

/// Thousands apart: 1,842.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if 0 < at && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    fn cny(text: &str) -> Money {
        Money::parse(text, Currency::CNY).unwrap()
    }

    #[test]
    fn short_forms_round_once() {
        for (amount, zh, en) in [
            ("0", "–", "–"),
            ("8400", "8,400", "8,400"),
            ("8400.5", "8,400.50", "8,400.50"),
            ("9999.99", "9,999.99", "9,999.99"),
            ("10000", "1.00万", "10.0k"),
            ("171600", "17.16万", "171.6k"),
            ("-12600", "−1.26万", "−12.6k"),
            ("18426300", "1,842.63万", "18.43M"),
            ("184263000", "1.84亿", "184.26M"),
            ("99999999.99", "10,000.00万", "100.00M"),
            ("2500000000", "25.00亿", "2.50B"),
        ] {
            assert_eq!(short(Language::Zh, cny(amount)), zh, "{amount}");
            assert_eq!(short(Language::En, cny(amount)), en, "{amount}");
        }
    }

    #[test]
    fn full_forms_say_nothing_as_a_dash() {
        assert_eq!(full(cny("0")), "–");
        assert_eq!(full(cny("-6400")), "−6,400.00");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(grouped(5), "5");
        assert_eq!(grouped(18_426_300), "18,426,300");
    }
}
