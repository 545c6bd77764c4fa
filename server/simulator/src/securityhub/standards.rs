//! Standards and controls (aws.md 1.6): which standards are enabled, what a control is, and in which of them it is switched
//! on. They are the standards and controls that findings name, so that both agree. Every account and region has the same.

use crate::caller::Caller;
use crate::story::controls::{self, Control, Standard};
use crate::story::stamp;
use crate::wire::input::{list, required, text, texts, whole};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// The largest page, and the largest batch.
const PAGE: usize = 100;
/// A page where none is asked for, of operations on controls.
const USUAL: usize = 25;
/// What a token begins with.
const MARK: &str = "watchfloor-standards";
/// How long before the story's moment somebody last changed what is switched on.
const CHANGED: TimeDelta = TimeDelta::days(40);

/// GetEnabledStandards: a page of the account's subscriptions, all of them or those that are named.
pub(crate) fn get_enabled_standards(input: &Value, caller: &Caller) -> Result<Tree, Fault> {
    let named = texts(input, "StandardsSubscriptionArns");
    if list(input, "StandardsSubscriptionArns").len() > USUAL {
        return Err(Fault::invalid_input("at most 25 subscriptions are named"));
    }
    let arn = |standard: &Standard| {
        let (_, path) = standard.id.split_once('/').unwrap_or_default();
        place(caller, &format!("subscription/{path}"))
    };
    let all: Vec<Tree> = controls::standards()
        .iter()
        .filter(|standard| named.is_empty() || named.contains(&arn(standard).as_str()))
        .map(|standard| {
            Tree::Map(vec![
                ("StandardsSubscriptionArn", Tree::text(arn(standard))),
                ("StandardsArn", Tree::text(standard_arn(caller, standard))),
                ("StandardsInput", Tree::Map(Vec::new())),
                ("StandardsStatus", "READY".into()),
                ("StandardsControlsUpdatable", "READY_FOR_UPDATES".into()),
            ])
        })
        .collect();
    paged("StandardsSubscriptions", all, input, PAGE)
}

/// ListSecurityControlDefinitions: a page of the controls that there are, or of those of one standard.
pub(crate) fn list_security_control_definitions(
    input: &Value,
    caller: &Caller,
) -> Result<Tree, Fault> {
    let standard = text(input, "StandardsArn");
    let standards = controls::standards().iter();
    let known: Vec<String> = standards.map(|one| standard_arn(caller, one)).collect();
    if standard.is_some_and(|arn| !known.iter().any(|one| one == arn)) {
        return Err(Fault::invalid_input("Invalid parameter: StandardsArn"));
    }
    let of_it = |control: &&Control| match standard {
        None => true,
        Some(arn) => associations(control).any(|(one, _)| standard_arn(caller, one) == arn),
    };
    let define = |control: &Control| {
        let mut members = described(control);
        members.push(("CurrentRegionAvailability", "AVAILABLE".into()));
        Tree::Map(members)
    };
    let all = controls::all().iter().filter(of_it).map(define).collect();
    paged("SecurityControlDefinitions", all, input, USUAL)
}

/// BatchGetSecurityControls: what each control is, named by its id or its ARN.
pub(crate) fn batch_get_security_controls(input: &Value, caller: &Caller) -> Result<Tree, Fault> {
    let ids = texts(input, "SecurityControlIds");
    if ids.is_empty() || ids.len() > PAGE {
        return Err(Fault::invalid_input(
            "SecurityControlIds has 1 to 100 members",
        ));
    }
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        match find(id) {
            Some(control) => found.push(detail(control, caller)),
            None => missing.push(Tree::Map(vec![
                ("SecurityControlId", id.into()),
                ("ErrorCode", "NOT_FOUND".into()),
                ("ErrorReason", "There is no such control".into()),
            ])),
        }
    }
    Ok(Tree::Map(vec![
        ("SecurityControls", Tree::List("member", found)),
        ("UnprocessedIds", Tree::List("member", missing)),
    ]))
}

