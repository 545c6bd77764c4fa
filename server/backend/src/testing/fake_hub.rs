//! A Security Hub that can be written to, and asked for what it remembers.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{
    finding::WorkflowStatus,
    source::{SourceFault, SourceId},
};

use super::{source, source_v2};
use crate::ports::{
    AwsChange, FindingHistoryFeed, FindingName, FindingUpdate, FindingWriter, Unwritten,
};

/// One place to write to: it remembers what it was told, and refuses what a test wants refused.
#[derive(Debug)]
pub struct FakeWriter {
    source: SourceId,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: Vec<(Vec<FindingName>, FindingUpdate)>,
    known: HashMap<FindingName, FindingUpdate>,
    missing: HashSet<String>,
    fault: Option<SourceFault>,
    denied: Option<WorkflowStatus>,
}

impl FakeWriter {
    /// The place of [`source`], which takes everything.
    #[must_use]
    pub fn new() -> Self {
        Self {
            source: source(),
            state: Mutex::default(),
        }
    }

    /// The place of [`source_v2`], which takes everything.
    #[must_use]
    pub fn v2() -> Self {
        Self {
            source: source_v2(),
            state: Mutex::default(),
        }
    }

    /// From now on no call works, or all do again.
    pub fn fail(&self, fault: Option<SourceFault>) {
        self.state().fault = fault;
    }

    /// From now on this status may not be written.
    pub fn deny(&self, status: WorkflowStatus) {
        self.state().denied = Some(status);
    }

    /// From now on findings with these ids are not found, and all others are.
    pub fn miss(&self, ids: &[&str]) {
        self.state().missing = ids.iter().map(|id| (*id).to_owned()).collect();
    }

    /// The calls since the last time, those that failed among them: how many findings, and what was written.
    pub fn calls(&self) -> Vec<(usize, FindingUpdate)> {
        let calls = std::mem::take(&mut self.state().calls);
        calls
            .into_iter()
            .map(|(names, update)| (names.len(), update))
            .collect()
    }

    /// How the findings of the calls so far were named, since the last time that calls were asked for.
    #[must_use]
    pub fn names(&self) -> Vec<FindingName> {
        let state = self.state();
        let calls = state.calls.iter();
        calls.flat_map(|(names, _)| names.clone()).collect()
    }

    /// What was written over one finding so far.
    #[must_use]
    pub fn known(&self, aws_finding_id: &str) -> FindingUpdate {
        let state = self.state();
        let mut known = state.known.iter();
        let found = known.find(|(name, _)| name.aws_finding_id == aws_finding_id);
        found.map(|(_, update)| update.clone()).unwrap_or_default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for FakeWriter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl FindingWriter for FakeWriter {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn write(
        &self,
        findings: &[FindingName],
        update: &FindingUpdate,
    ) -> Result<Vec<Unwritten>, SourceFault> {
        let mut state = self.state();
        state.calls.push((findings.to_vec(), update.clone()));
        if let Some(fault) = state.fault.clone() {
            return Err(fault);
        }
        if state.denied.is_some() && state.denied == update.workflow {
            let action = "securityhub:BatchUpdateFindings".to_owned();
            return Err(SourceFault::AccessDenied(action));
        }
        let mut unwritten = Vec::new();
        for name in findings {
            if state.missing.contains(&name.aws_finding_id) {
                unwritten.push(Unwritten {
                    name: name.clone(),
                    code: "FindingNotFound".to_owned(),
                    message: "The finding was not found".to_owned(),
                });
                continue;
            }
            let known = state.known.entry(name.clone()).or_default();
            *known = known.overlaid(update);
        }
        Ok(unwritten)
    }
}

/// Histories of [`source`]: the same for every finding.
#[derive(Debug)]
pub struct FakeHistory {
    source: SourceId,
    answer: Result<Vec<AwsChange>, SourceFault>,
}

impl FakeHistory {
    /// One that always answers this.
    #[must_use]
    pub fn new(answer: Result<Vec<AwsChange>, SourceFault>) -> Self {
        Self {
            source: source(),
            answer,
        }
    }
}

#[async_trait]
impl FindingHistoryFeed for FakeHistory {
    fn source(&self) -> &SourceId {
        &self.source
    }

    async fn history(&self, _finding: &FindingName) -> Result<Vec<AwsChange>, SourceFault> {
        self.answer.clone()
    }
}
