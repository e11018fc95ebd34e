-- Imports through the web: who brought which file and what came of it, the rows that were not taken,
-- and the tie-out. None of it is a fact of the books.

-- `body` is the job as it is shown. `server` is the process that works on it, heard of at `beat_at`.
CREATE TABLE import_job (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    brought_at BIGINT NOT NULL,
    server UUID NOT NULL,
    beat_at BIGINT NOT NULL,
    -- 1 while the uploaded file is kept.
    staged BIGINT NOT NULL,
    -- 1 while its faulty rows and its tie-out are kept.
    detailed BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX import_job_brought ON import_job (brought_at, id);

CREATE TABLE import_fault (
    import_id UUID NOT NULL,
    place BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (import_id, place)
);

CREATE TABLE tie_out (
    import_id UUID NOT NULL,
    customer_id UUID NOT NULL,
    company TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
    here_minor BIGINT NOT NULL,
    here_documents BIGINT NOT NULL,
    file_minor BIGINT NOT NULL,
    file_documents BIGINT NOT NULL,
    -- 1 where the two sides say different things.
    differs BIGINT NOT NULL,
    PRIMARY KEY (import_id, customer_id, company, currency)
);
