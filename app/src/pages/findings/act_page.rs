//! The page of one act on findings: how far it has come, what was left out and why, and the way back.

use domain::{
    event::Topic,
    finding::{Assignment, SkipKind, Touch, WorkflowStatus},
    id::BulkActId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    address::ListAddress,
    drawer::who,
    outcome::{LIST, undo},
};
use crate::{
    api::{
        ApiError, BulkActView, SkippedView, UndoBulkAct, context::page_query, get_bulk_act,
        wire::asked,
    },
    components::{FaultNote, Shape, Since, severity_sign},
    format,
    pages::{answer::form_fault, lasting::answered, served::served},
    query::Query,
};

/// The page of one act.
#[component]
pub fn ActPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    served("An act on findings", &[Topic::Findings], move || {
        let act = asked(id, get_bulk_act);
        let fault = form_fault::<UndoBulkAct>();
        answered(act, move |act| whole(&act, fault.clone()))
    })
}

fn whole(act: &BulkActView, fault: Option<ApiError>) -> AnyView {
    let handled = act.done + act.left_out();
    let going = act.finished_at.is_none();
    let title = match (&act.undoes, going) {
        (Some(_), true) => "Taking it back",
        (Some(_), false) => "Taken back",
        (None, true) => "Changing findings",
        (None, false) => "Findings changed",
    };
    let reasons = act.skipped.iter().map(|(kind, count)| {
        view! { <li><b>{format::count(*count)}</b>" "{skip_words(*kind)}</li> }
    });
    let reasons = reasons.collect_view();
    let first: Vec<_> = act.first_skipped.iter().map(skipped).collect();
    let shown = first.len() as u64;
    let list = page_query().get(LIST).unwrap_or_default().to_owned();
    let back = ListAddress::parse(&list).href();
    view! {
        <div class="page narrow">
            <header class="head"><h1>{title}</h1></header>
            {fault.map(|fault| view! { <FaultNote fault/> })}
            <section class="panel">
                <div class="panel-body">
                    <p role="status">{act.count_words()}</p>
                    {taken_back(act.undone_by, &list)}
                    {going.then(|| view! {
                        <progress class="progress" max=act.total.to_string() value=handled.to_string() aria-label="Findings handled"></progress>
                        <p class="second">"It goes on by itself, also when you leave this page or the server starts anew."</p>
                    })}
                    {terms(act)}
                    {(act.left_out() > 0).then(|| view! {
                        <h2>"Left out"</h2>
                        <ul class="left-out">{reasons}</ul>
                    })}
                    {(shown > 0).then(|| view! { <ul class="rows two-line">{first}</ul> })}
                    {(act.left_out() > shown).then(|| view! {
                        <p class="aside">{format!("The first {shown} are shown.")}</p>
                    })}
                    <div class="buttons">
                        {act.undoable_until.map(|until| undo(act.id.to_string(), until, list))}
                        <a class="button" href=back>"To the findings"</a>
                    </div>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// The way to the act that takes this one back, where one does.
fn taken_back(by: Option<BulkActId>, list: &str) -> Option<impl IntoView + use<>> {
    let query = Query::default().with(LIST, list);
    by.map(|by| {
        let href = query.href(&format!("/findings/acts/{by}"));
        view! { <p><a class="act" href=href>"It was taken back: what came of that"</a></p> }
    })
}

fn terms(act: &BulkActView) -> impl IntoView + use<> {
    let undone = act.undoes.is_some();
    let done = if undone { "Undone" } else { "What" };
    let what = parts(&act.touch, undone).into_iter();
    let what: Vec<_> = what.map(|one| view! { <div>{one}</div> }).collect();
    view! {
        <dl class="terms">
            <div><dt>{done}</dt><dd>{what}</dd></div>
            {act.reason.clone().map(|reason| view! { <div><dt>"Why"</dt><dd>{reason}</dd></div> })}
            <div><dt>"Who"</dt><dd>{act.actor.clone()}</dd></div>
            <div><dt>"When"</dt><dd><Since at=act.asked_at/></dd></div>
        </dl>
    }
}

/// What was changed, a sentence a field. Of what is undone the notes are no part: they stay.
fn parts(touch: &Touch, undone: bool) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(touch.workflow.map(|to| match touch.until {
        Some(until) if to == WorkflowStatus::Suppressed => {
            let (day, clock) = (until.format("%Y-%m-%d"), format::clock(until));
            format!("Workflow became {} until {day} {clock} UTC", to.label())
        }
        _ => format!("Workflow became {}", to.label()),
    }));
    let severity = touch.severity;
    parts.extend(severity.map(|to| format!("Severity became {}", to.label())));
    let verification = touch.verification;
    parts.extend(verification.map(|to| format!("Verification became {}", to.label())));
    parts.extend(touch.assignee.as_ref().map(|to| match to {
        Assignment::To(name) => format!("Assigned to {name}"),
        Assignment::Nobody => "Assigned to nobody".to_owned(),
        Assignment::Claim => "Claimed by who did it".to_owned(),
    }));
    parts.extend(touch.add_tags.iter().map(|tag| format!("Tag {tag} added")));
    let removed = touch.remove_tags.iter();
    parts.extend(removed.map(|tag| format!("Tag {tag} taken away")));
    parts.extend(touch.link.map(|link| format!("Linked to {link}")));
    let note = touch.note.as_ref().filter(|_| !undone);
    parts.extend(note.map(|note| format!("Noted: {note}")));
    parts
}

/// Why findings were left out.
fn skip_words(kind: SkipKind) -> &'static str {
    match kind {
        SkipKind::AlreadySo => "had nothing to change",
        SkipKind::Changed => "somebody changed since you looked",
        SkipKind::Taken => "somebody has already",
        SkipKind::Suppressed => {
            "suppressed already, with an end that is changed at its suppression"
        }
        SkipKind::ReasonMissing => "would become less severe, which needs a reason",
        SkipKind::TooManyTags => "would have too many tags",
        SkipKind::CameLater => "came after the list was read",
    }
}

