//! An act that was sent after the session had ended: kept in this tab, and sent again after signing in.
//!
//! It is kept where only pages of ours can write. An address could carry it too, and then anybody's
//! link could act in somebody's name. It is sent for who made it alone: at the next desk's sign-in it is dropped.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Acts;
use crate::api::{ActOnFindings, ApiError, Assign};

#[cfg(feature = "hydrate")]
const KEY: &str = "watchfloor.kept-act";

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Kept {
    Act(Box<ActOnFindings>),
    Assign(Assign),
}

/// Keeps what fails because the session ended, and sends what was kept before.
pub(super) fn keep_and_send(acts: Acts) {
    let sent = StoredValue::new(None);
    let (done, assign) = (acts.act.input(), acts.assign.input());
    Effect::new(move |_| {
        let input = done.get().map(|act| Kept::Act(Box::new(act)));
        if let Some(input) = input.or_else(|| assign.get().map(Kept::Assign)) {
            sent.set_value(Some(input));
        }
    });
    let (moved, given) = (acts.act.value(), acts.assign.value());
    Effect::new(move |_| {
        let acted = moved.get().and_then(Result::err);
        let gave = given.get().and_then(Result::err);
        if (acted == Some(ApiError::SignedOut) || gave == Some(ApiError::SignedOut))
            && let Some(act) = sent.get_value()
        {
            store(&act);
        }
    });
    Effect::new(move |_| match take() {
        Some(Kept::Act(act)) => drop(acts.act.dispatch(*act)),
        Some(Kept::Assign(act)) => drop(acts.assign.dispatch(act)),
        None => {}
    });
}

/// Who is signed in, as the page says it.
#[cfg(feature = "hydrate")]
fn person() -> Option<String> {
    crate::live::text(".person .label")
}

#[cfg(feature = "hydrate")]
fn store(act: &Kept) {
    if let (Ok(Some(storage)), Ok(text)) = (
        window().session_storage(),
        serde_json::to_string(&(person(), act)),
    ) {
        // A full or forbidden storage loses the act, and the person sees that nothing was changed.
        let _ = storage.set_item(KEY, &text);
    }
}

#[cfg(feature = "hydrate")]
fn take() -> Option<Kept> {
    let storage = window().session_storage().ok()??;
    let text = storage.get_item(KEY).ok()??;
    let _ = storage.remove_item(KEY);
    let (by, act): (Option<String>, Kept) = serde_json::from_str(&text).ok()?;
    (by == person()).then_some(act)
}

#[cfg(not(feature = "hydrate"))]
fn store(_: &Kept) {}

#[cfg(not(feature = "hydrate"))]
fn take() -> Option<Kept> {
    None
}
