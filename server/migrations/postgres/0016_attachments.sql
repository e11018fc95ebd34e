-- What is attached to visits, slips and customers' files; and what of their content has come.
CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    blob TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attached_on TEXT COLLATE "C" NOT NULL
);
CREATE INDEX attachment_customer ON attachment (customer_id);
CREATE INDEX attachment_blob ON attachment (blob);
CREATE INDEX attachment_awaited ON attachment (blob) WHERE state = 'awaited';

-- A blob under its digest: how long it is said to be, how much of it has come from the beginning, what
-- it is once it is whole.
CREATE TABLE blob (
    digest TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    bytes BIGINT NOT NULL,
    here BIGINT NOT NULL,
    media TEXT COLLATE "C",
    brought_by UUID NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX blob_touched ON blob (touched_at);

CREATE TABLE blob_piece (
    digest TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (digest, at)
);