fn skipped(one: &SkippedView) -> impl IntoView + use<> {
    let href = format!("/findings/{}", one.finding.id);
    let by = one.by.as_deref().map(|by| match one.at {
        Some(at) => format!("{}, {} UTC", who(by), format::clock(at)),
        None => who(by).to_owned(),
    });
    let under = match by {
        Some(by) => format!("{}: {by}", skip_words(one.why)),
        None => skip_words(one.why).to_owned(),
    };
    view! {
        <li>
            <Shape sign=severity_sign(one.finding.severity)/>
            <a class="cover name" href=href>{one.finding.title.clone()}</a>
            <span class="under">{under}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        finding::{FindingSummary, RecordState, Severity},
        time::from_micros,
        version::Version,
    };

    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000001";

    #[test]
    fn an_act_that_was_taken_back_leads_to_what_did_that() {
        let by: BulkActId = ID.parse().expect("an id");
        let html = taken_back(Some(by), "by=flat").map(|line| line.to_html());
        let html = html.expect("a line");
        let href = format!(r#"href="/findings/acts/{ID}?list=by%3Dflat""#);
        assert!(
            html.contains(&href) && html.contains("taken back"),
            "{html}"
        );
        assert!(taken_back(None, "").is_none());
    }

    #[test]
    fn what_aws_changed_meanwhile_is_said_to_be_aws() {
        let one = |by: &str| SkippedView {
            finding: FindingSummary {
                id: ID.parse().expect("an id"),
                version: Version(1),
                severity: Severity::High,
                workflow: WorkflowStatus::New,
                record_state: RecordState::Active,
                compliance: None,
                account: String::new(),
                region: String::new(),
                product: String::new(),
                control: None,
                title: "Open port".to_owned(),
                resource_type: String::new(),
                resource_id: String::new(),
                more_resources: 0,
                assignee: None,
                suppression: None,
                open_since: from_micros(0),
                updated: from_micros(0),
                not_reported_since: None,
                n: 1,
            },
            why: SkipKind::Changed,
            by: Some(by.to_owned()),
            at: Some(from_micros(0)),
        };
        let html = skipped(&one("findings")).to_html();
        assert!(html.contains("since you looked: AWS, 00:00 UTC"), "{html}");
        let html = skipped(&one("bea")).to_html();
        assert!(html.contains("since you looked: bea, 00:00 UTC"), "{html}");
    }
}
