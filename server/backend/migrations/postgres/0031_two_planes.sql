-- What each plane of Security Hub says of a finding, for findings that V2 has: a row of V2's, and one of CSPM's if it
-- has the finding too. A finding without a row here is CSPM's alone, and costs nothing more. `workflow` and `severity`
-- are what the plane reported last or was told. V2's document stands here where `finding_documents` has CSPM's.
CREATE TABLE finding_planes (
    n BIGINT NOT NULL REFERENCES findings (n),
    plane TEXT NOT NULL CHECK (plane IN ('cspm', 'v2')),
    source_n BIGINT NOT NULL REFERENCES sources (n),
    product_n BIGINT NOT NULL REFERENCES finding_products (n),
    metadata_uid TEXT,
    updated BIGINT NOT NULL,
    workflow TEXT NOT NULL CHECK (workflow IN ('NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED')),
    severity SMALLINT NOT NULL CHECK (severity BETWEEN 0 AND 4),
    record_state TEXT NOT NULL CHECK (record_state IN ('ACTIVE', 'ARCHIVED', 'NOT_REPORTED')),
    content_hash BYTEA NOT NULL,
    dictionary BIGINT,
    body BYTEA,
    PRIMARY KEY (n, plane)
);
CREATE INDEX finding_planes_source ON finding_planes (source_n, n);

-- Each plane is told by itself.
ALTER TABLE write_backs ADD COLUMN plane TEXT NOT NULL DEFAULT 'cspm' CHECK (plane IN ('cspm', 'v2'));
ALTER TABLE write_backs ALTER COLUMN plane DROP DEFAULT;
ALTER TABLE write_backs DROP CONSTRAINT write_backs_pkey, ADD PRIMARY KEY (n, plane);
