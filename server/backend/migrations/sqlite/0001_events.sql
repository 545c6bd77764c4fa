-- The event log. `event_head` gives the next place inside the transaction, so that commit order and
-- the order of `seq` are one; it is taken last, so that the row is locked only briefly.
CREATE TABLE event_head (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
);
INSERT INTO event_head (one, seq) VALUES (1, 0);

CREATE TABLE events (
    seq INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    subjects TEXT NOT NULL CHECK (json_valid(subjects))
);

-- Who did what, append-only.
CREATE TABLE audit (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    person_id BLOB,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    detail TEXT NOT NULL,
    address TEXT
);
CREATE INDEX audit_at ON audit (at, id);
