-- Slips: field receipts as reps wrote them, and hand-ins as cashiers counted them.

-- `state`: in_hand and on_account wait to be booked, the first by a hand-in, the second by the
-- bank's own receipt; handed_in, cancelled. `slip` is the number in lower case, to be searched.
CREATE TABLE field_receipt (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    company_id BLOB NOT NULL,
    slip_series TEXT NOT NULL,
    slip_number INTEGER NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL,
    method TEXT NOT NULL,
    taken_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX field_receipt_customer ON field_receipt (customer_id, taken_on);
CREATE INDEX field_receipt_series ON field_receipt (author, slip_series, slip_number);
CREATE INDEX field_receipt_state ON field_receipt (state, taken_on, id);

CREATE TABLE hand_in (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    rep BLOB NOT NULL,
    cashier BLOB NOT NULL,
    company_id BLOB NOT NULL,
    handed_in_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    expected_minor INTEGER NOT NULL,
    counted_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX hand_in_rep ON hand_in (rep, handed_in_on, id);
CREATE INDEX hand_in_day ON hand_in (handed_in_on, id);
