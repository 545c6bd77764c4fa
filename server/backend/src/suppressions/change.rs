//! A suppression is changed, prolonged, switched off and on.

use domain::{
    action::Action,
    actor::Actor,
    finding::FindingFilter,
    suppression::{Suppression, SuppressionPlan, rule_filter, suppression_name, written_filter},
    version::Version,
};

use super::{finish, known_owner, rows, turn::first_turn};
use crate::{
    audit::authorize_change,
    backend::{Backend, Write},
    error::{Error, Result},
    findings::canonical,
    store::suppressions::{self as store, SuppressionRow},
};

/// What is to be changed about a suppression.
#[derive(Debug, Clone)]
pub struct ChangeSuppression<'a> {
    /// Which, by its number.
    pub number: i64,
    /// The version that the page showed.
    pub expected: Version,
    /// What a rule hides from now on; not looked at for one of chosen findings.
    pub filter: FindingFilter,
    /// Why, whose and up to when.
    pub plan: SuppressionPlan,
    /// Where the request came from.
    pub address: Option<&'a str>,
}

/// Changes a suppression.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`], or [`Error::Suppression`] with the rule against it.
pub async fn change(backend: &Backend, actor: &Actor, ask: ChangeSuppression<'_>) -> Result<()> {
    let subject = suppression_name(ask.number);
    authorize_change(
        backend,
        actor,
        Action::TriageFindings,
        (&subject, ask.address),
    )
    .await?;
    let mut write = backend.write().await?;
    let (row, before) = seen(&mut write, ask.number, ask.expected).await?;
    let filter = match before.filter {
        Some(_) => Some(rule_filter(canonical(backend, actor, ask.filter)?)?),
        None => None,
    };
    let now = write.now;
    let after = before.clone().changed(ask.plan, filter, now)?;
    if after.owner != before.owner {
        let owner = domain::person::PersonName::parse(&after.owner)?;
        known_owner(&mut write, &owner).await?;
    }
    save(&mut write, actor, row, &after).await?;
    let detail = format!("is now {}, before {}", words(&after), words(&before));
    let done = (actor, ask.address);
    finish(write, done, (ask.number, &detail), "suppressions.changed").await?;
    first_turn(backend, ask.number).await
}

/// Switches a suppression on or off. One that is off shows what it hid and stays in the list.
///
/// # Errors
/// As [`change`].
pub async fn switch(
    backend: &Backend,
    actor: &Actor,
    (number, expected): (i64, Version),
    on: bool,
    address: Option<&str>,
) -> Result<()> {
    let subject = suppression_name(number);
    authorize_change(backend, actor, Action::TriageFindings, (&subject, address)).await?;
    let mut write = backend.write().await?;
    let (row, before) = seen(&mut write, number, expected).await?;
    let now = write.now;
    let after = before.switched(on, now)?;
    save(&mut write, actor, row, &after).await?;
    let detail = if on { "switched on" } else { "switched off" };
    finish(
        write,
        (actor, address),
        (number, detail),
        "suppressions.switched",
    )
    .await?;
    first_turn(backend, number).await
}

fn words(suppression: &Suppression) -> String {
    let hides = suppression.filter.as_ref().map(written_filter);
    format!(
        "{} until {}, owner {}: {}",
        hides.unwrap_or_else(|| "chosen findings".to_owned()),
        suppression.until.format("%Y-%m-%d %H:%M UTC"),
        suppression.owner,
        suppression.reason
    )
}

/// A suppression that is still as it was seen.
async fn seen(
    write: &mut Write<'_>,
    number: i64,
    expected: Version,
) -> Result<(SuppressionRow, Suppression)> {
    let row = store::by_number(write.conn(), number).await?;
    let row = row.ok_or(Error::NotFound)?;
    if row.version != expected.0 {
        return Err(lost(&row));
    }
    let suppression = rows::suppression(&row)?;
    Ok((row, suppression))
}

async fn save(
    write: &mut Write<'_>,
    actor: &Actor,
    before: SuppressionRow,
    after: &Suppression,
) -> Result<()> {
    let mut row = before.clone();
    rows::set(&mut row, after);
    row.changed_at = write.now;
    actor.label().clone_into(&mut row.changed_by);
    match store::update(write.conn(), &row).await? {
        0 => Err(lost(&before)),
        _ => Ok(()),
    }
}

/// Says who was faster.
fn lost(row: &SuppressionRow) -> Error {
    Error::Conflict {
        by: row.changed_by.clone(),
        at: row.changed_at,
    }
}
