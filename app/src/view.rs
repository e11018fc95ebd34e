//! Views: what a screen shows, worked out from rows by plain functions.

pub mod again;
pub mod approve;
pub mod assign;
pub mod attached;
pub mod browser;
pub mod customer;
pub mod customer_list;
pub mod drafts;
pub mod edit;
pub mod inbox;
pub mod listed;
pub mod palette;
pub mod query;
pub mod rate;
pub mod reconciliation;
pub mod saved_view;
pub mod staff;
pub mod strip;
pub mod tie_out;
pub mod timeline;
pub mod today;
