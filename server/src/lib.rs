//! tmp
pub mod customer;
pub mod import;
