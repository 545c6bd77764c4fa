-- Change calendars, their events and freezes. Nothing of them is deleted: what is removed stays, with when and by whom.
CREATE TABLE calendars (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    default_state TEXT NOT NULL CHECK (default_state IN ('open', 'closed')),
    zone TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TEXT
);

-- Times are local, by the clock of the calendar's zone. No days: it comes once.
CREATE TABLE calendar_events (
    id BLOB NOT NULL PRIMARY KEY,
    calendar_id BLOB NOT NULL REFERENCES calendars (id),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('standard', 'advisory')),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    days TEXT,
    last_day TEXT,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TEXT
);
CREATE INDEX calendar_events_calendar ON calendar_events (calendar_id, id);

CREATE TABLE freezes (
    id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ('hard', 'soft')),
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_at TEXT NOT NULL,
    until_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX freezes_until ON freezes (until_at, from_at);
