-- What people hold of a finding beside its workflow and assignee. All are empty for a finding that nobody touched, so
-- that one that is taken in costs nothing more: an empty `aws_severity` means that the severity is AWS's own, an empty
-- `verification` that the one in the document holds.
ALTER TABLE findings ADD COLUMN aws_severity INTEGER CHECK (aws_severity BETWEEN 0 AND 4);
ALTER TABLE findings ADD COLUMN verification TEXT CHECK (verification IN ('UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'));
ALTER TABLE findings ADD COLUMN aws_verification TEXT CHECK (aws_verification IN ('UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'));
ALTER TABLE findings ADD COLUMN tags TEXT CHECK (json_valid(tags));

-- The person behind a change, if a person is: names are given anew, and a worker may be called as a person is.
ALTER TABLE finding_history ADD COLUMN person_id BLOB;

-- AWS keeps the last note; all of ours stay.
CREATE TABLE finding_notes (
    n INTEGER NOT NULL REFERENCES findings (n),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (n, seq)
);

CREATE TABLE change_findings (
    change_id BLOB NOT NULL REFERENCES changes (id),
    n INTEGER NOT NULL REFERENCES findings (n),
    linked_by TEXT NOT NULL,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (change_id, n)
);
CREATE INDEX change_findings_n ON change_findings (n);

-- One act on any number of findings, as it was asked. `undoes` is the act that it takes back, which is done once.
CREATE TABLE bulk_acts (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL,
    actor TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    touch TEXT NOT NULL CHECK (json_valid(touch)),
    target BLOB,
    reason TEXT,
    total INTEGER NOT NULL,
    undoes BLOB UNIQUE REFERENCES bulk_acts (id),
    finished_at TEXT
);
CREATE INDEX bulk_acts_unfinished ON bulk_acts (finished_at, asked_at, id);

-- Its findings, so many a row as one transaction changes: ten thousand are twenty rows. One that is carried out has a
-- time, and an event if anything changed. For an undo `undone_seq` is the event that is taken back.
CREATE TABLE bulk_act_chunks (
    act_id BLOB NOT NULL REFERENCES bulk_acts (id),
    k INTEGER NOT NULL,
    ns TEXT NOT NULL CHECK (json_valid(ns)),
    undone_seq INTEGER,
    carried_out_at TEXT,
    seq INTEGER,
    done INTEGER NOT NULL,
    PRIMARY KEY (act_id, k)
);

CREATE TABLE bulk_act_skips (
    act_id BLOB NOT NULL REFERENCES bulk_acts (id),
    n INTEGER NOT NULL REFERENCES findings (n),
    why TEXT NOT NULL CHECK (why IN ('already_so', 'changed', 'taken', 'reason_missing', 'too_many_tags')),
    changed_by TEXT,
    changed_at TEXT,
    PRIMARY KEY (act_id, n)
);

-- A timeline also tells of what was linked later. SQLite keeps a check for as long as its table.
CREATE TABLE incident_timeline_next (
    id BLOB NOT NULL PRIMARY KEY,
    incident_id BLOB NOT NULL REFERENCES incidents (id),
    occurred_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('declared', 'note', 'title', 'summary', 'impact', 'commander', 'scope', 'linked', 'unlinked', 'resolved', 'reopened', 'finding', 'health', 'endpoint', 'change')),
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
