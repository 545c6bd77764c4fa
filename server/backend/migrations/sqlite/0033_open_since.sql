-- Since when a finding is open: when its product made it, until it passed or was archived and fails again. When that was
-- before this is not kept: what was made then counts.
ALTER TABLE findings RENAME COLUMN created TO open_since;
