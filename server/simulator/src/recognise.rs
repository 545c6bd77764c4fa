//! Telling requests apart on one endpoint: by path, by `X-Amz-Target` or by `Action=`.

use crate::operation::{Api, Operation};
use crate::wire::{Fault, Wire, decode_cbor, decode_query, xml_texts};
use axum::http::{HeaderMap, Method, Uri, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// The namespaces of the two query APIs.
const STS_SPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const CLOUDWATCH_SPACE: &str = "http://monitoring.amazonaws.com/doc/2010-08-01/";

/// A request that has been told apart.
#[derive(Debug)]
pub(crate) struct Call {
    /// What is asked for.
    pub(crate) operation: Operation,
    /// Its decoded input.
    pub(crate) input: Value,
}

/// The protocol of a request, which is known even when nothing else about it is.
pub(crate) fn protocol(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Wire {
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

/// The operation that a request asks for, and its input.
pub(crate) fn recognise(
    wire: Wire,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Call, Fault> {
    match wire {
        Wire::Cbor => cbor_call(uri, body),
        Wire::Json(_) => json_call(headers, body),
        Wire::Query(space) => query_call(space, body),
        Wire::RestXml => route53_call(method, uri, body),
        Wire::RestJson => rest_json_call(method, uri, body),
    }
}

fn cbor_call(uri: &Uri, body: &[u8]) -> Result<Call, Fault> {
    let parts: Vec<&str> = uri.path().split('/').collect();
    let named = match parts.as_slice() {
        ["", "service", target, "operation", name] => targeted(target, name),
        _ => None,
    };
    let operation = named.ok_or_else(|| Fault::unknown_operation(uri.path()))?;
    Ok(Call {
        operation,
        input: decode_cbor(body)?,
    })
}

fn json_call(headers: &HeaderMap, body: &[u8]) -> Result<Call, Fault> {
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

fn query_call(space: &str, body: &[u8]) -> Result<Call, Fault> {
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

fn rest_json_call(method: &Method, uri: &Uri, body: &[u8]) -> Result<Call, Fault> {
    let operation = match (method, uri.path()) {
        (&Method::POST, "/findings") => Operation::GetFindings,
        (&Method::PATCH, "/findings/batchupdate") => Operation::BatchUpdateFindings,
        (&Method::POST, "/findingsv2") => Operation::GetFindingsV2,
        (&Method::PATCH, "/findingsv2/batchupdatev2") => Operation::BatchUpdateFindingsV2,
        (&Method::POST, "/findingHistory/get") => Operation::GetFindingHistory,
        (&Method::GET, "/findingAggregator/list") => Operation::ListFindingAggregators,
        (&Method::POST, "/standards/get") => Operation::GetEnabledStandards,
        (&Method::POST, "/securityControls/batchGet") => Operation::BatchGetSecurityControls,
        (&Method::GET, "/securityControls/definitions") => {
            return in_query(Operation::ListSecurityControlDefinitions, uri);
        }
        (&Method::GET, "/associations") => {
            return in_query(Operation::ListStandardsControlAssociations, uri);
        }
        (_, path) => return Err(Fault::unknown_operation(&format!("{method} {path}"))),
    };
    Ok(Call {
        operation,
        input: json_body(body)?,
    })
}

/// A call whose members all stand in its address.
fn in_query(operation: Operation, uri: &Uri) -> Result<Call, Fault> {
    let input = decode_query(uri.query().unwrap_or_default())?;
    Ok(Call { operation, input })
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
