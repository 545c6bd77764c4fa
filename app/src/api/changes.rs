//! Changes: the queue, one change, the form for a request, and every act.
#![expect(
    clippy::too_many_arguments,
    reason = "a request has a field of the form each"
)]

use leptos::prelude::*;

use super::{
    changes_view::{ChangeDetailView, ChangeFormView, ChangeQueueView},
    error::ApiError,
};
#[cfg(feature = "ssr")]
use {
    super::{
        changes_form,
        changes_view::ChangeDraft,
        changes_words::{detail_view, draft_ladder, row_view},
        context::{asker, backend, form_answer, read_id, refuse},
        error::Field,
        health::account_names,
        narrow::{narrowed, said},
        touched,
        watch::is_overdue,
    },
    backend::changes::{self, ChangeSummary, Decide, Finish, Queue, Target},
    chrono::TimeDelta,
    domain::{
        action::Action,
        actor::Actor,
        change::{ChangeState, Decision, Revision},
        id::ChangeId,
        page::Page,
        scope::Scope,
        version::Version,
    },
    leptos::server_fn::ServerFn,
};

/// How far ahead changes are read that wait for anybody.
#[cfg(feature = "ssr")]
const REACH: TimeDelta = TimeDelta::days(3_650);
/// Changes that are read at most for a number of Watch.
#[cfg(feature = "ssr")]
const AHEAD: u16 = 500;

/// A page of a queue: `waiting`, `mine`, `decided`, `all`, `pending` for what waits for anybody, or `overdue`; empty is what
/// fits the asker. What waits for the asker and what is theirs is shown wherever it lies.
#[server(prefix = "/api", endpoint = "changes/queue")]
pub async fn list_changes(
    /// The word of the queue.
    #[server(default)]
    tab: String,
    /// The `next` of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<ChangeQueueView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let decides = asker.actor.may(Action::DecideChanges);
    let (queue, scope) = match tab.as_str() {
        "waiting" => (Some(Queue::Waiting), Scope::default()),
        "mine" => (Some(Queue::Mine), Scope::default()),
        "decided" => (Some(Queue::Decided), narrowed()),
        "pending" => (None, Scope::default()),
        "overdue" => (None, narrowed()),
        "" if decides => (Some(Queue::Waiting), Scope::default()),
        _ => (Some(Queue::Every), narrowed()),
    };
    let after = Some(after).filter(|after| !after.is_empty());
    let page = match queue {
        Some(queue) => {
            let ask = (queue, &scope);
            changes::list_within(&backend, &asker.actor, ask, after.as_deref()).await
        }
        None => ahead(&backend, &asker.actor, (&tab, &scope)).await,
    };
    let page = page.map_err(|error| refuse(&asker, &error))?;
    let counts = changes::queue_counts(&backend, &asker.actor).await;
    let counts = counts.map_err(|error| refuse(&asker, &error))?;
    let names = account_names(&backend, &asker.actor).await;
    let names = names.map_err(|error| refuse(&asker, &error))?;
    Ok(ChangeQueueView {
        rows: page
            .rows
            .iter()
            .map(|row| row_view(row, &names, backend.now()))
            .collect(),
        next: page.next,
        waiting: counts.waiting,
        mine: counts.mine,
        decides,
        within: said(&scope, &names),
        asks: asker.actor.may(Action::RequestChanges),
        now: backend.now(),
    })
}

/// The changes that a number of Watch counts: those that wait for anybody, or those that go on past their end.
#[cfg(feature = "ssr")]
async fn ahead(
    backend: &backend::Backend,
    actor: &Actor,
    (tab, scope): (&str, &Scope),
) -> backend::Result<Page<ChangeSummary>> {
    let now = backend.now();
    let mut rows = changes::upcoming(backend, actor, (now, now + REACH), AHEAD).await?;
    rows.retain(|one| match tab {
        "overdue" => is_overdue(one, now) && scope.shows_any(&one.targets),
        _ => matches!(
            one.state,
            ChangeState::PendingApproval | ChangeState::PendingCalendarOverride
        ),
    });
    Ok(Page { rows, next: None })
}

