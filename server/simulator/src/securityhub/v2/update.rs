//! BatchUpdateFindingsV2 (aws.md 1.7): what a customer may write in this plane. It never moves a finding's dates.

use super::customer::Change;
use super::plane::Plane;
use super::visible;
use super::words::{SEVERITIES, STATUSES, caption};
use crate::caller::Caller;
use crate::wire::input::{list, text};
use crate::wire::{Fault, Tree};
use serde_json::Value;

/// How many findings one call may name.
const BATCH: usize = 100;

/// The longest comment, in characters.
const COMMENT: usize = 512;

/// Updates each finding that the caller may see, and says which it could not find. Each is answered under the name it
/// was asked by.
pub(crate) fn batch_update_findings_v2(
    plane: &mut Plane,
    input: &Value,
    caller: &Caller,
) -> Result<Tree, Fault> {
    let named = named(plane, input)?;
    let change = change(input)?;
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for (number, name) in named {
        let seen = number.filter(|number| {
            plane
                .get(*number)
                .is_some_and(|record| visible(caller, &record.columns))
        });
        match seen.and_then(|number| plane.update(number, &change)) {
            Some(()) => done.push(Tree::Map(vec![name])),
            None => undone.push(Tree::Map(vec![
                name,
                ("ErrorCode", "ResourceNotFoundException".into()),
                ("ErrorMessage", "The finding was not found".into()),
            ])),
        }
    }
    Ok(Tree::Map(vec![
        ("ProcessedFindings", Tree::List("member", done)),
        ("UnprocessedFindings", Tree::List("member", undone)),
    ]))
}

/// A finding's number, if there is such a finding, with the name it was asked by.
type Named = (Option<u32>, (&'static str, Tree));

fn named(plane: &Plane, input: &Value) -> Result<Vec<Named>, Fault> {
    let (uids, identifiers) = (
        list(input, "MetadataUids"),
        list(input, "FindingIdentifiers"),
    );
    if uids.is_empty() == identifiers.is_empty() {
        return Err(bad("either MetadataUids or FindingIdentifiers is expected"));
    }
    if uids.len() > BATCH || identifiers.len() > BATCH {
        return Err(bad("at most 100 findings may be named"));
    }
    let by_uid = uids.iter().map(|uid| {
        let uid = uid.as_str().filter(|uid| !uid.trim().is_empty());
        let uid = uid.ok_or_else(|| bad("MetadataUids are texts"))?;
        Ok((plane.find(uid), ("MetadataUid", uid.into())))
    });
    let by_identifier = identifiers.iter().map(|one| identified(plane, one));
    by_uid.chain(by_identifier).collect()
}

fn identified(plane: &Plane, identifier: &Value) -> Result<Named, Fault> {
    let part = |name: &'static str| {
        text(identifier, name)
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| bad(&format!("a finding is identified by {name} as well")))
    };
    let account = part("CloudAccountUid")?;
    let finding = part("FindingInfoUid")?;
    let product = part("MetadataProductUid")?;
    let name = Tree::Map(vec![
        ("CloudAccountUid", account.into()),
        ("FindingInfoUid", finding.into()),
        ("MetadataProductUid", product.into()),
    ]);
    Ok((
        plane.identified(account, product, finding),
        ("FindingIdentifier", name),
    ))
}

fn change(input: &Value) -> Result<Change, Fault> {
    let given = |name: &str| input.get(name).filter(|value| !value.is_null());
    let id = |name: &str, captions: &[(u8, &'static str)]| match given(name) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .and_then(|id| u8::try_from(id).ok())
            .filter(|id| caption(captions, *id).is_some())
            .map(Some)
            .ok_or_else(|| bad(&format!("{name} is none of AWS's"))),
    };
    let comment = match given("Comment") {
        None => None,
        Some(value) => {
            let text = value.as_str().filter(|text| !text.trim().is_empty());
            let text = text.filter(|text| text.chars().count() <= COMMENT);
            Some(text.ok_or_else(|| bad("a Comment has 1 to 512 characters"))?)
        }
    };
    let change = Change {
        status: id("StatusId", &STATUSES)?,
        severity: id("SeverityId", &SEVERITIES)?,
        comment: comment.map(Box::from),
    };
    if change.status.is_none() && change.severity.is_none() && change.comment.is_none() {
        return Err(bad("Comment, SeverityId or StatusId is expected"));
    }
    Ok(change)
}

fn bad(why: &str) -> Fault {
    Fault::validation(format!("Invalid parameter: {why}"))
}
