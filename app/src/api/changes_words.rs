//! What pages say of a change, written on the server.

use backend::{
    Backend, calendar,
    changes::{self, ChangeDetail, ChangeStep, ChangeSummary},
    strip,
};
use domain::{
    action::Action,
    actor::Actor,
    change::{
        Approval, Approver, Change, ChangeKind, ChangeRefusal, ChangeState, ChangeVerb, Decision,
        Ladder, Plan, Rung,
    },
    id::{ChangeId, PersonId},
    scope::Scope,
    strip::Strip,
    time::Timestamp,
};

use super::{
    changes_view::{
        ChangeActs, ChangeDetailView, ChangeDraft, ChangeRowView, ChangeStepView, LadderView,
        RungState, RungView,
    },
    health::account_names,
    links,
    places::{self, Names},
    strip::StripView,
};
use crate::format;

/// Names written out before "and 3 more".
const NAMED: usize = 3;

/// A change as a list shows it.
pub(super) fn row_view(summary: &ChangeSummary, names: &Names, now: Timestamp) -> ChangeRowView {
    ChangeRowView {
        id: summary.id.to_string(),
        label: format!("CHG-{}", summary.number),
        title: summary.title.clone(),
        kind: summary.kind,
        state: summary.state,
        requester: summary.requester.clone(),
        place: short_place(&summary.targets, names),
        starts_at: summary.starts_at,
        when: window((summary.starts_at, summary.ends_at), now),
    }
}

/// One change whole, for the asker.
pub(super) async fn detail_view(
    backend: &Backend,
    actor: &Actor,
    id: ChangeId,
) -> backend::Result<ChangeDetailView> {
    let detail = changes::get(backend, actor, id).await?;
    let held = held(backend, actor, &detail).await?;
    let acts = acts(&detail, actor, (backend.now(), held));
    let (strip, sealed) = strip_of(backend, actor, &detail).await?;
    let ladder = ladder_view(
        &detail.change,
        &detail.change.ladder_ahead(&detail.approvers),
        (&detail.requester, &detail.approvers),
        (person(actor), backend.now()),
    );
    let (change, plan) = (&detail.change, &detail.change.plan);
    let steps = detail.steps.iter().map(|step| step_view(step, &detail));
    let names = account_names(backend, actor).await?;
    let mut links = Vec::new();
    for link in &plan.links {
        links.push((link.clone(), links::words(backend, actor, link).await));
    }
    Ok(ChangeDetailView {
        row: row_of(&detail, &names, backend.now()),
        version: detail.version.0,
        revision: change.revision.0,
        waits_for_me: acts.decide || acts.overrides,
        asked: asked(&detail, backend.now()),
        what: plan.description.clone(),
        places: plan
            .targets
            .iter()
            .map(|one| places::whole(one, &names))
            .collect(),
        undo: plan.rollback.clone(),
        links,
        ladder,
        strip,
        sealed,
        changed: detail.before.as_ref().map_or_else(Vec::new, |before| {
            changed((before, plan), &names, backend.now())
        }),
        acts,
        steps: steps.collect(),
        now: backend.now(),
    })
}

/// The strip as it is now, with what the form sends back; none once there is nothing to decide.
async fn strip_of(
    backend: &Backend,
    actor: &Actor,
    detail: &ChangeDetail,
) -> backend::Result<(Option<StripView>, String)> {
    let state = detail.change.state;
    if !state.is_ahead() && state != ChangeState::Draft {
        return Ok((None, String::new()));
    }
    let about = changes::about(detail.id, &detail.change.plan);
    let shown = strip::show(backend, actor, &about, detail.change.revision.0).await?;
    Ok((Some(StripView::from(&shown.strip)), shown.sealed))
}

fn row_of(detail: &ChangeDetail, names: &Names, now: Timestamp) -> ChangeRowView {
    let plan = &detail.change.plan;
    ChangeRowView {
        id: detail.id.to_string(),
        label: format!("CHG-{}", detail.number),
        title: plan.title.clone(),
        kind: plan.kind,
        state: detail.change.state,
        requester: detail.requester.clone(),
        place: short_place(&plan.targets, names),
        starts_at: plan.starts_at,
        when: window((plan.starts_at, plan.ends_at), now),
    }
}

