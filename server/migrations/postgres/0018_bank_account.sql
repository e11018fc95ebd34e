-- Bank accounts of customers and of others who pay for them: of the office, in no territory's feed.
CREATE TABLE bank_account (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    holder TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL
);
CREATE INDEX bank_account_customer ON bank_account (customer_id);
-- The same number at another customer.
CREATE INDEX bank_account_number ON bank_account (number) WHERE number <> '';
-- What waits for a second person.
CREATE INDEX bank_account_waits ON bank_account (customer_id) WHERE state IN ('adding', 'leaving');
