CREATE TABLE people (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    roles JSONB NOT NULL,
    disabled_at TIMESTAMPTZ,
    failed_attempts BIGINT NOT NULL,
    locked_until TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);

-- The id is the hash of what the browser holds: who reads this table cannot sign in with it.
CREATE TABLE sessions (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID REFERENCES people (id),
    content JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);

-- Links that may be used once, such as the one that makes the first administrator.
CREATE TABLE one_time_links (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    expires_at TIMESTAMPTZ NOT NULL
);
