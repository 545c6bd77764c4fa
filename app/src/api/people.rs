//! People: signing in and out, their own account, and keeping everybody's.

use domain::{actor::Role, id::PersonId, time::Timestamp, version::Version};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
#[cfg(feature = "ssr")]
use {
    super::{
        context::{self, asker, backend, door, form_answer, refuse},
        error::Field,
    },
    crate::query::local_path,
    backend::{
        Backend,
        people::{self, PersonChange, PersonStatus},
    },
    leptos::server_fn::ServerFn,
};

/// The cookie that carries a one-time link from the answer that made it to the page that shows it once.
#[cfg(feature = "ssr")]
const LINK_COOKIE: &str = "one_time_link";

/// A person as the settings show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Who.
    pub id: PersonId,
    /// Their sign-in name.
    pub name: String,
    /// What they are here for.
    pub roles: Vec<Role>,
    /// Since when they cannot sign in.
    pub disabled_at: Option<Timestamp>,
    /// Until when wrong passwords lock the account.
    pub locked_until: Option<Timestamp>,
    /// Whether a password is set.
    pub has_password: bool,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Where mail for them goes.
    pub mail: Option<String>,
    /// The fence for a change.
    pub version: Version,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    /// The people.
    pub people: Vec<PersonView>,
    /// What the next page begins after.
    pub next: Option<String>,
    /// Whether the asker may change accounts.
    pub may_change: bool,
    /// The one-time link that was just made, shown this once.
    pub link: Option<OneTimeLink>,
    /// The server's time.
    pub now: Timestamp,
}

/// A one-time link, to be sent to who it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeLink {
    /// The sign-in name of its owner.
    pub name: String,
    /// Its whole address.
    pub address: String,
}

/// Whom a one-time link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOwner {
    /// Their sign-in name.
    pub name: String,
}

/// Signs somebody in and leads to the page that was asked for.
#[server(prefix = "/api", endpoint = "people/sign_in")]
pub async fn sign_in(
    /// The sign-in name as typed.
    name: String,
    /// The password as typed.
    password: String,
    /// The page that was asked for.
    #[server(default)]
    return_to: String,
) -> Result<(), ApiError> {
    let (asker, backend, door) = (asker(), backend()?, door()?);
    let ask = people::SignIn {
        name: &name,
        password: &password,
        address: asker.address.as_deref(),
    };
    let entered = async {
        door.0.may_begin()?;
        let entered = people::sign_in(&backend, ask).await;
        entered.map_err(|error| refuse(&asker, &error))
    };
    match entered.await {
        Ok(person) => door.0.begin(person.id).await?,
        Err(code) => {
            let typed = [("name", name.as_str()), ("return_to", &return_to)];
            form_answer(SignIn::PATH, &code, &typed);
            return Err(code);
        }
    }
    leptos_axum::redirect(local_path(&return_to));
    Ok(())
}

/// Ends the session of this browser.
#[server(prefix = "/api", endpoint = "people/sign_out")]
pub async fn sign_out() -> Result<(), ApiError> {
    door()?.0.end().await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Ends every session of the asker.
#[server(prefix = "/api", endpoint = "people/sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    let (asker, backend, door) = (asker(), backend()?, door()?);
    let address = asker.address.as_deref();
    let ended = people::sign_out_everywhere(&backend, &asker.actor, address).await;
    ended.map_err(|error| refuse(&asker, &error))?;
    door.0.end().await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Gives the asker another password; their other sessions end.
#[server(prefix = "/api", endpoint = "people/change_own_password")]
pub async fn change_own_password(
    /// The password until now.
    old: String,
    /// The password from now on.
    new: String,
) -> Result<(), ApiError> {
    let (asker, backend, door) = (asker(), backend()?, door()?);
    let session = door.0.secret().unwrap_or_default();
    let address = asker.address.as_deref();
    let passwords = (old.as_str(), new.as_str());
    people::change_own_password(&backend, &asker.actor, passwords, &session, address)
        .await
        .map_err(|error| refuse(&asker, &error))?;
    leptos_axum::redirect("/settings/account?done=password");
    Ok(())
}

/// Where mail for the asker goes.
#[server(prefix = "/api", endpoint = "people/own_mail")]
pub async fn own_mail() -> Result<String, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let mail = people::own_mail(&backend, &asker.actor).await;
    let mail = mail.map_err(|error| refuse(&asker, &error))?;
    Ok(mail.unwrap_or_default())
}

/// Says where mail for the asker goes; empty is nowhere.
#[server(prefix = "/api", endpoint = "people/change_own_mail")]
pub async fn change_own_mail(
    /// The address as typed.
    #[server(default)]
    mail: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let address = asker.address.as_deref();
    let changed = people::change_own_mail(&backend, &asker.actor, &mail, address).await;
    changed.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(ChangeOwnMail::PATH, &code, &[("mail", &mail)]);
        code
    })?;
    leptos_axum::redirect("/settings/account?done=mail");
    Ok(())
}

/// Whom a one-time link is for.
#[server(prefix = "/api", endpoint = "people/link_for")]
pub async fn link_for(
    /// What the link ends with.
    secret: String,
) -> Result<LinkOwner, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let person = people::link_person(&backend, &secret).await;
    let person = person.map_err(|error| refuse(&asker, &error))?;
    Ok(LinkOwner { name: person.name })
}

