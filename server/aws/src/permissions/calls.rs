//! One cheap call per action: what is asked for is small or does not exist, so that only the permission counts.

use aws_config::SdkConfig;
use aws_sdk_cloudwatch::types::{Metric, MetricDataQuery, MetricStat};
use aws_sdk_health::types::{EntityAccountFilter, EntityFilter, EventAccountFilter};
use aws_sdk_route53::types::TagResourceType;
use aws_sdk_securityhub::types::{AwsSecurityFindingIdentifier, WorkflowStatus, WorkflowUpdate};
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use chrono::TimeDelta;
use domain::{finding::Plane, source::SourceFault};

use crate::{
    action::Action,
    clock,
    connections::{GLOBAL_REGION, in_region},
    faults::{fault, was_let_through},
    raw_answer::RawAnswer,
};

/// An account, a health check, a finding, a control and an event that nobody has.
const NO_ACCOUNT: &str = "000000000000";
const NO_CHECK: &str = "00000000-0000-0000-0000-000000000000";
const NO_FINDING: &str = "watchfloor/none";
const NO_PRODUCT: &str = "arn:aws:securityhub:us-east-1::product/aws/securityhub";
const NO_CONTROL: &str = "Watchfloor.0";
const NO_EVENT: &str = "arn:aws:health:us-east-1::event/NONE/NONE/NONE_0";

/// Calls `action` with the credentials of `config` in its region; a refusal of the contents is a success.
///
/// Where CSPM is not read, it need not be switched on: then V2 is asked for what both planes have under one action.
pub(super) async fn call(
    action: Action,
    planes: &[Plane],
    config: &SdkConfig,
) -> Result<(), SourceFault> {
    let is_v2 = !planes.contains(&Plane::Cspm);
    match action {
        Action::GetFindings | Action::BatchUpdateFindings if is_v2 => v2(action, config).await,
        Action::GetCallerIdentity | Action::AssumeRole => {
            let client = aws_sdk_sts::Client::new(config);
            allowed(action, client.get_caller_identity().send().await)
        }
        Action::GetFindings => {
            let client = aws_sdk_securityhub::Client::new(config);
            let call = client.get_findings().max_results(1).customize();
            allowed(
                action,
                call.interceptor(RawAnswer::of(Plane::Cspm)).send().await,
            )
        }
        Action::GetFindingHistory | Action::BatchUpdateFindings => finding(action, config).await,
        Action::ListFindingAggregators => {
            let client = aws_sdk_securityhub::Client::new(config);
            let call = client.list_finding_aggregators().max_results(1);
            allowed(action, call.send().await)
        }
        Action::GetEnabledStandards
        | Action::ListSecurityControlDefinitions
        | Action::BatchGetSecurityControls
        | Action::ListStandardsControlAssociations => standards(action, config).await,
        Action::GetMetricData => metric(action, config).await,
        Action::ListAccounts => {
            let client = aws_sdk_organizations::Client::new(&in_region(config, GLOBAL_REGION));
            allowed(action, client.list_accounts().max_results(1).send().await)
        }
        Action::ListHealthChecks
        | Action::ListTagsForResources
        | Action::GetHealthCheckStatus
        | Action::GetHealthCheckLastFailureReason => route53(action, config).await,
        _ => health(action, config).await,
    }
}

async fn v2(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let client = aws_sdk_securityhub::Client::new(config);
    if action == Action::GetFindings {
        let call = client.get_findings_v2().max_results(1).customize();
        let call = call.interceptor(RawAnswer::of(Plane::V2));
        return allowed(action, call.send().await);
    }
    let call = client.batch_update_findings_v2();
    let call = call.metadata_uids(NO_FINDING).status_id(1);
    allowed(action, call.send().await)
}

/// Asks for a finding that nobody has: nothing is told of it, and nothing written.
async fn finding(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let client = aws_sdk_securityhub::Client::new(config);
    let name = AwsSecurityFindingIdentifier::builder()
        .id(NO_FINDING)
        .product_arn(NO_PRODUCT)
        .build();
    if action == Action::GetFindingHistory {
        let call = client.get_finding_history().finding_identifier(name);
        return allowed(action, call.max_results(1).send().await);
    }
    let status = WorkflowUpdate::builder()
        .status(WorkflowStatus::New)
        .build();
    let call = client
        .batch_update_findings()
        .finding_identifiers(name)
        .workflow(status);
    allowed(action, call.send().await)
}

