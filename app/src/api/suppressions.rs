//! Suppressions: all of them, one, what a rule would hide, and the forms that make, change and switch one.

#![expect(
    clippy::too_many_arguments,
    reason = "a form has as many fields as it has, and each is an argument of its function"
)]

use domain::{
    finding::{FacetCount, FindingSummary},
    suppression::SuppressionState,
    time::Timestamp,
    version::Version,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{answer, asker, backend, form_answer, lead_form, refuse},
        health::account_names,
        suppressions_form::{kept, line, new_form, seen_rule},
        suppressions_named::{accounts_of, query_for_form},
        touched,
    },
    backend::{Error, suppressions},
    domain::{action::Action, suppression::read_filter},
    leptos::server_fn::ServerFn,
};

/// A suppression in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionLine {
    /// What people call it by: `SUP-7`.
    pub number: i64,
    /// The fence for a change.
    pub version: Version,
    /// The query of a rule; nothing for findings that somebody chose.
    pub query: Option<String>,
    /// The same as people read it: accounts by their names.
    pub named: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Up to when.
    pub until: Timestamp,
    /// Whether it hides anything.
    pub state: SuppressionState,
    /// Whether it ends within days.
    pub ends_soon: bool,
    /// How many findings it hides now.
    pub hidden: u64,
    /// When it last hid one.
    pub last_matched: Option<Timestamp>,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When its end was carried out.
    pub ended_at: Option<Timestamp>,
    /// Since when it is switched off.
    pub off_since: Option<Timestamp>,
    /// Who switched it off, as far as it is known.
    pub off_by: Option<String>,
}

/// All suppressions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionsView {
    /// Those that are on first, of these the one that ends first.
    pub lines: Vec<SuppressionLine>,
    /// Whether the reader may make and change them.
    pub may_change: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// What the fields of a form begin with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionForm {
    /// The query of a rule.
    pub query: String,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Up to when, as a browser's field writes it, in UTC.
    pub until: String,
}

/// One suppression with its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionView {
    /// The suppression.
    pub line: SuppressionLine,
    /// The accounts that its query has, each by its name and its number; empty where it has none.
    pub accounts: String,
    /// What its form begins with.
    pub form: SuppressionForm,
    /// How many findings a rule that is off would hide now, switched on.
    pub switched_on: Option<u64>,
    /// How many findings it would hide now, on and by the query that was typed; nothing where none was.
    pub by_typed: Option<u64>,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// The server's time.
    pub now: Timestamp,
}

/// What a rule would hide, with the form that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSuppressionView {
    /// What the form begins with.
    pub form: SuppressionForm,
    /// Whether the list was of another workflow status, which is no part of the query.
    pub leaves_workflow: bool,
    /// Why no rule can be made of the query; then nothing else is told.
    pub fault: Option<ApiError>,
    /// How many open findings it would hide now.
    pub hides: u64,
    /// The worst of them, with names in place of account ids.
    pub worst: Vec<FindingSummary>,
    /// How many of each severity.
    pub severities: Vec<FacetCount>,
    /// In how many accounts they are.
    pub accounts: u64,
    /// In how many regions.
    pub regions: u64,
    /// The server's time.
    pub now: Timestamp,
}

/// The key of the query of which a page showed what it hides.
#[cfg(feature = "ssr")]
pub(crate) const LOOKED: &str = "looked";

/// What stands for it where nothing was shown: a text that is no query.
#[cfg(feature = "ssr")]
pub(crate) const UNSEEN: &str = "\"";

/// All suppressions.
#[server(prefix = "/api", endpoint = "suppressions/list")]
pub async fn list_suppressions() -> Result<SuppressionsView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let all = suppressions::list(&backend, &asker.actor).await;
    let all = all.map_err(|error| refuse(&asker, &error))?;
    let names = account_names(&backend, &asker.actor).await;
    let names = names.map_err(|error| refuse(&asker, &error))?;
    Ok(SuppressionsView {
        lines: all.into_iter().map(|one| line(one, &names)).collect(),
        may_change: asker.actor.may(Action::TriageFindings),
        now: backend.now(),
    })
}

/// One suppression.
#[server(prefix = "/api", endpoint = "suppressions/get")]
pub async fn get_suppression(
    /// Which, by its number.
    number: String,
    /// The query that somebody typed in its form and has not seen the effect of; empty where nobody did.
    #[server(default)]
    typed: String,
) -> Result<SuppressionView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let Ok(number) = number.parse() else {
        let absent = match asker.actor.may(Action::ReadFloor) {
            true => Error::NotFound,
            false => Error::Forbidden,
        };
        return Err(refuse(&asker, &absent));
    };
    let found = suppressions::get(&backend, &asker.actor, number).await;
    let found = found.map_err(|error| refuse(&asker, &error))?;
    let names = account_names(&backend, &asker.actor).await;
    let names = names.map_err(|error| refuse(&asker, &error))?;
    let filter = found.suppression.filter.clone();
    let for_form = |filter| query_for_form((&backend, &asker.actor), filter, &names);
    let form_query = filter.as_ref().map(for_form);
    let accounts = filter.map(|filter| accounts_of(&filter, &names));
    let line = line(found, &names);
    let hides = async |query: &str| {
        // Of what is no rule the form says why.
        let filter = read_filter(query).ok()?;
        let hides = suppressions::would_hide(&backend, &asker.actor, number, filter);
        hides.await.ok()
    };
    let switched_on = match (line.state, &line.query) {
        (SuppressionState::Off, Some(query)) => hides(query).await,
        _ => None,
    };
    let by_typed = match typed.is_empty() {
        true => None,
        false => hides(&typed).await,
    };
    Ok(SuppressionView {
        accounts: accounts.unwrap_or_default(),
        form: kept(&line, form_query),
        switched_on,
        by_typed,
        line,
        may_change: asker.actor.may(Action::TriageFindings),
        now: backend.now(),
    })
}

