-- The fence for a change of an approval level, and what a lost race is told. Nobody has changed it yet: empty.
ALTER TABLE approval_levels ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE approval_levels ADD COLUMN changed_by TEXT;
ALTER TABLE approval_levels ADD COLUMN changed_at TEXT;
