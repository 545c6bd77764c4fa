//! One approval, from the call to its commit: the strip that is computed again is a part of it.

use std::time::Instant;

use anyhow::Context as _;
use backend::{
    changes::{self, Decide, Target},
    findings, people, strip,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, PersonActor, Role},
    change::{ChangeKind, Decision, Plan},
    finding::FindingFilter,
    id::ChangeId,
    scope::Scope,
    version::Version,
};

use crate::{
    figure::{Better, Figures},
    questions,
    spread::Spread,
    store::Floor,
};

/// How many changes are approved on their first level.
const CHANGES: usize = 100;

pub(crate) async fn measure(
    figures: &mut Figures,
    floor: &Floor,
    count: u32,
) -> anyhow::Result<()> {
    let asker = hire(floor, "asker", Role::Analyst).await?;
    let approver = hire(floor, "approver", Role::Approver).await?;
    hire(floor, "manager", Role::Approver).await?;
    let mut spread = Spread::default();
    for (n, target) in targets(floor)?
        .into_iter()
        .cycle()
        .take(CHANGES)
        .enumerate()
    {
        let (id, version) = asked(floor, &asker, plan(floor, n, target)).await?;
        let change = changes::get(&floor.backend, &approver, id).await?.change;
        let about = changes::about(id, &change.plan);
        let revision = change.revision;
        let shown = strip::show(&floor.backend, &approver, &about, revision.0).await?;
        let ask = Decide {
            target: at(id, version),
            revision,
            decision: Decision::Approve,
            comment: "",
            shown: &shown.sealed,
        };
        let start = Instant::now();
        changes::decide(&floor.backend, &approver, ask).await?;
        spread.add(start.elapsed());
    }
    println!("    decide {}", spread.line());
    figures.add(
        "decision_ms",
        count,
        spread.within(95),
        "ms",
        Better::Lower(10.0),
    );
    Ok(())
}

pub(crate) async fn hire(floor: &Floor, name: &str, role: Role) -> anyhow::Result<Actor> {
    let (backend, by, roles) = (&floor.backend, &Actor::Console, [role]);
    people::add(backend, by, (name, &roles), None, None).await?;
    let found = people::find_by_name(backend, by, name).await?;
    let (id, _) = found.context("somebody who was added")?;
    let (name, roles) = (name.to_owned(), roles.to_vec());
    Ok(Actor::Person(PersonActor { id, name, roles }))
}

/// Resources of findings, where there is something to say.
fn targets(floor: &Floor) -> anyhow::Result<Vec<Scope>> {
    let open = questions::first(FindingFilter::open());
    let listing = findings::list(&floor.backend, &floor.actor, &open)?;
    let scopes = listing.page.rows.into_iter().map(|row| Scope {
        account: Some(row.account.as_str().into()),
        region: Some(row.region.as_str().into()),
        ..Scope::of_resource(&row.resource_id)
    });
    Ok(scopes.collect())
}

/// Hours that touch no other change's: each strip is about the floor and not about the bench.
pub(crate) fn plan(floor: &Floor, n: usize, target: Scope) -> Plan {
    let starts_at = floor.backend.now() + TimeDelta::hours(1 + 2 * n as i64);
    Plan {
        title: format!("Change {n}"),
        description: "What is done".to_owned(),
        kind: ChangeKind::Normal,
        targets: vec![target],
        starts_at,
        ends_at: starts_at + TimeDelta::hours(1),
        rollback: "How it is undone".to_owned(),
        links: Vec::new(),
    }
}

async fn asked(floor: &Floor, by: &Actor, plan: Plan) -> anyhow::Result<(ChangeId, Version)> {
    let (id, version) = changes::request(&floor.backend, by, plan, None).await?;
    changes::submit(&floor.backend, by, at(id, version)).await?;
    Ok((id, version.next()))
}

const fn at(id: ChangeId, expected: Version) -> Target<'static> {
    Target {
        id,
        expected,
        address: None,
    }
}
