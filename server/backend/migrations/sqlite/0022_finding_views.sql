-- Lists of findings that somebody kept under a name: the address of each, for its owner alone or for all.
CREATE TABLE finding_views (
    id BLOB NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    sharing TEXT NOT NULL CHECK (sharing IN ('private', 'shared')),
    query TEXT NOT NULL,
    made_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (owner, name)
);
CREATE INDEX finding_views_sharing ON finding_views (sharing, name);

-- With which view the list of a role begins.
CREATE TABLE finding_view_roles (
    role TEXT NOT NULL PRIMARY KEY CHECK (role IN ('viewer', 'analyst', 'requester', 'approver', 'admin')),
    view_id BLOB NOT NULL REFERENCES finding_views (id),
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL
);

-- What one person chose for their lists: with what they begin, and which columns they show. No columns are the usual ones.
CREATE TABLE finding_desks (
    person TEXT NOT NULL PRIMARY KEY,
    opens TEXT NOT NULL CHECK (opens IN ('role', 'all_open', 'view')),
    view_id BLOB REFERENCES finding_views (id),
    columns TEXT,
    changed_at TEXT NOT NULL
);
