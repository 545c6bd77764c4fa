//! AssumeRole and GetCallerIdentity.

use crate::caller::{Caller, temporary_key};
use crate::faults::denied;
use crate::operation::Operation;
use crate::story::accounts::{self, ROLE};
use crate::wire::input::{required, text, whole};
use crate::wire::{Fault, Tree};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// Temporary credentials for the role in one of the organization's accounts.
///
/// `external_id`, when set, must be what the caller sends; anything else is refused as AWS refuses it.
pub(crate) fn assume_role(
    input: &Value,
    caller: &Caller,
    external_id: Option<&str>,
    now: DateTime<Utc>,
    serial: u64,
) -> Result<Tree, Fault> {
    let arn = required(input, "RoleArn")?;
    let session = required(input, "RoleSessionName")?;
    let seconds = whole(input, "DurationSeconds").unwrap_or(3600);
    if !(900..=43_200).contains(&seconds) {
        return Err(Fault::new(
            400,
            "ValidationError",
            "DurationSeconds must be between 900 and 43200",
        ));
    }
    let account = role_account(arn).ok_or_else(|| refused(arn, caller))?;
    if external_id.is_some_and(|expected| text(input, "ExternalId") != Some(expected)) {
        return Err(refused(arn, caller));
    }
    let key = temporary_key(account, serial);
    let role = Tree::Map(vec![
        (
            "AssumedRoleId",
            Tree::text(format!("AROASIMULATOR{}:{session}", &account[4..])),
        ),
        (
            "Arn",
            Tree::text(format!(
                "arn:aws:sts::{account}:assumed-role/{ROLE}/{session}"
            )),
        ),
    ]);
    let expires = now + Duration::seconds(seconds);
    Ok(Tree::Map(vec![
        ("Credentials", credentials(key, expires)),
        ("AssumedRoleUser", role),
    ]))
}

fn credentials(key: String, expires: DateTime<Utc>) -> Tree {
    Tree::Map(vec![
        (
            "SecretAccessKey",
            Tree::text(format!("simulated-secret-of-{key}")),
        ),
        (
            "SessionToken",
            Tree::text(format!("simulated-session-of-{key}")),
        ),
        ("Expiration", Tree::Time(expires)),
        ("AccessKeyId", Tree::text(key)),
    ])
}

/// Who the credentials belong to.
pub(crate) fn get_caller_identity(caller: &Caller) -> Tree {
    Tree::Map(vec![
        ("Arn", Tree::text(caller.arn.clone())),
        ("UserId", Tree::text(caller.user_id.clone())),
        ("Account", Tree::text(caller.account)),
    ])
}

fn role_account(arn: &str) -> Option<&'static str> {
    let rest = arn.strip_prefix("arn:aws:iam::")?;
    let (number, role) = rest.split_once(":role/")?;
    (role == ROLE)
        .then(|| accounts::find(number))
        .flatten()
        .map(|account| account.id)
}

fn refused(arn: &str, caller: &Caller) -> Fault {
    let mut fault = denied(Operation::AssumeRole, caller);
    fault.message.push_str(&format!(" on resource: {arn}"));
    fault
}
