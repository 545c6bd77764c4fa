//! An incident gets another title, summary, impact or commander, or touches other places.

use domain::{
    action::Action,
    actor::Actor,
    event::Seq,
    incident::{Impact, Incident, IncidentRule, TimelineKind, scopes, summary, title},
    person::PersonName,
    scope::Scope,
};

use super::act::{IncidentTarget, Told, act};
use crate::{backend::Backend, error::Result, store::people};

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct IncidentChange<'a> {
    /// Another title.
    pub title: Option<&'a str>,
    /// Another summary.
    pub summary: Option<&'a str>,
    /// Another impact.
    pub impact: Option<Impact>,
    /// Another commander, or nobody.
    pub commander: Option<Option<&'a PersonName>>,
    /// All that it touches from now on.
    pub scopes: Option<Vec<Scope>>,
}

/// Changes an incident; the answer is the event's place, or nothing when it already was so.
///
/// # Errors
/// [`crate::Error::Forbidden`], [`crate::Error::NotFound`], [`crate::Error::Conflict`] when somebody was faster, or
/// [`crate::Error::Incident`] when a rule is against it.
pub async fn change(
    backend: &Backend,
    actor: &Actor,
    target: IncidentTarget<'_>,
    change: IncidentChange<'_>,
) -> Result<Option<Seq>> {
    let named = change.commander.flatten();
    let can_lead = match named {
        Some(name) => can_lead(backend, name).await?,
        None => true,
    };
    act(backend, actor, target, |before, _| {
        let mut after = before.clone().changeable()?;
        if let Some(text) = change.title {
            after.title = title(text)?;
        }
        if let Some(text) = change.summary {
            after.summary = summary(text)?;
        }
        if let Some(impact) = change.impact {
            after.impact = impact;
        }
        if let Some(commander) = change.commander {
            after.commander = commander.map(|name| name.as_str().to_owned());
        }
        // Who led before the account was closed or lost its role stays named until somebody else leads.
        if !can_lead && after.commander != before.commander {
            return Err(IncidentRule::NoSuchCommander.into());
        }
        if let Some(named) = change.scopes {
            after.scopes = scopes(named)?;
        }
        let told = told(&before, &after);
        Ok((after, told))
    })
    .await
}

/// Whether somebody of this name has an account that is not disabled, and may work on incidents.
async fn can_lead(backend: &Backend, name: &PersonName) -> Result<bool> {
    let mut reader = backend.reader().await?;
    let found = people::by_name(reader.conn(), name.as_str()).await?;
    Ok(found.is_some_and(|person| {
        let mut roles = person.roles.iter();
        let works = roles.any(|role| role.grants().contains(&Action::WorkIncidents));
        person.disabled_at.is_none() && works
    }))
}

/// What is told of the difference, an entry a field.
fn told(before: &Incident, after: &Incident) -> Vec<Told> {
    let mut told = Vec::new();
    let mut tell = |kind, text| told.push(Told { kind, text });
    if before.impact != after.impact {
        let word = match after.impact < before.impact {
            true => "Raised",
            false => "Lowered",
        };
        let words = [before, after].map(|one| one.impact.words().to_lowercase());
        let text = format!("{word} from {} to {}", words[0], words[1]);
        tell(TimelineKind::Impact, text);
    }
    if before.title != after.title {
        let text = format!("“{}” is now “{}”", before.title, after.title);
        tell(TimelineKind::Title, text);
    }
    if before.summary != after.summary {
        let text = match after.summary.is_empty() {
            true => "The summary was taken away".to_owned(),
            false => after.summary.clone(),
        };
        tell(TimelineKind::Summary, text);
    }
    if before.commander != after.commander {
        let text = match (&before.commander, &after.commander) {
            (_, Some(new)) => format!("{new} commands"),
            (Some(old), None) => format!("Nobody commands; {old} did"),
            (None, None) => String::new(),
        };
        tell(TimelineKind::Commander, text);
    }
    if let Some(text) = elsewhere(&before.scopes, &after.scopes) {
        tell(TimelineKind::Scope, text);
    }
    told
}

/// Which places are touched now and which no more, a line each; nothing where they are the same in another order.
fn elsewhere(before: &[Scope], after: &[Scope]) -> Option<String> {
    let of = |ones: &[Scope], others: &[Scope], words: &str| -> Vec<String> {
        let only = ones.iter().filter(|one| !others.contains(one));
        only.map(|one| format!("{words} {one}")).collect()
    };
    let lines = [
        of(after, before, "Touches"),
        of(before, after, "No longer touches"),
    ]
    .concat();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
