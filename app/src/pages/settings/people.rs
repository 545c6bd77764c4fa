//! Everybody who has an account, and what an administrator does with accounts.

use domain::{actor::Role, event::Topic};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{people_rows::PersonRow, place};
use crate::{
    api::{AddPerson, ApiError, ChangePerson, PeopleView, list_people, wire::asked},
    components::{FaultNote, Need, TextField},
    pages::{answer::form_fault, lasting::answered},
    query::Query,
};

/// The page of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| Query::parse(&search.get()));
    let after = move || query.with(|query| query.get("after").unwrap_or_default().to_owned());
    let typed = query.get_untracked();
    let faults = Faults {
        add: form_fault::<AddPerson>(),
        change: form_fault::<ChangePerson>(),
    };
    place("People", &[Topic::People], move || {
        let people = asked(after, list_people);
        answered(people, move |people| {
            let (faults, typed) = (faults.clone(), typed.clone());
            view! { <People people faults typed/> }.into_any()
        })
    })
}

/// What came of the forms of this page.
#[derive(Debug, Clone)]
struct Faults {
    add: Option<ApiError>,
    change: Option<ApiError>,
}

#[component]
fn People(people: PeopleView, faults: Faults, typed: Query) -> impl IntoView {
    let (now, may_change) = (people.now, people.may_change);
    let next = people.next.map(|next| {
        Query::default()
            .with("after", &next)
            .href("/settings/people")
    });
    let count = people.people.len();
    let rows = people
        .people
        .into_iter()
        .map(|person| view! { <PersonRow person now may_change/> });
    let rows = rows.collect_view();
    view! {
        {people.link.map(|link| view! { <NewLink link/> })}
        {faults.change.map(|fault| view! { <FaultNote fault/> })}
        <section class="panel" aria-labelledby="people">
            <header class="panel-head">
                <h2 id="people">"People"</h2>
                <p class="aside">{count.to_string()}</p>
            </header>
            <table class="table tall">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="phone-off">"Roles"</th>
                        <th scope="col" class="num phone-off">"Sessions"</th>
                        <th scope="col">"State"</th>
                        <th scope="col"><span class="visually-hidden">"Change"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {next.map(|href| view! {
                <footer class="panel-foot"><a class="act" rel="next" href=href>"Next page"</a></footer>
            })}
        </section>
        {may_change.then(|| view! { <AddForm fault=faults.add typed/> })}
    }
}

/// A one-time link, shown this once.
#[component]
fn NewLink(link: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="link" data-once>
            <header class="panel-head">
                <h2 id="link">"One-time link"</h2>
                <p class="aside">"shown this once, valid for 24 hours"</p>
            </header>
            <div class="panel-body">
                <p><code class="id">{link}</code></p>
                <p class="second">"Send it to the person by a way that only they read. It sets their password."</p>
            </div>
        </section>
    }
}

#[component]
fn AddForm(fault: Option<ApiError>, typed: Query) -> impl IntoView {
    let roles = typed.get("roles").filter(|_| fault.is_some());
    let chosen = match roles {
        Some(words) => words
            .split(',')
            .filter_map(|word| word.parse().ok())
            .collect(),
        None => vec![Role::Viewer],
    };
    let name = typed.get("name").unwrap_or_default().to_owned();
    view! {
        <section class="panel" aria-labelledby="add">
            <header class="panel-head"><h2 id="add">"Add a person"</h2></header>
            <div class="panel-body">
                <form class="form" method="post" action="/api/people/add">
                    {fault.map(|fault| view! { <FaultNote fault/> })}
                    <div class="pair even">
                        <TextField name="name" label="Name" value=name/>
                        <TextField
                            name="password"
                            label="First password"
                            kind="password"
                            autocomplete="new-password"
                            hint="Left empty, you get a one-time link for them instead."
                            need=Need::Optional
                        />
                    </div>
                    <fieldset class="field">
                        <legend>"Roles"</legend>
                        <RoleChecks chosen/>
                    </fieldset>
                    <div class="buttons"><button class="button primary">"Add"</button></div>
                </form>
            </div>
        </section>
    }
}

/// A box a role.
#[component]
pub(super) fn RoleChecks(chosen: Vec<Role>) -> impl IntoView {
    let checks = Role::ALL.iter().map(|role| {
        let checked = chosen.contains(role);
        let word = crate::format::plain_word(role.as_str());
        view! {
            <label>
                <input class="check" type="checkbox" name="roles[]" value=role.as_str() checked=checked/>
                " "
                {word}
            </label>
        }
    });
    view! { <div class="checks">{checks.collect_view()}</div> }
}
