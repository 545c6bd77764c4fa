-- A timeline also tells of changes, and of what the incident touches. SQLite keeps a check for as long as its table.
CREATE TABLE incident_timeline_next (
    id BLOB NOT NULL PRIMARY KEY,
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    occurred_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'note', 'title', 'summary', 'impact', 'commander', 'scope', 'resolved', 'reopened', 'finding', 'health', 'endpoint', 'change')),
    actor TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT NOT NULL,
    cause INTEGER
);
INSERT INTO incident_timeline_next (id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause)
SELECT id, incident_id, occurred_at, recorded_at, kind, actor, text, subject, cause FROM incident_timeline;
DROP TABLE incident_timeline;
ALTER TABLE incident_timeline_next RENAME TO incident_timeline;
CREATE INDEX incident_timeline_recorded ON incident_timeline (incident_id, recorded_at, id);
CREATE UNIQUE INDEX incident_timeline_cause ON incident_timeline (incident_id, cause, subject);
