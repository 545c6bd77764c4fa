-- Written and emptied again to see whether the database takes anything in.
CREATE TABLE trial_writes (
    n INTEGER NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
);
