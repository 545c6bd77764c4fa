-- A finding that came after the list was read is left out with a reason of its own. SQLite keeps a check for as long as its table.
CREATE TABLE bulk_act_skips_next (
    act_id BLOB NOT NULL REFERENCES bulk_acts (id),
    n INTEGER NOT NULL REFERENCES findings (n),
    why TEXT NOT NULL CHECK (why IN ('already_so', 'changed', 'taken', 'reason_missing', 'too_many_tags', 'suppressed', 'came_later')),
    changed_by TEXT,
    changed_at TEXT,
    PRIMARY KEY (act_id, n)
);
INSERT INTO bulk_act_skips_next SELECT act_id, n, why, changed_by, changed_at FROM bulk_act_skips;
DROP TABLE bulk_act_skips;
ALTER TABLE bulk_act_skips_next RENAME TO bulk_act_skips;
