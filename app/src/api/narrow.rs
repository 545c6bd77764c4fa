//! The account and region that this browser looks at: picked in the top bar, kept in a cookie, and what every list and
//! count of the floor is narrowed to.

use domain::scope::Scope;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{self, answer},
        error::Field,
        health::account_names,
        places::{self, Names},
    },
    backend::{Backend, findings},
    domain::{
        actor::Actor,
        finding::{Facet, FindingFilter, FindingList},
        scope::{AccountId, Region},
    },
};

/// Accounts that are offered; any other can be typed.
#[cfg(feature = "ssr")]
const OFFERED: usize = 200;

/// What is picked, and what may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NarrowView {
    /// The account and region that are picked; the others of its parts are never said.
    pub scope: Scope,
    /// What the picked account is called, where it has a name.
    pub account_name: Option<String>,
    /// Ids and names of accounts.
    pub accounts: Vec<(String, String)>,
    /// Regions that have open findings.
    pub regions: Vec<String>,
}

/// What this browser looks at; the whole organization where it did not pick.
#[cfg(feature = "ssr")]
#[must_use]
pub fn narrowed() -> Scope {
    kept(&context::cookie("scope").unwrap_or_default())
}

/// A scope in words, where it is a part of everything.
#[cfg(feature = "ssr")]
pub(super) fn said(scope: &Scope, names: &Names) -> Option<String> {
    (*scope != Scope::default()).then(|| places::plain(scope, names))
}

/// What the value of the cookie says.
#[cfg(feature = "ssr")]
pub(super) fn kept(cookie: &str) -> Scope {
    let (account, region) = cookie.split_once('.').unwrap_or_default();
    read(account, region).unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn read(account: &str, region: &str) -> Option<Scope> {
    let digits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let coded = region.len() <= 32 && region.bytes().all(plain);
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ((digits || account.is_empty()) && coded).then(|| Scope {
        account: said(account).map(AccountId),
        region: said(region).map(Region),
        ..Scope::default()
    })
}

/// Looks at one account, one region, or both, until something else is picked; empty is all of them.
#[server(prefix = "/api", endpoint = "scope/choose")]
pub async fn choose_scope(
    /// Twelve digits, or an account's name.
    account: String,
    /// A region's code.
    region: String,
) -> Result<(), ApiError> {
    let account = account.trim();
    let id = match read(account, "") {
        Some(_) => account.to_owned(),
        None => id_of(account).await?,
    };
    let Some(scope) = read(&id, region.trim()) else {
        let code = answer(ApiError::Invalid(Field::Account));
        // Not by the names of the fields: those of a list that is looked at have them already.
        let typed = [("scope_account", account), ("scope_region", region.trim())];
        context::form_answer("/api/scope/choose", &code, &typed);
        return Err(code);
    };
    let age = if scope == Scope::default() {
        0
    } else {
        365 * 86_400
    };
    let region = scope.region.as_ref().map_or("", Region::as_str);
    context::set_cookie(&format!(
        "scope={id}.{region}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly"
    ));
    Ok(())
}

/// The id of the account of that name, else the text itself, which is none.
#[cfg(feature = "ssr")]
async fn id_of(name: &str) -> Result<String, ApiError> {
    let (asker, backend) = (context::asker(), context::backend()?);
    let names = account_names(&backend, &asker.actor).await;
    let names = names.map_err(|error| context::refuse(&asker, &error))?;
    let found = names
        .into_iter()
        .find(|(_, one)| one.eq_ignore_ascii_case(name));
    Ok(found.map_or_else(|| name.to_owned(), |(id, _)| id))
}

/// What is picked, and what may be.
#[cfg(feature = "ssr")]
pub(super) async fn narrow_view(backend: &Backend, actor: &Actor) -> backend::Result<NarrowView> {
    let names = account_names(backend, actor).await?;
    let listing = findings::list(
        backend,
        actor,
        &FindingList::first(FindingFilter::open(), 1),
    )?;
    let scope = narrowed();
    let of_region = listing
        .facets
        .into_iter()
        .find(|one| one.facet == Facet::Region);
    let values = of_region.map_or_else(Vec::new, |facet| facet.values);
    let open = values.into_iter().filter(|one| one.count > 0);
    let mut regions: Vec<String> = open.map(|one| one.value).collect();
    regions.extend(scope.region.as_ref().map(|region| region.0.clone()));
    regions.sort_unstable();
    regions.dedup();
    let account = scope.account.as_ref().map(AccountId::as_str);
    Ok(NarrowView {
        account_name: account.and_then(|id| names.get(id).cloned()),
        accounts: names.into_iter().take(OFFERED).collect(),
        regions,
        scope,
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_no_account_and_no_region_can_be_is_not_kept() {
        assert_eq!(read("", ""), Some(Scope::default()));
        let both = read("111122223333", "us-east-1").expect("a scope");
        assert_eq!(both.to_string(), "111122223333 us-east-1");
        for (account, region) in [
            ("1111", ""),
            ("payments", ""),
            ("", "US"),
            ("", "a;b"),
            ("", "a.b"),
        ] {
            assert_eq!(read(account, region), None, "{account} {region}");
        }
    }
}
