//! A finding that was reported in ASFF, written in OCSF as Security Hub writes it.
//!
//! Only what the provider says is read: a customer's severity, types or note of the older plane stay there.

mod class;
mod evidence;
mod resources;
mod vulnerability;

use super::words::{self, ACTIVITIES, CLOSE, SEVERITIES};
use crate::story::stamp;
use crate::wire::input::moment;
use chrono::{DateTime, Utc};
use class::Class;
use serde_json::{Value, json};

/// The version of OCSF that AWS documents for these findings.
const VERSION: &str = "1.6.0";

/// The document, as far as its provider decides. `modified` is when this plane took it over.
pub(super) fn of(
    asff: &Value,
    (product_uid, uid): (&str, &str),
    modified: Option<DateTime<Utc>>,
) -> Value {
    let class = Class::of(asff);
    let mut made = json!({
        "category_name": "Findings",
        "category_uid": 2,
        "cloud": {
            "account": {"uid": asff["AwsAccountId"], "name": asff["AwsAccountName"]},
            "provider": "AWS",
            "region": asff["Region"],
        },
        "finding_info": {
            "uid": asff["Id"],
            "title": asff["Title"],
            "desc": asff["Description"],
            "types": class.types(asff),
        },
        "metadata": {
            "product": {"uid": product_uid, "name": asff["ProductName"], "vendor_name": asff["CompanyName"]},
            "profiles": ["cloud", "datetime"],
            "uid": uid,
            "version": VERSION,
        },
        "resources": resources::all(asff),
        "vendor_attributes": {},
    });
    activity(&mut made, class, asff);
    times(&mut made, asff, modified);
    let said = asff
        .pointer("/FindingProviderFields/Severity/Label")
        .or_else(|| asff.pointer("/Severity/Label"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let attributes = &mut made["vendor_attributes"];
    words::write(attributes, "severity", &SEVERITIES, words::severity(said));
    if let Some(advice) = asff.pointer("/Remediation/Recommendation") {
        made["remediation"] = remediation(advice);
    }
    class.dress(&mut made, asff);
    drop_absent(&mut made);
    made
}

/// Takes out the members that ASFF did not have.
fn drop_absent(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_absent);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_absent),
        _ => {}
    }
}

fn activity(made: &mut Value, class: Class, asff: &Value) {
    let id = if asff["RecordState"] == "ARCHIVED" {
        CLOSE
    } else if asff["CreatedAt"] == asff["UpdatedAt"] {
        1
    } else {
        2
    };
    made["class_name"] = class.name().into();
    made["class_uid"] = class.uid().into();
    set_activity(made, id);
}

/// Writes an activity, with the type that follows from it and the class.
pub(crate) fn set_activity(made: &mut Value, id: u8) {
    let caption = words::caption(&ACTIVITIES, id).unwrap_or("Unknown");
    let class = made["class_name"].as_str().unwrap_or_default();
    made["type_name"] = format!("{class}: {caption}").into();
    made["type_uid"] = json!(made["class_uid"].as_u64().unwrap_or(0) * 100 + u64::from(id));
    made["activity_id"] = id.into();
    made["activity_name"] = caption.into();
}

fn times(made: &mut Value, asff: &Value, modified: Option<DateTime<Utc>>) {
    let given = |name: &str| asff[name].as_str().and_then(moment);
    for (name, at) in [
        ("created_time", given("CreatedAt")),
        ("first_seen_time", given("FirstObservedAt")),
        ("last_seen_time", given("LastObservedAt")),
        ("modified_time", modified),
    ] {
        if let Some(at) = at {
            put_moment(&mut made["finding_info"], name, at);
        }
    }
    if let Some(at) = modified {
        put_moment(made, "time", at);
    }
}

/// Writes a moment both ways that OCSF has: a number of milliseconds, and a text under the same name with `_dt`.
pub(crate) fn put_moment(made: &mut Value, name: &str, at: DateTime<Utc>) {
    made[name] = json!(at.timestamp_millis());
    made[format!("{name}_dt")] = json!(stamp(at));
}

fn remediation(advice: &Value) -> Value {
    let mut made = json!({"desc": advice["Text"]});
    if let Some(url) = advice.get("Url") {
        made["references"] = json!([url]);
    }
    made
}
