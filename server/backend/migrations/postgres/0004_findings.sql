-- What many findings share stands once. Times of findings are microseconds since 1970 in UTC: five
-- of them a row as text would cost more than the title.
CREATE TABLE finding_products (
    n BIGINT NOT NULL PRIMARY KEY,
    fingerprint BYTEA NOT NULL UNIQUE,
    product_arn TEXT NOT NULL,
    product_name TEXT NOT NULL,
    company_name TEXT
);

CREATE TABLE finding_kinds (
    n BIGINT NOT NULL PRIMARY KEY,
    fingerprint BYTEA NOT NULL UNIQUE,
    title TEXT NOT NULL,
    generator TEXT NOT NULL,
    control TEXT,
    standards JSONB NOT NULL,
    types JSONB NOT NULL
);

-- `n` is dense from 1: the row's place in the in-memory index. `id` is made from account, product and AWS's id.
CREATE TABLE findings (
    n BIGINT NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    source_n BIGINT NOT NULL REFERENCES sources (n),
    product_n BIGINT NOT NULL REFERENCES finding_products (n),
    kind_n BIGINT NOT NULL REFERENCES finding_kinds (n),
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    aws_finding_id TEXT NOT NULL,
    severity SMALLINT NOT NULL CHECK (severity BETWEEN 0 AND 4),
    workflow TEXT NOT NULL CHECK (workflow IN ('NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED')),
    aws_workflow TEXT NOT NULL CHECK (aws_workflow IN ('NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED')),
    record_state TEXT NOT NULL CHECK (record_state IN ('ACTIVE', 'ARCHIVED', 'NOT_REPORTED')),
    compliance TEXT CHECK (compliance IN ('PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE')),
    resources JSONB NOT NULL,
    assignee TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    not_reported_since BIGINT,
    content_hash BYTEA NOT NULL
);

-- Trained on real documents; 0 stands for none.
CREATE TABLE zstd_dictionaries (
    n BIGINT NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);

-- The whole document, compressed. Lists never read it.
CREATE TABLE finding_documents (
    n BIGINT NOT NULL PRIMARY KEY REFERENCES findings (n),
    dictionary BIGINT NOT NULL,
    body BYTEA NOT NULL
);

CREATE TABLE finding_history (
    n BIGINT NOT NULL REFERENCES findings (n),
    seq BIGINT NOT NULL,
    field TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    old TEXT,
    new TEXT,
    reason TEXT,
    PRIMARY KEY (n, seq, field)
);

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('finding', 0), ('finding_product', 0), ('finding_kind', 0), ('source', 0);
