-- A timeline also tells of changes, and of what the incident touches.
ALTER TABLE incident_timeline DROP CONSTRAINT incident_timeline_kind_check;
ALTER TABLE incident_timeline ADD CONSTRAINT incident_timeline_kind_check
    CHECK (kind IN ('declared', 'note', 'title', 'summary', 'impact', 'commander', 'scope', 'resolved', 'reopened', 'finding', 'health', 'endpoint', 'change'));
