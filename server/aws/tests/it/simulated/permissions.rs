//! Each permission, switched off in turn.

use std::collections::BTreeSet;

use aws::{
    Accounts, Action, Aggregation, AwsSettings,
    permissions::{Standing, Writes, policy, probe},
};
use domain::{scope::AccountId, source::SourceFault};
use serde_json::json;
use simulator::Running;

use super::{MANAGEMENT, PAYMENTS, control, settings, simulator};

async fn denied(settings: &AwsSettings) -> BTreeSet<Action> {
    let report = probe(settings, Writes::Findings)
        .await
        .expect("the simulator says who we are");
    let unclear: Vec<_> = report
        .iter()
        .filter(|it| matches!(it.standing, Standing::Unclear(_)))
        .collect();
    assert!(unclear.is_empty(), "{unclear:?}");
    report
        .into_iter()
        .filter(|it| it.standing == Standing::Denied)
        .map(|it| it.action)
        .collect()
}

/// Switches each of `actions` off and expects it, and it alone, to be named.
async fn each_is_named(simulator: &Running, settings: &AwsSettings, actions: &[Action]) {
    control::send(simulator, "DELETE", "faults", &json!(null)).await;
    assert_eq!(denied(settings).await, BTreeSet::new());
    for action in actions {
        control::fault(
            simulator,
            action.as_str(),
            &json!({"kind": "access_denied"}),
        )
        .await;
        let named = denied(settings).await;
        assert_eq!(named, BTreeSet::from([*action]));
        assert!(policy(named, "WatchfloorRead").contains(action.as_str()));
    }
}

#[tokio::test]
async fn accounts_by_themselves() {
    let simulator = simulator(10).await;
    let accounts = [MANAGEMENT, PAYMENTS].map(AccountId::from).to_vec();
    let settings = AwsSettings {
        accounts: Accounts::Listed(accounts),
        aggregation: Aggregation::None,
        ..settings(&simulator)
    };
    let actions = [
        Action::AssumeRole,
        Action::GetFindings,
        Action::GetFindingHistory,
        Action::GetEnabledStandards,
        Action::ListSecurityControlDefinitions,
        Action::BatchGetSecurityControls,
        Action::ListStandardsControlAssociations,
        Action::BatchUpdateFindings,
        Action::DescribeEvents,
        Action::DescribeEventDetails,
        Action::DescribeAffectedEntities,
        Action::ListHealthChecks,
        Action::ListTagsForResources,
        Action::GetHealthCheckStatus,
        Action::GetHealthCheckLastFailureReason,
        Action::GetMetricData,
    ];
    each_is_named(&simulator, &settings, &actions).await;
}

#[tokio::test]
async fn the_organization() {
    let simulator = simulator(10).await;
    let settings = settings(&simulator);
    let actions = [
        Action::ListAccounts,
        Action::GetFindings,
        Action::GetFindingHistory,
        Action::GetEnabledStandards,
        Action::ListSecurityControlDefinitions,
        Action::BatchGetSecurityControls,
        Action::ListStandardsControlAssociations,
        Action::BatchUpdateFindings,
        Action::HealthStatusForOrganization,
        Action::DescribeEventsForOrganization,
        Action::DescribeAffectedAccountsForOrganization,
        Action::DescribeEventDetailsForOrganization,
        Action::DescribeAffectedEntitiesForOrganization,
    ];
    each_is_named(&simulator, &settings, &actions).await;
}

/// Where AWS is asked for an aggregation region, its refusal is told as well, though findings can be read without one.
#[tokio::test]
async fn the_aggregation_region() {
    let simulator = simulator(10).await;
    let settings = AwsSettings {
        accounts: Accounts::Own,
        aggregation: Aggregation::Ask,
        ..settings(&simulator)
    };
    let actions = [Action::ListFindingAggregators, Action::GetFindings];
    each_is_named(&simulator, &settings, &actions).await;
}

/// Who only observes is not asked for what writes.
#[tokio::test]
async fn nothing_that_writes_is_tried_where_nothing_is_written() {
    let simulator = simulator(10).await;
    for settings in [
        settings(&simulator),
        AwsSettings {
            aggregation: Aggregation::None,
            ..settings(&simulator)
        },
    ] {
        let report = probe(&settings, Writes::Nothing).await;
        let tried: Vec<Action> = report
            .expect("the simulator says who we are")
            .into_iter()
            .map(|it| it.action)
            .collect();
        assert!(tried.contains(&Action::GetFindingHistory));
        assert!(!tried.contains(&Action::BatchUpdateFindings));
    }
    let counters = control::send(&simulator, "GET", "counters", &json!(null)).await;
    assert!(!counters.contains("BatchUpdateFindings"), "{counters}");
}

#[tokio::test]
async fn without_an_identity_nothing_else_can_be_tried() {
    let simulator = simulator(10).await;
    let action = Action::GetCallerIdentity.as_str();
    control::fault(&simulator, action, &json!({"kind": "access_denied"})).await;
    assert_eq!(
        probe(&settings(&simulator), Writes::Nothing).await,
        Err(SourceFault::AccessDenied(action.to_owned()))
    );
}
