-- AWS Health: an event is one row for all accounts; its texts and entities stand beside it.
CREATE TABLE health_events (
    id BLOB NOT NULL PRIMARY KEY,
    arn TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    type_code TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('issue', 'scheduledChange', 'accountNotification', 'investigation')),
    status TEXT NOT NULL CHECK (status IN ('open', 'upcoming', 'closed')),
    region TEXT NOT NULL,
    start_at TEXT,
    end_at TEXT,
    updated_at TEXT NOT NULL,
    scope_code TEXT NOT NULL,
    actionability TEXT,
    accounts TEXT NOT NULL CHECK (json_valid(accounts)),
    unrecognised TEXT NOT NULL CHECK (json_valid(unrecognised)),
    content_hash BLOB NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX health_events_status ON health_events (status, updated_at);

-- AWS keeps only the newest text of an event; every one that was seen stays here.
CREATE TABLE health_event_texts (
    event_id BLOB NOT NULL REFERENCES health_events (id),
    seen_at TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (event_id, seen_at)
);

CREATE TABLE health_entities (
    event_id BLOB NOT NULL REFERENCES health_events (id),
    account TEXT NOT NULL,
    value TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('IMPAIRED', 'UNIMPAIRED', 'UNKNOWN', 'PENDING', 'RESOLVED')),
    updated_at TEXT,
    PRIMARY KEY (event_id, account, value)
);
