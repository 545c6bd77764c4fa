-- Findings that are hidden until a time. A rule has its filter as a query; without one it is of findings that somebody
-- chose. `number` is what people call it by; `warned_at` and `ended_at` say that its owner was told, and its end carried out.
CREATE TABLE suppressions (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    filter TEXT,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    until_at TIMESTAMPTZ NOT NULL,
    off_since TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    last_matched TIMESTAMPTZ,
    warned_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ
);
CREATE INDEX suppressions_unfinished ON suppressions (ended_at, number);

-- What each of them hid, with how it was before. What somebody showed again, here or in AWS, has a time: it is not hidden
-- by the same suppression once more.
CREATE TABLE suppressed_findings (
    number BIGINT NOT NULL REFERENCES suppressions (number),
    n BIGINT NOT NULL REFERENCES findings (n),
    workflow TEXT NOT NULL CHECK (workflow IN ('NEW', 'NOTIFIED', 'RESOLVED')),
    aws_workflow TEXT NOT NULL CHECK (aws_workflow IN ('NEW', 'NOTIFIED', 'SUPPRESSED', 'RESOLVED')),
    at TIMESTAMPTZ NOT NULL,
    released_at TIMESTAMPTZ,
    PRIMARY KEY (number, n)
);
CREATE INDEX suppressed_findings_n ON suppressed_findings (n);

-- The suppression that hides the finding now.
ALTER TABLE findings ADD COLUMN suppression BIGINT;
-- The suppression that an act on findings makes, where it hides them until a time.
ALTER TABLE bulk_acts ADD COLUMN suppression BIGINT;
INSERT INTO counters (name, value) VALUES ('suppression', 0);
