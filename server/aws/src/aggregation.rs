//! Where Security Hub gathers the findings of all regions, if it does so anywhere.

use aws_config::SdkConfig;
use aws_sdk_securityhub::Client;
use domain::{scope::Region, source::SourceFault};

use crate::{
    action::Action,
    connections::Connections,
    faults::{fault, was_let_through},
    settings::{Aggregation, AwsSettings},
};

/// The one region that findings are read from with our own credentials; none when each account and region is read.
pub(crate) async fn aggregation_region(
    settings: &AwsSettings,
    connections: &Connections,
) -> Result<Option<Region>, SourceFault> {
    match &settings.aggregation {
        Aggregation::None => Ok(None),
        Aggregation::Region(region) => Ok(Some(region.clone())),
        Aggregation::Ask => ask(connections.own()).await,
    }
}

/// Asks for the aggregator, which AWS names in any region. Not to be allowed to ask is an answer: there is none for us.
/// No answer at all is none: read one way now and another way after a restart, findings would change their source.
async fn ask(config: &SdkConfig) -> Result<Option<Region>, SourceFault> {
    let answer = Client::new(config).list_finding_aggregators().send().await;
    let refused_as_it_is = was_let_through(&answer);
    match answer {
        Ok(found) => Ok(found.finding_aggregators().iter().find_map(|one| {
            let region = one.finding_aggregator_arn()?.split(':').nth(3)?;
            (!region.is_empty()).then(|| Region::from(region))
        })),
        Err(_) if refused_as_it_is => Ok(None),
        Err(error) => match fault(Action::ListFindingAggregators, &error) {
            SourceFault::AccessDenied(_)
            | SourceFault::NotEnabled(_)
            | SourceFault::NoSupportPlan => Ok(None),
            fault => Err(fault),
        },
    }
}
