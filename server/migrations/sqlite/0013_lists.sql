-- What a list of 20,000 customers is sorted by stands with each of them, made from their balances in
-- the transaction that writes those: the largest sum of any currency, the largest that is overdue, and
-- the earliest due day of what is open.
ALTER TABLE customer ADD COLUMN largest_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN largest_overdue_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN oldest_due TEXT;
UPDATE customer SET
    largest_minor = COALESCE((
        SELECT MAX(b.minor) FROM customer_balance b WHERE b.customer_id = customer.id
    ), 0),
    largest_overdue_minor = COALESCE((
        SELECT MAX(b.overdue_minor) FROM customer_balance b WHERE b.customer_id = customer.id
    ), 0),
    oldest_due = (
        SELECT MIN(b.oldest_due) FROM customer_balance b WHERE b.customer_id = customer.id
    );

-- Whether anything was settled after a day.
CREATE INDEX movement_effective ON movement (effective_on);
CREATE INDEX pairing_covered ON pairing (covered_on) WHERE covered_minor <> 0;

-- Of whom a due day has passed since the day that is kept.
CREATE INDEX customer_balance_turns ON customer_balance (turns_on);