/// ListStandardsControlAssociations: in which enabled standards a control is, and whether it is on there.
pub(crate) fn list_standards_control_associations(
    input: &Value,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Tree, Fault> {
    let control = find(required(input, "SecurityControlId")?)
        .ok_or_else(|| Fault::invalid_input("Invalid parameter: SecurityControlId"))?;
    let all = associations(control).map(|(standard, on)| {
        let mut members = vec![
            ("StandardsArn", Tree::text(standard_arn(caller, standard))),
            ("SecurityControlId", control.id.into()),
            (
                "SecurityControlArn",
                Tree::text(control_arn(caller, control)),
            ),
            (
                "AssociationStatus",
                if on { "ENABLED" } else { "DISABLED" }.into(),
            ),
            (
                "RelatedRequirements",
                Tree::texts("member", [control.requirement(standard)]),
            ),
            ("UpdatedAt", Tree::text(stamp(now - CHANGED))),
            ("StandardsControlTitle", control.title.into()),
            (
                "StandardsControlDescription",
                controls::describe(control).into(),
            ),
        ];
        if !on {
            members.push(("UpdatedReason", "Covered by another control".into()));
        }
        Tree::Map(members)
    });
    let all = all.collect();
    paged("StandardsControlAssociationSummaries", all, input, USUAL)
}

/// The standards that a control is in, and whether it is on there.
fn associations(control: &Control) -> impl Iterator<Item = (&'static Standard, bool)> + '_ {
    let on = control.standards.iter().map(|one| (*one, true));
    on.chain(control.off.iter().map(|one| (*one, false)))
}

fn find(id: &str) -> Option<&'static Control> {
    controls::find(id.rsplit('/').next().unwrap_or(id))
}

fn described(control: &Control) -> Vec<(&'static str, Tree)> {
    vec![
        ("SecurityControlId", control.id.into()),
        ("Title", control.title.into()),
        ("Description", controls::describe(control).into()),
        ("RemediationUrl", control.remediation().into()),
        ("SeverityRating", control.severity.into()),
    ]
}

fn detail(control: &Control, caller: &Caller) -> Tree {
    let on = !control.standards.is_empty();
    let mut members = described(control);
    members.extend([
        (
            "SecurityControlArn",
            Tree::text(control_arn(caller, control)),
        ),
        (
            "SecurityControlStatus",
            if on { "ENABLED" } else { "DISABLED" }.into(),
        ),
        ("UpdateStatus", "READY".into()),
    ]);
    Tree::Map(members)
}

fn standard_arn(caller: &Caller, standard: &Standard) -> String {
    format!("arn:aws:securityhub:{}::{}", caller.region, standard.id)
}

fn control_arn(caller: &Caller, control: &Control) -> String {
    place(caller, &format!("security-control/{}", control.id))
}

fn place(caller: &Caller, what: &str) -> String {
    let (region, account) = (&caller.region, caller.account);
    format!("arn:aws:securityhub:{region}:{account}:{what}")
}

/// One page of `all`. What is listed never changes, so that a token need only say where to go on.
fn paged(name: &'static str, all: Vec<Tree>, input: &Value, usual: usize) -> Result<Tree, Fault> {
    let bad = |what: &str| Fault::invalid_input(format!("Invalid parameter: {what}"));
    let size = match input.get("MaxResults").filter(|size| !size.is_null()) {
        None => usual,
        Some(_) => whole(input, "MaxResults")
            .and_then(|size| usize::try_from(size).ok())
            .filter(|size| (1..=PAGE).contains(size))
            .ok_or_else(|| bad("MaxResults must be between 1 and 100"))?,
    };
    let start = match text(input, "NextToken") {
        None => 0,
        Some(token) => token
            .strip_prefix(MARK)
            .and_then(|rest| rest.strip_prefix('.')?.parse().ok())
            .filter(|start: &usize| *start < all.len())
            .ok_or_else(|| bad("NextToken"))?,
    };
    let end = all.len().min(start + size);
    let more = end < all.len();
    let page = all.into_iter().skip(start).take(size).collect();
    let mut answer = vec![(name, Tree::List("member", page))];
    answer.extend(more.then(|| ("NextToken", Tree::text(format!("{MARK}.{end}")))));
    Ok(Tree::Map(answer))
}
