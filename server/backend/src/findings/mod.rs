//! Findings: a file per verb. Each authorizes first and changes rows, history, audit and event in one transaction.

mod act;
mod archive;
mod around;
mod assign;
mod assignee;
mod aws_history;
mod beside;
mod bulk_act;
mod carry_on;
mod carry_out;
mod change_workflow;
mod deadlines;
mod draft;
mod export;
mod get;
mod handover;
mod hidden;
mod identity;
mod import;
mod index;
mod ingest;
mod kept_index;
mod list;
mod mark_seen;
mod numbered;
mod prepare;
mod reported;
mod shared_rows;
mod sweep;
mod touch;
mod triage;
mod undo;

pub(crate) use act::FieldChange;
pub use around::{Around, Cut, around};
pub use assign::{Assign, assign};
pub(crate) use aws_history::Histories;
pub use aws_history::{AwsHistory, ask_histories_of, aws_history};
pub use beside::{around_now, of_same_resource};
pub use bulk_act::{BulkAct, SkippedFinding, bulk_act};
pub use carry_on::carry_on;
pub use change_workflow::{ChangeWorkflow, change_workflow};
pub use deadlines::{deadlines, kept_deadlines, overdue, set_deadlines};
pub use export::{Export, ExportFormat, export};
pub use get::{FindingChange, FindingDetail, FindingNote, PlaneDetail, get};
pub use identity::{canonical_product, finding_id};
pub use import::{ImportPage, ImportedFile, import, imported};
pub use index::follow;
pub use ingest::{IngestBatch, Ingested, ingest};
pub use kept_index::{keep_index, kept_index};
pub(crate) use list::standpoint;
pub use list::{
    came_after, canonical, counts, facet_values, groups, list, neighbours, seen_up_to, unseen,
};
pub use mark_seen::mark_seen;
pub use numbered::numbered;
pub use sweep::{Sweep, not_reported};
pub use touch::{TouchFindings, Which, touch};
pub use undo::undo;

pub(crate) use archive::Archive;
pub(crate) use handover::Handover;
pub(crate) use hidden::{MOST_AT_ONCE, Shown, hide, show};
pub(crate) use index::bring_up_to_date;
pub(crate) use ingest::said;
pub(crate) use shared_rows::SharedRows;
