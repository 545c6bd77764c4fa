-- The IP addresses that stand in the document of a finding, with a space between them; NULL where none does, and of a finding
-- that was kept before this column was, until it is reported again.
ALTER TABLE findings ADD COLUMN addresses TEXT;
