//! The screens in Chinese.

pub mod around;
pub mod credit;
pub mod reconciliation;
mod said;
pub mod slip;
pub mod work;

pub use said::{desk_said, form_said, said, shell_said};
