-- When the first page of a source came: how fast it is read follows from that.
ALTER TABLE sources ADD COLUMN first_page_at TEXT;
