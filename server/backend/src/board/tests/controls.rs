//! What the board counts of controls equals a plain count of the same findings.

use std::collections::BTreeMap;

use domain::{
    finding::{ComplianceStatus, Severity},
    scope::{AccountId, Region, Scope},
    standard::{Checks, counts},
};
use proptest::{collection::vec, option, prelude::*};

use super::{answers::told, sample::row};
use crate::board::{Board, BoardRow};

/// Account, control and standards.
type Key = (String, String, Vec<String>);
type Said = (Checks, Severity, Option<Severity>);

fn plain<'a>(rows: impl Iterator<Item = &'a BoardRow>, scope: &Scope) -> BTreeMap<Key, Said> {
    let mut all: BTreeMap<Key, Said> = BTreeMap::new();
    for row in rows {
        let (Some(control), Some(result)) = (&row.control, row.compliance) else {
            continue;
        };
        let in_account = scope
            .account
            .as_ref()
            .is_none_or(|one| one.0 == row.account);
        let in_region = scope.region.as_ref().is_none_or(|one| one.0 == row.region);
        let counted = counts(row.record_state, row.workflow) && !control.is_empty();
        if !(counted && in_account && in_region) {
            continue;
        }
        let mut standards = row.standards.clone();
        standards.sort();
        standards.dedup();
        let key = (row.account.clone(), control.clone(), standards);
        let said = all
            .entry(key)
            .or_insert((Checks::default(), row.severity, None));
        said.0 += Checks::of(result, 1);
        said.1 = said.1.max(row.severity);
        if result == ComplianceStatus::Failed && row.workflow.is_open() {
            said.2 = said.2.max(Some(row.severity));
        }
    }
    all
}

fn of_board(board: &Board, scope: &Scope) -> BTreeMap<Key, Said> {
    let found = board.control_findings(scope);
    let text = |texts: &[String], place: u32| texts[place as usize].clone();
    let all = found.rows.iter().map(|row| {
        let set = found.sets[row.set as usize].iter();
        let mut standards: Vec<String> = set.map(|place| text(&found.standards, *place)).collect();
        standards.sort();
        let key = (
            text(&found.accounts, row.account),
            text(&found.controls, row.control),
            standards,
        );
        (key, (row.checks, row.worst, row.worst_open))
    });
    all.collect()
}

proptest! {
    #[test]
    fn controls_are_counted_as_their_findings_say(
        batches in vec(vec(row(), 0..30), 1..4),
        (account, region) in (option::of(any::<prop::sample::Index>()), any::<bool>()),
    ) {
        let (board, naive) = told(&batches);
        let rows: Vec<&BoardRow> = naive.0.values().collect();
        let picked = account.filter(|_| !rows.is_empty()).map(|at| *at.get(&rows));
        let scope = Scope {
            account: picked.map(|row| AccountId(row.account.clone())),
            region: picked.filter(|_| region).map(|row| Region(row.region.clone())),
            ..Scope::default()
        };
        prop_assert_eq!(of_board(&board, &scope), plain(rows.iter().copied(), &scope));
        let titles = board.control_titles();
        for row in &rows {
            if let Some(control) = row.control.as_ref().filter(|one| !one.is_empty()) {
                let named = rows.iter().filter(|one| one.control.as_ref() == Some(control));
                let named: Vec<&str> = named.map(|one| one.title.as_str()).collect();
                prop_assert!(named.contains(&titles[control].as_str()));
            }
        }
    }
}
