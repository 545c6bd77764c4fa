//! Freezes that began and ended.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    strip::{Link, LinkKind},
};

use super::Look;
use crate::{
    backend::Backend,
    calendar::{FREEZES, freezes_between},
    error::Result,
};

pub(super) async fn gather(backend: &Backend, actor: &Actor, look: &mut Look) -> Result<()> {
    // What ends in the first instant of the window, or begins in its last, belongs to it.
    let (tick, (from, until)) = (TimeDelta::microseconds(1), look.between());
    let freezes = freezes_between(backend, actor, from - tick, until + tick).await?;
    look.read(LinkKind::Freeze, freezes.len(), FREEZES);
    for freeze in freezes {
        let level = look.level_of_said(std::slice::from_ref(&freeze.scope));
        let link = Link::to(LinkKind::Freeze, freeze.id);
        let what = format!("{}, {} freeze", freeze.name, freeze.strength);
        let ended = match freeze.ended_at {
            Some(_) => "ended before its time",
            None => "ended",
        };
        for (at, word) in [(freeze.from, "began"), (freeze.until, ended)] {
            look.add(at, level, link.clone(), format!("{what}: {word}"));
        }
    }
    Ok(())
}