/// The ladder of a change that is not asked for yet; one that is not kept yet may become of any kind.
pub(super) async fn draft_ladder(
    backend: &Backend,
    actor: &Actor,
    (draft, is_new): (&ChangeDraft, bool),
) -> backend::Result<LadderView> {
    let levels = changes::levels(backend, actor).await?;
    let approvers = changes::approvers(backend, actor).await?;
    let Actor::Person(person) = actor else {
        return Err(backend::Error::Forbidden);
    };
    let now = backend.now();
    let plan = |kind| Plan {
        title: String::new(),
        description: String::new(),
        kind,
        targets: Vec::new(),
        starts_at: now,
        ends_at: now,
        rollback: draft.rollback.clone(),
        links: Vec::new(),
    };
    let of = |kind| Change::draft(person.id, plan(kind), levels.clone());
    // All levels are shown where the kind is still open; which of them decide is said beside the kind.
    let kind = draft.kind.parse().ok().filter(|_| !is_new);
    let change = of(kind.unwrap_or(ChangeKind::Normal));
    let ladder = change.ladder(&approvers);
    let view = ladder_view(
        &change,
        &ladder,
        (&person.name, &approvers),
        (Some(person.id), now),
    );
    let standard = of(ChangeKind::Standard).ladder(&approvers);
    let only_standard = kind.is_none() && standard.check_satisfiable().is_ok();
    Ok(LadderView {
        fault: match (ladder.check_satisfiable(), only_standard) {
            (Err(refusal), true) => lacking(&refusal)
                .map(|lacking| format!("{lacking}. Only a Standard change can be completed.")),
            _ => view.fault,
        },
        ..view
    })
}

/// Which level misses people.
fn lacking(refusal: &ChangeRefusal) -> Option<String> {
    match refusal {
        ChangeRefusal::Unsatisfiable {
            name, needed, left, ..
        } => Some(format!("{name} needs {needed}, and {left} can approve it")),
        _ => None,
    }
}

fn person(actor: &Actor) -> Option<PersonId> {
    match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    }
}

fn asked(detail: &ChangeDetail, now: Timestamp) -> String {
    let kind = format::plain_word(detail.change.plan.kind.as_str());
    let revision = detail.change.revision.0;
    let who = match detail.asked_at {
        Some(at) => format!("{} asked at {}", detail.requester, format::moment(at, now)),
        None => format!("written by {}", detail.requester),
    };
    format!("Revision {revision} · {kind} · {who}")
}

/// `24 Nov 14:45 to 15:15 UTC`.
fn window((from, to): (Timestamp, Timestamp), now: Timestamp) -> String {
    let start = format::dated(from, now);
    let start = start.trim_end_matches(" UTC");
    match from.date_naive() == to.date_naive() {
        true => format!("{start} to {} UTC", format::clock(to)),
        false => format!("{start} to {}", format::dated(to, now)),
    }
}

fn short_place(targets: &[Scope], names: &Names) -> String {
    let Some(first) = targets.first() else {
        return "nothing yet".to_owned();
    };
    let name = places::short(first, names);
    match targets.len() {
        1 => name,
        more => format!("{name} and {} more", more - 1),
    }
}

fn ladder_view(
    change: &Change,
    ladder: &Ladder,
    (requester, approvers): (&str, &[Approver]),
    (me, now): (Option<PersonId>, Timestamp),
) -> LadderView {
    let open = ladder.open().map(|rung| rung.level);
    let over = change.state.is_over();
    let asked = change.state == ChangeState::PendingApproval;
    let rungs = ladder.rungs.iter().map(|rung| {
        let no = rejection(change, rung.level);
        RungView {
            name: format!("{} {}", rung.level, rung.name),
            state: match open {
                _ if no.is_some() => RungState::Rejected,
                Some(open) if rung.level == open && asked => RungState::Open,
                Some(open) if rung.level >= open => RungState::Ahead,
                _ => RungState::Done,
            },
            says: rung_says((rung, no), ladder, me, (over, now)),
        }
    });
    let could = approvers.iter().any(|one| one.id == change.requester);
    let missing = ladder.check_satisfiable().err().filter(|_| !over);
    let missing = missing.as_ref().and_then(lacking);
    let fault = missing.map(|missing| format!("{missing}. It cannot be completed."));
    LadderView {
        heading: format!("Approvals, {} of {}", ladder.complete(), ladder.rungs.len()),
        rungs: rungs.collect(),
        struck: could.then(|| requester.to_owned()),
        fault,
    }
}

/// The no of a level to the revision in force.
fn rejection(change: &Change, level: usize) -> Option<&Approval> {
    let mut said = change.approvals.iter();
    said.find(|one| {
        let here = one.level == level && one.revision == change.revision;
        here && one.decision == Decision::Reject
    })
}

