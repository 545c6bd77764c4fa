//! Suppressions: findings are hidden until a time, by a rule or one by one, for a reason that somebody answers for.
//!
//! What is asked is kept here; a worker carries it out and goes on doing so (`keep_up`): it hides what a rule matches by
//! now, shows what it no longer matches, and shows everything once the suppression is switched off or its end has come.
//! It may stop anywhere and begin again: what is to be hidden follows from what is kept, and each part of it is one
//! transaction that looks at the findings once more.

mod change;
mod get;
mod keep_up;
mod list;
mod make;
mod preview;
mod rows;
mod turn;
mod warn;

pub use change::{ChangeSuppression, change, switch};
pub use get::get;
pub use keep_up::keep_up;
pub use list::{SuppressionStatus, ending, list};
pub use make::{MakeSuppression, make};
pub use preview::{Preview, preview, would_hide};

pub(crate) use make::{of_chosen, tell_made};

use domain::{
    action::Action,
    actor::{Actor, Role},
    event::{Seq, Topic},
    person::PersonName,
    suppression::{SuppressionRule, suppression_name},
};

use crate::{audit, backend::Write, error::Result, store::people};

/// Audits what somebody did to a suppression, tells of it and commits.
async fn finish(
    mut write: Write<'_>,
    (actor, address): (&Actor, Option<&str>),
    (number, detail): (i64, &str),
    kind: &str,
) -> Result<Seq> {
    let subject = suppression_name(number);
    write
        .audit(audit::Entry {
            actor,
            action: Action::TriageFindings,
            subject: &subject,
            detail,
            address,
        })
        .await?;
    let seq = write.take_seq().await?;
    let subjects = vec![number.to_string()];
    write.finish(seq, Topic::Suppressions, kind, subjects).await
}

/// The owner must be somebody who may triage findings, so that whoever answers for a suppression can end it.
async fn known_owner(write: &mut Write<'_>, owner: &PersonName) -> Result<()> {
    let row = people::by_name(write.conn(), owner.as_str()).await?;
    let may = |roles: &[Role]| {
        let mut roles = roles.iter();
        roles.any(|role| role.grants().contains(&Action::TriageFindings))
    };
    match row {
        Some(row) if row.disabled_at.is_none() && may(&row.roles) => Ok(()),
        _ => Err(SuppressionRule::OwnerUnknown.into()),
    }
}
