//! One health check, from whichever shape it came in.

use domain::{
    endpoint::{Enabled, HealthCheck, HealthCheckKind, Inverted},
    scope::AccountId,
};

use crate::documents::words::Unrecognised;

/// What every shape of a health check's configuration says, in Route 53's words.
#[derive(Debug, Default)]
pub(super) struct CheckParts<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) address: Option<&'a str>,
    pub(super) domain: Option<&'a str>,
    pub(super) port: Option<i32>,
    pub(super) path: Option<&'a str>,
    pub(super) interval_s: Option<i32>,
    pub(super) failure_threshold: Option<i32>,
    pub(super) disabled: Option<bool>,
    pub(super) inverted: Option<bool>,
    pub(super) children: Vec<String>,
    pub(super) health_threshold: Option<i32>,
    pub(super) alarm: Option<(&'a str, &'a str)>,
    pub(super) routing_control: Option<&'a str>,
}

impl CheckParts<'_> {
    /// The check, still without a name: that is a tag.
    pub(super) fn check(self, account: &AccountId) -> HealthCheck {
        let mut words = Unrecognised::default();
        let kind = words.read("HealthCheckConfig.Type", Some(self.kind));
        HealthCheck {
            id: self.id.to_owned(),
            account: account.clone(),
            name: None,
            kind,
            target: self.target(kind),
            enabled: if self.disabled == Some(true) {
                Enabled::Off
            } else {
                Enabled::On
            },
            inverted: if self.inverted == Some(true) {
                Inverted::Yes
            } else {
                Inverted::No
            },
            interval_s: self.interval_s,
            failure_threshold: self.failure_threshold,
            children: self.children,
            health_threshold: self.health_threshold,
            unrecognised: words.into_pairs(),
        }
    }

    fn target(&self, kind: Option<HealthCheckKind>) -> String {
        match kind {
            Some(HealthCheckKind::Calculated) => match self.children.len() {
                1 => "1 health check".to_owned(),
                count => format!("{count} health checks"),
            },
            Some(HealthCheckKind::CloudwatchMetric) => self.alarm.map_or_else(
                || "a CloudWatch alarm".to_owned(),
                |(name, region)| format!("alarm {name} in {region}"),
            ),
            Some(HealthCheckKind::RecoveryControl) => self
                .routing_control
                .unwrap_or("a routing control")
                .to_owned(),
            _ => self.address_in_words(kind),
        }
    }

    /// `https://example.com:8443/path`; the port is left out where the scheme implies it.
    fn address_in_words(&self, kind: Option<HealthCheckKind>) -> String {
        use HealthCheckKind as K;
        let (scheme, usual) = match kind {
            Some(K::Http | K::HttpStrMatch) => ("http://", Some(80)),
            Some(K::Https | K::HttpsStrMatch) => ("https://", Some(443)),
            _ => ("", None),
        };
        let host = self.domain.or(self.address).unwrap_or("unknown host");
        let bracketed = host.contains(':').then(|| format!("[{host}]"));
        let host = bracketed.as_deref().unwrap_or(host);
        let port = self.port.filter(|port| Some(*port) != usual);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let path = if scheme.is_empty() {
            ""
        } else {
            self.path.unwrap_or("")
        };
        let slash = if path.is_empty() || path.starts_with('/') {
            ""
        } else {
            "/"
        };
        format!("{scheme}{host}{port}{slash}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(parts: CheckParts<'_>) -> String {
        parts.check(&AccountId::from("210987654321")).target
    }

    #[test]
    fn the_target_is_what_a_person_would_write() {
        let https = CheckParts {
            kind: "HTTPS",
            domain: Some("shop.example"),
            port: Some(443),
            path: Some("/up"),
            ..CheckParts::default()
        };
        assert_eq!(target(https), "https://shop.example/up");
        let http = CheckParts {
            kind: "HTTP",
            address: Some("2001:db8::1"),
            port: Some(8080),
            ..CheckParts::default()
        };
        assert_eq!(target(http), "http://[2001:db8::1]:8080");
        let tcp = CheckParts {
            kind: "TCP",
            address: Some("192.0.2.1"),
            port: Some(22),
            ..CheckParts::default()
        };
        assert_eq!(target(tcp), "192.0.2.1:22");
        let calculated = CheckParts {
            kind: "CALCULATED",
            children: vec!["a".into(), "b".into()],
            ..CheckParts::default()
        };
        assert_eq!(target(calculated), "2 health checks");
        let alarm = CheckParts {
            kind: "CLOUDWATCH_METRIC",
            alarm: Some(("busy", "us-east-1")),
            ..CheckParts::default()
        };
        assert_eq!(target(alarm), "alarm busy in us-east-1");
    }

    #[test]
    fn an_unknown_type_is_kept_as_it_came() {
        let check = CheckParts {
            kind: "GRPC",
            domain: Some("a.example"),
            ..CheckParts::default()
        }
        .check(&AccountId::from("210987654321"));
        assert_eq!(check.kind, None);
        assert_eq!(
            check.unrecognised,
            [("HealthCheckConfig.Type".to_owned(), "GRPC".to_owned())]
        );
        assert_eq!(check.target, "a.example");
    }
}
