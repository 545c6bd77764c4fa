//! What a file said already: it may name one finding again and again, also far apart.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
};

use backend::findings::finding_id;
use domain::finding::IncomingFinding;

/// Which findings the pages of a file had so far, each with its time: eight bytes for one, since a file may be of any size.
#[derive(Default)]
pub(super) struct Repeats {
    said: HashSet<u64>,
    hasher: RandomState,
}

impl Repeats {
    /// Takes out of a page what an earlier one had as of the same time, whatever it says now, and answers how many those
    /// were: otherwise two writings would replace each other whenever the file is brought.
    pub(super) fn taken_out(&mut self, findings: &mut Vec<IncomingFinding>) -> u64 {
        let before = findings.len();
        let key = |one: &IncomingFinding| {
            let id = finding_id(one.account.as_str(), &one.product_arn, &one.aws_finding_id);
            self.hasher
                .hash_one((id.0, one.plane.as_str(), one.updated))
        };
        let mut said = Vec::with_capacity(before);
        findings.retain(|one| {
            let key = key(one);
            said.push(key);
            !self.said.contains(&key)
        });
        self.said.extend(said);
        (before - findings.len()) as u64
    }
}
