//! Abroad: a cold store in the bonded zone that also buys in dollars, and the rates that finance enters
//! each business day, so that its limit in yuan says what it means.

use shared::{
    calendar::Day,
    money::{Currency, Money, Quote},
    rate,
    sync::Act,
};

use super::{
    script::{Script, Who},
    shop::Shop,
    trade,
};

/// Business days of which rates are known.
const KNOWN: u32 = 25;
/// What a dollar costs beside 7.1, in ten-thousandths, from the latest day back.
const MOVES: [i64; 25] = [
    188, 203, 176, 151, 169, 142, 117, 98, 121, 134, 109, 87, 92, 115, 128, 156, 173, 181, 160,
    139, 122, 104, 118, 131, 146,
];
const SOURCE: &str = "中国外汇交易中心中间价";

pub fn tell(script: &mut Script, shop: &Shop) {
    for (number, ago, minor) in [("USD-01", 19, 1_860_000), ("USD-02", 6, 1_245_050)] {
        let on = script.ago(ago);
        let Ok(amount) = Money::try_new(minor, Currency::USD) else { continue };
        trade::bills_in(script, shop, on, number, amount);
    }
    for (ago, moves) in (1..=KNOWN).zip(MOVES) {
        let on = script.ago(ago);
        // Once a finger slipped: put right ten minutes later, with what stood there kept.
        if ago == 4 {
            quotes(script, (on, 9 * 60 + 20), moves + 900, 0);
            quotes(script, (on, 9 * 60 + 30), moves, 1);
        } else {
            quotes(script, (on, 9 * 60 + 20), moves, 0);
        }
    }
}

fn quotes(script: &mut Script, at: (Day, u32), moves: i64, seen: u32) {
    let Ok(rate) = format!("7.{:04}", 1_000 + moves).parse() else { return };
    let act = Act::SetRate(rate::Set {
        currency: Currency::USD,
        base: Currency::CNY,
        on: at.0,
        quote: Quote { units: 1, rate },
        source: SOURCE.to_owned(),
        seen,
        despite: None,
    });
    script.say(at, Who::Person("finance"), None, act);
}
