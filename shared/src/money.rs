//! Money: whole minor units of a named currency, added only to its like.

mod conversion;

use std::{collections::BTreeMap, fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

pub use conversion::{Factor, Quote, Rate};

/// The largest amount, in minor units, that every client reads exactly: 2^53 − 1.
pub const MAX_MINOR: i64 = (1 << 53) - 1;

/// An ISO 4217 currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const CNY: Currency = Currency(*b"CNY");
    pub const USD: Currency = Currency(*b"USD");
    pub const CAD: Currency = Currency(*b"CAD");

    /// Reads a code of three capital letters.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] for anything else.
    pub fn parse(code: &str) -> Result<Currency, MoneyError> {
        match *code.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Currency([a, b, c])),
            _ => Err(MoneyError::Currency(code.to_owned())),
        }
    }

    #[must_use]
    pub fn code(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or("???")
    }

    /// What stands before an amount: `¥` is the yuan's, other signs say whose they are; the code
    /// where there is no usual sign.
    #[must_use]
    pub fn sign(&self) -> &str {
        match &self.0 {
            b"CNY" => "¥",
            b"USD" => "US$",
            b"CAD" => "CA$",
            b"HKD" => "HK$",
            b"TWD" => "NT$",
            b"AUD" => "A$",
            b"SGD" => "S$",
            b"EUR" => "€",
            b"GBP" => "£",
            b"JPY" => "JP¥",
            _ => self.code(),
        }
    }

    /// Digits after the point, as ISO 4217 gives them.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The sign used on screens; the code where there is none of its own.
    #[must_use]
    pub fn symbol(&self) -> &str {
        match &self.0 {
            b"CNY" => "¥",
            b"USD" => "$",
            b"CAD" => "C$",
            b"EUR" => "€",
            b"GBP" => "£",
            _ => self.code(),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Currency, MoneyError> {
        Currency::parse(code)
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Currency, MoneyError> {
        Currency::parse(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

/// Why an amount could not be made or added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("{0:?} is not a currency code of three capital letters")]
    Currency(String),
    #[error("{0:?} is not an amount")]
    Amount(String),
    #[error("{amount} has more digits after the point than {currency} allows")]
    TooFine { amount: String, currency: Currency },
    #[error("the amount is larger than can be kept exactly")]
    Overflow,
    #[error("{left} and {right} cannot be added")]
    Mixed { left: Currency, right: Currency },
}

/// An amount in whole minor units of one currency; |minor| ≤ [`MAX_MINOR`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMoney")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

#[derive(Deserialize)]
struct RawMoney {
    minor: i64,
    currency: Currency,
}

impl TryFrom<RawMoney> for Money {
    type Error = MoneyError;
    fn try_from(raw: RawMoney) -> Result<Money, MoneyError> {
        Money::try_new(raw.minor, raw.currency)
    }
}

impl Money {
    /// # Errors
    /// [`MoneyError::Overflow`] beyond [`MAX_MINOR`] either way.
    pub fn try_new(minor: i64, currency: Currency) -> Result<Money, MoneyError> {
        if minor.unsigned_abs() <= MAX_MINOR.unsigned_abs() {
            Ok(Money { minor, currency })
        } else {
            Err(MoneyError::Overflow)
        }
    }

    /// Nothing, in this currency: a zero always has one.
    #[must_use]
    pub fn nil(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// Reads `1234.56`, `1,234.56` or `-0.5`; never rounds. A comma groups thousands and nothing
    /// else, so that `12,5` is not taken for 125.
    ///
    /// # Errors
    /// [`MoneyError::Amount`] for anything that is not a number, [`MoneyError::TooFine`] when a
    /// digit would be lost, [`MoneyError::Overflow`] beyond [`MAX_MINOR`].
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let not_an_amount = || MoneyError::Amount(text.to_owned());
        let plain = without_groups(text.trim()).ok_or_else(not_an_amount)?;
        let amount = Decimal::from_str_exact(&plain).map_err(|_| not_an_amount())?;
        let minor = amount
            .checked_mul(Decimal::from(10_i64.pow(currency.minor_digits())))
            .ok_or(MoneyError::Overflow)?;
        if !minor.fract().is_zero() {
            return Err(MoneyError::TooFine { amount: text.to_owned(), currency });
        }
        Money::try_new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, currency)
    }

    /// In minor units: 分, cents.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.minor
    }

    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    #[must_use]
    pub fn is_positive(self) -> bool {
        0 < self.minor
    }

    #[must_use]
    pub fn is_nil(self) -> bool {
        self.minor == 0
    }

    /// Both together; there is no `+`, because it can fail.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::Overflow`] beyond [`MAX_MINOR`].
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed { left: self.currency, right: other.currency });
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Money::try_new(minor, self.currency)
    }

    /// This less that.
    ///
    /// # Errors
    /// As [`Money::checked_add`].
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.checked_add(other.negated())
    }

    #[must_use]
    pub fn negated(self) -> Money {
        Money { minor: -self.minor, currency: self.currency }
    }

    /// The share of this amount, rounded once, half away from zero. Only this module rounds.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the share does not fit.
    pub fn share(self, percent: Percent) -> Result<Money, MoneyError> {
        let exact = Decimal::from(self.minor)
            .checked_mul(percent.0)
            .and_then(|it| it.checked_div(Decimal::ONE_HUNDRED))
            .ok_or(MoneyError::Overflow)?;
        let minor = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Money::try_new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, self.currency)
    }

    /// This amount times `part` over `whole`, rounded half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] when the two are of two currencies, [`MoneyError::Overflow`] when the
    /// whole is nothing or the result does not fit.
    pub fn in_proportion(self, part: Money, whole: Money) -> Result<Money, MoneyError> {
        if part.currency != whole.currency {
            return Err(MoneyError::Mixed { left: part.currency, right: whole.currency });
        }
        let exact = i128::from(self.minor) * i128::from(part.minor);
        let minor = half_away(exact, whole.minor.into()).and_then(|it| i64::try_from(it).ok());
        Money::try_new(minor.ok_or(MoneyError::Overflow)?, self.currency)
    }

    /// The number as text for machines: `-1234.56`.
    #[must_use]
    pub fn plain(self) -> String {
        let digits = self.currency.minor_digits();
        let scale = 10_u64.pow(digits);
        let (sign, size) = (if self.minor < 0 { "-" } else { "" }, self.minor.unsigned_abs());
        if digits == 0 {
            return format!("{sign}{size}");
        }
        let width = digits as usize;
        format!("{sign}{}.{:0width$}", size / scale, size % scale)
    }

    /// The whole part, grouped and with a real minus, and the minor part, for screens.
    #[must_use]
    pub fn grouped(self) -> (String, String) {
        let plain = self.plain();
        let unsigned = plain.trim_start_matches('-');
        let (whole, minor) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let mut out = String::from(if self.minor < 0 { "−" } else { "" });
        for (at, digit) in whole.chars().enumerate() {
            if 0 < at && (whole.len() - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        (out, if minor.is_empty() { String::new() } else { format!(".{minor}") })
    }
}

/// The whole number nearest to a fraction, of two the one further from zero; none of a fraction of
/// nothing, nor where it does not fit.
fn half_away(over: i128, under: i128) -> Option<i128> {
    let negative = (over < 0) != (under < 0);
    let (over, under) = (over.checked_abs()?, under.checked_abs()?);
    let size = over.checked_mul(2)?.checked_add(under)?.checked_div(under.checked_mul(2)?)?;
    Some(if negative { -size } else { size })
}

/// The digits without the commas between thousands; none when anything stands elsewhere.
fn without_groups(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|it| it.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let well_grouped = !grouped || (1..=3).contains(&first.len());
    if !well_grouped || !digits(first) || !digits(fraction) {
        return None;
    }
    if !groups.all(|group| group.len() == 3 && digits(group)) {
        return None;
    }
    Some(text.replace(',', ""))
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, minor) = self.grouped();
        write!(f, "{whole}{minor} {}", self.currency)
    }
}

