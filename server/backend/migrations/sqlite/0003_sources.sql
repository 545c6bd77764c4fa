-- What is polled, how fresh it is, and how far it has been read.
CREATE TABLE sources (
    n INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    interval_s INTEGER NOT NULL,
    last_good TEXT,
    last_try TEXT,
    fault TEXT CHECK (fault IS NULL OR json_valid(fault)),
    read_up_to INTEGER,
    cold_done_at TEXT,
    swept_at TEXT,
    retired_at TEXT,
    pages INTEGER NOT NULL,
    records INTEGER NOT NULL,
    UNIQUE (kind, account, region)
);

-- Records that could not be taken in, with the reason; one row a record and reason, however often it comes.
CREATE TABLE ingest_rejects (
    fingerprint BLOB NOT NULL PRIMARY KEY,
    source_n INTEGER NOT NULL REFERENCES sources (n),
    external_id TEXT,
    reason TEXT NOT NULL,
    document TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    times INTEGER NOT NULL
);
CREATE INDEX ingest_rejects_last ON ingest_rejects (last_at, fingerprint);

-- Names of AWS accounts, from Organizations or from a finding.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    listed_at TEXT
);
