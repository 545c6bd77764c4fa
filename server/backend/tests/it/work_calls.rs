//! More verbs of the table of who may what: deadlines of findings, findings as files, and what waits for somebody.

use backend::{
    Backend, Error, changes,
    findings::{self, ExportFormat, ImportPage, ImportedFile, Ingested},
    work,
};
use domain::{
    action::Action,
    actor::Actor,
    finding::{Deadlines, FindingFilter, FindingList},
    version::Version,
};

use crate::authorization::not_called;

/// The verbs with the act that each is authorized as.
pub(crate) const VERBS: &[(&str, Action)] = &[
    ("changes::needing", Action::ReadFloor),
    ("findings::deadlines", Action::ReadFloor),
    ("findings::export", Action::ReadFloor),
    ("findings::import", Action::ImportFindings),
    ("findings::imported", Action::ImportFindings),
    ("findings::kept_deadlines", Action::ReadFloor),
    ("findings::overdue", Action::ReadFloor),
    ("findings::set_deadlines", Action::AdministerDeadlines),
    ("work::read", Action::ReadFloor),
];

const FILE: ImportedFile<'_> = ImportedFile {
    name: "file",
    address: None,
};

pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    match verb {
        "changes::needing" => changes::needing(backend, by).await.map(drop),
        "findings::deadlines" => findings::deadlines(backend, by).map(drop),
        "findings::export" => {
            let all = FindingList::first(FindingFilter::default(), 1);
            findings::export(backend, by, &all, ExportFormat::Csv).map(drop)
        }
        "findings::import" => findings::import(backend, by, FILE, ImportPage::default())
            .await
            .map(drop),
        "findings::imported" => {
            findings::imported(backend, by, FILE, (&Ingested::default(), true)).await
        }
        "findings::kept_deadlines" => findings::kept_deadlines(backend, by).await.map(drop),
        "findings::overdue" => findings::overdue(backend, by).map(drop),
        "findings::set_deadlines" => {
            let set = (Version::FIRST, Deadlines::STANDARD);
            findings::set_deadlines(backend, by, set, None)
                .await
                .map(drop)
        }
        "work::read" => work::read(backend, by).await.map(drop),
        _ => not_called(verb),
    }
}
