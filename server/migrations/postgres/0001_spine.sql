-- The spine: commands and their verdicts, rows with their bodies, and the feed of each scope.
-- `body` is the row as it is carried and kept everywhere, and the truth; the columns beside it are
-- what is filtered, sorted or summed by. Days are ISO text, money is minor units, instants are
-- milliseconds since 1970. Text that is sorted or compared is in byte order ("C"), as in SQLite.

-- One row. `recorded_seq` counts recorded commands in commit order; raising it is the first thing a
-- writer does, so that writers of several processes go one after the other.
CREATE TABLE meta (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch UUID NOT NULL,
    recorded_seq BIGINT NOT NULL
);

CREATE TABLE scope_head (
    scope TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL,
    -- Changes up to this one have been cut away.
    horizon BIGINT NOT NULL
);

CREATE TABLE change (
    scope TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    row_id UUID NOT NULL,
    version BIGINT NOT NULL,
    op_id UUID NOT NULL,
    body TEXT,
    PRIMARY KEY (scope, seq)
);
-- Where a customer once was.
CREATE INDEX change_leave ON change (row_id) WHERE kind = 'leave';

CREATE TABLE device (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    last_op_seq BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    last_pull_day TEXT COLLATE "C",
    revoked_at BIGINT
);
CREATE INDEX device_user ON device (user_id);

CREATE TABLE command (
    op_id UUID NOT NULL PRIMARY KEY,
    device_id UUID NOT NULL,
    op_seq BIGINT NOT NULL,
    author UUID NOT NULL,
    customer_id UUID,
    kind TEXT NOT NULL,
    acted_on TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    payload TEXT NOT NULL,
    verdict TEXT NOT NULL,
    clock_suspect BIGINT NOT NULL,
    -- 1 while it is in quarantine and later facts of its customer stand behind it.
    held BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    UNIQUE (device_id, op_seq)
);
CREATE INDEX command_held ON command (customer_id) WHERE held = 1;

-- Another body that came under the id of a known command: kept, never run.
CREATE TABLE collision (
    op_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    device_id UUID NOT NULL,
    op_seq BIGINT NOT NULL,
    payload TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (op_id, digest)
);

CREATE TABLE credential (
    user_id UUID NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL
);

CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE company (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    code TEXT COLLATE "C" NOT NULL
);

CREATE TABLE territory (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    code TEXT COLLATE "C" NOT NULL
);

CREATE TABLE app_user (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    login TEXT NOT NULL
);

CREATE TABLE policy (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    policy_version BIGINT NOT NULL,
    valid_from TEXT COLLATE "C" NOT NULL
);

CREATE TABLE bank_horizon (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    company_id UUID NOT NULL,
    reaches TEXT COLLATE "C" NOT NULL
);

CREATE TABLE customer (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    territory_id UUID
);
CREATE INDEX customer_territory ON customer (territory_id, sort_key, id);
CREATE INDEX customer_sort ON customer (sort_key, id);

CREATE TABLE invoice (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    company_id UUID NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    issued_on TEXT COLLATE "C" NOT NULL,
    posted_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL,
    open_minor BIGINT NOT NULL
);
CREATE INDEX invoice_customer ON invoice (customer_id);
CREATE INDEX invoice_open ON invoice (customer_id, currency, due_on, open_minor)
    WHERE open_minor <> 0;

CREATE TABLE receipt (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID,
    company_id UUID NOT NULL,
    source TEXT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    valued_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL,
    unapplied_minor BIGINT NOT NULL
);
CREATE INDEX receipt_customer ON receipt (customer_id, valued_on);
CREATE INDEX receipt_unapplied ON receipt (customer_id, currency, unapplied_minor)
    WHERE unapplied_minor <> 0;

CREATE TABLE allocation (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    receipt_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL,
    effective_on TEXT COLLATE "C" NOT NULL
);
CREATE INDEX allocation_customer ON allocation (customer_id);
CREATE INDEX allocation_invoice ON allocation (invoice_id, effective_on, amount_minor);
CREATE INDEX allocation_receipt ON allocation (receipt_id, effective_on, amount_minor);

CREATE TABLE promise (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    made_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL
);
CREATE INDEX promise_customer ON promise (customer_id, due_on);
CREATE INDEX promise_made ON promise (made_on, id);

CREATE TABLE visit (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    visited_on TEXT COLLATE "C" NOT NULL
);
CREATE INDEX visit_customer ON visit (customer_id, visited_on);

CREATE TABLE inbox (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    user_id UUID NOT NULL,
    customer_id UUID
);
CREATE INDEX inbox_user ON inbox (user_id);
