-- A million documents: what each customer owes is kept, and reports read indexes and no bodies.

-- What stands open less what waits unapplied, by customer and currency. Made from the columns of
-- invoices and receipts in the transaction that writes them; it can be made anew at any time.
CREATE TABLE customer_balance (
    customer_id UUID NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    minor BIGINT NOT NULL,
    PRIMARY KEY (customer_id, currency)
);
INSERT INTO customer_balance
    SELECT customer_id, currency, CAST(SUM(minor) AS BIGINT) FROM (
        SELECT customer_id, currency, open_minor AS minor FROM invoice WHERE open_minor <> 0
        UNION ALL
        SELECT customer_id, currency, -unapplied_minor FROM receipt
            WHERE unapplied_minor <> 0 AND customer_id IS NOT NULL
    ) lines GROUP BY customer_id, currency;

-- The ageing of a day: what is open, and what was allocated only later.
CREATE INDEX invoice_open_on
    ON invoice (posted_on, currency, due_on, issued_on, open_minor, customer_id, id)
    WHERE open_minor <> 0;
CREATE INDEX allocation_effective_on
    ON allocation (effective_on, invoice_id, receipt_id, currency, amount_minor, customer_id);
-- The balance that proves it, on a path of its own.
CREATE INDEX invoice_posted ON invoice (currency, posted_on, amount_minor, customer_id);
CREATE INDEX receipt_valued ON receipt (currency, valued_on, amount_minor, customer_id);