async fn standards(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let client = aws_sdk_securityhub::Client::new(config);
    match action {
        Action::ListSecurityControlDefinitions => {
            let call = client.list_security_control_definitions().max_results(1);
            allowed(action, call.send().await)
        }
        Action::BatchGetSecurityControls => {
            let call = client.batch_get_security_controls();
            allowed(action, call.security_control_ids(NO_CONTROL).send().await)
        }
        Action::ListStandardsControlAssociations => {
            let call = client.list_standards_control_associations();
            allowed(action, call.security_control_id(NO_CONTROL).send().await)
        }
        _ => {
            let call = client.get_enabled_standards().max_results(1);
            allowed(action, call.send().await)
        }
    }
}

async fn metric(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let metric = Metric::builder()
        .namespace("AWS/Route53")
        .metric_name("HealthCheckStatus")
        .build();
    let asked = MetricStat::builder()
        .metric(metric)
        .period(60)
        .stat("Minimum")
        .build();
    let query = MetricDataQuery::builder()
        .id("none")
        .metric_stat(asked)
        .build();
    let now = clock::now();
    let answer = aws_sdk_cloudwatch::Client::new(&in_region(config, GLOBAL_REGION))
        .get_metric_data()
        .metric_data_queries(query)
        .start_time(clock::theirs(now - TimeDelta::minutes(1)))
        .end_time(clock::theirs(now))
        .send()
        .await;
    allowed(action, answer)
}

async fn route53(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let client = aws_sdk_route53::Client::new(&in_region(config, GLOBAL_REGION));
    match action {
        Action::ListTagsForResources => {
            let call = client
                .list_tags_for_resources()
                .resource_type(TagResourceType::Healthcheck)
                .resource_ids(NO_CHECK);
            allowed(action, call.send().await)
        }
        Action::GetHealthCheckStatus => {
            let call = client.get_health_check_status().health_check_id(NO_CHECK);
            allowed(action, call.send().await)
        }
        Action::GetHealthCheckLastFailureReason => {
            let call = client
                .get_health_check_last_failure_reason()
                .health_check_id(NO_CHECK);
            allowed(action, call.send().await)
        }
        _ => allowed(
            action,
            client.list_health_checks().max_items(1).send().await,
        ),
    }
}

async fn health(action: Action, config: &SdkConfig) -> Result<(), SourceFault> {
    let client = aws_sdk_health::Client::new(&in_region(config, GLOBAL_REGION));
    match action {
        Action::DescribeEvents => {
            let call = client.describe_events().max_results(10);
            allowed(action, call.send().await)
        }
        Action::DescribeEventDetails => {
            let call = client.describe_event_details().event_arns(NO_EVENT);
            allowed(action, call.send().await)
        }
        Action::DescribeAffectedEntities => {
            let filter = EntityFilter::builder().event_arns(NO_EVENT).build();
            let call = client.describe_affected_entities().set_filter(filter.ok());
            allowed(action, call.send().await)
        }
        _ => organization_health(action, &client).await,
    }
}

async fn organization_health(
    action: Action,
    client: &aws_sdk_health::Client,
) -> Result<(), SourceFault> {
    match action {
        Action::DescribeEventsForOrganization => {
            let call = client.describe_events_for_organization().max_results(10);
            allowed(action, call.send().await)
        }
        Action::DescribeAffectedAccountsForOrganization => {
            let call = client
                .describe_affected_accounts_for_organization()
                .event_arn(NO_EVENT);
            allowed(action, call.send().await)
        }
        Action::DescribeEventDetailsForOrganization => {
            let event = EventAccountFilter::builder().event_arn(NO_EVENT).build();
            let call = client
                .describe_event_details_for_organization()
                .set_organization_event_detail_filters(event.ok().map(|it| vec![it]));
            allowed(action, call.send().await)
        }
        Action::DescribeAffectedEntitiesForOrganization => {
            let entity = EntityAccountFilter::builder()
                .event_arn(NO_EVENT)
                .aws_account_id(NO_ACCOUNT)
                .build();
            let call = client
                .describe_affected_entities_for_organization()
                .set_organization_entity_account_filters(entity.ok().map(|it| vec![it]));
            allowed(action, call.send().await)
        }
        _ => {
            let call = client.describe_health_service_status_for_organization();
            allowed(action, call.send().await)
        }
    }
}

fn allowed<T, E>(
    action: Action,
    answer: Result<T, SdkError<E, HttpResponse>>,
) -> Result<(), SourceFault>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    if was_let_through(&answer) {
        return Ok(());
    }
    answer.map(|_| ()).map_err(|error| fault(action, &error))
}
