-- What people hold of a finding beside its workflow and assignee. All are empty for a finding that nobody touched, so
-- that one that is taken in costs nothing more: an empty `aws_severity` means that the severity is AWS's own, an empty
-- `verification` that the one in the document holds.
ALTER TABLE findings ADD COLUMN aws_severity SMALLINT CHECK (aws_severity BETWEEN 0 AND 4);
ALTER TABLE findings ADD COLUMN verification TEXT CHECK (verification IN ('UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'));
ALTER TABLE findings ADD COLUMN aws_verification TEXT CHECK (aws_verification IN ('UNKNOWN', 'TRUE_POSITIVE', 'FALSE_POSITIVE', 'BENIGN_POSITIVE'));
ALTER TABLE findings ADD COLUMN tags JSONB;

-- The person behind a change, if a person is: names are given anew, and a worker may be called as a person is.
ALTER TABLE finding_history ADD COLUMN person_id UUID;

-- AWS keeps the last note; all of ours stay.
CREATE TABLE finding_notes (
    n BIGINT NOT NULL REFERENCES findings (n),
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (n, seq)
);

CREATE TABLE change_findings (
    change_id UUID NOT NULL REFERENCES changes (id),
    n BIGINT NOT NULL REFERENCES findings (n),
    linked_by TEXT NOT NULL,
    linked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (change_id, n)
);
CREATE INDEX change_findings_n ON change_findings (n);

-- One act on any number of findings, as it was asked. `undoes` is the act that it takes back, which is done once.
CREATE TABLE bulk_acts (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    actor TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    as_of BIGINT NOT NULL,
    touch JSONB NOT NULL,
    target UUID,
    reason TEXT,
    total BIGINT NOT NULL,
    undoes UUID UNIQUE REFERENCES bulk_acts (id),
    finished_at TIMESTAMPTZ
);
CREATE INDEX bulk_acts_unfinished ON bulk_acts (finished_at, asked_at, id);

-- Its findings, so many a row as one transaction changes: ten thousand are twenty rows. One that is carried out has a
-- time, and an event if anything changed. For an undo `undone_seq` is the event that is taken back.
CREATE TABLE bulk_act_chunks (
    act_id UUID NOT NULL REFERENCES bulk_acts (id),
    k BIGINT NOT NULL,
    ns JSONB NOT NULL,
    undone_seq BIGINT,
    carried_out_at TIMESTAMPTZ,
    seq BIGINT,
    done BIGINT NOT NULL,
    PRIMARY KEY (act_id, k)
);

CREATE TABLE bulk_act_skips (
    act_id UUID NOT NULL REFERENCES bulk_acts (id),
    n BIGINT NOT NULL REFERENCES findings (n),
    why TEXT NOT NULL CHECK (why IN ('already_so', 'changed', 'taken', 'reason_missing', 'too_many_tags')),
    changed_by TEXT,
    changed_at TIMESTAMPTZ,
    PRIMARY KEY (act_id, n)
);

-- A timeline also tells of what was linked later.
ALTER TABLE incident_timeline DROP CONSTRAINT incident_timeline_kind_check;
ALTER TABLE incident_timeline ADD CONSTRAINT incident_timeline_kind_check
    CHECK (kind IN ('declared', 'note', 'title', 'summary', 'impact', 'commander', 'scope', 'linked', 'unlinked', 'resolved', 'reopened', 'finding', 'health', 'endpoint', 'change'));
