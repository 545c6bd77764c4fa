//! The decision strip of changes to what findings name, as a change's page asks for it.

use std::{hint::black_box, time::Instant};

use anyhow::Context as _;
use backend::{
    findings,
    strip::{self, About},
};
use chrono::TimeDelta;
use domain::{
    finding::{Facet, FindingFilter, FindingListing, Severity},
    scope::Scope,
    strip::Gates,
};

use crate::{
    figure::{Better, Figures},
    questions,
    spread::Spread,
    store::Floor,
};

/// How often each strip is computed.
const ROUNDS: usize = 20;
/// Resources that changes are made to.
const RESOURCES: usize = 20;

pub(crate) async fn measure(
    figures: &mut Figures,
    floor: &Floor,
    count: u32,
) -> anyhow::Result<()> {
    let filter = FindingFilter {
        severity: vec![Severity::Critical, Severity::High],
        ..FindingFilter::open()
    };
    let worst = questions::first(filter);
    let listing = findings::list(&floor.backend, &floor.actor, &worst)?;
    let mut all = Spread::default();
    for line in targets(&listing) {
        let targets: Vec<Scope> = vec![line.parse().context("a scope")?];
        let now = floor.backend.now();
        let about = About {
            change: None,
            targets: &targets,
            from: now,
            until: now + TimeDelta::hours(1),
            gates: Gates::Bind,
        };
        let (mut spread, mut reasons) = (Spread::default(), 0);
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let shown = strip::show(&floor.backend, &floor.actor, &about, 1).await?;
            spread.add(start.elapsed());
            reasons = black_box(shown).strip.total();
        }
        println!("    {line:<70.70} {} {reasons} reasons", spread.line());
        all.extend(&spread);
    }
    figures.add("strip_ms", count, all.within(95), "ms", Better::Lower(20.0));
    Ok(())
}

/// Resources of findings, and the accounts that have the most of them.
fn targets(listing: &FindingListing) -> Vec<String> {
    let mut of_facet = listing.facets.iter();
    let accounts = of_facet.find(|counts| counts.facet == Facet::Account);
    let accounts = accounts.map_or(&[][..], |counts| &counts.values[..]);
    let resources = listing.page.rows.iter().map(|row| {
        let scope = Scope {
            account: Some(row.account.as_str().into()),
            region: Some(row.region.as_str().into()),
            ..Scope::of_resource(&row.resource_id)
        };
        scope.to_string()
    });
    let accounts = accounts.iter().take(3).map(|account| account.value.clone());
    resources.take(RESOURCES).chain(accounts).collect()
}
