-- Standards that are enabled, of each account and region that is asked. `state` and `reason` are AWS's words.
CREATE TABLE enabled_standards (
    source_n BIGINT NOT NULL REFERENCES sources (n),
    standard TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (source_n, standard)
);

-- The controls of each of them there, and whether they are switched on.
CREATE TABLE standard_controls (
    source_n BIGINT NOT NULL REFERENCES sources (n),
    standard TEXT NOT NULL,
    control TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ENABLED', 'DISABLED')),
    reason TEXT,
    PRIMARY KEY (source_n, standard, control)
);

-- What each control is: AWS says the same everywhere. `update_status` is AWS's word.
CREATE TABLE security_controls (
    control TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    severity TEXT NOT NULL,
    remediation_url TEXT NOT NULL,
    update_status TEXT NOT NULL
);

-- How many controls stood how on each day of UTC, as it was last computed on it. An empty standard is all of them, each
-- control once; an empty account is all of them. `day` counts days since 1970.
CREATE TABLE standard_scores (
    day BIGINT NOT NULL,
    standard TEXT NOT NULL,
    account TEXT NOT NULL,
    failed BIGINT NOT NULL,
    unknown BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    no_data BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    computed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (standard, account, day)
);
CREATE INDEX standard_scores_day ON standard_scores (day);
-- Moves on whenever what is enabled changes.
INSERT INTO counters (name, value) VALUES ('standards', 0);
