-- What may be sold on credit is listed by what a limit leaves, and by whose limit is exceeded: the
-- amount, its currency and its days stand beside the grant. Without a first or a last day it counts
-- from before and until after every day there is.
ALTER TABLE credit_line ADD COLUMN limit_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credit_line ADD COLUMN currency TEXT NOT NULL DEFAULT '';
ALTER TABLE credit_line ADD COLUMN valid_from TEXT NOT NULL DEFAULT '';
ALTER TABLE credit_line ADD COLUMN valid_until TEXT NOT NULL DEFAULT '9999';
UPDATE credit_line SET
    limit_minor = COALESCE(json_extract(body, '$.standing.amount.minor'), 0),
    currency = COALESCE(json_extract(body, '$.standing.amount.currency'), ''),
    valid_from = COALESCE(json_extract(body, '$.valid_from'), ''),
    valid_until = COALESCE(json_extract(body, '$.valid_until'), '9999');

-- The latest day of a promise that stands and of a visit stand with each customer too, made from
-- those rows in the transaction that writes them: lists are sorted by them.
ALTER TABLE customer ADD COLUMN promised_until TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN visited_on TEXT NOT NULL DEFAULT '';
UPDATE customer SET
    promised_until = COALESCE((
        SELECT MAX(p.due_on) FROM promise p
        WHERE p.customer_id = customer.id AND p.ended_on IS NULL
    ), ''),
    visited_on = COALESCE((
        SELECT MAX(v.visited_on) FROM visit v WHERE v.customer_id = customer.id
    ), '');

-- How many fields of a customer's file wait for a second person.
ALTER TABLE customer ADD COLUMN proposals INTEGER NOT NULL DEFAULT 0;
CREATE INDEX customer_proposals ON customer (proposals) WHERE proposals <> 0;
