//! One person in the list, with what may be done to their account.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::people::RoleChecks;
use crate::{
    api::{ApiError, PersonView},
    components::{FaultNote, Form, Icon, Lamp, Sign, initials},
    format,
};

/// A row.
#[component]
pub(super) fn PersonRow(
    person: PersonView,
    now: Timestamp,
    may_change: bool,
    /// Why other roles were refused, if they were.
    fault: Option<ApiError>,
) -> impl IntoView {
    let roles: Vec<String> = person
        .roles
        .iter()
        .map(|r| format::plain_word(r.as_str()))
        .collect();
    let (sign, form) = state_of(&person, now);
    let past = person.disabled_at.is_some();
    let letters = initials(&person.name);
    let sessions = format::count_of(person.sessions);
    view! {
        <tr class:past=past>
            <th scope="row">
                <span class="with-shape">
                    <span class="avatar" aria-hidden="true">{letters}</span>
                    <span>{person.name.clone()}</span>
                </span>
            </th>
            <td class="phone-off">{roles.join(", ")}</td>
            <td class="num phone-off">{sessions}</td>
            <td><Lamp sign form/></td>
            <td class="num">{may_change.then(|| view! { <Acts person now fault/> })}</td>
        </tr>
    }
    .into_any()
}

fn state_of(person: &PersonView, now: Timestamp) -> (Sign, Form) {
    let (symbol, tone, word, form) = match person {
        person if person.disabled_at.is_some() => {
            ("st-suppressed", "t-quiet", "Disabled", Form::Off)
        }
        person if is_locked(person, now) => ("st-blocked", "t-critical", "Locked", Form::Soft),
        person if !person.has_password => ("st-waits", "t-waits", "Has a link", Form::Soft),
        _ => ("st-ok", "t-plain", "Active", Form::Neutral),
    };
    (Sign { symbol, tone, word }, form)
}

fn is_locked(person: &PersonView, now: Timestamp) -> bool {
    person.locked_until.is_some_and(|until| until > now)
}

/// The acts, in a menu, which is open where one was refused; each is a form of its own.
#[component]
fn Acts(person: PersonView, now: Timestamp, fault: Option<ApiError>) -> impl IntoView {
    let label = format!("Change {}", person.name);
    let disabled = person.disabled_at.is_some();
    let locked = is_locked(&person, now);
    let (roles, is_open) = (person.roles.clone(), fault.is_some());
    let mail = person.mail.clone().unwrap_or_default();
    let (id, version) = (person.id.to_string(), person.version.0.to_string());
    let act = |what: &'static str, words: &'static str| {
        let (id, version) = (id.clone(), version.clone());
        view! {
            <form method="post" action="/api/people/change">
                {hidden(id, version, what)}
                <button class="row">{words}</button>
            </form>
        }
    };
    view! {
        <details class="menu at-end" open=is_open>
            <summary class="button bare square" aria-label=label><Icon name="i-more"/></summary>
            <div class="sheet">
                {locked.then(|| act("unlock", "Unlock"))}
                {(!disabled).then(|| act("reset", "Reset password, make a link"))}
                {if disabled { act("enable", "Enable") } else { act("disable", "Disable, end sessions") }}
                <hr/>
                <form method="post" action="/api/people/change">
                    {hidden(id.clone(), version.clone(), "roles")}
                    <p class="label">"Roles"</p>
                    {fault.map(|fault| view! { <FaultNote fault/> })}
                    <RoleChecks chosen=roles/>
                    <button class="row">"Set roles"</button>
                </form>
                <hr/>
                <form method="post" action="/api/people/change">
                    {hidden(id.clone(), version.clone(), "mail")}
                    <label class="label">
                        "Mail address"
                        <input class="input" type="email" name="mail" value=mail/>
                    </label>
                    <button class="row">"Set mail address"</button>
                </form>
            </div>
        </details>
    }
}

fn hidden(id: String, version: String, what: &'static str) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=id/>
        <input type="hidden" name="expected_version" value=version/>
        <input type="hidden" name="what" value=what/>
    }
}
