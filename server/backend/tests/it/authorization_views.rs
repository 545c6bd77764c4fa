//! More verbs of the table of who may what: deadlines of findings.

use backend::{Backend, Error, findings};
use domain::{action::Action, actor::Actor, finding::Deadlines, version::Version};

use crate::authorization::not_called;

/// The verbs with the act that each is authorized as.
pub(crate) const VERBS: &[(&str, Action)] = &[
    ("findings::deadlines", Action::ReadFloor),
    ("findings::kept_deadlines", Action::ReadFloor),
    ("findings::overdue", Action::ReadFloor),
    ("findings::set_deadlines", Action::AdministerDeadlines),
];

pub(crate) async fn call(backend: &Backend, by: &Actor, verb: &str) -> Result<(), Error> {
    match verb {
        "findings::deadlines" => findings::deadlines(backend, by).map(drop),
        "findings::kept_deadlines" => findings::kept_deadlines(backend, by).await.map(drop),
        "findings::overdue" => findings::overdue(backend, by).map(drop),
        "findings::set_deadlines" => {
            let set = (Version::FIRST, Deadlines::STANDARD);
            findings::set_deadlines(backend, by, set, None)
                .await
                .map(drop)
        }
        _ => not_called(verb),
    }
}
