-- What is polled, how fresh it is, and how far it has been read.
CREATE TABLE sources (
    n BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    interval_s BIGINT NOT NULL,
    last_good TIMESTAMPTZ,
    last_try TIMESTAMPTZ,
    fault JSONB,
    read_up_to BIGINT,
    cold_done_at TIMESTAMPTZ,
    swept_at TIMESTAMPTZ,
    retired_at TIMESTAMPTZ,
    pages BIGINT NOT NULL,
    records BIGINT NOT NULL,
    UNIQUE (kind, account, region)
);

-- Records that could not be taken in, with the reason; one row a record and reason, however often it comes.
CREATE TABLE ingest_rejects (
    fingerprint BYTEA NOT NULL PRIMARY KEY,
    source_n BIGINT NOT NULL REFERENCES sources (n),
    external_id TEXT,
    reason TEXT NOT NULL,
    document TEXT NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL,
    times BIGINT NOT NULL
);
CREATE INDEX ingest_rejects_last ON ingest_rejects (last_at, fingerprint);

-- Names of AWS accounts, from Organizations or from a finding.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    listed_at TIMESTAMPTZ
);
