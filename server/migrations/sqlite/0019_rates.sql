-- Exchange rates: what a currency costs in the currency of a company's books, from a day on.
CREATE TABLE exchange_rate (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    currency TEXT NOT NULL,
    base TEXT NOT NULL,
    rate_on TEXT NOT NULL
) STRICT;

-- What balances in other currencies count against a customer's limit at the rates of the day that is
-- kept: lists are sorted by what a limit leaves. Made in the transaction that writes what it is made
-- of, and anew when a later day is asked about.
CREATE TABLE customer_converted (
    customer_id BLOB NOT NULL PRIMARY KEY,
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL
) STRICT;
CREATE TABLE rate_day (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    day TEXT NOT NULL
) STRICT;
INSERT INTO rate_day VALUES (1, '0001-01-01');
