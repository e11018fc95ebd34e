//! Drafts: what a form holds while it is filled in, kept on every change and turned into a command.

pub mod account;
pub mod attached;
pub mod contact;
pub mod credit;
pub mod file;
pub mod promise;
pub mod slip;
pub mod visit;
pub mod withdraw;
