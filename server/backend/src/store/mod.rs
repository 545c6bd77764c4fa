//! Rows and SQL, nothing else: no rule is decided here and no other folder writes a statement.

pub(crate) mod anchor;
pub(crate) mod db;
mod migrate;
pub(crate) mod text;

pub use db::Db;
#[cfg(any(test, feature = "testing"))]
pub(crate) use migrate::create_schema;
pub use migrate::{MigrationError, copy_sqlite, is_new, migrate, pending};
pub use write_back_accounts::accounts_written_to;

/// Declares the files that hold statements, and lists all of them for the tests.
macro_rules! statement_files {
    ($( $file:ident ),+ $(,)?) => {
        $( pub(crate) mod $file; )+
        /// Every statement of the product, as `file::NAME`.
        #[cfg(any(test, feature = "testing"))]
        pub(crate) fn all_statements() -> Vec<(String, db::Sql)> {
            let mut all = Vec::new();
            $( all.extend($file::ALL.iter().map(|(name, sql)| (format!("{}::{name}", stringify!($file)), *sql))); )+
            all
        }
    };
}

statement_files! {
    accounts,
    approvals,
    audit,
    bulk_acts,
    change_findings,
    change_history,
    changes,
    calendar_events,
    calendars,
    counters,
    endpoints,
    events,
    finding_deadlines,
    finding_desks,
    finding_documents,
    finding_history,
    finding_kinds,
    finding_marks,
    finding_notes,
    finding_planes,
    finding_products,
    finding_views,
    findings,
    freezes,
    health,
    incident_links,
    incident_timeline,
    incidents,
    one_time_links,
    outbox,
    people,
    rejects,
    screens,
    seals,
    sessions,
    sources,
    standard_scores,
    standards,
    suppressed_findings,
    suppressions,
    trial_writes,
    verdict_turns,
    write_back_accounts,
    write_backs,
}
