//! The decision strip as pages show it: now, or as it was kept with a decision. All its words are made on the server, and its
//! ages are those of the moment it was computed, so that it reads the same years later.

use domain::{
    strip::{Grade, StripVerdict},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::{
        format::{age, counted, dated},
        query::{Query, encode},
    },
    domain::{
        calendar::Meets,
        scope::{AccountId, MatchLevel},
        strip::{Bearing, BlindSource, Cause, Link, LinkKind, Silence, Strip, StripReason},
    },
    std::collections::BTreeMap,
};

/// The strip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripView {
    /// The one word.
    pub verdict: StripVerdict,
    /// How much speaks against the change.
    pub heading: String,
    /// What does, the worst first.
    pub reasons: Vec<StripReasonView>,
    /// How many more there were than are kept, as one sentence.
    pub unlisted: Option<String>,
    /// The sources that are blind, and the accounts that no source reads.
    pub blind: Vec<BlindView>,
    /// Which kinds are not set up, as one sentence.
    pub not_set_up: Option<String>,
    /// What was looked at and found quiet, as one sentence.
    pub quiet: String,
    /// When it was computed.
    pub at: Timestamp,
}

/// A source that is blind, or an account that no source reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindView {
    /// The word of its row, as a reason has one.
    pub id: String,
    /// Which, and for how long, as one sentence.
    pub text: String,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StripReasonView {
    /// The word of its row, by which the difference at a refused decision names it.
    pub id: String,
    /// How bad: decides the shape.
    pub grade: Grade,
    /// What.
    pub title: String,
    /// How near, and for how long.
    pub beneath: String,
    /// Where more of it stands.
    pub href: String,
}

#[cfg(feature = "ssr")]
impl From<&Strip> for StripView {
    fn from(strip: &Strip) -> Self {
        let at = strip.computed_at;
        Self {
            verdict: strip.verdict,
            heading: heading(strip),
            reasons: strip.reasons.iter().map(|one| reason(one, at)).collect(),
            unlisted: unlisted(strip),
            blind: of(strip, Silence::Blind)
                .map(|one| blind(one, at))
                .chain(strip.unwatched.iter().map(unwatched))
                .chain(untold(strip))
                .collect(),
            not_set_up: not_set_up(strip),
            quiet: quiet(strip),
            at,
        }
    }
}

/// The sources that are silent for that reason.
#[cfg(feature = "ssr")]
fn of(strip: &Strip, why: Silence) -> impl Iterator<Item = &BlindSource> {
    strip.blind.iter().filter(move |one| one.why == why)
}

#[cfg(feature = "ssr")]
fn heading(strip: &Strip) -> String {
    let count = |why| of(strip, why).count() as u64;
    let (blind, not_set_up) = (count(Silence::Blind), count(Silence::NotSetUp));
    let parts = [
        (strip.total(), "reason", "reasons"),
        (blind, "source is silent", "sources are silent"),
        (not_set_up, "source is not set up", "sources are not set up"),
        (
            strip.unwatched.len() as u64,
            "account is not watched",
            "accounts are not watched",
        ),
        (
            half_watched(strip).len() as u64,
            "place is not wholly watched",
            "places are not wholly watched",
        ),
    ];
    let told = parts.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    match told.is_empty() {
        true => "Nothing speaks against it".to_owned(),
        false => told.join(", "),
    }
}

/// How near something is, in words.
#[cfg(feature = "ssr")]
pub(super) const fn near(level: MatchLevel) -> &'static str {
    match level {
        MatchLevel::Resource => "Same resource",
        MatchLevel::Parent => "Part of the same resource",
        MatchLevel::Service => "Same account, service, region",
        MatchLevel::Account => "Same account",
        MatchLevel::Organization => "Whole organization",
    }
}

#[cfg(feature = "ssr")]
fn reason(reason: &StripReason, at: Timestamp) -> StripReasonView {
    let ignored = match reason.bearing {
        Bearing::Counts => "",
        Bearing::Ignored => ", an emergency change need not wait",
    };
    let lasts = reason.since.map(|since| match (since > at, reason.count) {
        (true, _) => format!(", {}", age(since, at)),
        (false, 1) => format!(", for {}", age(since, at)),
        (false, _) => format!(", the oldest for {}", age(since, at)),
    });
    let ends = reason.until.filter(|until| *until > at);
    let ends = ends.map(|until| format!(", until {}", dated(until, at)));
    StripReasonView {
        id: reason_word(&reason.link),
        grade: grade(reason),
        title: reason.title.clone(),
        beneath: [
            near(reason.level),
            ignored,
            &lasts.unwrap_or_default(),
            &ends.unwrap_or_default(),
        ]
        .concat(),
        href: href(&reason.link),
    }
}

/// The grade that decides the shape: what comes after the start warns.
#[cfg(feature = "ssr")]
fn grade(reason: &StripReason) -> Grade {
    match (reason.grade.blocks(), reason.meets) {
        (true, Meets::Later) => Grade::Soft,
        _ => reason.grade,
    }
}

/// The word of a reason's row: what it is about. It never holds a comma, which stands between words.
#[cfg(feature = "ssr")]
pub(super) fn reason_word(link: &Link) -> String {
    format!("{}/{}", link.kind, link.id).replace(',', "")
}

