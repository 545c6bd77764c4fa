//! The form for a request: what it begins with, and reading what was typed.

use backend::{Backend, Error, changes, findings, incidents};
use chrono::{DurationRound, TimeDelta, Timelike};
use domain::{
    actor::Actor,
    change::{ChangeCode, ChangeState, Plan, one_way_to_end_lines},
    id::{ChangeId, FindingId, IncidentId},
    scope::Scope,
    time::Timestamp,
};
use leptos::server_fn::error::ServerFnUrlError;

use super::{
    changes_view::{ChangeDraft, ChangeFormView, LadderView},
    changes_words::last_step,
    error::{ApiError, Field},
    local_time,
    strip::{MORE, VERDICT, blind_word, reason_word, unwatched_word},
    touched,
};

/// The form for a new change, about a finding or an incident where one is named.
pub(super) async fn new(
    backend: &Backend,
    actor: &Actor,
    (finding, incident): (&str, &str),
) -> backend::Result<ChangeFormView> {
    let now = backend.now();
    let start = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    let mut draft = ChangeDraft {
        kind: "normal".to_owned(),
        starts_at: minute(start),
        ends_at: minute(start + TimeDelta::hours(2)),
        ..ChangeDraft::default()
    };
    let mut links = Vec::new();
    if let Ok(id) = incident.parse::<IncidentId>() {
        let found = incidents::get(backend, actor, id).await?.summary;
        let places: Vec<String> = found.scopes.iter().map(Scope::to_string).collect();
        draft.targets = places.join("\n");
        draft.title = format!("Mend: {}", found.title);
        links.push(format!("/incidents/{id}"));
    }
    if let Ok(id) = finding.parse::<FindingId>() {
        let found = findings::get(backend, actor, id).await?;
        let place = |resource: &domain::finding::Resource| Scope {
            account: Some(found.reported.account.clone()),
            region: Some(found.reported.region.clone()),
            ..Scope::of_resource(resource.id.as_str())
        };
        let lines = found.reported.resources.iter().map(place);
        let lines = lines.map(|scope| scope.to_string());
        let readable: Vec<String> = lines.filter(|line| Scope::typed(line).is_ok()).collect();
        draft.targets = readable.join("\n");
        draft.title = format!("Fix: {}", found.summary.title);
        links.push(format!("/findings/{id}"));
    }
    draft.links = links.join("\n");
    Ok(ChangeFormView {
        id: String::new(),
        version: 0,
        label: String::new(),
        asked: false,
        was: String::new(),
        draft,
        ladder: nothing(),
        last: None,
    })
}

/// The form of a change that is there.
pub(super) async fn of(
    backend: &Backend,
    actor: &Actor,
    id: ChangeId,
) -> backend::Result<ChangeFormView> {
    let detail = changes::get(backend, actor, id).await?;
    let state = detail.change.state;
    let asker = match actor {
        Actor::Person(person) => person.id,
        _ => return Err(Error::Forbidden),
    };
    if asker != detail.change.requester {
        return Err(Error::Forbidden);
    }
    let last = last_step(&detail);
    let plan = detail.change.plan;
    let targets: Vec<String> = plan.targets.iter().map(Scope::to_string).collect();
    let draft = ChangeDraft {
        title: plan.title,
        description: plan.description,
        kind: plan.kind.as_str().to_owned(),
        targets: targets.join("\n"),
        starts_at: minute(plan.starts_at),
        ends_at: minute(plan.ends_at),
        rollback: plan.rollback,
        links: plan.links.join("\n"),
    };
    Ok(ChangeFormView {
        id: id.to_string(),
        version: detail.version.0,
        label: format!("CHG-{}", detail.number),
        asked: !matches!(state, ChangeState::Draft | ChangeState::ChangesRequested),
        was: touched::was(&fields(&draft)),
        draft,
        ladder: nothing(),
        last,
    })
}

const fn nothing() -> LadderView {
    LadderView {
        heading: String::new(),
        rungs: Vec::new(),
        struck: None,
        fault: None,
    }
}

