//! Amounts in capital numerals 人民币大写, as slips and vouchers carry them.

use crate::money::{Currency, Money};

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
/// Thousands, hundreds, tens, ones.
const PLACES: [(u64, &str); 4] = [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")];

/// An amount in RMB in capital numerals; nothing for another currency, which has none.
///
/// Source: 《正确填写票据和结算凭证的基本规定》 (支付结算办法, annex 1) and 会计基础工作规范 art. 52.
/// The first lets 整 be left out behind 角, the second asks for it: it is written. Where 元 has no
/// digit of its own, one 零 stands before 角.
#[must_use]
pub fn capitals(amount: Money) -> Option<String> {
    if amount.currency() != Currency::CNY {
        return None;
    }
    let sign = if amount.minor() < 0 { "负" } else { "" };
    let minor = amount.minor().unsigned_abs();
    let (yuan, jiao, fen) = (minor / 100, minor / 10 % 10, minor % 10);
    let mut text = format!("人民币{sign}");
    if 0 < yuan || minor == 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    if 0 < jiao || (0 < fen && 0 < yuan) {
        if 0 < yuan && (yuan % 10 == 0 || jiao == 0) {
            text.push('零');
        }
        if 0 < jiao {
            text.push_str(digit(jiao));
            text.push('角');
        }
    }
    if 0 < fen {
        text.push_str(digit(fen));
        text.push('分');
    } else {
        text.push('整');
    }
    Some(text)
}

fn digit(it: u64) -> &'static str {
    usize::try_from(it).ok().and_then(|it| DIGITS.get(it)).copied().unwrap_or_default()
}

/// A whole number: so many 亿, so many 万, the rest.
fn whole(number: u64) -> String {
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万")] {
        if unit <= number {
            let (above, rest) = (number / unit, number % unit);
            let mut text = format!("{}{name}", whole(above));
            if 0 < rest {
                if rest < unit / 10 {
                    text.push('零');
                }
                text.push_str(&whole(rest));
            }
            return text;
        }
    }
    thousands(number)
}

/// Below ten thousand. Zeros between digits are one 零.
fn thousands(number: u64) -> String {
    let (mut text, mut gap) = (String::new(), false);
    for (place, name) in PLACES {
        let here = number / place % 10;
        if here == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        text.push_str(digit(here));
        text.push_str(name);
    }
    if text.is_empty() { DIGITS[0].to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(minor: i64, expected: &str) {
        let amount = Money::try_new(minor, Currency::CNY).unwrap();
        assert_eq!(capitals(amount).unwrap(), expected, "{minor}");
    }

    #[test]
    fn the_published_examples_come_out() {
        check(140_950, "人民币壹仟肆佰零玖元伍角整");
        check(600_714, "人民币陆仟零柒元壹角肆分");
        check(168_032, "人民币壹仟陆佰捌拾元零叁角贰分");
        check(10_700_053, "人民币壹拾万柒仟元零伍角叁分");
        check(1_640_902, "人民币壹万陆仟肆佰零玖元零贰分");
        check(32_504, "人民币叁佰贰拾伍元零肆分");
    }

    #[test]
    fn every_place_and_none() {
        check(0, "人民币零元整");
        check(5, "人民币伍分");
        check(50, "人民币伍角整");
        check(105, "人民币壹元零伍分");
        check(1_000, "人民币壹拾元整");
        check(1_005, "人民币壹拾元零伍分");
        check(10_001_000, "人民币壹拾万零壹拾元整");
        check(-12_000, "人民币负壹佰贰拾元整");
        check(10_000_000_000, "人民币壹亿元整");
        check(10_001_000_500, "人民币壹亿零壹万零伍元整");
        check(100_000_000_000_000, "人民币壹万亿元整");
        check(123_450_000_000_100, "人民币壹万贰仟叁佰肆拾伍亿零壹元整");
        let dollars = Money::try_new(100, Currency::USD).unwrap();
        assert_eq!(capitals(dollars), None);
    }
}
