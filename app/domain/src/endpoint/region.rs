//! Where Route 53's checkers stand, and how many of each region pass.

use super::{CheckerObservation, EndpointStatus, HEALTHY_ABOVE_PERCENT};

/// The regions that Route 53 checks from, with the names that people call them by.
pub const CHECKER_REGIONS: [(&str, &str); 8] = [
    ("us-east-1", "Virginia"),
    ("us-west-1", "California"),
    ("us-west-2", "Oregon"),
    ("eu-west-1", "Ireland"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-northeast-1", "Tokyo"),
    ("sa-east-1", "São Paulo"),
];

/// What people call a region; one that is none of ours keeps its own word.
#[must_use]
pub fn city(region: &str) -> &str {
    let known = CHECKER_REGIONS.iter().find(|(code, _)| *code == region);
    known.map_or(region, |(_, name)| name)
}

/// How many checkers of a region pass, of those that know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionTally {
    /// The region.
    pub region: String,
    /// Checkers that reach the endpoint.
    pub passing: u32,
    /// Checkers that know whether they do.
    pub of: u32,
}

/// How many more of `of` checkers must pass for the endpoint to count as healthy.
#[must_use]
pub fn missing(passing: u32, of: u32) -> u32 {
    // More than the line, so that a share on the line is one short.
    let line = (f64::from(of) * HEALTHY_ABOVE_PERCENT / 100.0).floor() as u32;
    let needed = (line + 1).min(of);
    needed.saturating_sub(passing)
}

/// The checkers of each region counted, in the order in which regions first come. One whose words are
/// none of Route 53's counts in neither number.
#[must_use]
pub fn by_region<'a>(seen: impl IntoIterator<Item = &'a CheckerObservation>) -> Vec<RegionTally> {
    let mut tallies: Vec<RegionTally> = Vec::new();
    for one in seen {
        let (passing, of) = match one.verdict() {
            EndpointStatus::Healthy => (1, 1),
            EndpointStatus::Unhealthy => (0, 1),
            EndpointStatus::Unknown => (0, 0),
        };
        match tallies.iter_mut().find(|tally| tally.region == one.region) {
            Some(tally) => {
                tally.passing += passing;
                tally.of += of;
            }
            None => tallies.push(RegionTally {
                region: one.region.clone(),
                passing,
                of,
            }),
        }
    }
    tallies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(region: &str, status: &str) -> CheckerObservation {
        CheckerObservation {
            region: region.to_owned(),
            address: "192.0.2.9".to_owned(),
            status: status.to_owned(),
            checked_at: None,
        }
    }

    #[test]
    fn each_region_counts_its_own() {
        let all = [
            seen("eu-west-1", "Success: HTTP Status Code 200, OK"),
            seen("us-east-1", "Failure: Connection timed out."),
            seen("eu-west-1", "Failure: HTTP Status Code 503"),
            seen("us-east-1", "Something new"),
        ];
        let counted: Vec<_> = by_region(&all)
            .into_iter()
            .map(|tally| (tally.region, tally.passing, tally.of))
            .collect();
        assert_eq!(
            counted,
            [
                ("eu-west-1".to_owned(), 1, 2),
                ("us-east-1".to_owned(), 0, 1)
            ]
        );
    }

    #[test]
    fn a_share_on_the_line_is_one_checker_short() {
        for (passing, of, more) in [
            (2, 16, 1),
            (0, 16, 3),
            (3, 16, 0),
            (9, 50, 1),
            (16, 16, 0),
            (0, 0, 0),
        ] {
            assert_eq!(missing(passing, of), more, "{passing} of {of}");
        }
    }

    #[test]
    fn regions_have_names() {
        assert_eq!(city("sa-east-1"), "São Paulo");
        assert_eq!(city("mars-north-1"), "mars-north-1");
    }
}
