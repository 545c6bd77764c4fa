//! An act that was sent after the session had ended: kept in this tab, and sent again after signing in.
//!
//! It is kept where only pages of ours can write. An address could carry it too, and then anybody's
//! link could act in somebody's name. It is sent for who made it alone: at the next desk's sign-in it is dropped.

use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use crate::{api::ApiError, pages::refused::lead_to_sign_in};

/// Keeps under `key` what fails because the session ended, leads to sign-in, and sends what was kept before.
pub(super) fn keep_and_send<S>(action: ServerAction<S>, key: &'static str)
where
    S: ServerFn<Error = ApiError> + Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let (input, value) = (action.input(), action.value());
    follow(
        key,
        Box::new(move || input.with(|act| serde_json::to_string(act.as_ref()?).ok())),
        Box::new(move || value.with(|value| matches!(value, Some(Err(ApiError::SignedOut))))),
        Box::new(move |act| {
            if let Ok(act) = serde_json::from_slice(act.as_bytes()) {
                action.dispatch(act);
            }
        }),
    );
}

/// The same whatever the act is: `sent` is what was sent last, `is_refused` whether the session had ended, and `send` sends.
fn follow(
    key: &'static str,
    sent: Box<dyn Fn() -> Option<String> + Send + Sync>,
    is_refused: Box<dyn Fn() -> bool + Send + Sync>,
    send: Box<dyn Fn(&str) + Send + Sync>,
) {
    let last = StoredValue::new(String::new());
    Effect::new(move |_| {
        if let Some(act) = sent() {
            last.set_value(act);
        }
    });
    Effect::new(move |_| {
        if is_refused() {
            store(key, &format!("{}\n{}", person(), last.get_value()));
            lead_to_sign_in();
        }
    });
    Effect::new(move |_| {
        let kept = take(key);
        if let Some((by, act)) = kept.as_deref().and_then(|kept| kept.split_once('\n'))
            && by == person()
        {
            send(act);
        }
    });
}

/// What is typed in the drawer's form and not sent: kept in this tab for its finding, until it is done.
#[cfg(feature = "hydrate")]
pub(super) mod draft {
    use js_sys::Reflect;
    use wasm_bindgen::JsValue;

    use super::{person, read, store, take};
    use crate::live;

    const FIELDS: &str = ".drawer .act-form :is(input,select):not([type=hidden])";
    const VALUE: &str = "value";
    /// What the page knew: what somebody else does after it is in the way.
    const AS_OF: &str = ".drawer .act-form [name=as_of]";

    fn key(id: &str) -> String {
        format!("draft {} {id}", person())
    }

    fn key_of_as_of(id: &str) -> String {
        format!("{} as_of", key(id))
    }

    fn values(fields: &str) -> impl Iterator<Item = (web_sys::HtmlElement, String)> {
        live::all(fields).into_iter().map(|field| {
            let value = Reflect::get(&field, &JsValue::from(VALUE));
            let value = value.ok().and_then(|value| value.as_string());
            (field, value.unwrap_or_default())
        })
    }

    fn set(field: &web_sys::HtmlElement, value: &str) {
        let _ = Reflect::set(field, &JsValue::from(VALUE), &JsValue::from(value));
    }

    /// Keeps it, with what was known when it was begun.
    pub(in super::super) fn keep(id: &str) {
        let typed: Vec<String> = values(FIELDS).map(|(_, value)| value).collect();
        store(&key(id), &typed.join("\n"));
        for (_, now) in values(AS_OF) {
            as_of(id, now);
        }
    }

    /// What was known when it was begun; where nothing is begun, what is known `now`.
    pub(in super::super) fn as_of(id: &str, now: String) -> String {
        let key_of_it = key_of_as_of(id);
        read(&key_of_it).unwrap_or_else(|| {
            if read(&key(id)).is_some() {
                store(&key_of_it, &now);
            }
            now
        })
    }

    /// Fills the form in as it was left.
    pub(in super::super) fn fill(id: &str) {
        let Some(kept) = read(&key(id)) else {
            return;
        };
        for ((field, now), kept) in values(FIELDS).zip(kept.split('\n')) {
            if now != kept {
                set(&field, kept);
                live::unfold(".drawer .act-sheet");
            }
        }
        for (field, now) in values(AS_OF) {
            set(&field, &as_of(id, now));
        }
    }

    /// Whoever typed it knows now what somebody else did meanwhile.
    pub(in super::super) fn told(id: &str) {
        take(&key_of_as_of(id));
    }

    /// Forgets it.
    pub(in super::super) fn forget(id: &str) {
        take(&key(id));
        told(id);
    }
}

#[cfg(not(feature = "hydrate"))]
pub(super) mod draft {
    pub(in super::super) const fn keep(_: &str) {}
    pub(in super::super) const fn as_of(_: &str, now: String) -> String {
        now
    }
    pub(in super::super) const fn told(_: &str) {}
}

/// Who is signed in, as the page says it.
#[cfg(feature = "hydrate")]
fn person() -> String {
    crate::live::text(".person .label").unwrap_or_default()
}

#[cfg(feature = "hydrate")]
fn store(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        // A full or forbidden storage loses the act, and the person sees that nothing was changed.
        let _ = storage.set_item(key, text);
    }
}

#[cfg(feature = "hydrate")]
fn read(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

#[cfg(feature = "hydrate")]
fn take(key: &str) -> Option<String> {
    let text = read(key)?;
    let _ = window().session_storage().ok()??.remove_item(key);
    Some(text)
}

#[cfg(not(feature = "hydrate"))]
const fn person() -> String {
    String::new()
}

#[cfg(not(feature = "hydrate"))]
const fn store(_: &str, _: &str) {}

#[cfg(not(feature = "hydrate"))]
const fn take(_: &str) -> Option<String> {
    None
}
