//! How figures, days and ages are written on a screen, in both languages; plain functions.

pub mod age;
pub mod ageing;
pub mod day;
pub mod money;
pub mod share;
pub mod typing;
pub mod window;
