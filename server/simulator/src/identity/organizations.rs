//! ListAccounts and DescribeOrganization.

use crate::caller::Caller;
use crate::faults::denied;
use crate::operation::Operation;
use crate::story::accounts::{self, ACCOUNTS, Account, MANAGEMENT, ORGANIZATION};
use crate::wire::input::{text, whole};
use crate::wire::{Fault, Tree};
use serde_json::Value;
use std::collections::BTreeSet;

/// Organizations returns at most this many accounts a page.
const PAGE: usize = 20;

/// The accounts, management account first. Members may not ask.
pub(crate) fn list_accounts(
    input: &Value,
    caller: &Caller,
    outside: &BTreeSet<String>,
) -> Result<Tree, Fault> {
    if !caller.administers() {
        return Err(denied(Operation::ListAccounts, caller));
    }
    let size = match whole(input, "MaxResults") {
        None => PAGE,
        Some(size) => usize::try_from(size)
            .ok()
            .filter(|size| (1..=PAGE).contains(size))
            .ok_or_else(|| invalid("MaxResults must be between 1 and 20"))?,
    };
    let members: Vec<&Account> = ACCOUNTS
        .iter()
        .filter(|account| !outside.contains(account.id))
        .collect();
    let start = match text(input, "NextToken") {
        None => 0,
        Some(token) => token
            .strip_prefix("accounts-")
            .and_then(|at| at.parse::<usize>().ok())
            .filter(|at| *at < members.len())
            .ok_or_else(|| invalid("the pagination token is not one of ours"))?,
    };
    let end = members.len().min(start + size);
    let page = members[start..end].iter().copied().map(shape).collect();
    let mut answer = vec![("Accounts", Tree::List("member", page))];
    if end < members.len() {
        answer.push(("NextToken", Tree::text(format!("accounts-{end}"))));
    }
    Ok(Tree::Map(answer))
}

/// The organization itself; every member may ask.
pub(crate) fn describe_organization() -> Tree {
    let email = accounts::find(MANAGEMENT)
        .map(Account::email)
        .unwrap_or_default();
    let base = format!("arn:aws:organizations::{MANAGEMENT}");
    Tree::Map(vec![(
        "Organization",
        Tree::Map(vec![
            ("Id", ORGANIZATION.into()),
            (
                "Arn",
                Tree::text(format!("{base}:organization/{ORGANIZATION}")),
            ),
            ("FeatureSet", "ALL".into()),
            (
                "MasterAccountArn",
                Tree::text(format!("{base}:account/{ORGANIZATION}/{MANAGEMENT}")),
            ),
            ("MasterAccountId", MANAGEMENT.into()),
            ("MasterAccountEmail", Tree::text(email)),
            ("AvailablePolicyTypes", Tree::List("member", Vec::new())),
        ]),
    )])
}

fn shape(account: &Account) -> Tree {
    let joined = if account.id == MANAGEMENT {
        "INVITED"
    } else {
        "CREATED"
    };
    Tree::Map(vec![
        ("Id", account.id.into()),
        ("Arn", Tree::text(account.arn())),
        ("Email", Tree::text(account.email())),
        ("Name", account.name.into()),
        ("Status", "ACTIVE".into()),
        ("State", "ACTIVE".into()),
        ("JoinedMethod", joined.into()),
        ("JoinedTimestamp", Tree::Time(account.joined_at())),
    ])
}

fn invalid(message: &str) -> Fault {
    Fault::new(400, "InvalidInputException", message)
}
