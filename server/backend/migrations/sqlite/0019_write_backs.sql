-- Which accounts are written to. None is until somebody switches it on: the row is made then.
CREATE TABLE write_back_accounts (
    account TEXT NOT NULL PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('observe_only', 'write_back')),
    version INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);

-- Findings of which AWS is still to be told something, and those of which it was told a moment ago. `wanted` is what is
-- to be written and `written` what was. `turn` grows with every act, so that an answer to an older one is known as such.
CREATE TABLE write_backs (
    n INTEGER NOT NULL PRIMARY KEY REFERENCES findings (n),
    account TEXT NOT NULL,
    turn INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'refused', 'written')),
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    written TEXT NOT NULL CHECK (json_valid(written)),
    queued_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    code TEXT,
    fault TEXT
);
CREATE INDEX write_backs_due ON write_backs (next_at, n);
