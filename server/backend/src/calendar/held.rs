//! What stands in the way of many changes at once, read in one go.

use domain::{
    action::Action,
    actor::Actor,
    calendar::{Gate, Window, gate, next_free},
    scope::Scope,
};

use super::{
    FREEZES,
    load::{self, Zoned},
    rows,
};
use crate::{
    backend::{Backend, authorize},
    error::Result,
    store::freezes as store,
};

/// What stands in the way of one change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// What would keep it from starting at its beginning.
    pub at_start: Gate,
    /// What it meets at any time up to its end.
    pub during: Gate,
    /// Where something is in its way, the next time that is free for it.
    pub free: Option<Window>,
}

/// What stands in the way of each change, given by its places and its time.
///
/// # Errors
/// [`crate::Error::Forbidden`], or when the database fails.
pub async fn held(
    backend: &Backend,
    actor: &Actor,
    asks: &[(&[Scope], Window)],
) -> Result<Vec<Held>> {
    authorize(actor, Action::ReadFloor)?;
    let now = backend.now();
    let first = asks.iter().map(|(_, window)| window.from).min();
    let mut reader = backend.reader().await?;
    let rows = store::from(reader.conn(), first.unwrap_or(now), FREEZES).await?;
    let freezes = rows.into_iter().map(rows::freeze);
    let freezes = freezes.collect::<Result<Vec<_>>>()?;
    let calendars = load::known(backend, &mut reader).await?;
    let pairs: Vec<_> = calendars.iter().map(Zoned::pair).collect();
    let one = |(places, window): &(&[Scope], Window)| {
        let during = gate(&pairs, freezes.clone(), places, *window);
        if during == Gate::default() {
            return Held::default();
        }
        let from = window.from.max(now);
        let until = from + (window.until - window.from);
        Held {
            at_start: gate(&pairs, freezes.clone(), places, load::moment(window.from)),
            free: match during.is_open() {
                true => None,
                false => next_free(&pairs, &freezes, places, Window { from, until }),
            },
            during,
        }
    };
    Ok(asks.iter().map(one).collect())
}
