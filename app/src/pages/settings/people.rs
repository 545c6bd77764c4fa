//! Everybody who has an account, and what an administrator does with accounts.

use domain::{actor::Role, event::Topic, id::PersonId};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{people_rows::PersonRow, place};
use crate::{
    api::{
        AddPerson, ApiError, ChangePerson, Field, OneTimeLink, PeopleView, PersonView, list_people,
        wire::asked,
    },
    components::{FaultNote, Need, Note, Sign, TextField},
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
    let (refused, change) = refused_of(&people.people, faults.change, &typed);
    let next = people.next.map(|next| {
        Query::default()
            .with("after", &next)
            .href("/settings/people")
    });
    let count = people.people.len();
    let rows = people.people.into_iter().map(|person| {
        let fault = refused.clone().filter(|(of, _)| *of == person.id);
        let fault = fault.map(|(_, fault)| fault);
        view! { <PersonRow person now may_change fault/> }
    });
    let rows = rows.collect_view();
    view! {
        {people.link.map(|link| view! { <NewLink link/> })}
        {change}
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

/// What came of the form of a person: what is wrong with their roles stands in their row, all else above the list.
fn refused_of(
    people: &[PersonView],
    fault: Option<ApiError>,
    typed: &Query,
) -> (Option<(PersonId, ApiError)>, Option<AnyView>) {
    let Some(fault) = fault else {
        return (None, None);
    };
    let of = typed.get("of").unwrap_or_default();
    let whose = people.iter().find(|person| person.id.to_string() == of);
    match (&fault, whose) {
        (ApiError::Invalid(Field::Roles), Some(person)) => (Some((person.id, fault)), None),
        (ApiError::Disabled, Some(person)) => {
            let text = format!("{} is disabled: enable the account first.", person.name);
            (None, Some(view! { <Note sign=REFUSED text/> }.into_any()))
        }
        _ => (None, Some(view! { <FaultNote fault/> }.into_any())),
    }
}

const REFUSED: Sign = Sign {
    symbol: "st-failing",
    tone: "t-critical",
    word: "",
};

/// A one-time link, shown this once.
#[component]
fn NewLink(link: OneTimeLink) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="link" data-once>
            <header class="panel-head">
                <h2 id="link">"One-time link for " {link.name.clone()}</h2>
                <p class="aside">"shown this once, valid for 24 hours"</p>
            </header>
            <div class="panel-body">
                <p><code class="id">{link.address}</code></p>
                <p class="second">
                    "Send it to " <b>{link.name}</b> " by a way that only they read. It sets their password."
                </p>
            </div>
        </section>
    }
}

#[component]
fn AddForm(fault: Option<ApiError>, typed: Query) -> impl IntoView {
    // What was typed is for the form that was refused: the address keeps it, and the next person has another name.
    let typed = |key: &str| typed.get(key).filter(|_| fault.is_some());
    let chosen = match (&fault, typed("roles")) {
        (None, _) => vec![Role::Viewer],
        (Some(_), words) => read_roles(words.unwrap_or_default()),
    };
    let name = typed("name").unwrap_or_default().to_owned();
    let (of_roles, fault) = match fault {
        Some(ApiError::Invalid(Field::Roles)) => (fault, None),
        _ => (None, fault),
    };
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
                        {of_roles.map(|fault| view! { <FaultNote fault/> })}
                    </fieldset>
                    <div class="buttons"><button class="button primary">"Add"</button></div>
                </form>
            </div>
        </section>
    }
}

/// The roles of an address; nobody new has that of a screen.
fn read_roles(words: &str) -> Vec<Role> {
    let roles = words.split(',').filter_map(|word| word.parse().ok());
    roles.filter(|role| *role != Role::Display).collect()
}

/// A box a role. That of a screen, which is made in the settings of screens, only who has it keeps or loses here.
#[component]
pub(super) fn RoleChecks(chosen: Vec<Role>) -> impl IntoView {
    let offered = Role::ALL.iter();
    let offered = offered.filter(|role| **role != Role::Display || chosen.contains(role));
    let checks = offered.map(|role| {
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
