//! The form by which people act on findings, read; and an act as it is shown.

use backend::findings::{BulkAct, SkippedFinding, TouchFindings, Which};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::{
    event::Seq,
    finding::{Assignment, Tag, Touch, TouchRule, WorkflowStatus, note, tags},
    id::FindingId,
    person::PersonName,
    suppression::{LONGEST_DAYS, SuppressionRule},
    time::Timestamp,
};

use super::{
    error::{ApiError, Field},
    findings_act_view::{BulkActView, SkippedView, TouchForm},
    local_time,
};
use crate::pages::findings::address::ListAddress;

/// What the form asks of the findings that it names or whose list it describes.
pub(super) fn read_form<'a>(
    ids: &str,
    form: &'a TouchForm,
    (now, address): (Timestamp, Option<&'a str>),
) -> Result<TouchFindings<'a>, ApiError> {
    let (touch, reason) = match form.only.as_str() {
        "" => (touch(form, now)?, form.reason.as_str()),
        "claim" => (claim(), ""),
        _ => return Err(invalid(Field::Choice)),
    };
    Ok(TouchFindings {
        which: which(ids, form)?,
        touch,
        reason,
        as_of: Seq(form.as_of.parse().map_err(|_| invalid(Field::Id))?),
        address,
    })
}

fn which(ids: &str, form: &TouchForm) -> Result<Which, ApiError> {
    match form.scope.as_str() {
        "matching" | "group" => {
            let address = ListAddress::parse(&form.query);
            if address.fault.is_some() {
                // Without its query the list is of everything.
                return Err(ApiError::Touch(TouchRule::QueryUnreadable));
            }
            let list = match (form.scope.as_str(), &address.open) {
                ("group", Some(key)) => address.inside(key).list(),
                ("group", None) => return Err(invalid(Field::Choice)),
                _ => address.list(),
            };
            let last = match form.last.as_str() {
                "" => u32::MAX,
                last => last.parse().map_err(|_| invalid(Field::Id))?,
            };
            Ok(Which::Matching(Box::new(list), last))
        }
        "page" => these(&form.page),
        // The form of one finding names it and says no more.
        "" => these(ids).map(|which| match which {
            Which::These(ids) if ids.len() == 1 => Which::One(ids[0]),
            which => which,
        }),
        "these" => these(ids),
        _ => Err(invalid(Field::Choice)),
    }
}

fn these(ids: &str) -> Result<Which, ApiError> {
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    let ids: Result<Vec<FindingId>, _> = ids.map(str::parse).collect();
    ids.map(Which::These).map_err(|_| invalid(Field::Id))
}

fn touch(form: &TouchForm, now: Timestamp) -> Result<Touch, ApiError> {
    Ok(Touch {
        workflow: word(&form.workflow)?,
        until: until(form, now)?,
        severity: word(&form.severity)?,
        verification: word(&form.verification)?,
        note: note(&form.note).map_err(ApiError::Touch)?,
        assignee: assignment(form)?,
        add_tags: some_tags(&form.add_tags, TouchRule::TagMalformed)?,
        remove_tags: some_tags(&form.remove_tags, TouchRule::RemovedTagMalformed)?,
        link: match form.link.trim() {
            "" => None,
            text => Some(text.parse().map_err(ApiError::Touch)?),
        },
    })
}

/// What was typed into the form for another act waits for that one.
fn claim() -> Touch {
    Touch {
        assignee: Some(Assignment::Claim),
        ..Touch::default()
    }
}

/// The day that was typed, else the end of so many days from now; nothing is none. A day that is typed is meant: beside
/// another status it is refused, and the choice of days, which the form always sends, is not looked at.
fn until(form: &TouchForm, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
    let day = form.until_on.trim();
    let suppresses = form.workflow == WorkflowStatus::Suppressed.as_str();
    if !day.is_empty() && !suppresses {
        return Err(ApiError::Touch(TouchRule::EndUnused));
    }
    if !day.is_empty() {
        let begins = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok();
        let begins = begins.map(|day| day.and_time(NaiveTime::MIN));
        let at = begins
            .or_else(|| local_time::read(day))
            .map(|at| at.and_utc());
        return match at {
            None => Err(ApiError::Suppression(SuppressionRule::EndMissing)),
            at => Ok(at),
        };
    }
    if form.until.is_empty() {
        return Ok(None);
    }
    let days: i64 = form.until.parse().map_err(|_| invalid(Field::Choice))?;
    match days {
        1..=LONGEST_DAYS => Ok(Some(now + TimeDelta::days(days))),
        _ => Err(invalid(Field::Choice)),
    }
}

/// Whoever types a name means that person, also where no choice was made.
fn assignment(form: &TouchForm) -> Result<Option<Assignment>, ApiError> {
    let is_named = !form.assignee.trim().is_empty();
    match form.assign.as_str() {
        "" if !is_named => Ok(None),
        "claim" | "nobody" if is_named => Err(ApiError::Touch(TouchRule::NameUnused)),
        "claim" => Ok(Some(Assignment::Claim)),
        "nobody" => Ok(Some(Assignment::Nobody)),
        "" | "to" => {
            let name = PersonName::parse(&form.assignee);
            let name = name.map_err(|_| invalid(Field::Name))?;
            Ok(Some(Assignment::To(name)))
        }
        _ => Err(invalid(Field::Choice)),
    }
}

fn word<T: std::str::FromStr>(text: &str) -> Result<Option<T>, ApiError> {
    match text {
        "" => Ok(None),
        word => word.parse().map(Some).map_err(|_| invalid(Field::Choice)),
    }
}

fn some_tags(text: &str, malformed: TouchRule) -> Result<Vec<Tag>, ApiError> {
    tags(text).map_err(|_| ApiError::Touch(malformed))
}

const fn invalid(field: Field) -> ApiError {
    ApiError::Invalid(field)
}

/// An act as it crosses the wire.
pub(super) fn view(act: BulkAct, now: Timestamp) -> BulkActView {
    let skipped = |one: SkippedFinding| {
        let (by, at) = one.why.by();
        SkippedView {
            why: one.why.kind(),
            by: by.map(str::to_owned),
            at,
            finding: one.finding,
        }
    };
    BulkActView {
        id: act.id,
        actor: act.actor,
        asked_at: act.asked_at,
        touch: act.touch,
        reason: act.reason,
        total: act.total,
        done: act.done,
        skipped: act.skipped,
        first_skipped: act.first_skipped.into_iter().map(skipped).collect(),
        finished_at: act.finished_at,
        undoable_until: act.undoable_until,
        undoes: act.undoes,
        undone_by: act.undone_by,
        now,
    }
}
