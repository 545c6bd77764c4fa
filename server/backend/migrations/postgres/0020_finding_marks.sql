-- Up to which finding each person has seen them all, by the row number: findings are numbered as they come.
CREATE TABLE finding_marks (
    person TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
