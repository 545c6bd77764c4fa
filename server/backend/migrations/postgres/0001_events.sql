-- The event log. `event_head` gives the next place inside the transaction, so that commit order and
-- the order of `seq` are one; it is taken last, so that the row is locked only briefly.
CREATE TABLE event_head (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL
);
INSERT INTO event_head (one, seq) VALUES (1, 0);

CREATE TABLE events (
    seq BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    subjects JSONB NOT NULL
);

-- Who did what, append-only.
CREATE TABLE audit (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    person_id UUID,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    detail TEXT NOT NULL,
    address TEXT
);
CREATE INDEX audit_at ON audit (at, id);
