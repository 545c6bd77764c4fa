-- Change calendars, their events and freezes. Nothing of them is deleted: what is removed stays, with when and by whom.
CREATE TABLE calendars (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    default_state TEXT NOT NULL CHECK (default_state IN ('open', 'closed')),
    zone TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TIMESTAMPTZ
);

-- Times are local, by the clock of the calendar's zone. No days: it comes once.
CREATE TABLE calendar_events (
    id UUID NOT NULL PRIMARY KEY,
    calendar_id UUID NOT NULL REFERENCES calendars (id),
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('standard', 'advisory')),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    days TEXT,
    last_day TEXT,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TIMESTAMPTZ
);
CREATE INDEX calendar_events_calendar ON calendar_events (calendar_id, id);

CREATE TABLE freezes (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    strength TEXT NOT NULL CHECK (strength IN ('hard', 'soft')),
    scope TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by TEXT NOT NULL,
    ended_at TIMESTAMPTZ
);
CREATE INDEX freezes_until ON freezes (until_at, from_at);
