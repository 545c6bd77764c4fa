//! Writing a request, and changing what was written.

use domain::{
    action::Action,
    actor::{Actor, PersonActor},
    change::{Change, ChangeVerb, Plan},
    event::{Seq, Topic},
    id::ChangeId,
    version::Version,
};
use sqlx::types::Json;

use super::{
    act::{self, By, Outcome, Target, person},
    levels, rows,
};
use crate::{
    audit::{self, authorize_change},
    backend::{Backend, Write},
    error::Result,
    store::{
        changes::{self as store, ChangeRow},
        counters,
        text::storable,
    },
};

/// The act that writing a request is.
const ACTION: Action = Action::RequestChanges;

/// Keeps a request as a draft of the actor.
///
/// # Errors
/// [`crate::Error::Forbidden`], or [`crate::Error::Change`] with what is wrong with the plan.
pub async fn request(
    backend: &Backend,
    actor: &Actor,
    plan: Plan,
    address: Option<&str>,
) -> Result<(ChangeId, Version)> {
    authorize_change(backend, actor, ACTION, (&plan.title, address)).await?;
    let person = person(actor)?;
    let plan = clean(plan);
    plan.check_kept()?;
    let mut write = backend.write().await?;
    let levels = levels::read(write.conn()).await?;
    let change = Change::draft(person.id, plan, levels);
    let number = counters::take(write.conn(), "change", 1).await?;
    let mut row = new_row(&write, (number, person));
    rows::take(&mut row, &change);
    store::insert(write.conn(), &row).await?;
    let lines = rows::lines(&change.plan);
    let lines = (lines.as_slice(), change.plan.links.as_slice());
    store::replace_lines(write.conn(), row.id, lines).await?;
    let (subject, detail) = (
        row.id.to_string(),
        format!("CHG-{number}: written as a draft"),
    );
    write
        .audit(audit::Entry {
            actor,
            action: ACTION,
            subject: &subject,
            detail: &detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    write
        .finish(seq, Topic::Changes, "changes.changed", vec![subject])
        .await?;
    Ok((ChangeId(row.id), Version(row.version)))
}

/// The row of a change that is kept for the first time; the rest is taken from the change.
fn new_row(write: &Write<'_>, (number, person): (i64, &PersonActor)) -> ChangeRow {
    let now = write.now;
    ChangeRow {
        id: write.backend.ids().id(now),
        number,
        version: Version::FIRST.0,
        revision: 0,
        state: String::new(),
        kind: String::new(),
        title: String::new(),
        description: String::new(),
        rollback_text: String::new(),
        starts_at: now,
        ends_at: now,
        requester_id: person.id.0,
        requester: person.name.clone(),
        levels: Json(Vec::new()),
        created_at: now,
        asked_at: None,
        changed_at: now,
        changed_by: person.name.clone(),
    }
}

/// Changes what was written; what matters makes another revision, whose approvals start anew.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] or [`crate::Error::Change`].
pub async fn edit(backend: &Backend, actor: &Actor, target: Target<'_>, plan: Plan) -> Result<Seq> {
    let by = By {
        actor,
        action: ACTION,
        address: target.address,
    };
    let act = act::begin(backend, by, target).await?;
    let now = act.write.now;
    let change = act.change.clone();
    let change = change.edit(person(actor)?.id, clean(plan), &act.approvers, now)?;
    let outcome = Outcome {
        change,
        verb: ChangeVerb::Edit,
        comment: "",
        strip: None,
    };
    act.finish(by, outcome).await
}

/// The plan as both engines keep it; a title is one line, wherever it is written.
fn clean(mut plan: Plan) -> Plan {
    plan.title = plan.title.replace(char::is_control, " ");
    for text in [&mut plan.title, &mut plan.description, &mut plan.rollback] {
        *text = storable(text.trim()).into_owned();
    }
    plan
}
