//! Which accounts are written to. The sentences are made on the server.

use leptos::prelude::*;

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{Asker, answer, asker, backend, form_answer, refuse},
        error::Field,
    },
    crate::format,
    backend::{
        Backend, accounts,
        write_back::{self, AccountWrites, SwitchAccount},
    },
    domain::{finding::WriteBackMode, scope::AccountId, version::Version},
    leptos::server_fn::ServerFn,
    std::collections::BTreeMap,
};

/// An account that can be switched: what a form sends (its id, and the version that the page showed where there is one),
/// what it is called, and how writing goes.
pub type SwitchView = [String; 3];

/// Every account: those that are written to, and those that are only observed.
pub type WriteBackView = [Vec<SwitchView>; 2];

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

/// Every account, for whoever may switch one.
#[cfg(feature = "ssr")]
pub(super) async fn read_accounts(
    backend: &Backend,
    asker: &Asker,
) -> backend::Result<WriteBackView> {
    let names = accounts::list(backend, &asker.actor).await?;
    let names: BTreeMap<AccountId, String> =
        names.into_iter().map(|one| (one.id, one.name)).collect();
    let all = write_back::list(backend, &asker.actor).await?;
    let view = |one: &AccountWrites| {
        let name = names.get(&one.account).map(String::as_str);
        [
            match one.version {
                Some(version) => format!("{} {}", one.account, version.0),
                None => one.account.to_string(),
            },
            match name.filter(|name| *name != one.account.as_str()) {
                Some(name) => format!("{name} · {}", one.account),
                None => one.account.to_string(),
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
    Ok([written.collect(), observed.collect()])
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
