-- Bank accounts of customers and of others who pay for them: of the office, in no territory's feed.
CREATE TABLE bank_account (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    number TEXT NOT NULL,
    holder TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX bank_account_customer ON bank_account (customer_id);
-- The same number at another customer.
CREATE INDEX bank_account_number ON bank_account (number) WHERE number <> '';
-- What waits for a second person.
CREATE INDEX bank_account_waits ON bank_account (customer_id) WHERE state IN ('adding', 'leaving');