/// Sets a password by one-time link and signs its owner in.
#[server(prefix = "/api", endpoint = "people/use_link")]
pub async fn use_link(
    /// What the link ends with.
    secret: String,
    /// The password as typed.
    password: String,
) -> Result<(), ApiError> {
    let (asker, backend, door) = (asker(), backend()?, door()?);
    door.0.may_begin()?;
    let address = asker.address.as_deref();
    let person = people::use_link(&backend, &secret, &password, address).await;
    let person = person.map_err(|error| refuse(&asker, &error))?;
    door.0.begin(person.id).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// A page of people by name.
#[server(prefix = "/api", endpoint = "people/list")]
pub async fn list_people(
    /// The `next` of the page before; empty for the first page.
    #[server(default)]
    after: String,
) -> Result<PeopleView, ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let link = take_link(&backend).await;
    let after = Some(after).filter(|after| !after.is_empty());
    let page = people::list(&backend, &asker.actor, after.as_deref()).await;
    let page = page.map_err(|error| refuse(&asker, &error))?;
    Ok(PeopleView {
        people: page.rows.into_iter().map(PersonView::from).collect(),
        next: page.next,
        may_change: asker.actor.may(domain::action::Action::AdministerPeople),
        link,
        now: backend.now(),
    })
}

/// Adds a person; without a password they get a one-time link.
#[server(prefix = "/api", endpoint = "people/add")]
pub async fn add_person(
    /// The sign-in name as typed.
    name: String,
    /// The words of roles.
    #[server(default)]
    roles: Vec<String>,
    /// The password as typed.
    #[server(default)]
    password: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let words = roles.join(",");
    let roles = read_roles(&roles)?;
    if roles.contains(&Role::Display) {
        // A screen has it by its code; no form offers it for somebody new.
        return Err(context::answer(ApiError::Invalid(Field::Choice)));
    }
    let password = Some(password).filter(|password| !password.is_empty());
    let (who, address) = ((name.as_str(), roles.as_slice()), asker.address.as_deref());
    let added = people::add(&backend, &asker.actor, who, password.as_deref(), address).await;
    show_link(added.map_err(|error| {
        let code = refuse(&asker, &error);
        let typed = [("name", name.as_str()), ("roles", &words)];
        form_answer(AddPerson::PATH, &code, &typed);
        code
    })?);
    Ok(())
}

/// Changes an account: `what` is disable, enable, unlock, roles, mail or reset.
#[server(prefix = "/api", endpoint = "people/change")]
pub async fn change_person(
    /// Which, by its id.
    id: String,
    /// The version that the page showed.
    expected_version: i64,
    /// The word for the change.
    what: String,
    /// The words of roles.
    #[server(default)]
    roles: Vec<String>,
    /// The mail address as typed.
    #[server(default)]
    mail: String,
) -> Result<(), ApiError> {
    let (asker, backend) = (asker(), backend()?);
    let person: PersonId = id.parse().map_err(|_| ApiError::Invalid(Field::Id))?;
    let change = read_change(&what, &roles, mail)?;
    let (target, address) = (
        (person, Version(expected_version)),
        asker.address.as_deref(),
    );
    let changed = people::change(&backend, &asker.actor, target, change, address).await;
    show_link(changed.map_err(|error| {
        let code = refuse(&asker, &error);
        form_answer(ChangePerson::PATH, &code, &[("of", &id)]);
        code
    })?);
    Ok(())
}

#[cfg(feature = "ssr")]
fn read_roles(words: &[String]) -> Result<Vec<Role>, ApiError> {
    let roles: Result<Vec<Role>, _> = words.iter().map(|word| word.parse()).collect();
    roles.map_err(|_| ApiError::Invalid(Field::Choice))
}

#[cfg(feature = "ssr")]
fn read_change(what: &str, roles: &[String], mail: String) -> Result<PersonChange, ApiError> {
    match what {
        "disable" => Ok(PersonChange::Disable),
        "enable" => Ok(PersonChange::Enable),
        "unlock" => Ok(PersonChange::Unlock),
        "reset" => Ok(PersonChange::ResetPassword),
        "mail" => Ok(PersonChange::SetMail(mail)),
        "roles" => read_roles(roles).map(PersonChange::SetRoles),
        _ => Err(ApiError::Invalid(Field::Choice)),
    }
}

/// Hands a link to the page that is shown next. It is the administrator's own browser that keeps it,
/// for a minute and for that page alone.
#[cfg(feature = "ssr")]
fn show_link(secret: Option<String>) {
    if let Some(secret) = secret {
        set_link_cookie(&secret, 60);
    }
}

#[cfg(feature = "ssr")]
fn set_link_cookie(secret: &str, seconds: u32) {
    let secure = match context::public_url() {
        url if url.starts_with("https://") => "; Secure",
        _ => "",
    };
    context::set_cookie(&format!(
        "{LINK_COOKIE}={secret}; Path=/settings/people; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
    ));
}

#[cfg(feature = "ssr")]
async fn take_link(backend: &Backend) -> Option<OneTimeLink> {
    let secret = context::cookie(LINK_COOKIE)?;
    set_link_cookie("", 0);
    // Whose it is the database says; of what opens nothing there is nothing to show.
    let owner = people::link_person(backend, &secret).await.ok()?;
    let url = context::public_url();
    Some(OneTimeLink {
        name: owner.name,
        address: format!("{}/first/{secret}", url.trim_end_matches('/')),
    })
}

#[cfg(feature = "ssr")]
impl From<PersonStatus> for PersonView {
    fn from(person: PersonStatus) -> Self {
        Self {
            id: person.id,
            name: person.name,
            roles: person.roles,
            disabled_at: person.disabled_at,
            locked_until: person.locked_until,
            has_password: person.has_password,
            sessions: person.sessions,
            created_at: person.created_at,
            mail: person.mail,
            version: person.version,
        }
    }
}
