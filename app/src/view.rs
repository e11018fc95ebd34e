//! Views: what a screen shows, worked out from rows by plain functions.

pub mod approve;
pub mod assign;
pub mod browser;
pub mod customer;
pub mod customer_list;
pub mod edit;
pub mod inbox;
pub mod query;
pub mod reconciliation;
pub mod strip;
pub mod timeline;
pub mod today;
