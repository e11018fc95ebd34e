//! Hand-in 交款: a rep's cash and bills are counted by somebody else, and only then booked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, When},
    dossier::{Dossier, Elsewhere},
    effects::Effects,
    field_receipt::{FieldReceipt, FieldReceiptState, REASON_MAX, Slip, is_handed_in},
    id::{CompanyId, CustomerId, FieldReceiptId, HandInId, ReceiptId, UserId},
    money::{Currency, Money},
    pairing::Ledger,
    policy::Policy,
    receipt::{Receipt, ReceiptRefusal},
    refusal::Refusal,
    row::Row,
    sync::Command,
    user::{Caller, Role},
};

/// The most slips of one hand-in.
pub const SLIPS_MAX: usize = 500;

/// What was handed in by whom, counted by whom. A fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    pub id: HandInId,
    pub rep: UserId,
    /// Who counted and signed for it: never the rep.
    pub cashier: UserId,
    pub company: CompanyId,
    pub on: Day,
    pub lines: Vec<Line>,
    /// What the slips say.
    pub expected: Money,
    /// What was there.
    pub counted: Money,
    /// Why the two differ; empty where they do not.
    pub reason: String,
}

impl HandIn {
    /// Counted less expected, in minor units: negative when money was short.
    #[must_use]
    pub fn difference_minor(&self) -> i64 {
        self.counted.minor().saturating_sub(self.expected.minor())
    }
}

/// One slip of a hand-in, with what was booked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub field_receipt: FieldReceiptId,
    pub customer: CustomerId,
    pub slip: Slip,
    pub receipt: ReceiptId,
    /// What the slip says.
    pub amount: Money,
    /// What was there, and is booked.
    pub counted: Money,
}

/// The command given at the cashier's desk. It names no customer: one count, many customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub id: HandInId,
    pub rep: UserId,
    pub slips: Vec<CountedSlip>,
    pub reason: String,
}

/// A slip with the money that was there for it: the slip's own amount unless this one is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedSlip {
    pub field_receipt: FieldReceiptId,
    pub counted: Money,
}

/// Why a hand-in was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum HandInRefusal {
    NoSlips,
    TooManySlips {
        count: usize,
        most: usize,
    },
    /// The same slip stands in it twice.
    SlipTwice {
        slip: Slip,
    },
    /// Nobody counts the own cash.
    OwnCash,
    UnknownSlip {
        field_receipt: FieldReceiptId,
    },
    OtherRep {
        slip: Slip,
    },
    OtherCompany {
        slip: Slip,
    },
    OtherCurrency {
        slip: Slip,
        currency: Currency,
        counted: Currency,
    },
    AlreadyHandedIn {
        slip: Slip,
        on: Day,
    },
    Cancelled {
        slip: Slip,
        on: Day,
    },
    /// The money is on the company's account: the bank's receipt books it.
    NotInHand {
        slip: Slip,
    },
    /// A slip for which nothing was there stays with the rep.
    NothingCounted {
        slip: Slip,
        counted: Money,
    },
    /// Counted and expected differ, and nobody says why.
    ReasonMissing {
        counted: Money,
        expected: Money,
    },
    ReasonTooLong {
        length: usize,
        most: usize,
    },
    IdTaken {
        hand_in: HandInId,
    },
}

/// Books a hand-in: one receipt for each slip, valued on the day the customer paid, unapplied; what
/// leads the books allocates it. What is booked is what was there: a slip that is short is named,
/// with the reason, and the rest of it stays owed. The same again changes nothing.
///
/// # Errors
/// The caller is neither cashier nor finance, or the rep; a slip is not this rep's, not waiting or
/// counted twice; the company is not there; or a difference has no reason.
pub fn book(
    it: &Book,
    command: &Command,
    dossier: &Dossier,
    caller: &Caller,
    policy: &Policy,
    when: When,
) -> Result<Effects, Refusal> {
    if let Some(here) = dossier.hand_ins.get(&it.id) {
        let same = here.rep == it.rep && here.cashier == caller.user && says_the_same(it, here);
        if same {
            return Ok(Effects::nothing());
        }
        return Err(HandInRefusal::IdTaken { hand_in: it.id }.into());
    }
    if dossier.elsewhere.contains_key(&it.id.0) {
        return Err(HandInRefusal::IdTaken { hand_in: it.id }.into());
    }
    let slip = |id: FieldReceiptId| match dossier.elsewhere.get(&id.0) {
        Some(Elsewhere { row: Row::FieldReceipt(it), .. }) => Some(it),
        _ => None,
    };
    let count = count(it, slip, caller)?;
    if !dossier.register.companies.contains_key(&count.company) {
        let company = count.company.to_string();
        return Err(ReceiptRefusal::UnknownCompany { company }.into());
    }
    let mut hand_in = HandIn {
        id: it.id,
        rep: it.rep,
        cashier: caller.user,
        company: count.company,
        on: when.today,
        lines: vec![],
        expected: count.expected,
        counted: count.counted,
        reason: it.reason.trim().to_owned(),
    };
    let mut effects = Effects::nothing();
    for (slip, counted) in count.slips {
        let receipt = Receipt::of_field_receipt(slip, counted);
        hand_in.lines.push(Line {
            field_receipt: slip.id,
            customer: slip.customer,
            slip: slip.slip.clone(),
            receipt: receipt.id,
            amount: slip.amount,
            counted,
        });
        let state = FieldReceiptState::HandedIn {
            hand_in: it.id,
            receipt: receipt.id,
            cashier: caller.user,
            counted,
            on: when.today,
        };
        effects.push(Row::Receipt(receipt));
        effects.push(Row::FieldReceipt(FieldReceipt { state, ..slip.clone() }));
    }
    pair(&hand_in, &mut effects, command, dossier, policy, when)?;
    effects.push(Row::HandIn(hand_in));
    Ok(effects)
}

