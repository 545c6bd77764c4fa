//! What people do with a finding: take it, let go of it, resolve or suppress it, and all else by one form.

use domain::{id::FindingId, time::Timestamp};
use leptos::prelude::*;

use super::{
    super::{
        Place,
        act_fields::{Filled, apart, fields},
        kept::draft,
        outcome::Outcome,
        waiting::Newer,
    },
    Acts,
};
use crate::{
    api::{ApiError, FindingView},
    components::{CAUTION, FaultNote, Icon, Note, faster_note, fault_sentence, folded},
    format,
    query::Query,
};

/// Follows what is done to the finding that is open, and to those that were.
pub(super) fn follow(id: Memo<String>, acts: Acts, place: Place) {
    remember(acts);
    forget_with(id, acts);
    renew_list(id, acts, place);
}

/// Remembers what the last act was done to: another finding may be open when the answer comes.
fn remember(acts: Acts) {
    let (act, assign) = (acts.act.input(), acts.assign.input());
    Effect::new(move |_| {
        let acted = act.with(|act| act.as_ref()?.ids.first().cloned());
        let assigned = assign.with(|assign| Some(assign.as_ref()?.id.clone()));
        if let Some(id) = acted.or(assigned) {
            acts.of.set_value(id);
        }
    });
}

/// What came of the last act belongs to the finding it was done to.
fn forget_with(id: Memo<String>, acts: Acts) {
    let forget = move |_: &String, _: Option<&String>, _: Option<()>| {
        acts.act.value().set(None);
        acts.assign.value().set(None);
        #[cfg(feature = "hydrate")]
        empty_forms();
    };
    Effect::watch(move || id.get(), forget, false);
}

#[cfg(feature = "hydrate")]
fn empty_forms() {
    crate::live::reset(".drawer-foot form");
    crate::live::shut(".drawer-foot details");
}

/// One's own act is shown in the list at once. Where new rows wait above the list it is marked in its row like what
/// others do: read anew, the list would move those in.
fn renew_list(id: Memo<String>, acts: Acts, place: Place) {
    let (done, given) = (acts.act.version(), acts.assign.version());
    let newer = expect_context::<Newer>();
    let renew = move |now: &(usize, usize), before: Option<&(usize, usize)>, _: Option<()>| {
        match newer.waits() {
            true => newer.ask(place),
            false => place.refresh.update(|n| *n += 1),
        }
        if before.is_none_or(|one| one.0 != now.0) {
            let of = acts.of.get_value();
            acts.act.value().with_untracked(|value| match value {
                Some(Ok(_)) => done_with(&of, id),
                Some(Err(ApiError::Conflict)) => draft::told(&of),
                _ => {}
            });
        }
    };
    Effect::watch(move || (done.get(), given.get()), renew, false);
}

/// What was typed for the finding that it was done to is needed no more; if it is still open, the keys are the list's again.
#[cfg(feature = "hydrate")]
fn done_with(done: &str, open: Memo<String>) {
    draft::forget(done);
    if open.with_untracked(|open| open == done) {
        empty_forms();
        crate::live::follow_cursor_soon();
    }
}

#[cfg(not(feature = "hydrate"))]
const fn done_with(_: &str, _: Memo<String>) {}

/// Whether what came of the last act is of this finding; where no act was sent from here, the address says what came.
fn is_of(acts: Acts, id: &str) -> bool {
    acts.of.with_value(|of| of.is_empty() || of == id)
}

/// What came of the last act.
#[component]
pub(super) fn Said(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    let (done, given) = (acts.act.value(), acts.assign.value());
    let fault = Filled::of(place, Some(finding.summary.id)).fault_of(acts.act);
    let last = finding.last.clone();
    let id = finding.summary.id.to_string();
    let said = move || {
        let given = given.get().and_then(Result::err);
        if !is_of(acts, &id) {
            let fault = fault.get().or(given);
            return fault.map(|fault| elsewhere(&fault, acts.of.get_value(), place));
        }
        if let Some(Ok(acted)) = done.get() {
            return Some(view! { <Outcome id=acted.id/> }.into_any());
        }
        // The form says why it was refused, where there is one.
        let fault = fault.get().filter(|_| !finding.may_triage).or(given)?;
        Some(act_fault(fault, last.clone()))
    };
    view! { <div class="drawer-said">{said}</div> }
}

/// The foot of the drawer: the acts.
#[component]
pub(super) fn Foot(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    view! {
        <footer class="drawer-foot buttons">
            <AssignForm finding=finding.clone() acts place/>
            <button class="button needs-js resolve" type="button" on:click=|_| open_at("RESOLVED")>
                "Resolve…"<kbd>"r"</kbd>
            </button>
            <button class="button needs-js suppress" type="button" on:click=|_| open_at("SUPPRESSED")>
                "Suppress…"<kbd>"s"</kbd>
            </button>
            <ActForm finding acts place/>
        </footer>
    }
}