/// What a rule over the list of an address would hide now.
#[server(prefix = "/api", endpoint = "suppressions/preview")]
pub async fn preview_suppression(
    /// The query string of a list, or of the form for a new one.
    query: String,
) -> Result<NewSuppressionView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let (mut view, filter) = new_form(&query, asker.actor.label(), backend.now());
    let seen = filter.and_then(|filter| {
        let seen = suppressions::preview(&backend, &asker.actor, filter);
        seen.map_err(|error| refuse(&asker, &error))
    });
    match seen {
        Ok(seen) => {
            let names = account_names(&backend, &asker.actor).await;
            let names = names.map_err(|error| refuse(&asker, &error))?;
            let by = (&backend, &asker.actor);
            view.form.query = query_for_form(by, &seen.filter, &names);
            view.hides = seen.hides;
            view.worst = seen.worst;
            for finding in &mut view.worst {
                if let Some(name) = names.get(&finding.account) {
                    finding.account.clone_from(name);
                }
            }
            view.severities = seen.severities;
            view.accounts = seen.accounts;
            view.regions = seen.regions;
        }
        Err(fault @ (ApiError::Forbidden | ApiError::SignedOut)) => return Err(fault),
        Err(fault) => view.fault = Some(fault),
    }
    Ok(view)
}

/// Makes a rule; a plain form is led to its page.
#[server(prefix = "/api", endpoint = "suppressions/make")]
pub async fn make_suppression(
    /// The query of what it hides.
    #[server(default)]
    q: String,
    /// Why.
    #[server(default)]
    reason: String,
    /// Sign-in name of who answers for it.
    #[server(default)]
    owner: String,
    /// Up to when, in UTC.
    #[server(default)]
    until: String,
    /// The query of which the page showed what it hides; empty where no page did.
    #[server(default)]
    looked: String,
) -> Result<i64, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let kept = |code: ApiError| {
        let typed = [
            ("q", q.as_str()),
            ("reason", &reason),
            ("owner", &owner),
            ("until", &until),
            (LOOKED, &looked),
        ];
        // Its form begins with what stands in the address.
        touched::told(MakeSuppression::PATH, code, &[], &typed)
    };
    let (filter, plan) = seen_rule(&asker.actor, [&q, &looked], [&reason, &owner, &until])
        .map_err(|code| kept(answer(code)))?;
    let ask = suppressions::MakeSuppression {
        filter,
        plan,
        address: asker.address.as_deref(),
    };
    let made = suppressions::make(&backend, &asker.actor, ask).await;
    let number = made.map_err(|error| kept(refuse(&asker, &error)))?;
    lead_form(&format!("/suppressions/{number}"));
    Ok(number)
}

/// Changes a suppression.
#[server(prefix = "/api", endpoint = "suppressions/change")]
pub async fn change_suppression(
    /// Which, by its number.
    of: i64,
    /// The version that the page showed.
    expected_version: i64,
    /// The query of what a rule hides.
    #[server(default)]
    q: String,
    /// Why.
    #[server(default)]
    reason: String,
    /// Sign-in name of who answers for it.
    #[server(default)]
    owner: String,
    /// Up to when, in UTC.
    #[server(default)]
    until: String,
    /// The query of which the page showed what it hides; empty where no page did.
    #[server(default)]
    looked: String,
    /// How each field was as the form was shown.
    #[server(default)]
    was: Vec<String>,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let number = of.to_string();
    let kept = |code: ApiError| {
        let typed = [
            ("of", number.as_str()),
            ("q", &q),
            ("reason", &reason),
            ("owner", &owner),
            ("until", &until),
        ];
        touched::told(ChangeSuppression::PATH, code, &was, &typed)
    };
    let (filter, plan) = seen_rule(&asker.actor, [&q, &looked], [&reason, &owner, &until])
        .map_err(|code| kept(answer(code)))?;
    let ask = suppressions::ChangeSuppression {
        number: of,
        expected: Version(expected_version),
        filter,
        plan,
        address: asker.address.as_deref(),
    };
    let done = suppressions::change(&backend, &asker.actor, ask).await;
    done.map_err(|error| kept(refuse(&asker, &error)))
}

/// Switches a suppression on or off.
#[server(prefix = "/api", endpoint = "suppressions/switch")]
pub async fn switch_suppression(
    /// Which, by its number.
    of: i64,
    /// The version that the page showed.
    expected_version: i64,
    /// `on` or `off`.
    to: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let kept = |code: ApiError| {
        form_answer(SwitchSuppression::PATH, &code, &[]);
        code
    };
    let on = match to.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(kept(answer(ApiError::Invalid(super::error::Field::Choice)))),
    };
    let (target, address) = ((of, Version(expected_version)), asker.address.as_deref());
    let done = suppressions::switch(&backend, &asker.actor, target, on, address).await;
    done.map_err(|error| kept(refuse(&asker, &error)))
}
