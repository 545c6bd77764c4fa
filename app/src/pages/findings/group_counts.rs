//! How much of a group there is, in two texts.

use domain::finding::FindingGroup;

use crate::format;

/// How much of a group there is: of a control how many of its resources fail, of other groups how many findings match.
pub(crate) fn group_counts(group: &FindingGroup) -> (String, String) {
    let (count, of) = match group.resources {
        Some(resources) => (resources.failing, resources.all),
        None => (group.matching, group.of.max(group.matching)),
    };
    (format::count(count), format!(" of {}", format::count(of)))
}