/// One change.
#[server(prefix = "/api", endpoint = "changes/get")]
pub async fn get_change(
    /// Which, by its id.
    id: String,
) -> Result<ChangeDetailView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let id: ChangeId = read_id(&asker, Action::ReadFloor, &id)?;
    let view = detail_view(&backend, &asker.actor, id).await;
    view.map_err(|error| refuse(&asker, &error))
}

/// The form for a change: the one with this id, or a new one about a finding or an incident.
#[server(prefix = "/api", endpoint = "changes/form")]
pub async fn change_form(
    /// The change, by its id; empty for a new one.
    #[server(default)]
    id: String,
    /// The finding that it is to fix, by its id.
    #[server(default)]
    finding: String,
    /// The incident that it belongs to, by its id.
    #[server(default)]
    incident: String,
) -> Result<ChangeFormView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    if !asker.actor.may(Action::RequestChanges) {
        return Err(refuse(&asker, &backend::Error::Forbidden));
    }
    let is_new = id.is_empty();
    let form = if is_new {
        changes_form::new(&backend, &asker.actor, (&finding, &incident)).await
    } else {
        let id: ChangeId = read_id(&asker, Action::ReadFloor, &id)?;
        changes_form::of(&backend, &asker.actor, id).await
    };
    let form = form.map_err(|error| refuse(&asker, &error))?;
    let ladder = draft_ladder(&backend, &asker.actor, (&form.draft, is_new)).await;
    Ok(ChangeFormView {
        ladder: ladder.map_err(|error| refuse(&asker, &error))?,
        ..form
    })
}

/// Keeps what was written, and asks for it if `then` says so.
#[server(prefix = "/api", endpoint = "changes/save")]
pub async fn save_change(
    /// The change, by its id; empty for a new one.
    #[server(default)]
    id: String,
    /// The version that the page showed.
    #[server(default)]
    expected_version: i64,
    /// One line.
    title: String,
    /// What is done.
    #[server(default)]
    description: String,
    /// The word of the kind.
    kind: String,
    /// A place a line.
    #[server(default)]
    targets: String,
    /// The start in UTC.
    starts_at: String,
    /// The end in UTC.
    ends_at: String,
    /// How it is undone.
    #[server(default)]
    rollback: String,
    /// An address a line.
    #[server(default)]
    links: String,
    /// `submit` asks for it as well.
    #[server(default)]
    then: String,
    /// How the fields of one that is edited were as the form was shown.
    #[server(default)]
    was: String,
) -> Result<(), ApiError> {
    let draft = ChangeDraft {
        title,
        description,
        kind,
        targets,
        starts_at,
        ends_at,
        rollback,
        links,
    };
    let kept = keep(&id, expected_version, &draft, then == "submit").await;
    answer_kept(kept, (&draft, &was))
}

/// Leads to the change that was kept, or back to the form with what was typed: what could not be asked for is a draft there.
#[cfg(feature = "ssr")]
fn answer_kept(
    kept: Result<(ChangeId, Option<ApiError>), ApiError>,
    (draft, was): (&ChangeDraft, &str),
) -> Result<(), ApiError> {
    let (id, refused) = kept.inspect_err(|code| {
        let sent = changes_form::fields(draft).map(|(name, text)| (name, Some(text)));
        touched::answer(SaveChange::PATH, code, (was, &sent));
    })?;
    if let Some(code) = refused {
        let form = format!("/changes/{id}/edit?kept=1");
        leptos_axum::redirect(&changes_form::refused_at(&form, SaveChange::PATH, &code));
        return Err(code);
    }
    leptos_axum::redirect(&format!("/changes/{id}"));
    Ok(())
}

/// Keeps a draft; the answer is which change it is, and why it could not be asked for as well.
#[cfg(feature = "ssr")]
async fn keep(
    id: &str,
    expected_version: i64,
    draft: &ChangeDraft,
    submits: bool,
) -> Result<(ChangeId, Option<ApiError>), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (actor, address) = (&asker.actor, asker.address.as_deref());
    let plan = changes_form::read(draft).map_err(super::context::answer)?;
    let refuse = |error: backend::Error| refuse(&asker, &error);
    let (id, expected) = if id.is_empty() {
        let kept = changes::request(&backend, actor, plan, address).await;
        kept.map_err(refuse)?
    } else {
        let target = target(id, expected_version)?;
        let kept = changes::edit(&backend, actor, with(target, address), plan).await;
        kept.map_err(refuse)?;
        (target.id, target.expected.next())
    };
    if !submits {
        return Ok((id, None));
    }
    let target = Target {
        id,
        expected,
        address,
    };
    let asked = changes::submit(&backend, actor, target).await;
    Ok((id, asked.err().map(refuse)))
}

