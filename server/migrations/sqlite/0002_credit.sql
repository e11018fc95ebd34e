-- Credit: what was granted to a customer, one row each, and the requests for something else.

CREATE TABLE credit_line (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL UNIQUE,
    standing TEXT NOT NULL
) STRICT;

CREATE TABLE credit_request (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    state TEXT NOT NULL,
    sent_on TEXT NOT NULL
) STRICT;
CREATE INDEX credit_request_customer ON credit_request (customer_id);
CREATE INDEX credit_request_queue ON credit_request (state, sent_on, id);
