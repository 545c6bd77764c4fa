-- A finding that came after the list was read is left out with a reason of its own.
ALTER TABLE bulk_act_skips
    DROP CONSTRAINT bulk_act_skips_why_check,
    ADD CONSTRAINT bulk_act_skips_why_check CHECK (why IN ('already_so', 'changed', 'taken', 'reason_missing', 'too_many_tags', 'suppressed', 'came_later'));
