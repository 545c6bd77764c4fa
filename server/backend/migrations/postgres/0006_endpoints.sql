-- Route 53 health checks. Shares are hundredths of a percent, durations microseconds: whole numbers.
CREATE TABLE health_checks (
    n BIGINT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    kind TEXT,
    target TEXT NOT NULL,
    enabled TEXT NOT NULL CHECK (enabled IN ('on', 'off')),
    inverted TEXT NOT NULL CHECK (inverted IN ('no', 'yes')),
    interval_s BIGINT,
    failure_threshold BIGINT,
    children JSONB NOT NULL,
    health_threshold BIGINT,
    unrecognised JSONB NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('healthy', 'unhealthy', 'unknown')),
    status_since TIMESTAMPTZ NOT NULL,
    percent_healthy BIGINT,
    first_byte_us BIGINT,
    measured_at TIMESTAMPTZ,
    gone_at TIMESTAMPTZ,
    UNIQUE (account, id)
);

-- What CloudWatch said, minute by minute.
CREATE TABLE endpoint_readings (
    check_n BIGINT NOT NULL REFERENCES health_checks (n),
    measured_at TIMESTAMPTZ NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('healthy', 'unhealthy', 'unknown')),
    percent_healthy BIGINT,
    first_byte_us BIGINT,
    PRIMARY KEY (check_n, measured_at)
);

-- What each checker saw when somebody last looked.
CREATE TABLE checker_observations (
    check_n BIGINT NOT NULL REFERENCES health_checks (n),
    kind TEXT NOT NULL CHECK (kind IN ('now', 'last_failure')),
    region TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    checked_at TIMESTAMPTZ,
    asked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (check_n, kind, region, address)
);
INSERT INTO counters (name, value) VALUES ('health_check', 0);
