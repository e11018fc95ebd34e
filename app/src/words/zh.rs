//! The screens in Chinese.

pub mod account;
pub mod around;
pub mod attached;
pub mod credit;
pub mod desk;
pub mod import;
pub mod place;
pub mod rate;
pub mod reconciliation;
mod said;
pub mod slip;
pub mod staff;
pub mod work;

pub use said::{desk_said, form_said, said, shell_said};
