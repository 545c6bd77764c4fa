-- Wall screens. The hash of the code is what the store knows: who reads this table opens no wall with it.
CREATE TABLE screens (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT,
    revoked_by TEXT,
    revoked_at TEXT,
    version INTEGER NOT NULL
);

-- The word for the whole floor as it last turned: one row, so that "since" outlives a restart.
CREATE TABLE verdict_turns (
    n INTEGER NOT NULL PRIMARY KEY CHECK (n = 1),
    verdict TEXT NOT NULL CHECK (verdict IN ('clear', 'watch', 'incident', 'critical', 'blind')),
    since TEXT NOT NULL
);
