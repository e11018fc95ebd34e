//! The columns of a customer's file: papers, accounts, and the history of changes.

use shared::{
    attachment::{Attachment, AttachmentState},
    bank_account::BankAccount,
    edit::Edit,
};

use crate::sync::many::Cell;

pub(super) fn attachment(it: &Attachment) -> Vec<Cell<'_>> {
    let state = match it.state {
        AttachmentState::Awaited => "awaited",
        AttachmentState::Here => "here",
        AttachmentState::Removed { .. } => "removed",
    };
    vec![
        Cell::id(it.customer.0),
        Cell::id(it.author.0),
        Cell::text(it.content.blob.as_str()),
        Cell::text(state),
        Cell::written(it.attached_on),
    ]
}

pub(super) fn bank_account(it: &BankAccount) -> Vec<Cell<'_>> {
    vec![
        Cell::id(it.customer.0),
        Cell::text(&it.number),
        Cell::text(&it.holder),
        Cell::text(it.state().name()),
    ]
}

pub(super) fn edit(it: &Edit) -> Vec<Cell<'_>> {
    vec![Cell::id(it.customer.0), Cell::id(it.author.0), Cell::written(it.edited_on)]
}
