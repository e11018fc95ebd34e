//! Ids: random ones are drawn elsewhere; here the derived ones, which are the same wherever they are made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace of every derived id. Never changes: it would make every import a stranger.
const NAMESPACE: Uuid = Uuid::from_u128(0x6b1f_2c1a_8f0d_5d5e_9a57_4c49_5442_4f4f);

/// The same parts give the same id, on every device, for ever (`UUIDv5`).
///
/// Each part stands with its length, so that `("ab", "c")` and `("a", "bc")` differ.
#[must_use]
pub fn derived(kind: &str, parts: &[&str]) -> Uuid {
    let mut name = kind.to_owned();
    for part in parts {
        for piece in ["|", &part.len().to_string(), ":", part] {
            name.push_str(piece);
        }
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// Whether an id was drawn by a device (`UUIDv7`) and not derived: whoever could take a derived one
/// would stand in the way of the row or the command that it belongs to.
#[must_use]
pub fn is_drawn(id: Uuid) -> bool {
    id.get_version_num() == 7
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map($name)
            }
        }
    )* };
}

ids! {
    /// A command: drawn on the device and stored there before it is sent.
    OpId
    /// One user's one database in one browser profile, or one of the server's own devices.
    DeviceId
    UserId
    TerritoryId
    CompanyId
    CustomerId
    InvoiceId
    ReceiptId
    AllocationId
    MovementId
    PairingId
    PromiseId
    FieldReceiptId
    HandInId
    VisitId
    AttachmentId
    BankAccountId
    /// One contact of a customer; unique there alone.
    ContactId
    EditId
    CreditRequestId
    InboxId
    /// One file that somebody brought through the web.
    ImportId
    /// One view of a table; unique among those of its holder.
    SavedViewId
    /// A life of the server: minted when it is created and when it is restored.
    Epoch
    /// One stretch of a user's right to a scope; a new one when it is given again.
    GrantId
}
