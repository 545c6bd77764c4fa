//! The form by which people act on findings, read; and an act as it is shown.

use backend::findings::{BulkAct, SkippedFinding, TouchFindings, Which};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::{
    event::Seq,
    finding::{Assignment, Tag, Touch, TouchRule, note, tags},
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
        "matching" => {
            let address = ListAddress::parse(&form.query);
            match address.fault {
                // Without its query the list is of everything.
                Some(_) => Err(ApiError::Touch(TouchRule::QueryUnreadable)),
                None => Ok(Which::Matching(Box::new(address.list()))),
            }
        }
        "" | "these" => {
            let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
            let ids: Result<Vec<FindingId>, _> = ids.map(str::parse).collect();
            ids.map(Which::These).map_err(|_| invalid(Field::Id))
        }
        _ => Err(invalid(Field::Choice)),
    }
}

fn touch(form: &TouchForm, now: Timestamp) -> Result<Touch, ApiError> {
    Ok(Touch {
        workflow: word(&form.workflow)?,
        until: until(form, now)?,
        severity: word(&form.severity)?,
        verification: word(&form.verification)?,
        note: note(&form.note).map_err(ApiError::Touch)?,
        assignee: assignment(form)?,
        add_tags: some_tags(&form.add_tags)?,
        remove_tags: some_tags(&form.remove_tags)?,
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

/// The day that was typed, else the end of so many days from now; nothing is none.
fn until(form: &TouchForm, now: Timestamp) -> Result<Option<Timestamp>, ApiError> {
    let day = form.until_on.trim();
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

fn assignment(form: &TouchForm) -> Result<Option<Assignment>, ApiError> {
    match form.assign.as_str() {
        "" => Ok(None),
        "claim" => Ok(Some(Assignment::Claim)),
        "nobody" => Ok(Some(Assignment::Nobody)),
        "to" => {
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

fn some_tags(text: &str) -> Result<Vec<Tag>, ApiError> {
    tags(text).map_err(|_| ApiError::Touch(TouchRule::TagMalformed))
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
