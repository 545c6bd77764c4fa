-- How many days a finding of each severity may stay open; empty where there is no limit. One row for all, so that one
-- version fences them. Nobody has changed them yet: empty.
CREATE TABLE finding_deadlines (
    n BIGINT NOT NULL PRIMARY KEY CHECK (n = 1),
    informational BIGINT CHECK (informational BETWEEN 1 AND 3650),
    low BIGINT CHECK (low BETWEEN 1 AND 3650),
    medium BIGINT CHECK (medium BETWEEN 1 AND 3650),
    high BIGINT CHECK (high BETWEEN 1 AND 3650),
    critical BIGINT CHECK (critical BETWEEN 1 AND 3650),
    version BIGINT NOT NULL,
    changed_by TEXT,
    changed_at TIMESTAMPTZ
);
INSERT INTO finding_deadlines (n, informational, low, medium, high, critical, version) VALUES (1, NULL, 180, 90, 30, 7, 1);