/// What was typed as a plan.
pub(super) fn read(draft: &ChangeDraft) -> Result<Plan, ApiError> {
    let choice = |_| ApiError::Invalid(Field::Choice);
    let mut targets = Vec::new();
    for (at, line) in (1u32..).zip(draft.targets.lines()) {
        if !line.trim().is_empty() {
            let scope = Scope::typed(line);
            targets.push(scope.map_err(|_| ApiError::Invalid(Field::Target(at)))?);
        }
    }
    let links = draft.links.lines().map(str::trim);
    let links = links.filter(|line| !line.is_empty()).map(str::to_owned);
    Ok(Plan {
        title: draft.title.clone(),
        description: one_way_to_end_lines(&draft.description),
        kind: draft.kind.parse().map_err(choice)?,
        targets,
        starts_at: instant(&draft.starts_at)?,
        ends_at: instant(&draft.ends_at)?,
        rollback: one_way_to_end_lines(&draft.rollback),
        links: links.collect(),
    })
}

/// The fields of the form.
pub(super) fn fields(draft: &ChangeDraft) -> [(&'static str, &str); 8] {
    [
        ("title", &draft.title),
        ("description", &draft.description),
        ("kind", &draft.kind),
        ("targets", &draft.targets),
        ("starts_at", &draft.starts_at),
        ("ends_at", &draft.ends_at),
        ("rollback", &draft.rollback),
        ("links", &draft.links),
    ]
}

/// The page with the code of a refusal, as a plain form would find it.
pub(super) fn refused_at(page: &str, function: &str, code: &ApiError) -> String {
    let base = format!("http://localhost{page}");
    let url = ServerFnUrlError::new(function, code.clone()).to_url(&base);
    url.map_or_else(
        |_| page.to_owned(),
        |url| format!("{}?{}", url.path(), url.query().unwrap_or_default()),
    )
}

/// Which rows of a strip are news, by their words: the page marks those that it shows itself.
pub(super) fn news(error: &Error) -> String {
    use domain::strip::Difference as D;
    let Error::StripWorse(worse) = error else {
        return String::new();
    };
    let rows = worse.iter().map(|one| match one {
        D::New(reason) | D::Nearer(_, reason) | D::Graver(_, reason) | D::MoreOf(_, reason) => {
            reason_word(&reason.link)
        }
        D::Blind(source) => blind_word(source),
        D::Unwatched(account) => unwatched_word(account),
        D::Verdict(..) => VERDICT.to_owned(),
        D::More(..) => MORE.to_owned(),
    });
    rows.take(20).collect::<Vec<_>>().join(",")
}

fn minute(at: Timestamp) -> String {
    local_time::write(at.naive_utc())
}

/// Reads the minute that a browser's field holds; it is UTC.
fn instant(text: &str) -> Result<Timestamp, ApiError> {
    let read = local_time::read(text).and_then(|at| at.with_second(0));
    let read = read.map(|at| at.and_utc());
    read.ok_or(ApiError::Change(ChangeCode::NoTime))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_browser_is_utc() {
        let at = instant("2026-11-24T14:45").expect("an instant");
        assert_eq!(minute(at), "2026-11-24T14:45");
        assert_eq!(instant("2026-11-24T14:45:30"), Ok(at));
        for bad in [
            "",
            "today",
            "2026-11-24",
            "2026-13-24T14:45",
            "0001-01-01T00:00",
        ] {
            assert!(instant(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn all_that_got_worse_has_a_word() {
        use domain::{
            source::SourceKind,
            strip::{BlindSource, Difference, Silence, StripVerdict},
        };
        let blind = |why| {
            Difference::Blind(BlindSource {
                kind: SourceKind::Health,
                last_good: None,
                why,
                account: None,
                region: None,
            })
        };
        let words = |worse| news(&Error::StripWorse(worse));
        assert_eq!(words(vec![Difference::More(3, 5)]), "more");
        assert_eq!(words(vec![blind(Silence::NotSetUp)]), "not-set-up");
        let verdict = Difference::Verdict(StripVerdict::Clear, StripVerdict::Caution);
        assert_eq!(
            words(vec![verdict, blind(Silence::Blind)]),
            "verdict,source/health"
        );
    }

    #[test]
    fn a_line_that_is_no_place_is_named() {
        let draft = ChangeDraft {
            kind: "normal".to_owned(),
            targets: "111122223333 ec2\n\nPayments".to_owned(),
            starts_at: "2026-11-24T14:45".to_owned(),
            ends_at: "2026-11-24T15:45".to_owned(),
            ..ChangeDraft::default()
        };
        assert_eq!(read(&draft), Err(ApiError::Invalid(Field::Target(3))));
    }
}