/// Asks for a draft, or again for what was sent back.
#[server(prefix = "/api", endpoint = "changes/submit")]
pub async fn submit_change(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let target = with(target(&id, expected_version)?, asker.address.as_deref());
    let asked = changes::submit(&backend, &asker.actor, target).await;
    asked.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(SubmitChange::PATH, &code, &[]);
        code
    })?;
    leptos_axum::redirect(&format!("/changes/{}", target.id));
    Ok(())
}

/// Approves, rejects or sends back the revision that was shown.
#[server(prefix = "/api", endpoint = "changes/decide")]
pub async fn decide_change(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// The revision that the page showed.
    revision: i64,
    /// The word of the decision.
    decision: String,
    /// Why.
    #[server(default)]
    comment: String,
    /// The strip that the page showed.
    #[server(default)]
    shown: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let choice = |_| ApiError::Invalid(Field::Choice);
    let target = with(target(&id, expected_version)?, asker.address.as_deref());
    let ask = Decide {
        target,
        revision: Revision(revision),
        decision: decision.parse::<Decision>().map_err(choice)?,
        comment: &comment,
        shown: &shown,
    };
    let done = changes::decide(&backend, &asker.actor, ask).await;
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        let news = changes_form::news(&error);
        let typed = [
            ("comment", comment.as_str()),
            ("news", news.as_str()),
            ("what", ""),
        ];
        form_answer(DecideChange::PATH, &code, &typed);
        code
    })?;
    leptos_axum::redirect(&format!("/changes/{}", target.id));
    Ok(())
}

/// Does what `what` says: start, done, failed, withdraw, override or refuse.
#[server(prefix = "/api", endpoint = "changes/act")]
pub async fn act_on_change(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// The word of the act.
    what: String,
    /// What is said about it.
    #[server(default)]
    comment: String,
    /// The strip that the page showed; counts for an override alone.
    #[server(default)]
    shown: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let target = with(target(&id, expected_version)?, asker.address.as_deref());
    let done = act(&backend, &asker.actor, target, (&what, &comment, &shown)).await?;
    done.map_err(|error| {
        let code = refuse(&asker, &error);
        let news = changes_form::news(&error);
        let typed = [
            ("comment", comment.as_str()),
            ("news", news.as_str()),
            ("what", what.as_str()),
        ];
        form_answer(ActOnChange::PATH, &code, &typed);
        code
    })?;
    leptos_axum::redirect(&format!("/changes/{}", target.id));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn act(
    backend: &backend::Backend,
    actor: &Actor,
    target: Target<'_>,
    (what, comment, shown): (&str, &str, &str),
) -> Result<backend::Result<domain::event::Seq>, ApiError> {
    Ok(match what {
        "start" => changes::start(backend, actor, target, comment).await,
        "done" => changes::finish(backend, actor, target, (Finish::Done, comment)).await,
        "failed" => changes::finish(backend, actor, target, (Finish::Failed, comment)).await,
        "withdraw" => changes::withdraw(backend, actor, target, comment).await,
        "override" => changes::override_calendar(backend, actor, target, (comment, shown)).await,
        "refuse" => changes::refuse_override(backend, actor, target, comment).await,
        _ => return Err(ApiError::Invalid(Field::Choice)),
    })
}

#[cfg(feature = "ssr")]
fn target(id: &str, expected_version: i64) -> Result<Target<'static>, ApiError> {
    Ok(Target {
        id: id.parse().map_err(|_| ApiError::Invalid(Field::Id))?,
        expected: Version(expected_version),
        address: None,
    })
}

#[cfg(feature = "ssr")]
const fn with<'a>(target: Target<'_>, address: Option<&'a str>) -> Target<'a> {
    Target {
        id: target.id,
        expected: target.expected,
        address,
    }
}