/// Totals over currencies: one signed amount per currency, never netted against each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Currency, i64>", into = "BTreeMap<Currency, i64>")]
pub struct Amounts(BTreeMap<Currency, i64>);

impl TryFrom<BTreeMap<Currency, i64>> for Amounts {
    type Error = MoneyError;
    fn try_from(totals: BTreeMap<Currency, i64>) -> Result<Amounts, MoneyError> {
        for (currency, minor) in &totals {
            Money::try_new(*minor, *currency)?;
        }
        Ok(Amounts(totals))
    }
}

impl From<Amounts> for BTreeMap<Currency, i64> {
    fn from(totals: Amounts) -> BTreeMap<Currency, i64> {
        totals.0
    }
}

impl Amounts {
    #[must_use]
    pub fn new() -> Amounts {
        Amounts::default()
    }

    /// # Errors
    /// [`MoneyError::Overflow`] when the currency's total leaves the exact range.
    pub fn add(&mut self, money: Money) -> Result<(), MoneyError> {
        let total = self.of(money.currency).checked_add(money)?;
        self.0.insert(total.currency, total.minor);
        Ok(())
    }

    /// The total in this currency; nil when there is none.
    #[must_use]
    pub fn of(&self, currency: Currency) -> Money {
        Money { minor: self.0.get(&currency).copied().unwrap_or(0), currency }
    }

