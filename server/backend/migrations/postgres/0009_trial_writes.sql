-- Written and emptied again to see whether the database takes anything in.
CREATE TABLE trial_writes (
    n BIGINT NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);
