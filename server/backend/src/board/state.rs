//! Everything the board knows at one moment.

use std::collections::HashMap;

use domain::{
    event::Seq,
    finding::{ComplianceStatus, Facet, FindingSummary, RecordState, WorkflowStatus},
    time::from_micros,
};

use super::{
    cell::{self, Cells},
    fold::{cut, fold},
    row::BoardRow,
    rows::{Coded, NO_END, NOT_SUPPRESSED, REPORTED, Rows},
    tally::Totals,
    words::Words,
    zones::Zones,
};

/// The columns, what their codes mean, and what is counted along.
#[derive(Debug)]
pub(super) struct State {
    pub(super) seq: Seq,
    pub(super) rows: Rows,
    pub(super) words: Words,
    pub(super) cells: Cells,
    pub(super) totals: Totals,
    pub(super) zones: Zones,
    /// When each suppression ends, by its number; instants as in the rows.
    pub(super) ends: HashMap<u32, i64>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            seq: Seq::START,
            rows: Rows::default(),
            words: Words::default(),
            cells: Cells::default(),
            totals: Totals::default(),
            zones: Zones::default(),
            ends: HashMap::new(),
        }
    }
}

impl State {
    /// Inserts the finding or replaces what its row number had, unless that is newer.
    pub(super) fn put(&mut self, row: &BoardRow) {
        let n = row.n as usize;
        if self.rows.holds(n) && self.rows.version[n] > row.version {
            return;
        }
        let id = fold(&row.aws_finding_id);
        let (head, tail) = cut(&id);
        let (cell, resources) = self.cell_of(row);
        let coded = Coded {
            id: row.id,
            version: row.version,
            severity: row.severity as u8,
            cell,
            title: self.words.titles.code(&row.title),
            resources,
            id_head: self.words.id_heads.code(head),
            id_tail: tail,
            addresses: self.words.address_list(&row.addresses),
            suppression: match row.workflow {
                WorkflowStatus::Suppressed => row.suppression.unwrap_or(NO_END),
                _ => NOT_SUPPRESSED,
            },
            open_since: row.open_since.timestamp_micros(),
            updated: row.updated.timestamp_micros(),
            not_reported: row
                .not_reported_since
                .map_or(REPORTED, |at| at.timestamp_micros()),
        };
        self.place(n, coded);
    }

    fn cell_of(&mut self, row: &BoardRow) -> (u32, u32) {
        let words = &mut self.words;
        let (resources, types) = words.resource_list(&row.resources);
        let mut cell = [0; cell::FACETS];
        for (facet, code) in [
            (Facet::Severity, row.severity as u32),
            (Facet::Workflow, row.workflow as u32),
            (Facet::RecordState, row.record_state as u32),
            (Facet::Compliance, cell::compliance_code(row.compliance)),
            (Facet::Account, words.account(row)),
            (Facet::Product, words.products.code(&row.product)),
            (Facet::Region, words.regions.code(&row.region)),
            (Facet::ResourceType, types),
            (
                Facet::Control,
                words.controls.code(row.control.as_deref().unwrap_or("")),
            ),
            (Facet::Standard, words.standard_set(&row.standards)),
            (
                Facet::Assignee,
                words.assignees.code(row.assignee.as_deref().unwrap_or("")),
            ),
            (Facet::Tag, words.tag_set(&row.tags)),
        ] {
            cell[facet as usize] = code;
        }
        (self.cells.code(cell), resources)
    }

    fn place(&mut self, n: usize, coded: Coded<'_>) {
        let cell = coded.cell;
        let mut edge = false;
        if self.rows.holds(n) {
            edge = self.zones.is_edge(&self.rows, n);
            let old = self.rows.cell[n];
            self.cells.leave(old);
            let own = self.rows.own(n);
            self.totals.leave(self.cells.get(old), own);
        }
        if n == self.rows.len() {
            self.rows.push(coded);
        } else {
            self.rows.reach(n);
            self.rows.set(n, &coded);
        }
        self.enter(n, cell);
        if edge {
            self.zones.renew(&self.rows, n);
        }
    }

    /// Counts a row that is in the columns.
    pub(super) fn enter(&mut self, n: usize, cell: u32) {
        self.cells.enter(cell);
        let own = self.rows.own(n);
        self.totals.enter(self.cells.get(cell), own);
        self.zones.enter(&self.rows, n);
    }

    /// The row as a list shows it; the row number must have a finding.
    pub(super) fn summary(&self, n: usize) -> FindingSummary {
        let (rows, words) = (&self.rows, &self.words);
        let cell = self.cells.get(rows.cell[n]);
        let code = |facet| cell::of(cell, facet);
        let text = |facet| {
            let dictionary = words.of(facet);
            dictionary
                .map_or("", |texts| texts.get(code(facet)))
                .to_owned()
        };
        let (primary, resources) = words.resources.primary(rows.resources[n]);
        let (kind, resource_id) = primary.map_or((None, String::new()), |resource| {
            let (kind, id) = words.resources.get(resource);
            (Some(kind), id)
        });
        FindingSummary {
            id: rows.id[n],
            version: rows.version[n],
            severity: cell::severity(cell),
            workflow: cell::word(WorkflowStatus::ALL, code(Facet::Workflow))
                .unwrap_or(WorkflowStatus::New),
            record_state: cell::word(RecordState::ALL, code(Facet::RecordState))
                .unwrap_or(RecordState::Active),
            compliance: cell::word(ComplianceStatus::ALL, code(Facet::Compliance)),
            account: text(Facet::Account),
            region: text(Facet::Region),
            product: text(Facet::Product),
            control: Some(text(Facet::Control)).filter(|control| !control.is_empty()),
            title: words.titles.get(rows.title[n]).to_owned(),
            resource_type: kind.map_or("", |kind| words.types.get(kind)).to_owned(),
            resource_id,
            more_resources: u16::try_from(resources.saturating_sub(1)).unwrap_or(u16::MAX),
            assignee: Some(text(Facet::Assignee)).filter(|name| !name.is_empty()),
            suppression: Some(rows.suppression[n])
                .filter(|number| ![NOT_SUPPRESSED, NO_END].contains(number)),
            open_since: from_micros(rows.open_since[n]),
            updated: from_micros(rows.updated[n]),
            not_reported_since: Some(rows.not_reported[n])
                .filter(|at| *at != REPORTED)
                .map(from_micros),
            n: super::fold::index(n),
        }
    }
}