/// A refusal that came while another finding is open than the one it is of.
fn elsewhere(fault: &ApiError, id: String, place: Place) -> AnyView {
    let text = format!("Another finding: {}", fault_sentence(fault));
    let href = Query::parse(&place.list.get()).href(&format!("/findings/{id}"));
    view! {
        <Note sign=CAUTION text/>
        <a class="act" href=href>"Open it"</a>
    }
    .into_any()
}

/// Whether another finding than this one was opened, whose answer is still to come: until then nothing is done to this one.
fn is_another(place: Place, id: FindingId) -> Memo<bool> {
    let open = place.open_finding();
    Memo::new(move |_| {
        let open = open.with(|open| open.as_ref()?.parse::<FindingId>().ok());
        open.is_some_and(|open| open != id)
    })
}

/// Opens the form with a status chosen and the reason in focus; nothing is sent.
#[cfg(feature = "hydrate")]
fn open_at(status: &str) {
    use crate::live;
    live::unfold(".drawer .act-sheet");
    live::choose(".drawer select[name=workflow]", status);
    live::focus(&[".drawer input[name=reason]"]);
}

#[cfg(not(feature = "hydrate"))]
fn open_at(_: &str) {}

/// The last act of a person on the finding: what AWS reports is in nobody's way.
type Last = Option<(String, Timestamp)>;

/// Why the form was refused; what was typed is still in it.
fn refused(fault: ApiError, last: Last) -> AnyView {
    match (fault, last) {
        (ApiError::Conflict, Some((actor, at))) => faster_note(&format!("Changed by {actor}"), at),
        (fault, _) => view! { <FaultNote fault/> }.into_any(),
    }
}

/// Who was faster stands in the history, never in the address.
fn act_fault(fault: ApiError, last: Last) -> AnyView {
    match (fault, last) {
        (ApiError::Conflict, Some((actor, at))) => {
            let at = format::clock(at);
            let text = format!("Changed by {actor} at {at} UTC. Yours was not applied.");
            view! { <Note sign=CAUTION text/> }.into_any()
        }
        (fault, _) => view! { <FaultNote fault/> }.into_any(),
    }
}

#[component]
fn AssignForm(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    let me = finding.me;
    let (to, words, class) = match finding.summary.assignee {
        // The key `a` takes a finding and never gives it away: pressed twice it has taken it.
        Some(name) if name == me => (String::new(), "Unassign".into_any(), "button"),
        // Nor does it take one from somebody, who may have it since a moment ago.
        Some(name) => {
            let words = view! {
                <span class="take" title=name.clone()>"Take from "<span class="holder">{name.clone()}</span></span>
            };
            (me, words.into_any(), "button")
        }
        None => {
            let words = view! { "Assign to me"<kbd class="needs-js">"a"</kbd> };
            (me, words.into_any(), "button primary assign")
        }
    };
    let pending = acts.assign.pending();
    let another = is_another(place, finding.summary.id);
    view! {
        <ActionForm action=acts.assign>
            <input type="hidden" name="id" value=finding.summary.id.to_string()/>
            <input type="hidden" name="expected_version" value=finding.summary.version.0.to_string()/>
            <input type="hidden" name="to" value=to/>
            <button class=class disabled=move || pending.get() || another.get()>{words}</button>
        </ActionForm>
    }
}

/// Everything that can be changed on it, in one form.
#[component]
fn ActForm(finding: FindingView, acts: Acts, place: Place) -> impl IntoView {
    let filled = Filled::of(place, Some(finding.summary.id));
    let open = filled.was_sent();
    let (sent, pending) = (filled.fault_of(acts.act), acts.act.pending());
    let id = finding.summary.id.to_string();
    let fault = {
        let id = id.clone();
        Signal::derive(move || sent.get().filter(|_| is_of(acts, &id)))
    };
    #[cfg(feature = "hydrate")]
    {
        let id = id.clone();
        Effect::new(move |_| draft::fill(&id));
    }
    // Another finding may have been opened whose answer is still to come: what is typed is for it, and nothing is sent.
    let open_id = place.open_finding();
    let keep = move |_| draft::keep(&open_id.get_untracked().unwrap_or_default());
    let another = is_another(place, finding.summary.id);
    let last = finding.last.clone();
    let as_of = draft::as_of(&id, finding.as_of.0.to_string());
    let told = move || Some(refused(apart(fault.get())?, last.clone()));
    let sheet = view! {
                <summary class="button square" aria-label="Edit…" title="Edit…"><Icon name="i-more"/></summary>
                <div class="sheet form" on:input=keep>
                    {told}
                    {fields("one", &filled, fault)}
                    <div class="buttons">
                        <button class="button" disabled=move || pending.get() || another.get()>"Apply"</button>
                    </div>
                </div>
    }.into_any();
    view! {
        <ActionForm action=acts.act attr:class="act-form">
            <input type="hidden" name="ids[]" value=id/>
            <input type="hidden" name="as_of" value=as_of/>
            <input type="hidden" name="query" value=place.list.get_untracked()/>
            {folded(open, "menu up at-end act-sheet", sheet)}
        </ActionForm>
    }
}
