-- Exchange rates: what a currency costs in the currency of a company's books, from a day on.
CREATE TABLE exchange_rate (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    base TEXT COLLATE "C" NOT NULL,
    rate_on TEXT COLLATE "C" NOT NULL
);

-- What balances in other currencies count against a customer's limit at the rates of the day that is
-- kept: lists are sorted by what a limit leaves. Made in the transaction that writes what it is made
-- of, and anew when a later day is asked about.
CREATE TABLE customer_converted (
    customer_id UUID NOT NULL PRIMARY KEY,
    currency TEXT COLLATE "C" NOT NULL,
    minor BIGINT NOT NULL
);
CREATE TABLE rate_day (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    day TEXT COLLATE "C" NOT NULL
);
INSERT INTO rate_day VALUES (1, '0001-01-01');
