//! How endpoints are said and shown.

use domain::endpoint::{HEALTHY_ABOVE_PERCENT, Standing};

use crate::{
    api::EndpointView,
    components::{Form, Sign},
};

/// How an endpoint stands, as a lamp.
pub(crate) fn sign_of(standing: Standing) -> (Sign, Form) {
    let (symbol, tone, word, form) = match standing {
        Standing::Failing => ("st-failing", "t-critical", "Failing", Form::Soft),
        Standing::Unknown => ("st-blind", "t-blind", "No data", Form::Blind),
        Standing::Partial => ("st-partial", "t-warn", "Partial", Form::Soft),
        Standing::Healthy => ("st-ok", "t-plain", "Healthy", Form::Neutral),
        Standing::Disabled => ("st-suppressed", "t-quiet", "Disabled", Form::Off),
    };
    (Sign { symbol, tone, word }, form)
}

/// Its page.
pub(crate) fn href(endpoint: &EndpointView) -> String {
    format!("/endpoints/{}", crate::query::encode(&endpoint.id))
}

/// The distance from the line above which Route 53 calls it healthy, in points.
#[must_use]
pub fn from_line(share: u32) -> String {
    let line = HEALTHY_ABOVE_PERCENT as u32;
    if share < line {
        format!("−{}", line - share)
    } else {
        format!("+{}", share - line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_has_its_sign() {
        assert_eq!(from_line(12), "−6");
        assert_eq!(from_line(31), "+13");
        assert_eq!(from_line(18), "+0");
    }
}
