-- How many people approve a change, a level; the levels follow each other.
CREATE TABLE approval_levels (
    level BIGINT NOT NULL PRIMARY KEY CHECK (level BETWEEN 1 AND 2),
    name TEXT NOT NULL,
    needed BIGINT NOT NULL CHECK (needed BETWEEN 1 AND 20)
);
INSERT INTO approval_levels (level, name, needed) VALUES (1, 'Security lead', 1), (2, 'Change manager', 1);

CREATE TABLE changes (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'pending_approval', 'changes_requested', 'approved', 'scheduled', 'pending_calendar_override', 'running', 'succeeded', 'failed', 'rejected', 'cancelled', 'timed_out')),
    kind TEXT NOT NULL CHECK (kind IN ('standard', 'normal', 'emergency')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    rollback_text TEXT NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    requester_id UUID NOT NULL,
    requester TEXT NOT NULL,
    levels JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    asked_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX changes_state ON changes (state, starts_at);
CREATE INDEX changes_changed ON changes (changed_at, id);
CREATE INDEX changes_window ON changes (ends_at, starts_at);

CREATE TABLE change_targets (
    change_id UUID NOT NULL REFERENCES changes (id),
    n BIGINT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (change_id, n)
);

CREATE TABLE change_links (
    change_id UUID NOT NULL REFERENCES changes (id),
    n BIGINT NOT NULL,
    link TEXT NOT NULL,
    PRIMARY KEY (change_id, n)
);

-- What was asked for, a revision: what an approval is of can be read as long as the approval.
CREATE TABLE change_revisions (
    change_id UUID NOT NULL REFERENCES changes (id),
    revision BIGINT NOT NULL,
    plan JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (change_id, revision)
);

-- Nobody decides one level of one revision twice, whatever the code above thinks.
CREATE TABLE approvals (
    change_id UUID NOT NULL REFERENCES changes (id),
    revision BIGINT NOT NULL,
    level BIGINT NOT NULL,
    approver_id UUID NOT NULL,
    approver TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'request_changes')),
    comment TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    strip JSONB,
    PRIMARY KEY (change_id, revision, level, approver_id)
);
CREATE INDEX approvals_approver ON approvals (approver_id, at);

CREATE TABLE change_history (
    change_id UUID NOT NULL REFERENCES changes (id),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    revision BIGINT NOT NULL,
    old_state TEXT NOT NULL,
    new_state TEXT NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (change_id, seq)
);

-- What is to be sent to the world outside. A row is marked only after it has been sent: what was told twice can be
-- lived with, what was never told cannot.
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    fault TEXT,
    sent_at TIMESTAMPTZ
);
CREATE INDEX outbox_due ON outbox (sent_at, due_at);

ALTER TABLE people ADD COLUMN mail TEXT;

INSERT INTO counters (name, value) VALUES ('change', 0);
