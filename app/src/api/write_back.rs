//! Which accounts are written to. The sentences are made on the server.

use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{Asker, answer, asker, backend, form_answer, refuse},
        error::Field,
        health::account_names,
        places::{Names, name_of},
        told,
    },
    crate::format,
    backend::{
        Backend,
        write_back::{self, AccountWrites, RefusedWrite, SwitchAccount},
    },
    domain::{
        finding::{Plane, WriteBackMode},
        scope::AccountId,
        version::Version,
    },
    leptos::server_fn::ServerFn,
};

/// An account that can be switched: what a form sends (its id, and the version that the page showed where there is one),
/// what it is called, and how writing goes.
pub type SwitchView = [String; 3];

/// Every account, and what AWS did not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteBackView {
    /// Accounts that are written to.
    pub written: Vec<SwitchView>,
    /// Accounts that are only observed.
    pub observed: Vec<SwitchView>,
    /// The decisions that AWS did not take, the last ones first.
    pub refused: Vec<RefusedView>,
}

/// A decision about a finding that AWS did not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedView {
    /// Where the finding is shown.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// What its account is called.
    pub account: String,
    /// Which plane did not take it, why, and when it is tried again.
    pub says: String,
    /// Since when it waits.
    pub since: Timestamp,
}

/// Switches an account: to writing, or back to observing.
#[server(prefix = "/api", endpoint = "sources/write_back")]
pub async fn switch_write_back(
    /// Which, and the version that the page showed, if there is one.
    #[server(default)]
    account: String,
    /// To what.
    #[server(default)]
    to: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let told = |code: ApiError| {
        form_answer(SwitchWriteBack::PATH, &code, &[("account", &account)]);
        code
    };
    let Some((of, expected)) = read(&account) else {
        return Err(told(answer(ApiError::Invalid(Field::Choice))));
    };
    let Ok(to) = to.parse() else {
        return Err(told(answer(ApiError::Invalid(Field::Choice))));
    };
    let ask = SwitchAccount {
        account: &of,
        expected,
        to,
        address: asker.address.as_deref(),
    };
    let done = write_back::switch(&backend, &asker.actor, ask).await;
    done.map_err(|error| told(refuse(&asker, &error)))?;
    leptos_axum::redirect("/settings/sources");
    Ok(())
}

/// Letters of an account's id; AWS's have twelve.
#[cfg(feature = "ssr")]
const LONGEST_ACCOUNT: usize = 64;

/// `111122223333 4`: the account, and the version of its switch.
#[cfg(feature = "ssr")]
fn read(account: &str) -> Option<(AccountId, Option<Version>)> {
    let (id, version) = account
        .trim()
        .split_once(' ')
        .unwrap_or((account.trim(), ""));
    if id.is_empty() || id.len() > LONGEST_ACCOUNT {
        return None;
    }
    let version = match version {
        "" => None,
        number => Some(Version(number.parse().ok()?)),
    };
    Some((AccountId::from(id), version))
}

/// Every account and what AWS did not take, for whoever may switch one.
#[cfg(feature = "ssr")]
pub(super) async fn read_accounts(
    backend: &Backend,
    asker: &Asker,
) -> backend::Result<WriteBackView> {
    let names = account_names(backend, &asker.actor).await?;
    let all = write_back::list(backend, &asker.actor).await?;
    let view = |one: &AccountWrites| {
        let id = one.account.as_str();
        let name = name_of(&names, id);
        [
            match one.version {
                Some(version) => format!("{} {}", one.account, version.0),
                None => one.account.to_string(),
            },
            match name == id {
                true => id.to_owned(),
                false => format!("{name} · {id}"),
            },
            format!(
                "{} waiting, {} not taken",
                format::count(one.waiting),
                format::count(one.failed)
            ),
        ]
    };
    let of = |mode| all.iter().filter(move |one| one.mode == mode).map(view);
    let (written, observed) = (of(WriteBackMode::WriteBack), of(WriteBackMode::ObserveOnly));
    let refused = write_back::refused(backend, &asker.actor).await?;
    let refused = refused.into_iter().map(|one| refused_view(one, &names));
    Ok(WriteBackView {
        written: written.collect(),
        observed: observed.collect(),
        refused: refused.collect(),
    })
}

#[cfg(feature = "ssr")]
fn refused_view(one: RefusedWrite, names: &Names) -> RefusedView {
    RefusedView {
        href: format!("/findings/{}", one.finding),
        title: one.title,
        account: name_of(names, one.account.as_str()).to_owned(),
        says: told::refusal(&one.standing, Plane::ALL.len()),
        since: one.standing.since,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_the_account_and_what_it_showed() {
        let account = || AccountId::from("111122223333");
        assert_eq!(read("111122223333"), Some((account(), None)));
        assert_eq!(read("111122223333 4"), Some((account(), Some(Version(4)))));
        assert_eq!(read("111122223333 x"), None);
        assert_eq!(read(" "), None);
    }
}
