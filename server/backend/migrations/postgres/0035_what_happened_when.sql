-- What happened within a time is read from its newest backwards: the log a kind of event at a time, since most of it are
-- reports that changed nothing.
CREATE INDEX events_kind ON events (kind, at);
CREATE INDEX change_history_at ON change_history (at);
CREATE INDEX incident_timeline_kind ON incident_timeline (kind, occurred_at);
CREATE INDEX health_events_start ON health_events (start_at);
CREATE INDEX health_events_end ON health_events (end_at);
