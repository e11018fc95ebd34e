//! The columns of the register: what every device holds.

use shared::{
    company::Company, file_horizon::FileHorizon, policy::Policy, rate::ExchangeRate,
    receipt::BankHorizon, territory::Territory, user::User,
};

use crate::sync::many::Cell;

pub fn company(it: &Company) -> Vec<Cell<'_>> {
    vec![Cell::text(&it.code)]
}

pub fn territory(it: &Territory) -> Vec<Cell<'_>> {
    vec![Cell::text(&it.code)]
}

pub fn user(it: &User) -> Vec<Cell<'_>> {
    vec![Cell::text(&it.login)]
}

pub fn policy(it: &Policy) -> Vec<Cell<'_>> {
    vec![Cell::Whole(it.version.into()), Cell::written(it.valid_from)]
}

pub fn bank_horizon(it: &BankHorizon) -> Vec<Cell<'_>> {
    vec![Cell::id(it.company.0), Cell::written(it.reaches)]
}

pub fn file_horizon(it: &FileHorizon) -> Vec<Cell<'_>> {
    vec![Cell::id(it.company.0), Cell::text(&it.source), Cell::written(it.as_of)]
}

pub fn exchange_rate(it: &ExchangeRate) -> Vec<Cell<'_>> {
    vec![Cell::written(it.currency), Cell::written(it.base), Cell::written(it.on)]
}
