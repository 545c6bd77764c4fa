//! What the findings of controls say, counted by account, control and standards. Findings that agree in all facets share a
//! cell, so that a million findings are counted in a walk over their cells.

use std::collections::HashMap;

use domain::{
    finding::{ComplianceStatus, Facet, RecordState, WorkflowStatus},
    scope::Scope,
    standard::{Checks, ControlFindings, ControlRow, counts},
};

use super::{
    cell::{self, Cell, HOLE, NONE},
    dictionary::Dictionary,
    fold::index,
    state::State,
};

/// Counts the findings that count for a score, within the account and region of a scope.
pub(super) fn gather(state: &State, scope: &Scope) -> ControlFindings {
    let words = &state.words;
    let mut rows: HashMap<(u32, u32, u32), ControlRow> = HashMap::new();
    let places = [
        (
            Facet::Account,
            scope.account.as_ref().map(|one| one.as_str()),
            &words.accounts,
        ),
        (
            Facet::Region,
            scope.region.as_ref().map(|one| one.as_str()),
            &words.regions,
        ),
    ];
    let picked: Vec<(Facet, Option<u32>)> = places
        .into_iter()
        .filter_map(|(facet, asked, texts)| Some((facet, texts.find(asked?))))
        .collect();
    for (cell, findings) in state.cells.all().iter().zip(state.cells.counts()) {
        let within = |(facet, code): &(Facet, Option<u32>)| *code == Some(cell::of(cell, *facet));
        let (Some(row), true) = (row(cell, *findings), picked.iter().all(within)) else {
            continue;
        };
        let key = (row.account, row.control, row.set);
        match rows.get_mut(&key) {
            Some(kept) => {
                kept.checks += row.checks;
                kept.worst = kept.worst.max(row.worst);
                kept.worst_open = kept.worst_open.max(row.worst_open);
            }
            None => {
                rows.insert(key, row);
            }
        }
    }
    let sets =
        (0..words.standard_sets.len()).map(|set| words.standard_sets.get(index(set)).to_vec());
    ControlFindings {
        accounts: texts(&words.accounts),
        controls: texts(&words.controls),
        standards: texts(&words.standards),
        sets: sets.collect(),
        rows: rows.into_values().collect(),
    }
}

/// The findings of a cell, if there are any and they count for a control.
fn row(cell: &Cell, findings: u32) -> Option<ControlRow> {
    let code = |facet| cell::of(cell, facet);
    if findings == 0 || code(Facet::Control) == NONE {
        return None;
    }
    let record = cell::word(RecordState::ALL, code(Facet::RecordState))?;
    let workflow = cell::word(WorkflowStatus::ALL, code(Facet::Workflow))?;
    let result = cell::word(ComplianceStatus::ALL, code(Facet::Compliance))?;
    let severity = cell::severity(cell);
    let is_open = result == ComplianceStatus::Failed && workflow.is_open();
    counts(record, workflow).then(|| ControlRow {
        account: code(Facet::Account),
        control: code(Facet::Control),
        set: code(Facet::Standard),
        checks: Checks::of(result, findings.into()),
        worst: severity,
        worst_open: is_open.then_some(severity),
    })
}

/// What the first finding of each control is called.
pub(super) fn titles(state: &State) -> HashMap<String, String> {
    let (rows, words) = (&state.rows, &state.words);
    let cells = state.cells.all().iter();
    let controls: Vec<u32> = cells.map(|cell| cell::of(cell, Facet::Control)).collect();
    let mut found: Vec<Option<u32>> = vec![None; words.controls.len()];
    for (n, cell) in rows.cell.iter().enumerate() {
        if *cell == HOLE {
            continue;
        }
        let control = controls[*cell as usize] as usize;
        if let Some(title @ None) = found.get_mut(control) {
            *title = Some(rows.title[n]);
        }
    }
    let named = (0..).zip(found).skip(1);
    named
        .filter_map(|(control, title)| {
            let title = words.titles.get(title?).to_owned();
            Some((words.controls.get(control).to_owned(), title))
        })
        .collect()
}

fn texts(words: &Dictionary) -> Vec<String> {
    (0..words.len())
        .map(|code| words.get(index(code)).to_owned())
        .collect()
}
