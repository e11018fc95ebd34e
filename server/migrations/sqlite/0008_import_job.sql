-- Imports through the web: who brought which file and what came of it, the rows that were not taken,
-- and the tie-out. None of it is a fact of the books.

-- `body` is the job as it is shown. `server` is the process that works on it, heard of at `beat_at`.
CREATE TABLE import_job (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    brought_at INTEGER NOT NULL,
    server BLOB NOT NULL,
    beat_at INTEGER NOT NULL,
    -- 1 while the uploaded file is kept.
    staged INTEGER NOT NULL,
    -- 1 while its faulty rows and its tie-out are kept.
    detailed INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX import_job_brought ON import_job (brought_at, id);

CREATE TABLE import_fault (
    import_id BLOB NOT NULL,
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (import_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE tie_out (
    import_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    company TEXT NOT NULL,
    currency TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    here_minor INTEGER NOT NULL,
    here_documents INTEGER NOT NULL,
    file_minor INTEGER NOT NULL,
    file_documents INTEGER NOT NULL,
    -- 1 where the two sides say different things.
    differs INTEGER NOT NULL,
    PRIMARY KEY (import_id, customer_id, company, currency)
) STRICT, WITHOUT ROWID;
