//! Found by: the column in which a customer is searched, made anew where a migration asks for it.

use shared::customer::Customer;
use sqlx::{Pool, Row as _};
use uuid::Uuid;

use crate::{
    dialect::{self, Db},
    error::Result,
    sync::AFTER_THE_OTHERS,
};

/// Fills the columns that a migration emptied. What is written later says it itself.
pub(crate) async fn make_anew(read: &Pool<Db>, write: &Pool<Db>) -> Result<()> {
    let some: Option<Uuid> = sqlx::query_scalar(SOME).fetch_optional(read).await?;
    if some.is_none() {
        return Ok(());
    }
    let mut tx = dialect::begin(write).await?;
    sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
    let empty = sqlx::query(EMPTY).fetch_all(&mut *tx).await?;
    for row in empty {
        let customer: Customer = serde_json::from_str(row.get(1))?;
        let id: Uuid = row.get(0);
        sqlx::query(FILL).bind(customer.found_by()).bind(id).execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

statements! {
    SOME = "SELECT id FROM customer WHERE search_key = '' LIMIT 1";
    EMPTY = "SELECT id, body FROM customer WHERE search_key = ''";
    FILL = "UPDATE customer SET search_key = $1 WHERE id = $2";
}
