//! Customers at the desk.
pub mod search;