/// Money that the file which leads the books has settled with already is not deducted again.
fn pair(
    hand_in: &HandIn,
    effects: &mut Effects,
    command: &Command,
    dossier: &Dossier,
    policy: &Policy,
    when: When,
) -> Result<(), Refusal> {
    let customers: BTreeSet<CustomerId> = hand_in.lines.iter().map(|it| it.customer).collect();
    for customer in customers {
        let own = dossier.beside(customer);
        if !Ledger::concerns(&own) {
            continue;
        }
        let mut ledger = Ledger::over(&own, customer, effects, command.op_id, when.today);
        for line in hand_in.lines.iter().filter(|it| it.customer == customer) {
            ledger.slip_booked(line.field_receipt, line.receipt)?;
        }
        ledger.pair(&policy.reconciliation)?;
        ledger.into_effects(effects);
    }
    Ok(())
}

fn says_the_same(it: &Book, here: &HandIn) -> bool {
    let said = it.slips.iter().map(|it| (it.field_receipt, it.counted));
    said.eq(here.lines.iter().map(|it| (it.field_receipt, it.counted)))
        && it.reason.trim() == here.reason
}

/// Whether the caller counts what others hand in.
#[must_use]
pub fn may_count(caller: &Caller) -> bool {
    caller.has(Role::Cashier) || caller.has(Role::Finance)
}

/// A hand-in that may be booked.
#[derive(Debug)]
pub struct Count<'a> {
    pub company: CompanyId,
    pub slips: Vec<(&'a FieldReceipt, Money)>,
    pub expected: Money,
    pub counted: Money,
}

/// Counts a hand-in and says what stands against it. The desk asks with the slips on its page, the
/// server with those that are kept.
///
/// # Errors
/// As [`book`].
pub fn count<'a>(
    it: &Book,
    slip: impl Fn(FieldReceiptId) -> Option<&'a FieldReceipt>,
    caller: &Caller,
) -> Result<Count<'a>, Refusal> {
    if !may_count(caller) {
        return Err(Refusal::NotPermitted { needs: Role::Cashier });
    }
    if caller.user == it.rep {
        return Err(HandInRefusal::OwnCash.into());
    }
    let (length, most) = (it.slips.len(), SLIPS_MAX);
    if most < length {
        return Err(HandInRefusal::TooManySlips { count: length, most }.into());
    }
    let mut count: Option<Count<'a>> = None;
    let mut seen = BTreeSet::new();
    for CountedSlip { field_receipt, counted } in it.slips.iter().copied() {
        let here = slip(field_receipt).ok_or(HandInRefusal::UnknownSlip { field_receipt })?;
        if !seen.insert(field_receipt) {
            return Err(HandInRefusal::SlipTwice { slip: here.slip.clone() }.into());
        }
        let count = count.get_or_insert_with(|| Count {
            company: here.company,
            slips: vec![],
            expected: Money::nil(here.amount.currency()),
            counted: Money::nil(here.amount.currency()),
        });
        may_be_counted(it, here, counted, count)?;
        count.expected = count.expected.checked_add(here.amount)?;
        count.counted = count.counted.checked_add(counted)?;
        count.slips.push((here, counted));
    }
    let count = count.ok_or(HandInRefusal::NoSlips)?;
    let reason = it.reason.trim();
    let differs = count.slips.iter().any(|(slip, counted)| slip.amount != *counted);
    if differs && reason.is_empty() {
        let (counted, expected) = (count.counted, count.expected);
        return Err(HandInRefusal::ReasonMissing { counted, expected }.into());
    }
    let (length, most) = (reason.chars().count(), REASON_MAX);
    if most < length {
        return Err(HandInRefusal::ReasonTooLong { length, most }.into());
    }
    Ok(count)
}

fn may_be_counted(
    it: &Book,
    here: &FieldReceipt,
    counted: Money,
    so_far: &Count<'_>,
) -> Result<(), HandInRefusal> {
    let slip = here.slip.clone();
    if here.author != it.rep {
        return Err(HandInRefusal::OtherRep { slip });
    }
    match &here.state {
        FieldReceiptState::Taken => {}
        FieldReceiptState::HandedIn { on, .. } => {
            return Err(HandInRefusal::AlreadyHandedIn { slip, on: *on });
        }
        FieldReceiptState::Cancelled { on, .. } => {
            return Err(HandInRefusal::Cancelled { slip, on: *on });
        }
    }
    if !is_handed_in(here.method) {
        return Err(HandInRefusal::NotInHand { slip });
    }
    if here.company != so_far.company {
        return Err(HandInRefusal::OtherCompany { slip });
    }
    let currency = here.amount.currency();
    for counted in [counted.currency(), so_far.expected.currency()] {
        if counted != currency {
            return Err(HandInRefusal::OtherCurrency { slip, currency, counted });
        }
    }
    if !counted.is_positive() {
        return Err(HandInRefusal::NothingCounted { slip, counted });
    }
    Ok(())
}

/// What a list shows of a hand-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInLine {
    pub hand_in: HandIn,
    pub rep_name: String,
    pub cashier_name: String,
    pub company_name: String,
}

/// What a rep has to hand in, by company and currency: cash and bills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepInHand {
    pub rep: UserId,
    pub rep_name: String,
    pub company: CompanyId,
    pub company_name: String,
    /// All of it.
    pub amount: Money,
    /// The part that is cash: capped by policy.
    pub cash: Money,
    pub slips: i64,
    pub oldest: Day,
}
