//! What touches some places equals what the matcher says of each finding in turn.

use std::collections::BTreeMap;

use domain::{
    finding::{RecordState, Severity},
    scope::{MatchLevel, Scope},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{answers::told, sample::row};
use crate::board::BoardRow;

const TARGETS: &[&str] = &[
    "arn:aws:s3:::Logs",
    "arn:aws:s3:::Logs/2026/a.csv 111122223333",
    "arn:aws:s3:::Lo",
    "arn:aws:iam::111122223333:role/Admin",
    "arn:aws:iam::111122223333:role/Admin/inline",
    "arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b2c",
    "arn:aws:ec2:eu-central-1:111122223333:instance/i-other",
    "444455556666 us-east-1 s3",
    "777788889999",
    "us-east-1",
    "organization",
    "888888888888",
];

/// Where a finding is by the matcher, and how near: the plainest way to ask.
fn level(row: &BoardRow, targets: &[Scope]) -> Option<MatchLevel> {
    let open = row.record_state == RecordState::Active && row.workflow.is_open();
    if !open || row.severity < Severity::High {
        return None;
    }
    let bare = Scope {
        account: Some(row.account.as_str().into()),
        region: Some(row.region.as_str().into()),
        ..Scope::default()
    };
    let of_resource = |(_, id): &(String, String)| Scope {
        service: Scope::of_resource(id).service,
        resource: Some(id.as_str().into()),
        ..bare.clone()
    };
    let mut places: Vec<Scope> = row.resources.iter().map(of_resource).collect();
    if places.is_empty() {
        places.push(bare);
    }
    let pairs = targets
        .iter()
        .flat_map(|target| places.iter().map(move |place| (target, place)));
    let near = pairs.filter_map(|(target, place)| {
        let level = target.meets(place)?;
        (level > MatchLevel::Organization || target.covers(place)).then_some(level)
    });
    near.max()
}

proptest! {
    #[test]
    fn what_touches_equals_what_the_matcher_says(
        rows in vec(row(), 0..60),
        lines in vec(select(TARGETS), 1..3),
    ) {
        let all = rows.clone();
        let (board, naive) = told(&[rows]);
        let targets: Vec<Scope> = lines.iter().map(|line| line.parse().expect("a scope")).collect();
        let touches = board.touching(&targets);
        let (mut told, mut expected) = (BTreeMap::new(), BTreeMap::new());
        for touch in &touches {
            *told.entry((touch.severity, touch.level)).or_insert(0) += touch.count;
            let alone = touch.finding.is_some();
            prop_assert_eq!(alone, touch.level >= MatchLevel::Parent);
            let (oldest, newest) = (touch.oldest, touch.newest);
            prop_assert!(oldest <= newest && (touch.count > 1 || oldest == newest));
            if let Some(id) = touch.finding {
                let row = naive.0.values().find(|row| row.id == id).expect("a finding that was told");
                prop_assert_eq!((row.title.as_str(), row.open_since), (touch.title.as_str(), oldest));
            }
        }
        for row in naive.0.values() {
            if let Some(level) = level(row, &targets) {
                *expected.entry((row.severity, level)).or_insert(0) += 1;
            }
        }
        prop_assert_eq!(told, expected);
        for target in targets.iter().filter_map(|target| target.account.as_ref()) {
            let is_there = naive.0.values().any(|row| row.account == target.as_str());
            let was_there = all.iter().any(|row| row.account == target.as_str());
            prop_assert!(board.has_account(target) || !is_there);
            prop_assert!(was_there || !board.has_account(target));
        }
        for pair in touches.windows(2) {
            let worth = |touch: &crate::board::Touch| (touch.severity, touch.level);
            prop_assert!(worth(&pair[0]) >= worth(&pair[1]));
        }
    }
}
