//! How endpoints are said.

use domain::endpoint::{Enabled, EndpointStatus, HEALTHY_ABOVE_PERCENT, HealthCheckKind};

use crate::{
    api::EndpointView,
    components::{Form, Sign},
};

/// How an endpoint stands, as a lamp.
pub(crate) fn sign_of(endpoint: &EndpointView) -> (Sign, Form) {
    let (symbol, tone, word, form) = match endpoint.status {
        _ if endpoint.check.enabled == Enabled::Off => {
            ("st-suppressed", "t-quiet", "Disabled", Form::Off)
        }
        EndpointStatus::Unhealthy => ("st-failing", "t-critical", "Failing", Form::Soft),
        EndpointStatus::Unknown => ("st-blind", "t-blind", "Unknown", Form::Blind),
        EndpointStatus::Healthy if endpoint.is_partial() => {
            ("st-partial", "t-warn", "Partial", Form::Soft)
        }
        EndpointStatus::Healthy => ("st-ok", "t-plain", "Healthy", Form::Neutral),
    };
    (Sign { symbol, tone, word }, form)
}

/// Whether it is as it should be, so that its row may be folded away.
pub(super) fn is_quiet(endpoint: &EndpointView) -> bool {
    let (sign, _) = sign_of(endpoint);
    matches!(sign.word, "Healthy" | "Disabled")
}

/// Its name, or what it checks.
pub(crate) fn name(endpoint: &EndpointView) -> String {
    let check = &endpoint.check;
    check.name.clone().unwrap_or_else(|| check.target.clone())
}

/// Why a check without checkers is what it is.
pub(crate) fn sentence(endpoint: &EndpointView) -> String {
    let check = &endpoint.check;
    match check.kind {
        _ if check.enabled == Enabled::Off => {
            "It is disabled, and Route 53 counts it as healthy.".to_owned()
        }
        Some(HealthCheckKind::Calculated) => format!(
            "It follows {} other checks and needs {} of them.",
            check.children.len(),
            check.health_threshold.unwrap_or(0)
        ),
        Some(HealthCheckKind::CloudwatchMetric) => "It follows a CloudWatch alarm.".to_owned(),
        Some(HealthCheckKind::RecoveryControl) => "It follows a routing control.".to_owned(),
        _ => "No checker has reported.".to_owned(),
    }
}

/// The distance from the line above which Route 53 calls it healthy, in points.
pub(super) fn from_line(share: f64) -> String {
    let points = (share - HEALTHY_ABOVE_PERCENT).round();
    if points < 0.0 {
        format!("−{}", -points)
    } else {
        format!("+{points}")
    }
}

/// What kind of check it is.
pub(super) fn kind(endpoint: &EndpointView) -> String {
    endpoint.check.kind.map_or_else(
        || "Unknown kind".to_owned(),
        |kind| match kind {
            HealthCheckKind::Http | HealthCheckKind::Https | HealthCheckKind::Tcp => {
                kind.as_str().to_owned()
            }
            kind => crate::format::plain_word(kind.as_str()),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_has_its_sign() {
        assert_eq!(from_line(12.0), "−6");
        assert_eq!(from_line(31.2), "+13");
        assert_eq!(from_line(18.0), "+0");
    }
}
