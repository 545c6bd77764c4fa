//! What somebody may want to do. One word an act, used by the policy, the audit and the tests.

text_enum! {
    /// An act that is authorized as one.
    Action {
        /// See findings, AWS Health, endpoints and the Watch page.
        ReadFloor = "read_floor",
        /// Change the workflow, assignee or note of a finding.
        TriageFindings = "triage_findings",
        /// Keep views of the list of findings, for oneself or for all, and choose what one begins with.
        KeepViews = "keep_views",
        /// Change the shared views of others, and say with which one a role begins.
        AdministerViews = "administer_views",
        /// Declare, change and resolve incidents.
        WorkIncidents = "work_incidents",
        /// Ask for a change.
        RequestChanges = "request_changes",
        /// Approve or reject a change.
        DecideChanges = "decide_changes",
        /// See settings: people, sources, rejects.
        ReadSettings = "read_settings",
        /// Add, disable, unlock people and set their roles.
        AdministerPeople = "administer_people",
        /// Make change calendars and freezes.
        AdministerCalendars = "administer_calendars",
        /// Make and revoke the credentials of wall screens.
        AdministerScreens = "administer_screens",
        /// Say which accounts are written to.
        AdministerSources = "administer_sources",
        /// Say how long findings may stay open.
        AdministerDeadlines = "administer_deadlines",
        /// Read the audit.
        ReadAudit = "read_audit",
        /// Change one's own password, end one's own sessions.
        AdministerSelf = "administer_self",
        /// Take in what a source or a file reports.
        Ingest = "ingest",
        /// Take in findings from a file.
        ImportFindings = "import_findings",
        /// See the wall.
        ReadWall = "read_wall",
    }
}
