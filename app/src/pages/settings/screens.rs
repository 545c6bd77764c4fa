//! The screens that show the wall: made with a code, watched, revoked.

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::place;
use crate::{
    api::{
        AddScreen, ApiError, DimScreen, RevokeScreen, ScreenView, ScreensView, list_screens,
        wire::asked,
    },
    components::{Age, FaultNote, Form, Lamp, Sign, State, TextField},
    pages::{answer::form_fault, filled::folded, lasting::answered},
    query::Query,
};

const ACTIVE: Sign = Sign {
    symbol: "st-ok",
    tone: "t-plain",
    word: "Active",
};
const WAITS: Sign = Sign {
    symbol: "st-waits",
    tone: "t-waits",
    word: "Code not entered",
};
const REVOKED: Sign = Sign {
    symbol: "st-suppressed",
    tone: "t-quiet",
    word: "Revoked",
};

/// The page of screens.
#[component]
pub fn ScreensPage() -> impl IntoView {
    let query = Query::parse(&use_location().search.get_untracked());
    let typed = query.get("name").unwrap_or_default().to_owned();
    let said = |key: &str| query.get(key).unwrap_or_default().to_owned();
    let dim = form_fault::<DimScreen>().map(|fault| Undimmed {
        of: said("of"),
        typed: [said("from"), said("until"), said("zone")],
        fault,
    });
    let faults = (form_fault::<AddScreen>(), form_fault::<RevokeScreen>());
    let kept = (faults, typed, dim);
    place("Screens", &[Topic::Screens], move || {
        let screens = asked(|| (), |()| list_screens());
        answered(screens, move |screens| {
            let (faults, typed, dim) = kept.clone();
            view! { <Screens screens faults typed dim/> }.into_any()
        })
    })
}

/// What was typed for the hours of a screen, and why it was refused.
#[derive(Clone)]
struct Undimmed {
    of: String,
    typed: [String; 3],
    fault: ApiError,
}

#[component]
fn Screens(
    screens: ScreensView,
    faults: (Option<ApiError>, Option<ApiError>),
    typed: String,
    dim: Option<Undimmed>,
) -> impl IntoView {
    let now = screens.now;
    let count = screens.screens.len();
    let rows = screens.screens.into_iter();
    let rows = rows
        .map(|screen| {
            let refused = dim.clone().filter(|dim| dim.of == screen.id.to_string());
            view! { <Row screen now refused/> }
        })
        .collect_view();
    view! {
        {screens.code.map(|code| view! { <NewCode code/> })}
        {faults.1.map(|fault| view! { <FaultNote fault/> })}
        <section class="panel" aria-labelledby="screens">
            <header class="panel-head">
                <h2 id="screens">"Screens"</h2>
                <p class="aside">{count.to_string()}</p>
            </header>
            {match count {
                0 => view! { <NoScreen/> }.into_any(),
                _ => view! {
                    <table class="table tall">
                        <thead>
                            <tr>
                                <th scope="col">"Name"</th>
                                <th scope="col" class="phone-off">"Made by"</th>
                                <th scope="col" class="num phone-off">"Last seen"</th>
                                <th scope="col">"State"</th>
                                <th scope="col"><span class="visually-hidden">"Change"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any(),
            }}
        </section>
        <AddForm fault=faults.0 typed/>
    }
    .into_any()
}

#[component]
fn NoScreen() -> impl IntoView {
    let sign = Sign {
        symbol: "st-none",
        tone: "t-quiet s16",
        word: "",
    };
    view! {
        <State
            sign
            what="No screen is set up"
            next="Make one here, then open /wall on it and enter its code."
        />
    }
}

/// A code, shown this once.
#[component]
fn NewCode(code: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="code" data-once>
            <header class="panel-head">
                <h2 id="code">"Code of the new screen"</h2>
                <p class="aside">"shown this once"</p>
            </header>
            <div class="panel-body">
                <p><code class="id">{code}</code></p>
                <p class="second">"Open /wall on the screen and enter it there. It opens the wall and nothing else."</p>
            </div>
        </section>
    }
}

#[component]
fn Row(screen: ScreenView, now: Timestamp, refused: Option<Undimmed>) -> impl IntoView {
    let revoked = screen.revoked_at.is_some();
    let dim = (!revoked).then(|| dim_form(&screen, refused));
    let (sign, form) = match (revoked, screen.seen_at) {
        (true, _) => (REVOKED, Form::Off),
        (false, None) => (WAITS, Form::Soft),
        (false, Some(_)) => (ACTIVE, Form::Neutral),
    };
    let (id, version) = (screen.id.to_string(), screen.version.0.to_string());
    let label = format!("Revoke {}", screen.name);
    let act = (!revoked).then(|| {
        view! {
            <form method="post" action="/api/screens/revoke">
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="expected_version" value=version/>
                <button class="button" aria-label=label>"Revoke"</button>
            </form>
        }
    });
    view! {
        <tr class:past=revoked>
            <th scope="row">{screen.name}</th>
            <td class="phone-off">{screen.made_by}</td>
            <td class="num phone-off">
                {match screen.seen_at {
                    Some(at) => view! { <Age at now/> }.into_any(),
                    None => "never".into_any(),
                }}
            </td>
            <td><Lamp sign form/></td>
            <td class="num">{act}</td>
        </tr>
        {dim.map(|dim| view! { <tr><td colspan="5">{dim}</td></tr> })}
    }
    .into_any()
}

/// The hours in which a screen is dim, behind what they are now.
fn dim_form(screen: &ScreenView, refused: Option<Undimmed>) -> AnyView {
    let is_open = refused.is_some();
    let (values, fault) = match refused {
        Some(refused) => (refused.typed, Some(refused.fault)),
        None => (screen.dim.clone(), None),
    };
    let labels = [
        ("from", "From hour"),
        ("until", "To hour"),
        ("zone", "Time zone"),
    ];
    let fields = labels
        .into_iter()
        .zip(values)
        .map(|((name, label), value)| {
            let id = format!("dim-{name}-{}", screen.id);
            view! {
                <div class="field">
                    <label for=id.clone()>{label}</label>
                    <input class="input" id=id name=name value=value autocomplete="off"/>
                </div>
            }
        });
    let form = view! {
        <form class="form" method="post" action="/api/screens/dim">
            <input type="hidden" name="id" value=screen.id.to_string()/>
            <input type="hidden" name="expected_version" value=screen.version.0.to_string()/>
            {fault.map(|fault| view! { <FaultNote fault/> })}
            {fields.collect_view()}
            <p class="hint">"Full hours, such as 22 and 6. Leave both empty for never; the zone is UTC where none is given."</p>
            <div class="buttons"><button class="button">"Save hours"</button></div>
        </form>
    };
    folded(screen.dim_words.clone(), is_open, form.into_any())
}

#[component]
fn AddForm(fault: Option<ApiError>, typed: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="add">
            <header class="panel-head"><h2 id="add">"Add a screen"</h2></header>
            <div class="panel-body">
                <form class="form" method="post" action="/api/screens/add">
                    {fault.map(|fault| view! { <FaultNote fault/> })}
                    <TextField
                        name="name"
                        label="Name"
                        hint="Where it hangs, such as Operations room."
                        value=typed
                    />
                    <div class="buttons"><button class="button primary">"Make a code"</button></div>
                </form>
            </div>
        </section>
    }
}
