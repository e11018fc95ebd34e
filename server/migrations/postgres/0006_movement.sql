-- Movements: what the file that leads the books settled or reopened of a document; pairings: which
-- money stands behind a movement; and of which day each source's last file was.

CREATE TABLE file_horizon (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    company_id UUID NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    as_of TEXT COLLATE "C" NOT NULL
);

-- `settled_minor` is signed: below nothing where the document was opened again.
CREATE TABLE movement (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    invoice_id UUID NOT NULL,
    direction TEXT COLLATE "C" NOT NULL,
    effective_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    settled_minor BIGINT NOT NULL,
    unpaired_minor BIGINT NOT NULL
);
CREATE INDEX movement_customer ON movement (customer_id);
CREATE INDEX movement_invoice ON movement (invoice_id, effective_on, settled_minor);
CREATE INDEX movement_unpaired ON movement (customer_id) WHERE unpaired_minor <> 0;

-- `held_minor` is what of its subject it keeps from being paired again; `covered_minor` what of the
-- document falls by the receipt instead of the movement, from `covered_on`.
CREATE TABLE pairing (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID,
    subject_id UUID NOT NULL,
    invoice_id UUID,
    receipt_id UUID,
    state TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    held_minor BIGINT NOT NULL,
    covered_minor BIGINT NOT NULL,
    covered_on TEXT COLLATE "C"
);
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
