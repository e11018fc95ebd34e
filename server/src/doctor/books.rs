//! The books: what is kept because it is asked all day agrees with the allocations it comes from.

use shared::doctor::{Check, Finding};

use super::{Connection, none_of};
use crate::error::Result;

pub(super) async fn all(tx: &mut Connection) -> Result<Vec<Finding>> {
    let mut findings = vec![];
    for (check, of, fault) in [
        (Check::InvoicesFold, INVOICES, INVOICES_OFF),
        (Check::ReceiptsFold, RECEIPTS, RECEIPTS_OFF),
        (Check::BalancesFold, BALANCES, BALANCES_OFF),
        (Check::NothingOverAllocated, ALLOCATIONS, OVER_ALLOCATED),
        (Check::AllocationsWhole, ALLOCATIONS, ALLOCATIONS_OFF),
        (Check::MovementsFold, MOVEMENTS, MOVEMENTS_OFF),
    ] {
        let all: i64 = sqlx::query_scalar(of).fetch_one(&mut *tx).await?;
        let faults: i64 = sqlx::query_scalar(fault).fetch_one(&mut *tx).await?;
        findings.push(none_of(check, faults, format!("{all} looked at")));
    }
    Ok(findings)
}

statements! {
    INVOICES = "SELECT COUNT(*) FROM invoice";
    RECEIPTS = "SELECT COUNT(*) FROM receipt";
    MOVEMENTS = "SELECT COUNT(*) FROM movement";
    ALLOCATIONS = "SELECT COUNT(*) FROM allocation";
    INVOICES_OFF = "SELECT COUNT(*) FROM invoice i LEFT JOIN \
        (SELECT invoice_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM settlement \
        GROUP BY invoice_id) a ON a.invoice_id = i.id \
        WHERE i.open_minor <> i.amount_minor - COALESCE(a.minor, 0)";
    RECEIPTS_OFF = "SELECT COUNT(*) FROM receipt r LEFT JOIN \
        (SELECT receipt_id, CAST(SUM(amount_minor) AS BIGINT) AS minor FROM allocation \
        GROUP BY receipt_id) a ON a.receipt_id = r.id \
        WHERE r.unapplied_minor <> r.amount_minor - COALESCE(a.minor, 0)";
    BALANCES = "SELECT COUNT(*) FROM customer_balance";
    /// What is kept of a balance whose due day has passed is made anew before it is used.
    BALANCES_OFF = "SELECT COUNT(*) FROM (SELECT customer_id FROM (\
        SELECT customer_id, currency, open_minor AS minor FROM invoice WHERE open_minor <> 0 \
        UNION ALL SELECT customer_id, currency, -unapplied_minor FROM receipt \
        WHERE unapplied_minor <> 0 AND customer_id IS NOT NULL \
        UNION ALL SELECT customer_id, currency, -minor FROM customer_balance\
        ) lines GROUP BY customer_id, currency HAVING SUM(minor) <> 0 \
        UNION ALL SELECT b.customer_id FROM customer_balance b CROSS JOIN balance_day d LEFT JOIN (\
        SELECT i.customer_id, i.currency, MIN(i.due_on) AS oldest_due, \
        CAST(SUM(CASE WHEN i.due_on < k.day THEN i.open_minor ELSE 0 END) AS BIGINT) AS minor, \
        MIN(CASE WHEN k.day <= i.due_on THEN i.due_on END) AS turns_on \
        FROM invoice i CROSS JOIN balance_day k WHERE i.open_minor <> 0 \
        GROUP BY i.customer_id, i.currency\
        ) o ON o.customer_id = b.customer_id AND o.currency = b.currency \
        WHERE COALESCE(b.oldest_due, '') <> COALESCE(o.oldest_due, '') \
        OR (d.day <= COALESCE(b.turns_on, d.day) AND (b.overdue_minor <> COALESCE(o.minor, 0) \
        OR COALESCE(b.turns_on, '') <> COALESCE(o.turns_on, ''))) \
        UNION ALL SELECT i.customer_id FROM invoice i LEFT JOIN customer_balance b \
        ON b.customer_id = i.customer_id AND b.currency = i.currency \
        WHERE i.open_minor <> 0 AND b.customer_id IS NULL \
        UNION ALL SELECT c.id FROM customer c LEFT JOIN (\
        SELECT customer_id, MAX(minor) AS minor, MAX(overdue_minor) AS overdue_minor, \
        MIN(oldest_due) AS oldest_due FROM customer_balance GROUP BY customer_id\
        ) b ON b.customer_id = c.id WHERE c.largest_minor <> COALESCE(b.minor, 0) \
        OR c.largest_overdue_minor <> COALESCE(b.overdue_minor, 0) \
        OR COALESCE(c.oldest_due, '') <> COALESCE(b.oldest_due, '') \
        UNION ALL SELECT c.id FROM customer c LEFT JOIN (SELECT customer_id, MAX(due_on) AS latest \
        FROM promise WHERE ended_on IS NULL GROUP BY customer_id) p ON p.customer_id = c.id \
        LEFT JOIN (SELECT customer_id, MAX(visited_on) AS latest FROM visit GROUP BY customer_id) v \
        ON v.customer_id = c.id WHERE c.promised_until <> COALESCE(p.latest, '') \
        OR c.visited_on <> COALESCE(v.latest, '')) off";
    OVER_ALLOCATED = "SELECT (SELECT COUNT(*) FROM invoice \
        WHERE open_minor < 0 OR amount_minor < open_minor) + (SELECT COUNT(*) FROM receipt \
        WHERE unapplied_minor < 0 OR amount_minor < unapplied_minor)";
    ALLOCATIONS_OFF = "SELECT COUNT(*) FROM allocation a \
        LEFT JOIN invoice i ON i.id = a.invoice_id LEFT JOIN receipt r ON r.id = a.receipt_id \
        WHERE i.id IS NULL OR r.id IS NULL OR i.currency <> a.currency \
        OR r.currency <> a.currency OR i.customer_id <> a.customer_id";
    /// Of a settlement, what is unpaired is its amount less its pairings; of all else nothing.
    MOVEMENTS_OFF = "SELECT COUNT(*) FROM movement m LEFT JOIN invoice i ON i.id = m.invoice_id \
        LEFT JOIN (SELECT subject_id, CAST(SUM(held_minor) AS BIGINT) AS minor FROM pairing \
        GROUP BY subject_id) p ON p.subject_id = m.id \
        WHERE i.id IS NULL OR i.currency <> m.currency OR i.customer_id <> m.customer_id \
        OR m.unpaired_minor < 0 OR m.unpaired_minor <> CASE m.direction \
        WHEN 'settled_elsewhere' THEN m.settled_minor - COALESCE(p.minor, 0) ELSE 0 END";
}
