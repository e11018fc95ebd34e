//! The file of one customer: its rows, read at the desk by the same code as on the phone.

use shared::{
    bank_account::{BankAccount, Sight},
    id::CustomerId,
    page::CustomerFile,
    row::{Row, RowKind},
    sync::Versioned,
    user::Caller,
};
use sqlx::Row as _;

use crate::{
    dialect::Db,
    error::{Error, Result},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

impl Server {
    /// The rows of a customer in the caller's territories. What stands in another is not there, as
    /// for whoever asks for an id that nothing has.
    pub async fn customer_file(
        &self,
        caller: &Caller,
        customer: CustomerId,
    ) -> Result<CustomerFile> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let stored = sqlx::query(CUSTOMER).bind(customer.0).fetch_optional(&mut *tx).await?;
        let stored = stored.ok_or(Error::NotFound)?;
        let row = Row::read(RowKind::Customer, stored.get(1))?;
        let Row::Customer(customer) = &row else { return Err(Error::NotFound) };
        if !caller.reach(today).covers(customer.territory) {
            return Err(Error::NotFound);
        }
        let customer = customer.clone();
        let mut rows = vec![Versioned { version: stored.get(0), row }];
        for (kind, text) in ROWS {
            for stored in sqlx::query(text).bind(customer.id.0).fetch_all(&mut *tx).await? {
                let row = Row::read(kind, stored.get(1))?;
                rows.push(Versioned { version: stored.get(0), row });
            }
        }
        rows.extend(accounts(&mut tx, caller, customer.id).await?);
        Ok(CustomerFile { customer, rows, today })
    }
}

/// The customer's accounts as far as the caller may see them.
async fn accounts(
    tx: &mut Connection,
    caller: &Caller,
    customer: CustomerId,
) -> Result<Vec<Versioned>> {
    let sight = Sight::of(caller);
    let mut seen = vec![];
    if sight == Sight::Nothing {
        return Ok(seen);
    }
    for stored in sqlx::query(BANK_ACCOUNTS).bind(customer.0).fetch_all(tx).await? {
        let account: BankAccount = serde_json::from_str(stored.get(1))?;
        let row = account.seen_with(sight).map(Row::BankAccount);
        seen.extend(row.map(|row| Versioned { version: stored.get(0), row }));
    }
    Ok(seen)
}

const ROWS: [(RowKind, &str); 12] = [
    (RowKind::Invoice, INVOICES),
    (RowKind::Receipt, RECEIPTS),
    (RowKind::Allocation, ALLOCATIONS),
    (RowKind::Movement, MOVEMENTS),
    (RowKind::Pairing, PAIRINGS),
    (RowKind::Promise, PROMISES),
    (RowKind::FieldReceipt, FIELD_RECEIPTS),
    (RowKind::Visit, VISITS),
    (RowKind::Attachment, ATTACHMENTS),
    (RowKind::Edit, EDITS),
    (RowKind::CreditLine, CREDIT_LINE),
    (RowKind::CreditRequest, CREDIT_REQUESTS),
];

statements! {
    CUSTOMER = "SELECT version, body FROM customer WHERE id = $1";
    INVOICES = "SELECT version, body FROM invoice WHERE customer_id = $1 ORDER BY due_on, id";
    RECEIPTS = "SELECT version, body FROM receipt WHERE customer_id = $1 ORDER BY valued_on, id";
    ALLOCATIONS = "SELECT version, body FROM allocation WHERE customer_id = $1 \
        ORDER BY effective_on, id";
    MOVEMENTS = "SELECT version, body FROM movement WHERE customer_id = $1 \
        ORDER BY effective_on, id";
    PAIRINGS = "SELECT version, body FROM pairing WHERE customer_id = $1 ORDER BY id";
    PROMISES = "SELECT version, body FROM promise WHERE customer_id = $1 ORDER BY due_on, id";
    FIELD_RECEIPTS = "SELECT version, body FROM field_receipt WHERE customer_id = $1 \
        ORDER BY taken_on, id";
    VISITS = "SELECT version, body FROM visit WHERE customer_id = $1 ORDER BY visited_on, id";
    ATTACHMENTS = "SELECT version, body FROM attachment WHERE customer_id = $1 \
        ORDER BY attached_on, id";
    BANK_ACCOUNTS = "SELECT version, body FROM bank_account WHERE customer_id = $1 ORDER BY id";
    EDITS = "SELECT version, body FROM edit WHERE customer_id = $1 ORDER BY edited_on, id";
    CREDIT_LINE = "SELECT version, body FROM credit_line WHERE customer_id = $1";
    CREDIT_REQUESTS = "SELECT version, body FROM credit_request WHERE customer_id = $1 \
        ORDER BY sent_on, id";
}
