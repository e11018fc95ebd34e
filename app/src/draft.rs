//! Drafts: what a form holds while it is filled in, kept on every change and turned into a command.

pub mod credit;
pub mod promise;
pub mod visit;
