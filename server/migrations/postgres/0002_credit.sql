-- Credit: what was granted to a customer, one row each, and the requests for something else.

CREATE TABLE credit_line (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL UNIQUE,
    standing TEXT COLLATE "C" NOT NULL
);

CREATE TABLE credit_request (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    sent_on TEXT COLLATE "C" NOT NULL
);
CREATE INDEX credit_request_customer ON credit_request (customer_id);
CREATE INDEX credit_request_queue ON credit_request (state, sent_on, id);
