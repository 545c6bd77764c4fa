-- What each plane of Security Hub says of a finding, for findings that V2 has: a row of V2's, and one of CSPM's if it
-- has the finding too. A finding without a row here is CSPM's alone, and costs nothing more. `workflow` and `severity`
-- are what the plane reported last or was told. V2's document stands here where `finding_documents` has CSPM's.
CREATE TABLE finding_planes (
    n INTEGER NOT NULL REFERENCES findings (n),
    plane TEXT NOT NULL CHECK (plane IN ('cspm', 'v2')),
    source_n INTEGER NOT NULL REFERENCES sources (n),
    product_n INTEGER NOT NULL REFERENCES finding_products (n),
    metadata_uid TEXT,
    updated INTEGER NOT NULL,
    workflow TEXT NOT NULL CHECK (workflow IN ('NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED')),
    severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 4),
    record_state TEXT NOT NULL CHECK (record_state IN ('ACTIVE', 'ARCHIVED', 'NOT_REPORTED')),
    content_hash BLOB NOT NULL,
    dictionary INTEGER,
    body BLOB,
    PRIMARY KEY (n, plane)
);
CREATE INDEX finding_planes_source ON finding_planes (source_n, n);

-- Each plane is told by itself. SQLite keeps a primary key for as long as its table.
CREATE TABLE write_backs_next (
    n INTEGER NOT NULL REFERENCES findings (n),
    account TEXT NOT NULL,
    turn INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'refused', 'written')),
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    written TEXT NOT NULL CHECK (json_valid(written)),
    queued_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    code TEXT,
    fault TEXT,
    plane TEXT NOT NULL CHECK (plane IN ('cspm', 'v2')),
    PRIMARY KEY (n, plane)
);
INSERT INTO write_backs_next (n, account, turn, state, wanted, written, queued_at, next_at, attempts, code, fault, plane)
SELECT n, account, turn, state, wanted, written, queued_at, next_at, attempts, code, fault, 'cspm' FROM write_backs;
DROP TABLE write_backs;
ALTER TABLE write_backs_next RENAME TO write_backs;
CREATE INDEX write_backs_due ON write_backs (next_at, n);
