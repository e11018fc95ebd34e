-- The log of changes can be cut from its beginning; what has to outlive it stands on its own.

-- Where a customer once was: who worked there may still say what happened in the shop.
CREATE TABLE customer_past (
    customer_id UUID NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (customer_id, scope)
);
INSERT INTO customer_past (customer_id, scope)
    SELECT DISTINCT row_id, scope FROM change WHERE kind = 'leave';
DROP INDEX change_leave;
-- With which number what is young begins.
CREATE INDEX command_received ON command (received_at, recorded_seq);
-- What a wrong clock has said, and what came twice, by device.
CREATE INDEX command_suspect ON command (device_id) WHERE clock_suspect = 1;
CREATE INDEX collision_device ON collision (device_id);

-- Where a device held other rows than the server at the same number, as it said itself.
CREATE TABLE difference (
    device_id UUID NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    epoch UUID NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    rows_here BIGINT NOT NULL,
    rows_there BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (device_id, scope, epoch, seq, kind)
);
