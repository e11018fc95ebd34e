-- The spine: commands and their verdicts, rows with their bodies, and the feed of each scope.
-- `body` is the row as it is carried and kept everywhere, and the truth; the columns beside it are
-- what is filtered, sorted or summed by. Days are ISO text, money is minor units, instants are
-- milliseconds since 1970.

-- One row. `recorded_seq` counts recorded commands in commit order; raising it is the first thing a
-- writer does, so that writers of several processes go one after the other.
CREATE TABLE meta (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch BLOB NOT NULL,
    recorded_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE scope_head (
    scope TEXT NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    -- Changes up to this one have been cut away.
    horizon INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    scope TEXT NOT NULL,
    seq INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    op_id BLOB NOT NULL,
    body TEXT,
    PRIMARY KEY (scope, seq)
) STRICT;
-- Where a customer once was.
CREATE INDEX change_leave ON change (row_id) WHERE kind = 'leave';

CREATE TABLE device (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    last_op_seq INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    last_seen_at INTEGER,
    last_pull_day TEXT,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX device_user ON device (user_id);

CREATE TABLE command (
    op_id BLOB NOT NULL PRIMARY KEY,
    device_id BLOB NOT NULL,
    op_seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    customer_id BLOB,
    kind TEXT NOT NULL,
    acted_on TEXT NOT NULL,
    digest BLOB NOT NULL,
    payload TEXT NOT NULL,
    verdict TEXT NOT NULL,
    clock_suspect INTEGER NOT NULL,
    -- 1 while it is in quarantine and later facts of its customer stand behind it.
    held INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    UNIQUE (device_id, op_seq)
) STRICT;
CREATE INDEX command_held ON command (customer_id) WHERE held = 1;

-- Another body that came under the id of a known command: kept, never run.
CREATE TABLE collision (
    op_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    device_id BLOB NOT NULL,
    op_seq INTEGER NOT NULL,
    payload TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (op_id, digest)
) STRICT;

CREATE TABLE credential (
    user_id BLOB NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE company (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE territory (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE app_user (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    login TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    valid_from TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_horizon (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    company_id BLOB NOT NULL,
    reaches TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customer (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    territory_id BLOB
) STRICT;
CREATE INDEX customer_territory ON customer (territory_id, sort_key, id);
CREATE INDEX customer_sort ON customer (sort_key, id);

CREATE TABLE invoice (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    posted_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    open_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX invoice_customer ON invoice (customer_id);
CREATE INDEX invoice_open ON invoice (customer_id, currency, due_on, open_minor)
    WHERE open_minor <> 0;

CREATE TABLE receipt (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB,
    company_id BLOB NOT NULL,
    source TEXT NOT NULL,
    number TEXT NOT NULL,
    valued_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    unapplied_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX receipt_customer ON receipt (customer_id, valued_on);
CREATE INDEX receipt_unapplied ON receipt (customer_id, currency, unapplied_minor)
    WHERE unapplied_minor <> 0;

CREATE TABLE allocation (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    receipt_id BLOB NOT NULL,
    invoice_id BLOB NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    effective_on TEXT NOT NULL
) STRICT;
CREATE INDEX allocation_customer ON allocation (customer_id);
CREATE INDEX allocation_invoice ON allocation (invoice_id, effective_on, amount_minor);
CREATE INDEX allocation_receipt ON allocation (receipt_id, effective_on, amount_minor);

CREATE TABLE promise (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    made_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX promise_customer ON promise (customer_id, due_on);
CREATE INDEX promise_made ON promise (made_on, id);

CREATE TABLE visit (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    author BLOB NOT NULL,
    visited_on TEXT NOT NULL
) STRICT;
CREATE INDEX visit_customer ON visit (customer_id, visited_on);

CREATE TABLE inbox (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    user_id BLOB NOT NULL,
    customer_id BLOB
) STRICT;
CREATE INDEX inbox_user ON inbox (user_id);
