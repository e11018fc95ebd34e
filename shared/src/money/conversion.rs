//! Conversion 折算 of an amount into another currency, by what currencies cost: done here and nowhere else.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, Money, MoneyError, Percent, half_away};

/// What a currency costs, kept as the decimal it was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(Decimal);

impl Rate {
    #[must_use]
    pub fn is_positive(self) -> bool {
        Decimal::ZERO < self.0
    }

    /// Digits after the point that count: two of 7.10 are written, one counts.
    #[must_use]
    pub fn digits(self) -> u32 {
        self.0.normalize().scale()
    }

    #[must_use]
    pub fn is_below(self, bound: u32) -> bool {
        self.0 < Decimal::from(bound)
    }
}

impl FromStr for Rate {
    type Err = MoneyError;

    /// Reads `7.1188`; no sign, no groups, nothing but digits and a point.
    fn from_str(text: &str) -> Result<Rate, MoneyError> {
        let not_a_rate = || MoneyError::Amount(text.to_owned());
        let plain = text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        if !plain {
            return Err(not_a_rate());
        }
        Decimal::from_str_exact(text).map(Rate).map_err(|_| not_a_rate())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What so many units of a currency cost, as the market says it: 7.1188 for 1 USD, 4.6512 for 100 JPY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quote {
    pub units: u32,
    pub rate: Rate,
}

impl Quote {
    /// Whether the price of one unit is further from the one before than a share of that one.
    #[must_use]
    pub fn is_further_than(self, most: Percent, before: Quote) -> bool {
        let further = || {
            let own = self.rate.0.checked_mul(before.units.into())?;
            let other = before.rate.0.checked_mul(self.units.into())?;
            let distance = own.checked_sub(other)?.abs().checked_mul(Decimal::ONE_HUNDRED)?;
            Some(other.checked_mul(most.0)? < distance)
        };
        // What cannot even be compared is far away.
        further().unwrap_or(true)
    }
}

/// What an amount is multiplied by: a fraction, exact whatever it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    over: i128,
    under: i128,
}

impl Factor {
    pub const ONE: Factor = Factor { over: 1, under: 1 };

    /// From a currency into the one it is quoted in.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the fraction does not fit, or nothing is paid for nothing.
    pub fn times(self, quote: Quote) -> Result<Factor, MoneyError> {
        let (price, per) = whole(quote)?;
        self.by(price, per)
    }

    /// Into a currency from the one it is quoted in.
    ///
    /// # Errors
    /// As [`Factor::times`].
    pub fn divided_by(self, quote: Quote) -> Result<Factor, MoneyError> {
        let (price, per) = whole(quote)?;
        self.by(per, price)
    }

