//! Wants become commands, whose ids say what makes a row of a file the same as one before.

use std::collections::HashMap;

use shared::{
    calendar::{Day, Instant},
    id::derived,
    row::RowKind,
    sync::{Act, Command},
};
use uuid::Uuid;

use super::{
    entry::{Entry, Want},
    taking::Known,
};
use crate::sync::BuiltIn;

pub(super) fn kind_of(act: &Act) -> Option<RowKind> {
    match act {
        Act::ImportCustomer(_) => Some(RowKind::Customer),
        Act::ImportInvoice(_) => Some(RowKind::Invoice),
        Act::ImportReceipt(_) => Some(RowKind::Receipt),
        _ => None,
    }
}

/// The commands of an entry, each void without the one before.
pub(super) fn commands(
    entry: &Entry,
    known: &HashMap<Uuid, Known>,
    at: (Instant, Day),
) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![];
    for want in &entry.wants {
        let identity = identity(want, known);
        let mut command = BuiltIn::Import.of_row(identity, want.customer, want.act.clone(), at);
        command.deps.extend(commands.last().map(|it| it.op_id));
        commands.push(command);
    }
    commands
}

/// What makes a want the same as one before, beside its content.
fn identity(want: &Want, known: &HashMap<Uuid, Known>) -> Uuid {
    let row = want.row.to_string();
    match want.act {
        // A file may lead a name back to what it was: the same content is new on another version.
        Act::ImportCustomer(_) => {
            let version = known.get(&want.row).map_or(0, |it| it.version);
            derived("customer at", &[&row, &version.to_string()])
        }
        // The same line finds its customer once there is one, and is no other line for that.
        Act::ImportReceipt(_) => {
            let customer = want.customer.map_or_else(String::new, |it| it.to_string());
            derived("receipt of", &[&row, &customer])
        }
        _ => want.row,
    }
}
