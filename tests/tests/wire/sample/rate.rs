//! One sample of everything about exchange rates.

use shared::{
    money::{Currency, Percent, Quote},
    rate::{Entry, ExchangeRate, Quoted, RateRefusal, RateState, Set, Withdraw},
    refusal::Refusal,
    row::Row,
    sync::Act,
};

use super::{day, user_id};

fn quote(rate: &str) -> Quote {
    Quote { units: 1, rate: rate.parse().expect("a rate") }
}

fn source() -> String {
    "中国外汇交易中心中间价".to_owned()
}

pub fn acts() -> Vec<Act> {
    vec![
        Act::SetRate(Set {
            currency: Currency::USD,
            base: Currency::CNY,
            on: day("2026-11-20"),
            quote: quote("7.1188"),
            source: source(),
            seen: 0,
            despite: Some(quote("5.9000")),
        }),
        Act::WithdrawRate(Withdraw {
            currency: Currency::USD,
            base: Currency::CNY,
            on: day("2026-11-20"),
            reason: "看错了一行".to_owned(),
            seen: 1,
        }),
    ]
}

pub fn row() -> Row {
    let (by, entered_on) = (user_id(), day("2026-11-20"));
    let state = RateState::Quoted { quote: quote("7.1188"), source: source() };
    Row::ExchangeRate(ExchangeRate {
        currency: Currency::USD,
        base: Currency::CNY,
        on: day("2026-11-20"),
        current: Entry { state, by, entered_on },
        earlier: vec![
            Entry {
                state: RateState::Quoted { quote: quote("7.1288"), source: source() },
                by,
                entered_on,
            },
            Entry {
                state: RateState::Withdrawn { reason: "看错了一行".to_owned() },
                by,
                entered_on,
            },
        ],
    })
}

pub fn refusals() -> Vec<Refusal> {
    let (currency, base, on) = (Currency::USD, Currency::CNY, day("2026-11-20"));
    let before = Quoted { currency, base, on: day("2026-11-19"), quote: quote("7.1188") };
    let all = [
        RateRefusal::NotABase { given: Currency::CAD, bases: vec![base] },
        RateRefusal::BaseItself { currency: base },
        RateRefusal::UnitsUnknown { given: 10, known: vec![1, 100] },
        RateRefusal::NotPositive { given: quote("0").rate },
        RateRefusal::TooLarge { given: quote("1000000").rate, below: 1_000_000 },
        RateRefusal::TooManyDigits { given: quote("7.123456789").rate, most: 8 },
        RateRefusal::SourceEmpty,
        RateRefusal::SourceTooLong { length: 101, most: 100 },
        RateRefusal::ReasonEmpty,
        RateRefusal::ReasonTooLong { length: 1_001, most: 1_000 },
        RateRefusal::InFuture { on: day("2026-11-21"), latest: on },
        RateRefusal::Moved { currency, on, now: Some(quote("7.1188")), seen: 0, revision: 1 },
        RateRefusal::Jump { currency, given: quote("71.188"), before, most: Percent::whole(20) },
        RateRefusal::Unknown { currency, on },
        RateRefusal::TooManyCorrections { most: 20 },
    ];
    all.into_iter().map(Refusal::Rate).collect()
}
