//! Samples of promises to pay.

use super::*;

pub fn make() -> promise::Make {
    promise::Make {
        id: PromiseId(id(4)),
        amount: cny(5_000_000),
        due_on: day("2026-11-20"),
        promiser: "王建国 老板".to_owned(),
        method: PaymentMethod::Transfer,
        basis: Basis::Documents(vec![invoice_id()]),
        note: "先付旧账".to_owned(),
        replaces: None,
    }
}

pub fn withdraw() -> promise::Withdraw {
    promise::Withdraw { promise: PromiseId(id(4)), reason: "记错了客户".to_owned() }
}

pub fn standings() -> Vec<Standing> {
    vec![
        Standing::Open { received: cny(5) },
        Standing::AwaitingData {
            received: cny(5),
            last_day: day("2026-11-23"),
            reaches: Some(day("2026-11-20")),
        },
        Standing::Kept { on: day("2026-11-23"), days_late: 3 },
        Standing::PartlyKept { received: cny(5) },
        Standing::Broken,
        Standing::Withdrawn { on: day("2026-11-19") },
        Standing::Superseded { on: day("2026-11-19"), by: PromiseId(id(4)) },
    ]
}
