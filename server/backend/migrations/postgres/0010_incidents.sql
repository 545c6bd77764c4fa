-- Incidents are never deleted. `opened_seq` is the event that declared one: what the log told before is not its business.
CREATE TABLE incidents (
    id UUID NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    impact SMALLINT NOT NULL CHECK (impact BETWEEN 1 AND 5),
    status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
    commander TEXT,
    opened_at TIMESTAMPTZ NOT NULL,
    opened_seq BIGINT NOT NULL,
    resolved_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX incidents_open ON incidents (status, impact, number);
CREATE INDEX incidents_resolved ON incidents (status, resolved_at, number);

-- What an incident touches; a part that is NULL is not said.
CREATE TABLE incident_scopes (
    incident_id UUID NOT NULL REFERENCES incidents (id),
    position BIGINT NOT NULL,
    account TEXT,
    region TEXT,
    service TEXT,
    resource TEXT,
    PRIMARY KEY (incident_id, position)
);

CREATE TABLE incident_links (
    incident_id UUID NOT NULL REFERENCES incidents (id),
    kind TEXT NOT NULL CHECK (kind IN ('finding', 'health', 'endpoint')),
    target TEXT NOT NULL,
    linked_by TEXT NOT NULL,
    linked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (incident_id, kind, target)
);
CREATE INDEX incident_links_target ON incident_links (kind, target);

-- Written once, never changed. `cause` is the event that an attached entry tells of: one event and subject is told once.
CREATE TABLE incident_timeline (
    id UUID NOT NULL PRIMARY KEY,
    incident_id UUID NOT NULL REFERENCES incidents (id),
    occurred_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'note', 'title', 'summary', 'impact', 'commander', 'resolved', 'reopened', 'finding', 'health', 'endpoint')),
    actor TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL,
    cause BIGINT
);
CREATE INDEX incident_timeline_recorded ON incident_timeline (incident_id, recorded_at, id);
CREATE UNIQUE INDEX incident_timeline_cause ON incident_timeline (incident_id, cause, subject);

-- Up to which event the log has been looked through for what belongs to open incidents.
CREATE TABLE incident_follower (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL
);
INSERT INTO incident_follower (one, seq) VALUES (1, 0);
INSERT INTO counters (name, value) VALUES ('incident', 0);
