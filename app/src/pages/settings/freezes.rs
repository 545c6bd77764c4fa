//! Freezes that hold or will, and the forms that make, change and end them.

use leptos::prelude::*;

use super::calendars::{Faults, ending};
use crate::{
    api::FreezeView,
    components::{Form, Lamp, Sign, State},
    pages::filled::{Filled, filled, folded, target},
};

/// The panel of freezes.
#[component]
pub(super) fn Freezes(freezes: Vec<FreezeView>, may_change: bool, faults: Faults) -> impl IntoView {
    let empty = freezes.is_empty();
    let rows = freezes
        .into_iter()
        .map(|freeze| row(&freeze, may_change, &faults));
    let rows = rows.collect_view();
    let make = may_change.then(|| {
        let form = filled("freeze", &faults.freeze, &faults.typed, "");
        let refused = form.is_refused();
        folded(
            "Make a freeze".to_owned(),
            refused,
            freeze_form(&form, &FreezeView::default()),
        )
    });
    view! {
        <section class="panel" aria-labelledby="freezes">
            <header class="panel-head">
                <h2 id="freezes">"Freezes"</h2>
                <p class="aside">"A hard one blocks the start of a change, a soft one warns."</p>
            </header>
            {empty.then(|| view! {
                <State
                    sign=Sign { symbol: "st-none", tone: "t-quiet s16", word: "" }
                    what="There is no freeze"
                    next="Those that are over are on the calendar of their month."
                />
            })}
            <ul class="kept">{rows}</ul>
            {make.map(|make| view! { <div class="panel-body">{make}</div> })}
        </section>
    }
}

fn row(freeze: &FreezeView, may_change: bool, faults: &Faults) -> AnyView {
    let (symbol, tone, word, lamp) = match (freeze.holds, freeze.strength.as_str()) {
        (true, "hard") => ("st-blocked", "t-critical", "Holds, hard", Form::Soft),
        (true, _) => ("st-partial", "t-warn", "Holds, soft", Form::Soft),
        (false, "hard") => ("st-blocked", "t-quiet", "Ahead, hard", Form::Neutral),
        (false, _) => ("st-scheduled", "t-quiet", "Ahead, soft", Form::Neutral),
    };
    let form =
        may_change.then(|| {
            let form = filled(&freeze.id, &faults.freeze, &faults.typed, &freeze.id);
            let end = faults.ending(&freeze.id);
            let refused = form.is_refused() || end.is_some();
            folded(format!("Change {}", freeze.name), refused, view! {
            {freeze_form(&form, freeze)}
            {ending((&freeze.id, freeze.version), "freeze", format!("End {} now", freeze.name), end)}
        }.into_any())
        });
    view! {
        <li>
            <div class="kept-line">
                <h3>{freeze.name.clone()}</h3>
                <Lamp sign=Sign { symbol, tone, word } form=lamp/>
                <p class="aside">{freeze.when.clone()}</p>
            </div>
            <p class="second">{freeze.scope.clone()}" · by "{freeze.by.clone()}</p>
            <p class="second">{freeze.reason.clone()}</p>
            {form}
        </li>
    }
    .into_any()
}

fn freeze_form(form: &Filled, freeze: &FreezeView) -> AnyView {
    let [from, until] = &freeze.fields;
    view! {
        <form class="form" method="post" action="/api/calendar/keep_freeze">
            {form.note()}
            {target(&freeze.id, freeze.version)}
            <div class="pair even">
                {form.line(("name", "Name", "text"), &freeze.name, "")}
                {form.choice(("strength", "Strength"), &freeze.strength, &[("hard", "Hard: blocks"), ("soft", "Soft: warns")])}
                {form.line(("from", "From", "datetime-local"), from, "UTC")}
                {form.line(("until", "Until", "datetime-local"), until, "UTC")}
                {form.line(("scope", "Place", "text"), &freeze.scope, "An ARN, or account, region and service. Empty: the whole organization.")}
                {form.line(("reason", "Reason", "text"), &freeze.reason, "")}
            </div>
            <div class="buttons"><button class="button">"Save freeze"</button></div>
        </form>
    }
    .into_any()
}
