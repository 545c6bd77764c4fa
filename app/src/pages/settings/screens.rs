//! The screens that show the wall: made with a code, watched, revoked.

use domain::{event::Topic, time::Timestamp};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::{
    api::{AddScreen, ApiError, RevokeScreen, ScreenView, ScreensView, list_screens, wire::asked},
    components::{Age, FaultNote, Form, Lamp, Sign, State, TextField},
    live::Live,
    pages::{answer::form_fault, lasting::answered},
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
    let live = expect_context::<Live>();
    let screens = asked(move || live.version(Topic::Screens), |_| list_screens());
    let query = Query::parse(&use_location().search.get_untracked());
    let typed = query.get("name").unwrap_or_default().to_owned();
    let faults = (form_fault::<AddScreen>(), form_fault::<RevokeScreen>());
    let kept = StoredValue::new((faults, typed));
    // The code is said by the first answer alone; what is asked again later must not take it away.
    let code = StoredValue::new(None);
    view! {
        <Title text="Screens"/>
        {answered(screens, move |mut screens| {
            let (faults, typed) = kept.get_value();
            code.update_value(|kept| *kept = screens.code.take().or_else(|| kept.take()));
            screens.code = code.get_value();
            view! { <Screens screens faults typed/> }.into_any()
        })}
    }
    .into_any()
}

#[component]
fn Screens(
    screens: ScreensView,
    faults: (Option<ApiError>, Option<ApiError>),
    typed: String,
) -> impl IntoView {
    let now = screens.now;
    let count = screens.screens.len();
    let rows = screens.screens.into_iter();
    let rows = rows
        .map(|screen| view! { <Row screen now/> })
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
                                <th scope="col" class="num">"Last seen"</th>
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
        <section class="panel" aria-labelledby="code">
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
fn Row(screen: ScreenView, now: Timestamp) -> impl IntoView {
    let revoked = screen.revoked_at.is_some();
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
            <td class="num">
                {match screen.seen_at {
                    Some(at) => view! { <Age at now/> }.into_any(),
                    None => "never".into_any(),
                }}
            </td>
            <td><Lamp sign form/></td>
            <td class="num">{act}</td>
        </tr>
    }
    .into_any()
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
