//! The domain of Chitbook: rules, sync protocol and words. No IO, no clock, no random ids.

pub mod ageing;
pub mod allocation;
pub mod calendar;
pub mod company;
pub mod contact;
pub mod credit;
pub mod customer;
pub mod dashboard;
mod decide;
pub mod doctor;
pub mod dossier;
pub mod edit;
pub mod effects;
pub mod field_receipt;
pub mod hand_in;
pub mod id;
pub mod import;
pub mod inbox;
pub mod invoice;
pub mod money;
pub mod page;
pub mod policy;
pub mod promise;
pub mod receipt;
pub mod refusal;
pub mod row;
pub mod saved_view;
pub mod sync;
pub mod table;
pub mod territory;
pub mod user;
pub mod visit;
pub mod words;

pub use decide::decide;
