-- Who made the version that is in force, and when: what a lost race is told. Empty for versions from before.
ALTER TABLE people ADD COLUMN changed_by TEXT;
ALTER TABLE people ADD COLUMN changed_at TIMESTAMPTZ;