fn rung_says(
    (rung, no): (&Rung, Option<&Approval>),
    ladder: &Ladder,
    me: Option<PersonId>,
    (over, now): (bool, Timestamp),
) -> String {
    let said = rung.counting.iter();
    let said = said.map(|said| format!("{} approved, {}", said.name, format::moment(said.at, now)));
    let mut says: Vec<String> = said.collect();
    says.extend(no.map(|no| format!("{} rejected, {}", no.name, format::moment(no.at, now))));
    let void = rung.void.iter();
    says.extend(void.map(|said| format!("{} approved and does not count any more", said.name)));
    if rung.missing() > 0 && !over {
        let of = match rung.needed {
            1 => String::new(),
            needed => format!("{} of {needed} missing: ", rung.missing()),
        };
        says.push(format!("{of}{}", names(&ladder.can, me)));
    }
    says.join("; ")
}

/// `you, Bo or Lu`.
fn names(can: &[Approver], me: Option<PersonId>) -> String {
    let mut names: Vec<&str> = Vec::new();
    if can.iter().any(|one| Some(one.id) == me) {
        names.push("you");
    }
    let others = can.iter().filter(|one| Some(one.id) != me);
    names.extend(others.map(|one| one.name.as_str()));
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    match (names.split_last(), more) {
        (None, _) => "nobody can".to_owned(),
        (Some((last, [])), 0) => (*last).to_owned(),
        (Some((last, rest)), 0) => format!("{} or {last}", rest.join(", ")),
        (Some(_), more) => format!("{} or {more} more", names.join(", ")),
    }
}

/// What holds the start of an approved change, now or when its time comes, and until when; nothing where it may start. An
/// emergency is held by nothing.
async fn held(
    backend: &Backend,
    actor: &Actor,
    detail: &ChangeDetail,
) -> backend::Result<Option<String>> {
    let (change, plan) = (&detail.change, &detail.change.plan);
    let waits = matches!(change.state, ChangeState::Approved | ChangeState::Scheduled);
    if !waits || plan.kind == ChangeKind::Emergency {
        return Ok(None);
    }
    let at = plan.starts_at.max(backend.now());
    let gate = calendar::gate(backend, actor, &plan.targets, at).await?;
    if gate.is_open() {
        return Ok(None);
    }
    let opens = gate.closed_calendars.iter().map(|closed| closed.opens_at);
    let ends = gate.hard.iter().map(|freeze| Some(freeze.until));
    // Of one that never opens nobody knows the end.
    let ends: Option<Vec<Timestamp>> = opens.chain(ends).collect();
    let end = ends.and_then(|ends| ends.into_iter().max());
    let until = end.map_or_else(String::new, |end| {
        format!(" until {}", format::dated(end, backend.now()))
    });
    let count = gate.closed_calendars.len() + gate.hard.len();
    let hold = if count == 1 { "holds" } else { "hold" };
    Ok(Some(format!("{} {hold} its start{until}", gate.because())))
}

fn acts(
    detail: &ChangeDetail,
    actor: &Actor,
    (now, held): (Timestamp, Option<String>),
) -> ChangeActs {
    let change = &detail.change;
    let (asks, me) = (actor.may(Action::RequestChanges), person(actor));
    let mine = asks && me == Some(change.requester);
    let may = |verb: ChangeVerb| change.state.after(verb).is_some();
    let approver =
        actor.may(Action::DecideChanges) && detail.approvers.iter().any(|one| Some(one.id) == me);
    let level = me.map(|me| change.level_for(me, &detail.approvers));
    let decide = approver && matches!(level, Some(Ok(_))) && now < change.plan.ends_at;
    let complete = change.ladder(&detail.approvers).is_complete();
    let due = change.plan.starts_at <= now && now < change.plan.ends_at;
    ChangeActs {
        decide,
        overrides: approver && may(ChangeVerb::Override) && me != Some(change.requester),
        submit: mine && may(ChangeVerb::Submit),
        start: asks && may(ChangeVerb::Start) && complete && due,
        held: held.is_some(),
        finish: asks && may(ChangeVerb::Succeed),
        edit: mine && may(ChangeVerb::Edit),
        withdraw: mine && may(ChangeVerb::Cancel),
        why_not: match decide {
            true => String::new(),
            false => held
                .map(|held| format!("It is approved, but {held}."))
                .unwrap_or_else(|| why_not(detail, (actor, mine), level.and_then(Result::err))),
        },
    }
}

