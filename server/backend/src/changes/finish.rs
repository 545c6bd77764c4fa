//! A change that runs is done, or did not work.

use domain::{action::Action, actor::Actor, change::ChangeVerb, event::Seq};

use super::act::{self, By, Outcome, Target};
use crate::{backend::Backend, error::Result};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It is done.
    Done,
    /// It did not work.
    Failed,
}

/// Says how it ended, with a word about it.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] or [`crate::Error::Change`].
pub async fn finish(
    backend: &Backend,
    actor: &Actor,
    target: Target<'_>,
    (how, comment): (Finish, &str),
) -> Result<Seq> {
    let by = By {
        actor,
        action: Action::RequestChanges,
        address: target.address,
    };
    let act = act::begin(backend, by, target).await?;
    let verb = match how {
        Finish::Done => ChangeVerb::Succeed,
        Finish::Failed => ChangeVerb::Fail,
    };
    let change = act.change.clone().finish(verb, comment)?;
    let outcome = Outcome {
        change,
        verb,
        comment,
        strip: None,
    };
    act.finish(by, outcome).await
}
