-- Slips: field receipts as reps wrote them, and hand-ins as cashiers counted them.

-- `state`: in_hand and on_account wait to be booked, the first by a hand-in, the second by the
-- bank's own receipt; handed_in, cancelled. `slip` is the number in lower case, to be searched.
CREATE TABLE field_receipt (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    company_id UUID NOT NULL,
    slip_series TEXT COLLATE "C" NOT NULL,
    slip_number BIGINT NOT NULL,
    slip TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    taken_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL
);
CREATE INDEX field_receipt_customer ON field_receipt (customer_id, taken_on);
CREATE INDEX field_receipt_series ON field_receipt (author, slip_series, slip_number);
CREATE INDEX field_receipt_state ON field_receipt (state, taken_on, id);

CREATE TABLE hand_in (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    rep UUID NOT NULL,
    cashier UUID NOT NULL,
    company_id UUID NOT NULL,
    handed_in_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    expected_minor BIGINT NOT NULL,
    counted_minor BIGINT NOT NULL
);
CREATE INDEX hand_in_rep ON hand_in (rep, handed_in_on, id);
CREATE INDEX hand_in_day ON hand_in (handed_in_on, id);
