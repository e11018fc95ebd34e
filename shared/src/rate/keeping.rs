//! Saying a rate, correcting it and withdrawing it: what was said before stays beside it.

use serde::{Deserialize, Serialize};

use super::{
    CORRECTIONS_MAX, DIGITS_MAX, Entry, ExchangeRate, RATE_BOUND, REASON_MAX, RateRefusal,
    RateState, SOURCE_MAX, UNITS, may_set,
};
use crate::{
    calendar::{Day, When},
    dossier::{Dossier, Register},
    effects::Effects,
    money::{Currency, Quote},
    policy::{Policy, RatePolicy},
    refusal::Refusal,
    row::Row,
    user::{Caller, Role},
};

/// The command that says the rate of a day, or corrects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    pub currency: Currency,
    pub base: Currency,
    pub on: Day,
    pub quote: Quote,
    pub source: String,
    /// The revision of this day's rate that its author saw; 0 where there was none.
    pub seen: u32,
    /// The quote before, where this one is far from it and its author stands by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite: Option<Quote>,
}

/// The command that withdraws the rate of a day: the one before holds on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    pub currency: Currency,
    pub base: Currency,
    pub on: Day,
    pub reason: String,
    pub seen: u32,
}

/// Says what a currency costs from a day on. The same again changes nothing.
///
/// Class B, and whoever has not seen what stands is refused with it, as with a limit: two rates of
/// one day would leave figures of which nobody knows which were meant.
///
/// # Errors
/// The caller may not, the form is malformed, the day has not come, somebody was first, or the rate
/// is far from the one before and its author has not said to stand by it.
pub fn set(
    it: &Set,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    permitted(caller)?;
    let register = &dossier.register;
    it.well_formed(register)?;
    let latest = when.today.plus(policy.rate.ahead);
    if latest < it.on {
        return Err(RateRefusal::InFuture { on: it.on, latest }.into());
    }
    let source = it.source.trim().to_owned();
    let state = RateState::Quoted { quote: it.quote, source };
    let here = register.rates.of(it.currency, it.base, it.on);
    if here.is_some_and(|here| here.current.state == state) {
        return Ok(Effects::nothing());
    }
    seen(it.seen, here, it.currency, it.on)?;
    it.near_enough(register, &policy.rate)?;
    let entry = Entry { state, by: caller.user, entered_on: when.today };
    let row = match here {
        // What is wrong can always be withdrawn, and is not corrected without end.
        Some(here) if CORRECTIONS_MAX <= here.earlier.len() => {
            return Err(RateRefusal::TooManyCorrections { most: CORRECTIONS_MAX }.into());
        }
        Some(here) => here.saying(entry),
        None => ExchangeRate {
            currency: it.currency,
            base: it.base,
            on: it.on,
            current: entry,
            earlier: vec![],
        },
    };
    Ok(Effects::write(Row::ExchangeRate(row)))
}

/// Withdraws the rate of a day. One that is withdrawn stays so.
///
/// # Errors
/// The caller may not, no reason is given, there is no such rate, or somebody was first.
pub fn withdraw(
    it: &Withdraw,
    dossier: &Dossier,
    caller: &Caller,
    when: When,
) -> Result<Effects, Refusal> {
    permitted(caller)?;
    let reason = it.reason.trim();
    if reason.is_empty() {
        return Err(RateRefusal::ReasonEmpty.into());
    }
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if most < length {
        return Err(RateRefusal::ReasonTooLong { length, most }.into());
    }
    let here = dossier.register.rates.of(it.currency, it.base, it.on);
    let (currency, on) = (it.currency, it.on);
    let known = here.ok_or(RateRefusal::Unknown { currency, on })?;
    if known.quote().is_none() {
        return Ok(Effects::nothing());
    }
    seen(it.seen, here, currency, on)?;
    let state = RateState::Withdrawn { reason: reason.to_owned() };
    let entry = Entry { state, by: caller.user, entered_on: when.today };
    Ok(Effects::write(Row::ExchangeRate(known.saying(entry))))
}

fn permitted(caller: &Caller) -> Result<(), Refusal> {
    if may_set(caller) { Ok(()) } else { Err(Refusal::NotPermitted { needs: Role::Finance }) }
}

/// # Errors
/// [`RateRefusal::Moved`] when something else stands than was seen.
fn seen(
    seen: u32,
    here: Option<&ExchangeRate>,
    currency: Currency,
    on: Day,
) -> Result<(), RateRefusal> {
    let revision = here.map_or(0, ExchangeRate::revision);
    if seen == revision {
        return Ok(());
    }
    let now = here.and_then(ExchangeRate::quote);
    Err(RateRefusal::Moved { currency, on, now, seen, revision })
}

impl ExchangeRate {
    /// The same day's rate as somebody says it now.
    fn saying(&self, entry: Entry) -> ExchangeRate {
        let mut row = self.clone();
        row.earlier.push(std::mem::replace(&mut row.current, entry));
        row
    }
}

impl Set {
    fn well_formed(&self, register: &Register) -> Result<(), RateRefusal> {
        let bases = register.bases();
        if !bases.contains(&self.base) {
            return Err(RateRefusal::NotABase { given: self.base, bases });
        }
        if self.currency == self.base {
            return Err(RateRefusal::BaseItself { currency: self.currency });
        }
        let Quote { units, rate } = self.quote;
        if !UNITS.contains(&units) {
            return Err(RateRefusal::UnitsUnknown { given: units, known: UNITS.to_vec() });
        }
        if !rate.is_positive() {
            return Err(RateRefusal::NotPositive { given: rate });
        }
        if !rate.is_below(RATE_BOUND) {
            return Err(RateRefusal::TooLarge { given: rate, below: RATE_BOUND });
        }
        if DIGITS_MAX < rate.digits() {
            return Err(RateRefusal::TooManyDigits { given: rate, most: DIGITS_MAX });
        }
        let (length, most) = (self.source.trim().chars().count(), SOURCE_MAX);
        if length == 0 {
            return Err(RateRefusal::SourceEmpty);
        }
        if most < length {
            return Err(RateRefusal::SourceTooLong { length, most });
        }
        Ok(())
    }

    /// # Errors
    /// [`RateRefusal::Jump`], unless its author was told of that very quote before it.
    fn near_enough(&self, register: &Register, policy: &RatePolicy) -> Result<(), RateRefusal> {
        let before = register.rates.before(self.currency, self.base, self.on);
        let Some(before) = before else { return Ok(()) };
        let (given, most) = (self.quote, policy.jump);
        if !given.is_further_than(most, before.quote) || self.despite == Some(before.quote) {
            return Ok(());
        }
        Err(RateRefusal::Jump { currency: self.currency, given, before, most })
    }
}
