//! From the configuration to how AWS is reached.

use aws::{Access, Accounts, Aggregation, AwsSettings};
use domain::{
    finding::Plane,
    scope::{AccountId, Region},
};
use secrecy::ExposeSecret as _;

use crate::config;

/// What `aws` needs to know; nothing when AWS is not to be asked.
#[must_use]
pub fn connection(settings: &config::Aws, access: Access) -> Option<AwsSettings> {
    let accounts = match &settings.accounts {
        config::Accounts::Word(_) => Accounts::Organization,
        config::Accounts::Listed(ids) if ids.is_empty() => Accounts::Own,
        config::Accounts::Listed(ids) => {
            Accounts::Listed(ids.iter().map(|id| AccountId(id.clone())).collect())
        }
    };
    let aggregation = match settings.aggregation_region.as_deref() {
        Some(config::NO_AGGREGATION) => Aggregation::None,
        Some(region) => Aggregation::Region(Region::from(region)),
        None => Aggregation::Ask,
    };
    let mut regions: Vec<Region> = settings
        .regions
        .iter()
        .map(|region| Region(region.clone()))
        .collect();
    if let (true, Aggregation::Region(region)) = (regions.is_empty(), &aggregation) {
        regions.push(region.clone());
    }
    let planes = match settings.security_hub.as_str() {
        "v2" => vec![Plane::V2],
        "both" => vec![Plane::Cspm, Plane::V2],
        _ => vec![Plane::Cspm],
    };
    settings.enabled.then(|| AwsSettings {
        accounts,
        role_name: settings.role_name.clone(),
        external_id: settings
            .external_id
            .as_ref()
            .map(|id| id.expose_secret().to_owned()),
        regions,
        planes,
        aggregation,
        access,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planes_are_those_that_are_said() {
        let with = |word: Option<&str>| {
            let mut settings = config::Aws::default();
            if let Some(word) = word {
                word.clone_into(&mut settings.security_hub);
            }
            connection(&settings, Access::Ambient).map(|connection| connection.planes)
        };
        assert_eq!(with(None), Some(vec![Plane::Cspm]));
        assert_eq!(with(Some("v2")), Some(vec![Plane::V2]));
        assert_eq!(with(Some("both")), Some(vec![Plane::Cspm, Plane::V2]));
    }

    #[test]
    fn the_aggregation_region_is_asked_for_unless_it_is_said() {
        let with = |region: Option<&str>| {
            let settings = config::Aws {
                aggregation_region: region.map(str::to_owned),
                ..config::Aws::default()
            };
            connection(&settings, Access::Ambient).map(|connection| connection.aggregation)
        };
        assert_eq!(with(None), Some(Aggregation::Ask));
        assert_eq!(with(Some("none")), Some(Aggregation::None));
        let region = Aggregation::Region(Region::from("eu-west-1"));
        assert_eq!(with(Some("eu-west-1")), Some(region));
    }
}
