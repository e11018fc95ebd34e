-- Movements: what the file that leads the books settled or reopened of a document; pairings: which
-- money stands behind a movement; and of which day each source's last file was.

CREATE TABLE file_horizon (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    company_id BLOB NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL
) STRICT;

-- `settled_minor` is signed: below nothing where the document was opened again.
CREATE TABLE movement (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB NOT NULL,
    invoice_id BLOB NOT NULL,
    direction TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    settled_minor INTEGER NOT NULL,
    unpaired_minor INTEGER NOT NULL
) STRICT;
CREATE INDEX movement_customer ON movement (customer_id);
CREATE INDEX movement_invoice ON movement (invoice_id, effective_on, settled_minor);
CREATE INDEX movement_unpaired ON movement (customer_id) WHERE unpaired_minor <> 0;

-- `held_minor` is what of its subject it keeps from being paired again; `covered_minor` what of the
-- document falls by the receipt instead of the movement, from `covered_on`.
CREATE TABLE pairing (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    recorded_seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    customer_id BLOB,
    subject_id BLOB NOT NULL,
    invoice_id BLOB,
    receipt_id BLOB,
    state TEXT NOT NULL,
    currency TEXT NOT NULL,
    held_minor INTEGER NOT NULL,
    covered_minor INTEGER NOT NULL,
    covered_on TEXT
) STRICT;
CREATE INDEX pairing_customer ON pairing (customer_id);
CREATE INDEX pairing_subject ON pairing (subject_id, state);
CREATE INDEX pairing_invoice ON pairing (invoice_id, covered_on, covered_minor);
CREATE INDEX pairing_receipt ON pairing (receipt_id);

-- All that lowers a document, each line with its day.
CREATE VIEW settlement AS
    SELECT invoice_id, customer_id, currency, effective_on, amount_minor FROM allocation
    UNION ALL
    SELECT invoice_id, customer_id, currency, effective_on, settled_minor FROM movement
    UNION ALL
    SELECT invoice_id, customer_id, currency, covered_on, -covered_minor FROM pairing
    WHERE covered_minor <> 0;
