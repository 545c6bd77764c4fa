-- Route 53 health checks. Shares are hundredths of a percent, durations microseconds: whole numbers.
CREATE TABLE health_checks (
    n INTEGER NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    kind TEXT,
    target TEXT NOT NULL,
    enabled TEXT NOT NULL CHECK (enabled IN ('on', 'off')),
    inverted TEXT NOT NULL CHECK (inverted IN ('no', 'yes')),
    interval_s INTEGER,
    failure_threshold INTEGER,
    children TEXT NOT NULL CHECK (json_valid(children)),
    health_threshold INTEGER,
    unrecognised TEXT NOT NULL CHECK (json_valid(unrecognised)),
    status TEXT NOT NULL CHECK (status IN ('healthy', 'unhealthy', 'unknown')),
    status_since TEXT NOT NULL,
    percent_healthy INTEGER,
    first_byte_us INTEGER,
    measured_at TEXT,
    gone_at TEXT,
    UNIQUE (account, id)
);

-- What CloudWatch said, minute by minute.
CREATE TABLE endpoint_readings (
    check_n INTEGER NOT NULL REFERENCES health_checks (n),
    measured_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('healthy', 'unhealthy', 'unknown')),
    percent_healthy INTEGER,
    first_byte_us INTEGER,
    PRIMARY KEY (check_n, measured_at)
);

-- What each checker saw when somebody last looked.
CREATE TABLE checker_observations (
    check_n INTEGER NOT NULL REFERENCES health_checks (n),
    kind TEXT NOT NULL CHECK (kind IN ('now', 'last_failure')),
    region TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    checked_at TEXT,
    asked_at TEXT NOT NULL,
    PRIMARY KEY (check_n, kind, region, address)
);
INSERT INTO counters (name, value) VALUES ('health_check', 0);
