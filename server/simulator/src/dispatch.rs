//! From a request to an answer: faults first, then limits, then the operation.

use crate::caller::Caller;
use crate::cut::Cut;
use crate::faults::{self, Damage, not_enabled};
use crate::operation::{Api, Operation};
use crate::options::SecurityHubV2;
use crate::recognise::{Call, protocol, recognise};
use crate::shared::Shared;
use crate::wire::{Fault, Reply, Tree, Wire};
use crate::world::World;
use crate::{cloudwatch, health, identity, route53, securityhub};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, Response, Uri};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What comes before the answer is sent.
struct Verdict {
    reply: Reply,
    delay: Duration,
    damage: Damage,
}

/// Answers one request to AWS.
pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let request_id = shared.request_id();
    let wire = protocol(&uri, &headers, &body);
    let verdict = match recognise(wire, &method, &uri, &headers, &body) {
        Ok(call) => perform(&shared, wire, &call, &headers, &request_id),
        Err(fault) => {
            let reply = wire.refuse(&fault, &request_id);
            Verdict {
                reply,
                delay: Duration::ZERO,
                damage: Damage::Whole,
            }
        }
    };
    if !verdict.delay.is_zero() {
        tokio::time::sleep(verdict.delay).await;
    }
    match verdict.damage {
        Damage::Whole => verdict.reply.into_response(&request_id),
        Damage::Half => verdict.reply.halved(&request_id),
        Damage::Reset => {
            cut.reset();
            verdict.reply.into_response(&request_id)
        }
    }
}

fn perform(
    shared: &Shared,
    wire: Wire,
    call: &Call,
    headers: &HeaderMap,
    request_id: &str,
) -> Verdict {
    let caller = Caller::of(headers);
    let mut world = shared.world();
    world.counters.count(call.operation);
    let outcome = faults::meet(&mut world.faults, call.operation, &caller);
    let answered = match outcome.refusal {
        Some(refusal) => Err(refusal),
        None => world
            .buckets
            .take(call.operation, &caller, Instant::now())
            .and_then(|()| run(&mut world, call, &caller)),
    };
    let reply = match answered {
        Ok(tree) => wire.answer(call.operation.name(), &tree, request_id),
        Err(fault) => {
            world.counters.refuse(call.operation, &fault.code);
            wire.refuse(&fault, request_id)
        }
    };
    Verdict {
        reply,
        delay: outcome.delay + shared.latency,
        damage: outcome.damage,
    }
}

fn run(world: &mut World, call: &Call, caller: &Caller) -> Result<Tree, Fault> {
    let (input, now) = (&call.input, world.story.now());
    if call.operation.is_v2() && world.security_hub_v2 == SecurityHubV2::NotEnabled {
        return Err(not_enabled(call.operation, caller));
    }
    match call.operation {
        Operation::GetFindings => {
            securityhub::get_findings(&mut world.findings, input, caller, now)
        }
        Operation::BatchUpdateFindings => {
            securityhub::batch_update_findings(&mut world.findings, input, caller, now)
        }
        Operation::GetFindingHistory => {
            securityhub::get_finding_history(&world.findings, input, caller, now)
        }
        Operation::GetFindingsV2 => {
            securityhub::get_findings_v2(&mut world.findings.plane, input, caller, now)
        }
        Operation::BatchUpdateFindingsV2 => {
            securityhub::batch_update_findings_v2(&mut world.findings.plane, input, caller)
        }
        Operation::ListFindingAggregators => Ok(securityhub::list_finding_aggregators(caller)),
        Operation::GetEnabledStandards => securityhub::get_enabled_standards(input, caller),
        Operation::ListSecurityControlDefinitions => {
            securityhub::list_security_control_definitions(input, caller)
        }
        Operation::BatchGetSecurityControls => {
            securityhub::batch_get_security_controls(input, caller)
        }
        Operation::ListStandardsControlAssociations => {
            securityhub::list_standards_control_associations(input, caller, now)
        }
        Operation::AssumeRole => {
            let serial = world.counters.total();
            identity::assume_role(input, caller, world.external_id.as_deref(), now, serial)
        }
        Operation::GetCallerIdentity => Ok(identity::get_caller_identity(caller)),
        Operation::ListAccounts => identity::list_accounts(input, caller, &world.outside),
        Operation::DescribeOrganization => Ok(identity::describe_organization()),
        Operation::GetMetricData => {
            cloudwatch::get_metric_data(&world.endpoints, input, caller, now)
        }
        other if other.api() == Api::Route53 => {
            route53::answer(other, &world.endpoints, input, caller, now)
        }
        other => health::answer(other, &world.health, input, caller),
    }
}