    /// Totals that are not nil, by currency code.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0
            .iter()
            .filter(|(_, minor)| **minor != 0)
            .map(|(currency, minor)| Money { minor: *minor, currency: *currency })
    }

    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.iter().next().is_none()
    }
}

/// A rate in percent, kept as the decimal it was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(Decimal);

impl Percent {
    /// In percent: 0.1 is a tenth of one percent.
    #[must_use]
    pub fn new(percent: Decimal) -> Percent {
        Percent(percent)
    }

    /// So many percent: 90 is 90 %.
    #[must_use]
    pub fn whole(percent: u32) -> Percent {
        Percent(Decimal::from(percent))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cny(text: &str) -> Money {
        Money::parse(text, Currency::CNY).unwrap()
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        assert_eq!(cny("1,234.5").minor(), 123_450);
        assert_eq!(cny("-0.01").minor(), -1);
        assert_eq!(cny("8734.710").minor(), 873_471);
        assert!(matches!(Money::parse("1.005", Currency::CNY), Err(MoneyError::TooFine { .. })));
        assert!(matches!(Money::parse("12元", Currency::CNY), Err(MoneyError::Amount(_))));
        for refused in ["", "-", ".", "12,5", "1234,567", ",123", "1,234,", "1_000", "1e3", "１２"]
        {
            assert_eq!(
                Money::parse(refused, Currency::CNY),
                Err(MoneyError::Amount(refused.to_owned()))
            );
        }
        assert_eq!(cny("+1,234,567").minor(), 123_456_700);
        assert_eq!(cny(".5").minor(), 50);
        assert_eq!(Money::parse("90071992547409.92", Currency::CNY), Err(MoneyError::Overflow));
    }

    #[test]
    fn the_wire_form_is_pinned_and_checked() {
        let json = serde_json::to_string(&cny("1234.56")).unwrap();
        assert_eq!(json, r#"{"minor":123456,"currency":"CNY"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), cny("1234.56"));
        assert!(
            serde_json::from_str::<Money>(r#"{"minor":9007199254740992,"currency":"CNY"}"#)
                .is_err()
        );
        assert!(serde_json::from_str::<Money>(r#"{"minor":1,"currency":"cny"}"#).is_err());
    }

    #[test]
    fn currencies_do_not_mix() {
        let dollar = Money::parse("1", Currency::USD).unwrap();
        assert!(matches!(cny("1").checked_add(dollar), Err(MoneyError::Mixed { .. })));
        let mut totals = Amounts::new();
        totals.add(cny("1")).unwrap();
        totals.add(dollar).unwrap();
        totals.add(cny("2")).unwrap();
        assert_eq!(totals.iter().collect::<Vec<_>>(), [cny("3"), dollar]);
    }

    #[test]
    fn sums_stop_at_the_exact_range() {
        let most = Money::try_new(MAX_MINOR, Currency::CNY).unwrap();
        assert_eq!(most.checked_add(cny("0.01")), Err(MoneyError::Overflow));
        assert_eq!(most.negated().checked_sub(cny("0.01")), Err(MoneyError::Overflow));
    }

    #[test]
    fn shares_round_half_away_from_zero() {
        assert_eq!(cny("0.05").share(Percent::whole(50)).unwrap(), cny("0.03"));
        assert_eq!(cny("-0.05").share(Percent::whole(50)).unwrap(), cny("-0.03"));
        assert_eq!(cny("0.05").in_proportion(cny("1"), cny("2")).unwrap(), cny("0.03"));
        assert_eq!(cny("-0.05").in_proportion(cny("1"), cny("2")).unwrap(), cny("-0.03"));
        assert_eq!(cny("-0.05").in_proportion(cny("-1"), cny("3")).unwrap(), cny("0.02"));
        assert!(cny("1").in_proportion(cny("1"), cny("0")).is_err());
    }

    #[test]
    fn totals_from_the_wire_are_checked() {
        let read = serde_json::from_str::<Amounts>;
        assert_eq!(read(r#"{"CNY":5}"#).unwrap().of(Currency::CNY), cny("0.05"));
        assert!(read(r#"{"CNY":9007199254740992}"#).is_err());
    }

    #[test]
    fn screens_group_thousands_and_machines_do_not() {
        assert_eq!(cny("-1234567.8").grouped(), ("−1,234,567".to_owned(), ".80".to_owned()));
        assert_eq!(cny("-1234567.8").plain(), "-1234567.80");
        assert_eq!(cny("999").to_string(), "999.00 CNY");
        let yen = Money::parse("1200", "JPY".parse().unwrap()).unwrap();
        assert_eq!(yen.grouped(), ("1,200".to_owned(), String::new()));
    }
}
