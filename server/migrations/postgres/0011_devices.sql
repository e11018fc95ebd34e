-- Devices that are revoked, and passwords that somebody else drew.

-- The device a session is used from: it ends with the device.
ALTER TABLE session ADD COLUMN device_id UUID;
CREATE INDEX session_of_device ON session (device_id);

-- What a device said it still had to send, and when it let go of what it had received.
ALTER TABLE device ADD COLUMN pending BIGINT;
ALTER TABLE device ADD COLUMN wiped_at BIGINT;

-- 1 until the password that somebody else drew was changed.
ALTER TABLE credential ADD COLUMN one_time BIGINT NOT NULL DEFAULT 0;

-- Customers whose search text has to be made anew; none, most of the time.
CREATE INDEX customer_not_found ON customer (id) WHERE search_key = '';