/// The page of what a reason is about.
#[cfg(feature = "ssr")]
pub(super) fn href(link: &Link) -> String {
    let id = encode(&link.id);
    match link.kind {
        LinkKind::Finding => format!("/findings/{id}"),
        LinkKind::Findings => findings(&link.id),
        LinkKind::Health => format!("/health/{id}"),
        LinkKind::Endpoint => {
            let check = link.id.split_once('/').map_or("", |(_, check)| check);
            format!("/endpoints/{}", encode(check))
        }
        LinkKind::Incident => format!("/incidents/{id}"),
        LinkKind::Change => format!("/changes/{id}"),
        LinkKind::Freeze | LinkKind::Calendar => "/calendar".to_owned(),
    }
}

/// The list of findings that are counted together: severity, level, account, region, service.
#[cfg(feature = "ssr")]
fn findings(id: &str) -> String {
    let mut parts = id.split('/');
    let mut part = || parts.next().unwrap_or_default();
    let (severity, _level, account, region) = (part(), part(), part(), part());
    let chosen = [
        ("severity", severity),
        ("account", account),
        ("region", region),
    ];
    let chosen = chosen.into_iter().filter(|(_, value)| !value.is_empty());
    let query = Query::default().with("by", "flat");
    chosen
        .fold(query, |query, (key, value)| query.with(key, value))
        .href("/findings")
}

#[cfg(feature = "ssr")]
fn blind(source: &BlindSource, at: Timestamp) -> BlindView {
    let kind = source.kind.label();
    BlindView {
        id: blind_word(source),
        text: match source.last_good {
            Some(last) => format!("{kind} cannot be seen: no data for {}.", age(last, at)),
            None => format!("{kind} cannot be seen: no data at all."),
        },
    }
}

/// The word of a blind source's row.
#[cfg(feature = "ssr")]
pub(super) fn blind_word(source: &BlindSource) -> String {
    match (source.why, source.place()) {
        (Silence::NotSetUp, _) => NOT_SET_UP.to_owned(),
        (_, Some(place)) => place_word(&place),
        (_, None) => format!("source/{}", source.kind),
    }
}

/// The word for a verdict that is worse, for where no row is new.
#[cfg(feature = "ssr")]
pub(crate) const VERDICT: &str = "verdict";
/// The word for more reasons than were shown, for where no row is new.
#[cfg(feature = "ssr")]
pub(crate) const MORE: &str = "more";
/// The word of the row of what is not set up.
#[cfg(feature = "ssr")]
pub(crate) const NOT_SET_UP: &str = "not-set-up";

/// The places of which some kinds tell nothing, with those kinds.
#[cfg(feature = "ssr")]
fn half_watched(strip: &Strip) -> BTreeMap<String, Vec<&'static str>> {
    let mut places = BTreeMap::<_, Vec<_>>::new();
    for source in of(strip, Silence::NotThere) {
        if let Some(place) = source.place() {
            places.entry(place).or_default().push(source.kind.label());
        }
    }
    places
}

/// A row for each place of which some kinds tell nothing.
#[cfg(feature = "ssr")]
fn untold(strip: &Strip) -> impl Iterator<Item = BlindView> {
    half_watched(strip)
        .into_iter()
        .map(|(place, kinds)| BlindView {
            id: place_word(&place),
            text: format!("Not watched in {place}: {}.", kinds.join(", ")),
        })
}

#[cfg(feature = "ssr")]
fn unwatched(account: &AccountId) -> BlindView {
    BlindView {
        id: unwatched_word(account),
        text: format!("Account {account} is not watched: nothing was ever heard of it."),
    }
}

/// The word of the row of an account that no source reads.
#[cfg(feature = "ssr")]
pub(super) fn unwatched_word(account: &AccountId) -> String {
    place_word(&format!("account {account}"))
}

/// The word of the row of a place; it never holds a comma, which stands between words.
#[cfg(feature = "ssr")]
fn place_word(place: &str) -> String {
    place.replace([',', ' '], "/")
}

#[cfg(feature = "ssr")]
fn not_set_up(strip: &Strip) -> Option<String> {
    let kinds = of(strip, Silence::NotSetUp).map(|source| source.kind.label());
    let kinds: Vec<&str> = kinds.collect();
    let kinds = kinds.join(", ");
    (!kinds.is_empty()).then(|| {
        format!("Not set up: {kinds}. What nobody looks at is not known to be quiet, so this is not clear.")
    })
}

#[cfg(feature = "ssr")]
fn quiet(strip: &Strip) -> String {
    let quiet = strip.quiet.iter().map(|cause| match cause {
        Cause::Calendar => "no closed calendar",
        Cause::Freeze => "no freeze",
        Cause::Incident => "no incident",
        Cause::Finding => "no critical or high finding",
        Cause::Health => "no AWS Health event",
        Cause::Endpoint => "no failing endpoint",
        Cause::Change => "no other change",
    });
    let seen = strip.blind.is_empty() && strip.unwatched.is_empty();
    let live = seen.then_some("every source answers");
    let all: Vec<&str> = quiet.chain(live).collect();
    let mut text = all.join(", ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
        text.push('.');
    }
    text
}

#[cfg(feature = "ssr")]
fn unlisted(strip: &Strip) -> Option<String> {
    let more = counted(strip.more, "more is", "more are");
    (strip.more > 0).then(|| format!("{more} not listed."))
}

#[cfg(test)]
mod tests;
