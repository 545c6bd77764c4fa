//! A suppression is made: as a rule, or with an act on findings that hides them until a time.

use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    event::Topic,
    finding::FindingFilter,
    person::PersonName,
    suppression::{SuppressionPlan, rule_filter, written_filter},
    time::Timestamp,
    version::Version,
};

use super::{finish, known_owner, turn::first_turn};
use crate::{
    audit::authorize_change,
    backend::{Backend, Write},
    error::Result,
    findings::canonical,
    store::{
        counters,
        suppressions::{self as store, SuppressionRow},
    },
};

/// The kind of event that tells of one.
const MADE: &str = "suppressions.made";

/// A rule that is asked for.
#[derive(Debug, Clone)]
pub struct MakeSuppression<'a> {
    /// What it hides, as a list shows it.
    pub filter: FindingFilter,
    /// Why, whose and up to when.
    pub plan: SuppressionPlan,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Makes a rule and hides the first of what it matches; the answer is its number.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::Suppression`] with the rule that is against it.
pub async fn make(backend: &Backend, actor: &Actor, ask: MakeSuppression<'_>) -> Result<i64> {
    let action = Action::TriageFindings;
    authorize_change(backend, actor, action, ("suppressions", ask.address)).await?;
    let filter = rule_filter(canonical(backend, actor, ask.filter)?)?;
    let plan = ask.plan.checked(backend.now())?;
    let mut write = backend.write().await?;
    known_owner(&mut write, &plan.owner).await?;
    let query = written_filter(&filter);
    let row = new_row(&mut write, Some(query.clone()), plan, actor.label()).await?;
    let detail = format!(
        "hides {query} until {}, owner {}: {}",
        row.until_at.format("%Y-%m-%d %H:%M UTC"),
        row.owner,
        row.reason
    );
    let number = row.number;
    let seq = finish(write, (actor, ask.address), (number, &detail), MADE).await?;
    first_turn(backend, number).await?;
    backend.board().wait_for(seq).await;
    Ok(number)
}

/// Makes the suppression of findings that somebody hides by an act, in the act's transaction; the answer is its number.
pub(crate) async fn of_chosen(
    write: &mut Write<'_>,
    (owner, reason): (&PersonActor, &str),
    until: Timestamp,
) -> Result<i64> {
    let plan = SuppressionPlan {
        reason: reason.to_owned(),
        owner: PersonName::parse(&owner.name)?,
        until,
    };
    let plan = plan.checked(write.now)?;
    let row = new_row(write, None, plan, &owner.name).await?;
    Ok(row.number)
}

/// Tells of such a suppression, at the end of the act's transaction.
pub(crate) async fn tell_made(write: &mut Write<'_>, number: i64) -> Result<()> {
    let seq = write.take_seq().await?;
    let subjects = vec![number.to_string()];
    write.tell(seq, Topic::Suppressions, MADE, subjects).await
}

async fn new_row(
    write: &mut Write<'_>,
    filter: Option<String>,
    plan: SuppressionPlan,
    by: &str,
) -> Result<SuppressionRow> {
    let (at, by) = (write.now, by.to_owned());
    let row = SuppressionRow {
        id: write.backend.ids().id(at),
        number: counters::take(write.conn(), "suppression", 1).await?,
        version: Version::FIRST.0,
        filter,
        reason: plan.reason,
        owner: plan.owner.as_str().to_owned(),
        until_at: plan.until,
        off_since: None,
        created_at: at,
        created_by: by.clone(),
        changed_at: at,
        changed_by: by,
        last_matched: None,
        warned_at: None,
        ended_at: None,
    };
    store::insert(write.conn(), &row).await?;
    Ok(row)
}
