-- The log of changes can be cut from its beginning; what has to outlive it stands on its own.

-- Where a customer once was: who worked there may still say what happened in the shop.
CREATE TABLE customer_past (
    customer_id BLOB NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (customer_id, scope)
) STRICT, WITHOUT ROWID;
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
    device_id BLOB NOT NULL,
    scope TEXT NOT NULL,
    epoch BLOB NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    rows_here INTEGER NOT NULL,
    rows_there INTEGER NOT NULL,
    said_at INTEGER NOT NULL,
    PRIMARY KEY (device_id, scope, epoch, seq, kind)
) STRICT, WITHOUT ROWID;
