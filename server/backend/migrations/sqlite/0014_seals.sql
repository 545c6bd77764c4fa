-- The key that a page's hidden fields are sealed with: one row, made when it is first needed, the same for all processes.
CREATE TABLE seals (
    n INTEGER NOT NULL PRIMARY KEY CHECK (n = 1),
    secret BLOB NOT NULL
);
