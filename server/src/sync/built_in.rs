//! The server's own devices: an import row, a bank receipt, a job's finding is a command like any
//! person's, through the same writer and into the same feeds.

use serde::Serialize;
use shared::{
    calendar::{Day, Instant},
    id::{CustomerId, DeviceId, OpId, derived},
    sync::{Act, Command, apply::Signed, digest},
    user::Caller,
};
use uuid::Uuid;

use crate::id;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    Import,
    Jobs,
    Cli,
    Erp,
}

impl BuiltIn {
    pub const ALL: [BuiltIn; 4] = [BuiltIn::Import, BuiltIn::Jobs, BuiltIn::Cli, BuiltIn::Erp];

    pub fn name(self) -> &'static str {
        match self {
            BuiltIn::Import => "import",
            BuiltIn::Jobs => "jobs",
            BuiltIn::Cli => "cli",
            BuiltIn::Erp => "erp",
        }
    }

    pub fn device(self) -> DeviceId {
        DeviceId(derived("device", &[self.name()]))
    }

    pub fn caller(self) -> Caller {
        Caller::system(self.name())
    }

    pub(super) fn signed(self) -> Signed {
        Signed::System(self.name().to_owned())
    }

    /// A command that is the same whenever the same content is given for the same row: giving it
    /// again, from the same file or another, changes nothing.
    pub fn of_row(
        self,
        row: Uuid,
        customer: Option<CustomerId>,
        act: Act,
        at: (Instant, Day),
    ) -> Command {
        let content = digest(&json(&act));
        let op = derived("import", &[&row.to_string(), &content]);
        self.command(OpId(op), customer, act, at)
    }

    /// A command that somebody asks for now, and may ask for again tomorrow.
    pub fn asked(self, customer: Option<CustomerId>, act: Act, at: (Instant, Day)) -> Command {
        self.command(id::op(), customer, act, at)
    }

    fn command(
        self,
        op_id: OpId,
        customer: Option<CustomerId>,
        act: Act,
        (captured_at, acted_on): (Instant, Day),
    ) -> Command {
        Command {
            op_id,
            author: self.caller().user,
            acted_on,
            captured_at,
            build: env!("CARGO_PKG_VERSION").to_owned(),
            customer,
            base: vec![],
            policy: 0,
            deps: vec![],
            act,
        }
    }
}

/// The JSON of something of plain fields, which cannot fail.
pub(super) fn json(it: &impl Serialize) -> String {
    serde_json::to_string(it).unwrap_or_else(|_| unreachable!("plain fields"))
}
