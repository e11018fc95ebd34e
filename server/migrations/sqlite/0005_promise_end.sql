-- The day on which a promise was taken back or replaced; lists count what stands.
ALTER TABLE promise ADD COLUMN ended_on TEXT;