/// Why this person has nothing to decide, or what comes next.
fn why_not(
    detail: &ChangeDetail,
    (actor, mine): (&Actor, bool),
    refusal: Option<ChangeRefusal>,
) -> String {
    use ChangeState as S;
    let text = match (detail.change.state, refusal) {
        (S::PendingApproval, _) if mine => "You asked for it, so you cannot approve it.",
        (S::PendingApproval, Some(ChangeRefusal::Decided)) => {
            "You have decided this revision. Somebody else decides the next level."
        }
        (S::PendingApproval, _) if !actor.may(Action::DecideChanges) => {
            "Approvers decide it; your roles do not."
        }
        (S::PendingApproval, _) => "You cannot decide it now.",
        (S::Draft, _) if mine => "Nobody has seen it yet. Ask for it when it is complete.",
        (S::Draft, _) => "It is a draft: nobody has asked for it yet.",
        (S::ChangesRequested, _) if mine => {
            "It came back to you. Change it, and ask again for another revision."
        }
        (S::ChangesRequested, _) => "It went back to who asked for it.",
        (S::Approved, _) => "It is approved and may start.",
        (S::Scheduled, _) => "It is approved, and may start when its time comes.",
        (S::PendingCalendarOverride, _) if mine => {
            "A calendar or a freeze holds it. It runs when that ends, or when an approver overrides it; you asked for it, so you cannot."
        }
        (S::PendingCalendarOverride, _) => {
            "A calendar or a freeze holds it. It runs when that ends, or when an approver overrides it."
        }
        (S::Running, _) if !actor.may(Action::RequestChanges) => {
            "It runs. Whoever does it says how it ended."
        }
        (S::Running, _) => "It runs. Say how it ended.",
        (S::Succeeded, _) => "It is done.",
        (S::Failed, _) => "It was tried and did not work.",
        (S::Rejected, _) => "It was rejected, which ends it.",
        (S::Cancelled, _) => "It was withdrawn.",
        (S::TimedOut, _) => "Its end passed before it began.",
    };
    text.to_owned()
}

/// Who did what with a change last, and when.
pub(super) fn last_step(detail: &ChangeDetail) -> Option<(String, Timestamp)> {
    let last = step_view(detail.steps.first()?, detail);
    Some((last.text, last.at))
}

fn step_view(step: &ChangeStep, detail: &ChangeDetail) -> ChangeStepView {
    let of_step = detail.said.iter().find(|said| {
        said.at == step.at && said.approver == step.actor && said.revision == step.revision
    });
    let strip = of_step.map_or(&step.strip, |said| &said.strip).clone();
    let strip = strip.and_then(|strip| serde_json::from_value::<Strip>(strip).ok());
    let silent = step.from == step.to && step.to != ChangeState::PendingApproval;
    let what = match step.verb {
        ChangeVerb::Edit if silent => "changed what it says",
        verb => changes::told(&step.actor, verb),
    };
    let who = changes::who(&step.actor);
    ChangeStepView {
        at: step.at,
        text: format!("{who} {what}, revision {}", step.revision),
        comment: step.comment.clone(),
        strip: strip.as_ref().map(StripView::from),
    }
}

/// What is another in this revision than in the one before.
fn changed(
    (before, now): (&Plan, &Plan),
    names: &Names,
    at: Timestamp,
) -> Vec<(String, String, String)> {
    let lines = |plan: &Plan| {
        let lines = plan.targets.iter().map(|one| places::whole(one, names));
        lines.collect::<Vec<String>>().join("\n")
    };
    let kind = |plan: &Plan| format::plain_word(plan.kind.as_str());
    let when = |plan: &Plan| window((plan.starts_at, plan.ends_at), at);
    [
        ("What", before.description.clone(), now.description.clone()),
        ("Where", lines(before), lines(now)),
        ("When", when(before), when(now)),
        ("Kind", kind(before), kind(now)),
        ("Undo", before.rollback.clone(), now.rollback.clone()),
    ]
    .into_iter()
    .filter(|(_, was, is)| was != is)
    .map(|(what, was, is)| (what.to_owned(), was, is))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_can_are_named() {
        let people = ["bo", "jo", "lu", "mo", "nu"].map(|name| Approver {
            id: format!("00000000-0000-0000-0000-{:012}", name.as_bytes()[0])
                .parse()
                .expect("an id"),
            name: name.to_owned(),
        });
        let me = Some(people[1].id);
        assert_eq!(names(&people[..3], me), "you, bo or lu");
        assert_eq!(names(&people[..1], me), "bo");
        assert_eq!(names(&people, me), "you, bo, lu or 2 more");
        assert_eq!(names(&[], me), "nobody can");
    }
}
