-- How many people approve a change, a level; the levels follow each other.
CREATE TABLE approval_levels (
    level INTEGER NOT NULL PRIMARY KEY CHECK (level BETWEEN 1 AND 2),
    name TEXT NOT NULL,
    needed INTEGER NOT NULL CHECK (needed BETWEEN 1 AND 20)
);
INSERT INTO approval_levels (level, name, needed) VALUES (1, 'Security lead', 1), (2, 'Change manager', 1);

CREATE TABLE changes (
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'pending_approval', 'changes_requested', 'approved', 'scheduled', 'pending_calendar_override', 'running', 'succeeded', 'failed', 'rejected', 'cancelled', 'timed_out')),
    kind TEXT NOT NULL CHECK (kind IN ('standard', 'normal', 'emergency')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    rollback_text TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    requester_id BLOB NOT NULL,
    requester TEXT NOT NULL,
    levels TEXT NOT NULL CHECK (json_valid(levels)),
    created_at TEXT NOT NULL,
    asked_at TEXT,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX changes_state ON changes (state, starts_at);
CREATE INDEX changes_changed ON changes (changed_at, id);
CREATE INDEX changes_window ON changes (ends_at, starts_at);

CREATE TABLE change_targets (
    change_id BLOB NOT NULL REFERENCES changes (id),
    n INTEGER NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (change_id, n)
);

CREATE TABLE change_links (
    change_id BLOB NOT NULL REFERENCES changes (id),
    n INTEGER NOT NULL,
    link TEXT NOT NULL,
    PRIMARY KEY (change_id, n)
);

-- What was asked for, a revision: what an approval is of can be read as long as the approval.
CREATE TABLE change_revisions (
    change_id BLOB NOT NULL REFERENCES changes (id),
    revision INTEGER NOT NULL,
    plan TEXT NOT NULL CHECK (json_valid(plan)),
    at TEXT NOT NULL,
    PRIMARY KEY (change_id, revision)
);

-- Nobody decides one level of one revision twice, whatever the code above thinks.
CREATE TABLE approvals (
    change_id BLOB NOT NULL REFERENCES changes (id),
    revision INTEGER NOT NULL,
    level INTEGER NOT NULL,
    approver_id BLOB NOT NULL,
    approver TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'request_changes')),
    comment TEXT NOT NULL,
    at TEXT NOT NULL,
    strip TEXT CHECK (json_valid(strip)),
    PRIMARY KEY (change_id, revision, level, approver_id)
);
CREATE INDEX approvals_approver ON approvals (approver_id, at);

CREATE TABLE change_history (
    change_id BLOB NOT NULL REFERENCES changes (id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    verb TEXT NOT NULL,
    revision INTEGER NOT NULL,
    old_state TEXT NOT NULL,
    new_state TEXT NOT NULL,
    comment TEXT NOT NULL,
    PRIMARY KEY (change_id, seq)
);

-- What is to be sent to the world outside. A row is marked only after it has been sent: what was told twice can be
-- lived with, what was never told cannot.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    made_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    fault TEXT,
    sent_at TEXT
);
CREATE INDEX outbox_due ON outbox (sent_at, due_at);

ALTER TABLE people ADD COLUMN mail TEXT;

INSERT INTO counters (name, value) VALUES ('change', 0);
