-- The version of the finding that the change made, so that a lost race is told of that change and not of an older
-- one. Empty for changes from before.
ALTER TABLE finding_history ADD COLUMN version INTEGER;
