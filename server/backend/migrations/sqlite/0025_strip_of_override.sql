-- What was shown to who let a change start in spite of a calendar or a freeze. Steps from before have none.
ALTER TABLE change_history ADD COLUMN strip TEXT CHECK (strip IS NULL OR json_valid(strip));
