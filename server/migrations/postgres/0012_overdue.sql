-- What of each balance is overdue is kept too: lists of 20,000 customers are sorted by it all day.

-- The day of which everything that is kept of overdue documents is; it is made anew when a later
-- day is asked about.
CREATE TABLE balance_day (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    day TEXT COLLATE "C" NOT NULL
);
INSERT INTO balance_day VALUES (1, '0001-01-01');

-- Open documents that were due before that day; the earliest due day of all open ones; and the
-- earliest that is not yet past, after which the sum is another.
ALTER TABLE customer_balance ADD COLUMN overdue_minor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE customer_balance ADD COLUMN oldest_due TEXT COLLATE "C";
ALTER TABLE customer_balance ADD COLUMN turns_on TEXT COLLATE "C";
UPDATE customer_balance SET oldest_due = (
    SELECT MIN(i.due_on) FROM invoice i WHERE i.open_minor <> 0
        AND i.customer_id = customer_balance.customer_id AND i.currency = customer_balance.currency
);
UPDATE customer_balance SET turns_on = oldest_due;
