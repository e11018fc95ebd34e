//! Drafts: what a form holds while it is filled in, kept on every change and turned into a command.

pub mod promise;
pub mod slip;
pub mod visit;
