CREATE TABLE people (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    disabled_at TEXT,
    failed_attempts INTEGER NOT NULL,
    locked_until TEXT,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL
);

-- The id is the hash of what the browser holds: who reads this table cannot sign in with it.
CREATE TABLE sessions (
    id_hash BLOB NOT NULL PRIMARY KEY,
    person_id BLOB REFERENCES people (id),
    content TEXT NOT NULL CHECK (json_valid(content)),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);

-- Links that may be used once, such as the one that makes the first administrator.
CREATE TABLE one_time_links (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    expires_at TEXT NOT NULL
);
