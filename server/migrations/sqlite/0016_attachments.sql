-- What is attached to visits, slips and customers' files; and what of their content has come.
CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    blob TEXT NOT NULL,
    state TEXT NOT NULL,
    attached_on TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_customer ON attachment (customer_id);
CREATE INDEX attachment_blob ON attachment (blob);
CREATE INDEX attachment_awaited ON attachment (blob) WHERE state = 'awaited';

-- A blob under its digest: how long it is said to be, how much of it has come from the beginning, what
-- it is once it is whole.
CREATE TABLE blob (
    digest TEXT NOT NULL PRIMARY KEY,
    bytes INTEGER NOT NULL,
    here INTEGER NOT NULL,
    media TEXT,
    brought_by BLOB NOT NULL,
    touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blob_touched ON blob (touched_at);

CREATE TABLE blob_piece (
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, at)
) STRICT;
