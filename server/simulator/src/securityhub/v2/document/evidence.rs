//! What a detection was seen by: ASFF's `Action` as OCSF's evidence.

use serde_json::{Value, json};

/// The evidence of an action, if it is of a kind that there is evidence of.
pub(super) fn of(action: &Value) -> Option<Value> {
    Some(match action["ActionType"].as_str()? {
        "NETWORK_CONNECTION" => connection(&action["NetworkConnectionAction"]),
        "AWS_API_CALL" => call(&action["AwsApiCallAction"]),
        "DNS_REQUEST" => json!({"query": {"hostname": action["DnsRequestAction"]["Domain"]}}),
        _ => return None,
    })
}

fn connection(seen: &Value) -> Value {
    let mut outside = endpoint(&seen["RemoteIpDetails"]);
    outside["port"] = seen["RemotePortDetails"]["Port"].clone();
    let direction = match seen["ConnectionDirection"].as_str() {
        Some("INBOUND") => "Inbound",
        Some("OUTBOUND") => "Outbound",
        _ => "Unknown",
    };
    json!({
        "connection_info": {"direction": direction, "protocol_name": seen["Protocol"]},
        "src_endpoint": outside,
        "dst_endpoint": {"port": seen["LocalPortDetails"]["Port"]},
    })
}

fn call(seen: &Value) -> Value {
    json!({
        "api": {"operation": seen["Api"], "service": {"name": seen["ServiceName"]}},
        "src_endpoint": endpoint(&seen["RemoteIpDetails"]),
    })
}

fn endpoint(details: &Value) -> Value {
    let mut made = json!({
        "ip": details["IpAddressV4"],
        "location": {"country": details["Country"]["CountryName"]},
    });
    if let Some(organization) = details.get("Organization") {
        made["autonomous_system"] =
            json!({"name": organization["AsnOrg"], "number": organization["Asn"]});
    }
    made
}
