//! Scopes: the part of the organization that the delegated administrator asks about. The organization of the story has
//! no units below its root, so the only scope that holds anything is the whole of it.

use crate::caller::Caller;
use crate::story::accounts::ORGANIZATION;
use crate::wire::Fault;
use crate::wire::input::{list, text};
use serde_json::Value;

/// How many scopes one question may have.
const SCOPES: usize = 10;

/// Refuses scopes that AWS would: of members, of other organizations, and of units that do not exist.
pub(super) fn check(input: &Value, caller: &Caller) -> Result<(), Fault> {
    let scopes = input.get("Scopes").unwrap_or(&Value::Null);
    let scopes = list(scopes, "AwsOrganizations");
    if scopes.is_empty() {
        return Ok(());
    }
    if !caller.administers() {
        return Err(Fault::new(
            403,
            "AccessDeniedException",
            "Scopes are for the delegated administrator",
        ));
    }
    if scopes.len() > SCOPES {
        return Err(Fault::validation(format!(
            "Invalid parameter: Scopes: more than {SCOPES}"
        )));
    }
    let unit = |scope: &Value| text(scope, "OrganizationalUnitId").is_some();
    if scopes.iter().any(unit) && !scopes.iter().all(unit) {
        return Err(Fault::validation(
            "Invalid parameter: Scopes: an organization and a unit of one may not be asked for together",
        ));
    }
    scopes.iter().try_for_each(one)
}

fn one(scope: &Value) -> Result<(), Fault> {
    match (
        text(scope, "OrganizationId"),
        text(scope, "OrganizationalUnitId"),
    ) {
        (None, None) => Err(Fault::validation(
            "Invalid parameter: Scopes: an OrganizationId or an OrganizationalUnitId is expected",
        )),
        (Some(other), _) if other != ORGANIZATION => Err(Fault::new(
            400,
            "OrganizationNotFoundException",
            format!("The organization {other} was not found"),
        )),
        (_, Some(unit)) => Err(Fault::new(
            400,
            "OrganizationalUnitNotFoundException",
            format!("The organizational unit {unit} was not found"),
        )),
        (Some(_), None) => Ok(()),
    }
}
