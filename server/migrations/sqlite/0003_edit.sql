-- The history of customers' files: what people and files changed, and what lost.
CREATE TABLE edit (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    edited_on TEXT NOT NULL
) STRICT;
CREATE INDEX edit_customer ON edit (customer_id, edited_on);
