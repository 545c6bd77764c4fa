//! DescribeEventDetails of both views.

use super::event::{HealthEvent, Scope};
use super::{View, invalid};
use crate::wire::input::{list, required, text, texts};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// How many events one call may name.
const EVENTS: usize = 10;

/// The details of events as one account sees them.
pub(super) fn describe(
    events: &[HealthEvent],
    input: &Value,
    account: &'static str,
) -> Result<Tree, Fault> {
    let arns = texts(input, "eventArns");
    bounded(arns.len(), "eventArns")?;
    let view = View::Account(account);
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for arn in arns {
        match events
            .iter()
            .find(|event| event.arn == arn && view.shows(event))
        {
            Some(event) => found.push(Tree::Map(details(event, view))),
            None => failed.push(Tree::Map(missing(arn))),
        }
    }
    Ok(sets(found, failed))
}

/// The details of events as the organization sees them: a public one without an account, any other with one.
pub(super) fn describe_for_organization(
    events: &[HealthEvent],
    input: &Value,
) -> Result<Tree, Fault> {
    let filters = list(input, "organizationEventDetailFilters");
    bounded(filters.len(), "organizationEventDetailFilters")?;
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for filter in filters {
        let (arn, account) = (required(filter, "eventArn")?, text(filter, "awsAccountId"));
        let event = events
            .iter()
            .find(|event| event.arn == arn && addressed(event, account));
        let mut members = match event {
            Some(event) => details(event, View::Organization),
            None => missing(arn),
        };
        if let Some(account) = account {
            members.push(("awsAccountId", account.into()));
        }
        if event.is_some() {
            found.push(Tree::Map(members))
        } else {
            failed.push(Tree::Map(members))
        }
    }
    Ok(sets(found, failed))
}

/// Whether this is how AWS lets the event be addressed.
pub(super) fn addressed(event: &HealthEvent, account: Option<&str>) -> bool {
    match (event.scope, account) {
        (Scope::Public, None) => true,
        (Scope::AccountSpecific, Some(account)) => event.affects(account),
        _ => false,
    }
}

/// One entry of a `failedSet`.
pub(super) fn missing(arn: &str) -> Vec<(&'static str, Tree)> {
    vec![
        ("eventArn", arn.into()),
        ("errorName", "InvalidEventArnOrAccount".into()),
        (
            "errorMessage",
            "There is no such event for this account".into(),
        ),
    ]
}

fn details(event: &HealthEvent, view: View) -> Vec<(&'static str, Tree)> {
    let description = Tree::Map(vec![(
        "latestDescription",
        Tree::text(event.description.clone()),
    )]);
    let mut members = vec![
        ("event", event.shape(view)),
        ("eventDescription", description),
    ];
    if !event.metadata.is_empty() {
        let pairs = event
            .metadata
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        members.push(("eventMetadata", Tree::Pairs(pairs)));
    }
    members
}

fn sets(found: Vec<Tree>, failed: Vec<Tree>) -> Tree {
    Tree::Map(vec![
        ("successfulSet", Tree::List("member", found)),
        ("failedSet", Tree::List("member", failed)),
    ])
}

fn bounded(count: usize, name: &str) -> Result<(), Fault> {
    if (1..=EVENTS).contains(&count) {
        Ok(())
    } else {
        Err(invalid(format!("{name} must name 1 to {EVENTS} events")))
    }
}
