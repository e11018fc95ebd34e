//! Refusals about exchange rates in English: what happened, the rule, and what would do.

use super::day;
use crate::{
    money::{Currency, Quote},
    rate::RateRefusal,
    words::{codes, quote},
};

pub fn refusal(it: &RateRefusal) -> String {
    match it {
        RateRefusal::NotABase { given, bases } => format!(
            "No company keeps its books in {}. Quote the rate in the currency of a company: {}.",
            given.code(),
            codes(bases, ", ")
        ),
        RateRefusal::BaseItself { currency } => {
            format!("{} is the base currency and needs no rate. Choose another.", currency.code())
        }
        RateRefusal::UnitsUnknown { given, known } => {
            let known: Vec<_> = known.iter().map(u32::to_string).collect();
            format!("The rate is quoted for {given} units. Quote it for {}.", known.join(" or "))
        }
        RateRefusal::NotPositive { given } => {
            format!("The rate is {given}. It has to be above zero: enter it as published.")
        }
        RateRefusal::TooLarge { given, below } => format!(
            "The rate is {given}. It has to be below {below}: check the point and the units."
        ),
        RateRefusal::TooManyDigits { given, most } => format!(
            "The rate {given} has more than {most} digits after the point. Enter it as published."
        ),
        RateRefusal::SourceEmpty => "The rate has no source. Say who published it.".to_owned(),
        RateRefusal::SourceTooLong { length, most } => {
            format!("The source has {length} characters; at most {most} are kept. Shorten it.")
        }
        RateRefusal::ReasonEmpty => "There is no reason. Say why the rate is withdrawn.".to_owned(),
        RateRefusal::ReasonTooLong { length, most } => {
            format!("The reason has {length} characters; at most {most} are kept. Shorten it.")
        }
        RateRefusal::InFuture { on, latest } => format!(
            "{} has not come yet. The latest day of which a rate may be said is {}.",
            day(*on),
            day(*latest)
        ),
        RateRefusal::Moved { currency, on, now, .. } => moved(*currency, &day(*on), now.as_ref()),
        RateRefusal::Jump { currency, given, before, most } => format!(
            "{} is more than {most} away from {} of {}. Check the point and the units; if it is \
             so, confirm it and send it again.",
            quote(*currency, given),
            quote(*currency, &before.quote),
            day(before.on)
        ),
        RateRefusal::Unknown { currency, on } => format!(
            "There is no rate of {} of {}; it may not have been synced yet. Sync first.",
            currency.code(),
            day(*on)
        ),
        RateRefusal::TooManyCorrections { most } => format!(
            "The rate of this day was corrected {most} times and can be no more. Check the source \
             and enter the right one from the next day on."
        ),
    }
}

fn moved(currency: Currency, on: &str, now: Option<&Quote>) -> String {
    let Some(now) = now else {
        return format!(
            "Somebody has just withdrawn the rate of {} of {on}. Look at it, then enter it.",
            currency.code()
        );
    };
    format!(
        "Somebody has entered the rate of {on} before you: {}. It was not written over. Look at \
         it, then correct it.",
        quote(currency, now)
    )
}
