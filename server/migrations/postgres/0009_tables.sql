-- The desk's tables: views that people saved, standings of promises to filter by, and what the
-- dashboard sums.

CREATE TABLE saved_views (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    user_id UUID
);

-- What became of each promise when its customer was last judged: a cache, made by the rule alone.
CREATE TABLE promise_standing (
    promise_id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL,
    standing TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    amount_minor BIGINT NOT NULL
);
CREATE INDEX promise_standing_due
    ON promise_standing (standing, due_on, customer_id, currency, amount_minor);

-- Customers whose promises have to be judged anew.
CREATE TABLE promise_unjudged (
    customer_id UUID NOT NULL PRIMARY KEY
);
INSERT INTO promise_unjudged SELECT DISTINCT customer_id FROM promise;

-- For which day, and by which register, the others were judged.
CREATE TABLE promise_judged (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    judged_on TEXT COLLATE "C" NOT NULL,
    register_head BIGINT NOT NULL,
    terms TEXT NOT NULL
);
INSERT INTO promise_judged VALUES (1, '', 0, '');

-- The list of promises in the orders of its headings.
CREATE INDEX promise_due ON promise (due_on, id);

-- The dashboard: what is open by customer and day, all in the index; and the few allocations of
-- later days.
CREATE INDEX invoice_owed ON invoice (customer_id, currency, due_on, posted_on, open_minor)
    WHERE open_minor <> 0;
CREATE INDEX allocation_effective ON allocation (effective_on);
CREATE INDEX customer_in_territory ON customer (id, territory_id);
