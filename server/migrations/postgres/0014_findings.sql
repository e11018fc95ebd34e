-- What does not fit of a customer's promises, slips and money, kept beside the standings of promises: a
-- cache, made by the rules alone, so that 回款核对 reads a page and judges nobody.
CREATE TABLE finding (
    subject_id UUID NOT NULL,
    finding TEXT COLLATE "C" NOT NULL,
    customer_id UUID NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (subject_id, finding)
);
CREATE INDEX finding_day ON finding (finding, on_day, customer_id);
CREATE INDEX finding_customer ON finding (customer_id, finding, on_day, subject_id);
CREATE INDEX promise_standing_customer ON promise_standing (customer_id);

-- Customers are judged as a whole now, with promises or without.
ALTER TABLE promise_unjudged RENAME TO unjudged;
ALTER TABLE promise_judged RENAME TO judged;
ALTER TABLE judged DROP COLUMN register_head;
-- How far the bank data of each company reached; a row of the register that no rule reads is no reason.
ALTER TABLE judged ADD COLUMN horizons TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE judged SET judged_on = '0001-01-01', terms = '';
INSERT INTO unjudged (customer_id)
    SELECT customer_id FROM promise
    UNION SELECT customer_id FROM field_receipt WHERE state IN ('in_hand', 'on_account')
    UNION SELECT customer_id FROM movement WHERE unpaired_minor <> 0
    UNION SELECT customer_id FROM receipt WHERE unapplied_minor <> 0 AND customer_id IS NOT NULL
    ON CONFLICT (customer_id) DO NOTHING;

-- Lists of 20,000 customers and of what is open, in the orders of their headings.
CREATE INDEX promise_listed ON promise (customer_id, due_on) WHERE ended_on IS NULL;
CREATE INDEX invoice_open_amount ON invoice (currency, open_minor DESC, id) WHERE open_minor <> 0;

-- Counts what may change sums of what is owed, so that they are made once between two changes.
CREATE TABLE books (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    version BIGINT NOT NULL
);
INSERT INTO books VALUES (1, 0);

-- Money of nobody that nobody has spoken of.
CREATE INDEX receipt_of_nobody ON receipt (valued_on, id) WHERE customer_id IS NULL;
