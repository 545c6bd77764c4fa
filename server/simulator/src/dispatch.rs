//! From a request to an operation and back: told apart as on one endpoint of AWS, then faults, limits, the operation.

use crate::caller::Caller;
use crate::cut::Cut;
use crate::faults::{self, Damage};
use crate::operation::{Api, Operation};
use crate::shared::Shared;
use crate::wire::{Fault, Reply, Tree, Wire, decode_cbor, decode_query, xml_texts};
use crate::world::World;
use crate::{cloudwatch, health, identity, route53, securityhub};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, Response, Uri, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The namespaces of the two query APIs.
const STS_SPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const CLOUDWATCH_SPACE: &str = "http://monitoring.amazonaws.com/doc/2010-08-01/";

/// A request that has been told apart.
#[derive(Debug)]
struct Call {
    operation: Operation,
    input: Value,
}

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
    match call.operation {
        Operation::GetFindings => {
            securityhub::get_findings(&mut world.findings, input, caller, now)
        }
        Operation::BatchUpdateFindings => {
            securityhub::batch_update_findings(&mut world.findings, input, caller, now)
        }
        Operation::AssumeRole => {
            let serial = world.counters.total();
            identity::assume_role(input, caller, world.external_id.as_deref(), now, serial)
        }
        Operation::GetCallerIdentity => Ok(identity::get_caller_identity(caller)),
        Operation::ListAccounts => identity::list_accounts(input, caller),
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

fn protocol(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Wire {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let kind = text(header::CONTENT_TYPE.as_str());
    if text("smithy-protocol") == "rpc-v2-cbor" {
        Wire::Cbor
    } else if headers.contains_key("x-amz-target") {
        Wire::Json(if kind.ends_with("1.0") { "1.0" } else { "1.1" })
    } else if uri.path().starts_with("/2013-04-01/") {
        Wire::RestXml
    } else if uri.path() == "/" && kind.starts_with("application/x-www-form-urlencoded") {
        let cloudwatch = body.windows(10).any(|part| part == b"2010-08-01");
        Wire::Query(if cloudwatch {
            CLOUDWATCH_SPACE
        } else {
            STS_SPACE
        })
    } else {
        Wire::RestJson
    }
}

fn recognise(
    wire: Wire,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Call, Fault> {
    match wire {
        Wire::Cbor => {
            let mut parts = uri.path().trim_start_matches('/').split('/');
            let named = match (
                parts.next(),
                parts.next(),
                parts.next(),
                parts.next(),
                parts.next(),
            ) {
                (Some("service"), Some(target), Some("operation"), Some(name), None) => {
                    targeted(target, name)
                }
                _ => None,
            };
            let operation = named.ok_or_else(|| Fault::unknown_operation(uri.path()))?;
            Ok(Call {
                operation,
                input: decode_cbor(body)?,
            })
        }
        Wire::Json(_) => {
            let target = headers
                .get("x-amz-target")
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default();
            let operation = target
                .rsplit_once('.')
                .and_then(|(target, name)| targeted(target, name))
                .ok_or_else(|| Fault::unknown_operation(target))?;
            Ok(Call {
                operation,
                input: json_body(body)?,
            })
        }
        Wire::Query(space) => {
            let form = std::str::from_utf8(body)
                .map_err(|_| Fault::new(400, "MalformedQueryString", "not UTF-8"))?;
            let input = decode_query(form)?;
            let name = input
                .get("Action")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let api = if space == STS_SPACE {
                Api::Sts
            } else {
                Api::CloudWatch
            };
            let operation = Operation::named(api, name).ok_or_else(|| {
                Fault::new(
                    400,
                    "InvalidAction",
                    format!("Could not find operation {name}"),
                )
            })?;
            Ok(Call { operation, input })
        }
        Wire::RestXml => route53_call(method, uri, body),
        Wire::RestJson => {
            let operation = match (method, uri.path()) {
                (&Method::POST, "/findings") => Operation::GetFindings,
                (&Method::PATCH, "/findings/batchupdate") => Operation::BatchUpdateFindings,
                (_, path) => return Err(Fault::unknown_operation(&format!("{method} {path}"))),
            };
            Ok(Call {
                operation,
                input: json_body(body)?,
            })
        }
    }
}

fn targeted(target: &str, name: &str) -> Option<Operation> {
    let api = match target {
        "AWSHealth_20160804" => Api::Health,
        "GraniteServiceVersion20100801" => Api::CloudWatch,
        "AWSOrganizationsV20161128" => Api::Organizations,
        _ => return None,
    };
    Operation::named(api, name)
}

fn json_body(body: &[u8]) -> Result<Value, Fault> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| Fault::new(400, "SerializationException", "the body is no JSON object"))
}

fn route53_call(method: &Method, uri: &Uri, body: &[u8]) -> Result<Call, Fault> {
    let parts: Vec<String> = uri
        .path()
        .split('/')
        .skip(2)
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let (operation, input) = match (method, parts.as_slice()) {
        (&Method::GET, ["healthcheck"]) => (
            Operation::ListHealthChecks,
            decode_query(uri.query().unwrap_or_default())?,
        ),
        (&Method::GET, ["healthcheck", id, "status"]) => (
            Operation::GetHealthCheckStatus,
            json!({"HealthCheckId": id}),
        ),
        (&Method::GET, ["healthcheck", id, "lastfailurereason"]) => (
            Operation::GetHealthCheckLastFailureReason,
            json!({"HealthCheckId": id}),
        ),
        (&Method::POST, ["tags", kind]) => {
            let ids = xml_texts(body, "ResourceId")?;
            (
                Operation::ListTagsForResources,
                json!({"ResourceType": kind, "ResourceIds": ids}),
            )
        }
        _ => {
            return Err(Fault::unknown_operation(&format!(
                "{method} {}",
                uri.path()
            )));
        }
    };
    Ok(Call { operation, input })
}
