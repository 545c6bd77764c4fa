-- Which accounts are written to. None is until somebody switches it on: the row is made then.
CREATE TABLE write_back_accounts (
    account TEXT NOT NULL PRIMARY KEY,
    mode TEXT NOT NULL CHECK (mode IN ('observe_only', 'write_back')),
    version BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- Findings of which AWS is still to be told something, and those of which it was told a moment ago. `wanted` is what is
-- to be written and `written` what was. `turn` grows with every act, so that an answer to an older one is known as such.
CREATE TABLE write_backs (
    n BIGINT NOT NULL PRIMARY KEY REFERENCES findings (n),
    account TEXT NOT NULL,
    turn BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'refused', 'written')),
    wanted JSONB NOT NULL,
    written JSONB NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL,
    next_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    code TEXT,
    fault TEXT
);
CREATE INDEX write_backs_due ON write_backs (next_at, n);