    fn by(self, over: i128, under: i128) -> Result<Factor, MoneyError> {
        let over = self.over.checked_mul(over).ok_or(MoneyError::Overflow)?;
        let under = self.under.checked_mul(under).ok_or(MoneyError::Overflow)?;
        if over <= 0 || under <= 0 {
            return Err(MoneyError::Overflow);
        }
        let shared = greatest_shared(over, under);
        Ok(Factor { over: over / shared, under: under / shared })
    }
}

/// A quote in whole numbers: 71188 for 10000.
fn whole(quote: Quote) -> Result<(i128, i128), MoneyError> {
    let rate = quote.rate.0.normalize();
    let scale = 10_i128.checked_pow(rate.scale()).ok_or(MoneyError::Overflow)?;
    let per = scale.checked_mul(quote.units.into()).ok_or(MoneyError::Overflow)?;
    Ok((rate.mantissa(), per))
}

fn greatest_shared(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Money {
    /// This amount in another currency, rounded once, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the result does not fit.
    pub fn converted(self, into: Currency, by: Factor) -> Result<Money, MoneyError> {
        let finer = Factor {
            over: 10_i128.pow(into.minor_digits()),
            under: 10_i128.pow(self.currency.minor_digits()),
        };
        let exact = by.by(finer.over, finer.under)?;
        let over = i128::from(self.minor).checked_mul(exact.over).ok_or(MoneyError::Overflow)?;
        let minor = half_away(over, exact.under).and_then(|it| i64::try_from(it).ok());
        Money::try_new(minor.ok_or(MoneyError::Overflow)?, into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MAX_MINOR;

    fn quote(text: &str) -> Quote {
        let (rate, units) = text.split_once('/').unwrap_or((text, "1"));
        Quote { units: units.parse().unwrap(), rate: rate.parse().unwrap() }
    }

    fn money(text: &str) -> Money {
        let (amount, currency) = text.split_once(' ').unwrap();
        Money::parse(amount, currency.parse().unwrap()).unwrap()
    }

    /// An amount, what is paid for its currency, what for the other one, and what it comes to.
    #[test]
    fn an_amount_is_rounded_once_half_away_from_zero() {
        for (amount, times, divided, result) in [
            ("1200.00 USD", "7.1188", "", "8542.56 CNY"),
            ("0.50 USD", "7.11", "", "3.56 CNY"),
            ("-0.50 USD", "7.11", "", "-3.56 CNY"),
            ("0.50 USD", "7.1099", "", "3.55 CNY"),
            ("0.00 USD", "7.11", "", "0.00 CNY"),
            // Per 100, and a currency without a minor digit.
            ("100000 JPY", "4.6512/100", "", "4651.20 CNY"),
            ("1 JPY", "4.5/100", "", "0.05 CNY"),
            ("-1 JPY", "4.5/100", "", "-0.05 CNY"),
            ("1 JPY", "4.4999/100", "", "0.04 CNY"),
            ("4651.20 CNY", "", "4.6512/100", "100000 JPY"),
            ("0.01 CNY", "", "4/100", "0 JPY"),
            ("0.02 CNY", "", "4/100", "1 JPY"),
            // Three minor digits.
            ("1.005 KWD", "23.2345", "", "23.35 CNY"),
            ("23.35 CNY", "", "23.2345", "1.005 KWD"),
            // Through the base: once rounded, not twice.
            ("1000.00 USD", "7.1188", "4.6512/100", "153053 JPY"),
            ("0.01 USD", "7.1188", "0.0712/1", "1.00 CNY"),
            ("100 JPY", "4.6512/100", "23.2345", "0.200 KWD"),
            ("90071992547409.91 USD", "1", "", "90071992547409.91 CNY"),
        ] {
            let mut factor = Factor::ONE;
            if !times.is_empty() {
                factor = factor.times(quote(times)).unwrap();
            }
            if !divided.is_empty() {
                factor = factor.divided_by(quote(divided)).unwrap();
            }
            let result = money(result);
            let found = money(amount).converted(result.currency(), factor);
            assert_eq!(found, Ok(result), "{amount} × {times} ÷ {divided}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let most = Money::try_new(MAX_MINOR, Currency::USD).unwrap();
        let dear = Factor::ONE.times(quote("7.1188")).unwrap();
        assert_eq!(most.converted(Currency::CNY, dear), Err(MoneyError::Overflow));
        assert_eq!(most.negated().converted(Currency::CNY, dear), Err(MoneyError::Overflow));
        let tiny = Factor::ONE.divided_by(quote("7.1188")).unwrap();
        assert!(most.converted(Currency::CNY, tiny).is_ok());
        for nothing in ["0", "0.00"] {
            assert_eq!(Factor::ONE.times(quote(nothing)), Err(MoneyError::Overflow));
            assert_eq!(Factor::ONE.divided_by(quote(nothing)), Err(MoneyError::Overflow));
        }
    }

    #[test]
    fn a_rate_is_read_as_it_is_written() {
        for (text, said) in [("7.1188", "7.1188"), ("7.10", "7.10"), ("0.5", "0.5"), ("7", "7")] {
            let rate: Rate = text.parse().unwrap();
            assert_eq!(rate.to_string(), said);
            assert_eq!(serde_json::to_string(&rate).unwrap(), format!("\"{said}\""));
        }
        for refused in ["", "-7", "+7", "7,1", "1e3", "七", "7.1.1", " 7"] {
            assert_eq!(refused.parse::<Rate>(), Err(MoneyError::Amount(refused.to_owned())));
        }
        assert_eq!("7.10".parse::<Rate>().unwrap().digits(), 1);
    }

    #[test]
    fn a_jump_is_seen_whatever_the_units() {
        for (now, before, further) in [
            ("8.5425", "7.1188", false),
            ("8.5426", "7.1188", true),
            ("8.54256", "7.1188", false),
            ("5.69504", "7.1188", false),
            ("5.69503", "7.1188", true),
            ("0.046512", "4.6512/100", false),
            ("4.6512", "4.6512/100", true),
        ] {
            let found = quote(now).is_further_than(Percent::whole(20), quote(before));
            assert_eq!(found, further, "{now} after {before}");
        }
    }
}
