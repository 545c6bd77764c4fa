//! How an endpoint stands: one word out of all that is known, and the order in which lists show it.

use super::{Enabled, EndpointStatus};

/// Shares come in percent of some sixteen checkers: anything above this is all of them.
const ALL_PASS: f64 = 99.5;

text_enum! {
    /// How an endpoint stands, in the order in which lists show it.
    Standing {
        /// It does not answer.
        Failing = "failing",
        /// Nothing is known, which is not healthy.
        Unknown = "unknown",
        /// It counts as healthy although some checkers do not reach it.
        Partial = "partial",
        /// It answers.
        Healthy = "healthy",
        /// It is not looked at, and Route 53 counts it as healthy.
        Disabled = "disabled",
    }
}

impl Standing {
    /// The one place that decides; `share` is the percent of checkers that reach it.
    #[must_use]
    pub fn of(enabled: Enabled, status: EndpointStatus, share: Option<f64>) -> Self {
        match (enabled, status) {
            (Enabled::Off, _) => Self::Disabled,
            (Enabled::On, EndpointStatus::Unhealthy) => Self::Failing,
            (Enabled::On, EndpointStatus::Unknown) => Self::Unknown,
            (Enabled::On, EndpointStatus::Healthy) => match share {
                Some(share) if share < ALL_PASS => Self::Partial,
                _ => Self::Healthy,
            },
        }
    }

    /// Whether checkers disagree with one another, so that what each of them sees says something.
    #[must_use]
    pub const fn is_disputed(self) -> bool {
        matches!(self, Self::Failing | Self::Partial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_stands_first_and_unknown_is_not_healthy() {
        use EndpointStatus::{Healthy, Unhealthy, Unknown};
        for (enabled, status, share, standing) in [
            (Enabled::On, Unhealthy, Some(12.5), Standing::Failing),
            (Enabled::On, Unhealthy, None, Standing::Failing),
            (Enabled::On, Unknown, None, Standing::Unknown),
            (Enabled::On, Healthy, Some(37.5), Standing::Partial),
            (Enabled::On, Healthy, Some(100.0), Standing::Healthy),
            (Enabled::On, Healthy, None, Standing::Healthy),
            (Enabled::Off, Unhealthy, Some(0.0), Standing::Disabled),
        ] {
            assert_eq!(Standing::of(enabled, status, share), standing);
        }
        assert!(Standing::ALL.is_sorted());
        assert!(Standing::Failing < Standing::Unknown && Standing::Unknown < Standing::Partial);
    }

    #[test]
    fn checkers_are_worth_asking_where_they_disagree() {
        let asked: Vec<_> = Standing::ALL
            .iter()
            .filter(|one| one.is_disputed())
            .collect();
        assert_eq!(asked, [&Standing::Failing, &Standing::Partial]);
    }
}
