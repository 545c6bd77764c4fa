//! How AWS Health's codes are said.

use domain::{
    health::{EntityStatus, HealthCategory, HealthStatus},
    time::Timestamp,
};

use crate::{
    api::HealthView,
    components::{Form, Sign},
    format,
};

/// `AWS_EC2_OPERATIONAL_ISSUE` of EC2 is "EC2 operational issue".
pub(crate) fn title(event: &HealthView) -> String {
    format::health_title(&event.service, &event.type_code)
}

/// How an event stands, as a lamp.
pub(crate) const fn sign_of(event: &HealthView) -> (Sign, Form) {
    let (symbol, tone, word, form) = match (event.status, event.category) {
        (HealthStatus::Closed, _) => ("st-ok", "t-quiet", "Closed", Form::Off),
        (HealthStatus::Upcoming, _) => ("st-scheduled", "t-quiet", "Scheduled", Form::Neutral),
        (HealthStatus::Open, HealthCategory::Issue) => {
            ("st-partial", "t-warn", "AWS issue", Form::Soft)
        }
        (HealthStatus::Open, _) => ("st-open", "t-plain", "Open", Form::Neutral),
    };
    (Sign { symbol, tone, word }, form)
}

/// How one entity stands, as a lamp.
#[must_use]
pub const fn entity_sign(status: EntityStatus) -> (Sign, Form) {
    let (symbol, tone, word, form) = match status {
        EntityStatus::Impaired => ("st-partial", "t-warn", "Impaired", Form::Soft),
        EntityStatus::Pending => ("st-due", "t-warn", "Pending", Form::Neutral),
        EntityStatus::Unimpaired => ("st-ok", "t-quiet", "Unimpaired", Form::Off),
        EntityStatus::Resolved => ("st-ok", "t-quiet", "Resolved", Form::Off),
        EntityStatus::Unknown => ("st-blind", "t-blind", "Unknown", Form::Blind),
    };
    (Sign { symbol, tone, word }, form)
}

/// When it is or was: how far from now, and exactly.
#[must_use]
pub fn when(event: &HealthView, now: Timestamp) -> (String, String) {
    let at = match (event.status, event.start, event.end) {
        (HealthStatus::Closed, _, end) => end.unwrap_or(event.updated),
        (_, start, _) => start.unwrap_or(event.updated),
    };
    let exact = format::dated(at, now);
    match event.status {
        HealthStatus::Closed => (
            format!("{} ago", format::age(at, now)),
            format!("ended {exact}"),
        ),
        _ if at > now => (format::age(at, now), exact),
        _ => (
            format!("for {}", format::age(at, now)),
            format!("since {exact}"),
        ),
    }
}

/// How many accounts and entities it touches; what is said to everybody names none.
#[must_use]
pub fn reach(event: &HealthView) -> (String, String) {
    match event.accounts.len() {
        0 if event.entities == 0 => ("everybody".to_owned(), "–".to_owned()),
        accounts => (accounts.to_string(), format::count_of(event.entities)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{id::HealthEventId, time::from_micros};

    fn event(status: HealthStatus, start_s: i64) -> HealthView {
        HealthView {
            id: HealthEventId(
                "00000000-0000-0000-0000-000000000001"
                    .parse()
                    .expect("a UUID"),
            ),
            service: "EC2".to_owned(),
            type_code: "AWS_EC2_OPERATIONAL_ISSUE".to_owned(),
            category: HealthCategory::Issue,
            status,
            region: "us-east-1".to_owned(),
            start: Some(from_micros(start_s * 1_000_000)),
            end: None,
            updated: from_micros(0),
            actionability: None,
            accounts: Vec::new(),
            unrecognised: Vec::new(),
            entities: 0,
            impaired: 0,
            pending: 0,
        }
    }

    #[test]
    fn what_is_said_to_everybody_is_not_said_to_none() {
        let public = event(HealthStatus::Open, 0);
        assert_eq!(reach(&public), ("everybody".to_owned(), "–".to_owned()));
        let own = HealthView {
            accounts: vec!["310000000017".to_owned()],
            ..public
        };
        assert_eq!(reach(&own), ("1".to_owned(), "0".to_owned()));
    }

    #[test]
    fn codes_become_words() {
        assert_eq!(
            title(&event(HealthStatus::Open, 0)),
            "EC2 operational issue"
        );
    }

    #[test]
    fn times_fit_where_the_event_stands() {
        let now = from_micros(1_795_521_600_000_000);
        let ahead = event(HealthStatus::Upcoming, 1_795_521_600 + 4 * 86_400);
        let words = |near: &str, exact: &str| (near.to_owned(), exact.to_owned());
        assert_eq!(when(&ahead, now), words("in 4 d", "28 Nov 12:00 UTC"));
        let open = event(HealthStatus::Open, 1_795_521_600 - 3_600);
        assert_eq!(when(&open, now), words("for 1 h", "since 24 Nov 11:00 UTC"));
    }
}
