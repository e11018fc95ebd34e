//! What the pages of exchange rates ask for, and what is typed there.

use shared::{
    calendar::Day,
    dossier::Register,
    money::{Currency, Quote, Rate},
    page::{CurrencyInUse, RateQuery},
    rate::{RateRefusal, usual_units},
    refusal::Refusal,
};

use super::query::query_string;

/// A currency and what it is quoted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    pub currency: Currency,
    pub base: Currency,
}

/// The query of the page, from the names and values of its address.
#[must_use]
pub fn rate_query(value: impl Fn(&str) -> Option<String>) -> RateQuery {
    RateQuery {
        currency: value("currency").unwrap_or_default(),
        offset: value("offset").and_then(|it| it.parse().ok()).unwrap_or(0),
        limit: None,
    }
}

#[must_use]
pub fn rate_address(it: &RateQuery) -> String {
    let offset = it.offset.to_string();
    let offset = if it.offset == 0 { "" } else { &offset };
    query_string(&[("currency", &it.currency), ("offset", offset)])
}

/// The page of one rate.
#[must_use]
pub fn address(currency: Currency, base: Currency, on: Day) -> String {
    format!("/rates/{}-{}-{on}", currency.code(), base.code())
}

/// Which rate an address names.
#[must_use]
pub fn of_address(named: &str) -> Option<(Pair, Day)> {
    let (currency, rest) = named.split_once('-')?;
    let (base, on) = rest.split_once('-')?;
    let pair = Pair { currency: currency.parse().ok()?, base: base.parse().ok()? };
    Some((pair, on.parse().ok()?))
}

/// What to offer for entering: what is in use, and what was ever quoted.
#[must_use]
pub fn to_enter(in_use: &[CurrencyInUse], register: &Register) -> Vec<Pair> {
    let used = in_use.iter().map(|it| Pair { currency: it.currency(), base: it.base });
    let known = register.rates.iter().map(|it| Pair { currency: it.currency, base: it.base });
    let mut all: Vec<Pair> = used.chain(known).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The units in which a currency was quoted last, or usually is.
#[must_use]
pub fn units(pair: Pair, register: &Register, day: Day) -> u32 {
    let latest = register.rates.latest(pair.currency, pair.base, day);
    latest.map_or_else(|| usual_units(pair.currency), |it| it.quote.units)
}

/// What was typed; none where it is no rate.
#[must_use]
pub fn typed(text: &str) -> Option<Rate> {
    text.trim().replace('。', ".").parse().ok()
}

/// The quote before, where a rate is far from it: whoever stands by theirs names it.
#[must_use]
pub fn jump_from(refusal: &Refusal) -> Option<Quote> {
    match refusal {
        Refusal::Rate(RateRefusal::Jump { before, .. }) => Some(before.quote),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::{
        money::{Money, Percent},
        rate::{Entry, ExchangeRate, Quoted, RateState},
        row::Row,
    };

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_are_read_as_they_were_written() {
        for query in [
            RateQuery::default(),
            RateQuery { currency: "USD".to_owned(), offset: 50, limit: None },
        ] {
            let said = rate_address(&query);
            let value = |name: &str| match name {
                "currency" if said.contains("currency") => Some("USD".to_owned()),
                "offset" if said.contains("offset") => Some("50".to_owned()),
                _ => None,
            };
            assert_eq!(rate_query(value), query);
        }
        let said = address(Currency::USD, Currency::CNY, day("2026-11-20"));
        assert_eq!(said, "/rates/USD-CNY-2026-11-20");
        let pair = Pair { currency: Currency::USD, base: Currency::CNY };
        assert_eq!(of_address("USD-CNY-2026-11-20"), Some((pair, day("2026-11-20"))));
        for nothing in ["", "USD", "USD-CNY", "USD-CNY-", "usd-CNY-2026-11-20", "USD-CNY-2026-11"] {
            assert_eq!(of_address(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_typed_is_a_rate_or_nothing() {
        for (text, said) in [("7.1188", "7.1188"), (" 7.10 ", "7.10"), ("7。1", "7.1")] {
            assert_eq!(typed(text).map(|it| it.to_string()).as_deref(), Some(said));
        }
        for text in ["", "七", "7,1", "-7"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_in_use_and_what_was_quoted_is_offered() {
        let (mut register, on) = (Register::default(), day("2026-11-20"));
        let yen: Currency = "JPY".parse().unwrap();
        let quote = Quote { units: 1, rate: "0.046512".parse().unwrap() };
        let state = RateState::Quoted { quote, source: "x".to_owned() };
        let by = shared::id::UserId::of_login("yan");
        register.put(Row::ExchangeRate(ExchangeRate {
            currency: yen,
            base: Currency::CNY,
            on,
            current: Entry { state, by, entered_on: on },
            earlier: vec![],
        }));
        let used = CurrencyInUse {
            balance: Money::nil(Currency::USD),
            customers: 0,
            base: Currency::CNY,
            latest: None,
            holds: false,
        };
        let pairs = to_enter(&[used], &register);
        let codes: Vec<_> = pairs.iter().map(|it| it.currency.code()).collect();
        assert_eq!(codes, ["JPY", "USD"]);
        assert_eq!(units(pairs[0], &register, on), 1, "as it was quoted last");
        assert_eq!(units(pairs[0], &Register::default(), on), 100, "as it usually is");
        let before = Quoted { currency: yen, base: Currency::CNY, on, quote };
        let most = Percent::whole(20);
        let jump = RateRefusal::Jump { currency: yen, given: quote, before, most };
        assert_eq!(jump_from(&jump.into()), Some(quote));
        assert_eq!(jump_from(&RateRefusal::SourceEmpty.into()), None);
    }
}
