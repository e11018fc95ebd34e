-- The history of customers' files: what people and files changed, and what lost.
CREATE TABLE edit (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    customer_id UUID NOT NULL,
    author UUID NOT NULL,
    edited_on TEXT COLLATE "C" NOT NULL
);
CREATE INDEX edit_customer ON edit (customer_id, edited_on);

-- The key is made anew when the server opens: from now on a customer is found by what people entered
-- too, contacts and their numbers for one.
UPDATE customer SET search_key = '';
