//! Exposures: what Security Hub itself concludes from findings of one resource. Only the newer Security Hub has them.
//!
//! They draw on chances of their own, so that the findings of the older one are the same with and without them.

use super::dice::Dice;
use crate::securityhub::{Plane, put_moment, set_activity};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// One exposure for so many findings of the story; any story with findings has one.
const SHARE: u32 = 200;

/// How many may come on top of those at the start, beside as many again.
const GROWTH: usize = 10;

/// The last part of the product's ARN, and what people call it.
const PRODUCT: &str = "securityhub-risk";
const PRODUCT_NAME: &str = "Security Hub Exposure Detection";

/// What is concluded of a type of resource: the type, the trait beside the finding's own, and the title.
const CONCLUSIONS: [(&str, &str, &str); 4] = [
    (
        "AWS::EC2::Instance",
        "Reachable from the internet",
        "Instance that the internet reaches can be taken over",
    ),
    (
        "AWS::Lambda::Function",
        "Invocable by anyone",
        "Function that anyone may invoke can be taken over",
    ),
    (
        "AWS::ECR::ContainerImage",
        "Runs behind a public load balancer",
        "Image of a public task can be taken over",
    ),
    (
        "AWS::S3::Bucket",
        "Readable from outside",
        "Bucket that outsiders read holds what it should not",
    ),
];

/// The exposures of a story.
#[derive(Debug)]
pub(crate) struct Exposures {
    seed: u64,
    wanted: usize,
    numbers: Vec<u32>,
}

impl Exposures {
    /// None yet, of a story that starts with so many findings.
    pub(crate) fn new(seed: u64, findings: u32) -> Self {
        let wanted = (findings / SHARE).max(findings.min(1));
        Self {
            seed,
            wanted: wanted as usize,
            numbers: Vec::new(),
        }
    }

    /// Makes those there are at the start: the first is of the intrusion's instance, the others of flawed packages.
    pub(crate) fn begin(&mut self, plane: &mut Plane, start: DateTime<Utc>) {
        let flaws = flaws(plane);
        let threats = plane.numbers("metadata.product.name", "GuardDuty");
        let step = (flaws.len() / self.wanted.max(1)).max(1);
        let last = threats.last().copied();
        let causes: Vec<u32> = last
            .into_iter()
            .chain(flaws.into_iter().step_by(step))
            .take(self.wanted)
            .collect();
        for cause in causes {
            let mut dice = Dice::of(self.seed, &["exposure"], u64::from(cause));
            let at = plane
                .document(cause)
                .and_then(|cause| seen(&cause))
                .map(|at| at + Duration::seconds(i64::from(dice.below(60))));
            self.conclude(plane, cause, at.unwrap_or(start));
        }
    }

    /// One tick: now and then one is seen again, one is over, or one comes.
    pub(crate) fn tick(&mut self, plane: &mut Plane, ticks: u64, now: DateTime<Utc>) {
        let mut dice = Dice::of(self.seed, &["exposures"], ticks);
        if dice.chance(30) {
            self.change(plane, &mut dice, now, 2);
        }
        if dice.chance(4) {
            self.change(plane, &mut dice, now, 3);
        }
        if dice.chance(4) && self.numbers.len() < 2 * self.wanted + GROWTH {
            let flaws = flaws(plane);
            if !flaws.is_empty() {
                self.conclude(plane, dice.one(&flaws), now);
            }
        }
    }

    /// Reports one of them again, with this activity.
    fn change(&self, plane: &mut Plane, dice: &mut Dice, now: DateTime<Utc>, activity: u8) {
        if self.numbers.is_empty() {
            return;
        }
        let Some(mut made) = plane.document(dice.one(&self.numbers)) else {
            return;
        };
        // One that is over stays so.
        if made["activity_name"] == "Close" {
            return;
        }
        set_activity(&mut made, activity);
        for name in ["modified_time", "last_seen_time"] {
            put_moment(&mut made["finding_info"], name, now);
        }
        put_moment(&mut made, "time", now);
        plane.report(made);
    }

    fn conclude(&mut self, plane: &mut Plane, cause: u32, at: DateTime<Utc>) {
        let Some(cause) = plane.document(cause) else {
            return;
        };
        let made = exposure(self.seed, &cause, at, |product, id| plane.uid(product, id));
        let known = made["metadata"]["uid"]
            .as_str()
            .and_then(|uid| plane.find(uid));
        if known.is_none() {
            self.numbers.extend(plane.report(made));
        }
    }
}

/// Flaws whose resource is still there.
fn flaws(plane: &Plane) -> Vec<u32> {
    let over = plane.numbers("activity_name", "Close");
    let mut flaws = plane.numbers("class_name", "Vulnerability Finding");
    flaws.retain(|number| over.binary_search(number).is_err());
    flaws
}

fn seen(cause: &Value) -> Option<DateTime<Utc>> {
    let at = cause.pointer("/finding_info/modified_time")?.as_i64()?;
    DateTime::from_timestamp_millis(at)
}

/// The exposure that follows from a finding.
fn exposure(
    seed: u64,
    cause: &Value,
    at: DateTime<Utc>,
    uid: impl FnOnce(&str, &str) -> String,
) -> Value {
    let (region, account) = (
        text(cause, "/cloud/region"),
        text(cause, "/cloud/account/uid"),
    );
    let mut dice = Dice::of(seed, &["exposure", text(cause, "/finding_info/uid")], 0);
    let id = format!(
        "arn:aws:securityhub:{region}:{account}:risk:{}",
        dice.hex(64)
    );
    let product = format!("arn:aws:securityhub:{region}::productv2/aws/{PRODUCT}");
    let severity = dice.one(&[(4, "High"), (4, "High"), (5, "Critical")]);
    let mut made = json!({
        "category_name": "Findings",
        "category_uid": 2,
        "class_name": "Detection Finding",
        "class_uid": 2004,
        "cloud": cause["cloud"],
        "finding_info": conclusion(cause, &id),
        "metadata": {
            "product": {"uid": product, "name": PRODUCT_NAME, "vendor_name": "AWS"},
            "profiles": ["cloud", "datetime"],
            "uid": uid(&product, &id),
            "version": cause["metadata"]["version"],
        },
        "resources": [cause["resources"][0]],
        "vendor_attributes": {"severity_id": severity.0, "severity": severity.1},
    });
    set_activity(&mut made, 1);
    for name in [
        "created_time",
        "first_seen_time",
        "last_seen_time",
        "modified_time",
    ] {
        put_moment(&mut made["finding_info"], name, at);
    }
    put_moment(&mut made, "time", at);
    made
}

/// What is concluded, in words.
fn conclusion(cause: &Value, id: &str) -> Value {
    let (_, own_trait, title) = CONCLUSIONS
        .into_iter()
        .find(|(kind, ..)| *kind == text(cause, "/resources/0/type"))
        .unwrap_or(CONCLUSIONS[0]);
    json!({
        "uid": id,
        "title": title,
        "desc": format!(
            "{} can be reached from outside and is affected by \"{}\". Together the two let somebody in; close either of them.",
            text(cause, "/resources/0/uid"),
            text(cause, "/finding_info/title"),
        ),
        "types": ["Exposure/Potential Impact/Resource Hijacking", "Exposure"],
        "analytic": {"name": "Exposure", "type": "Rule", "type_id": 1},
        "related_events": related(cause, own_trait),
        "related_events_count": 1,
    })
}

fn text<'a>(cause: &'a Value, at: &str) -> &'a str {
    cause
        .pointer(at)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// The finding behind it, and what of it counts.
fn related(cause: &Value, own_trait: &str) -> Value {
    let category = match cause["class_uid"].as_u64() {
        Some(2002) => "Vulnerability",
        _ => "Threat",
    };
    json!([{
        "uid": cause["finding_info"]["uid"],
        "title": cause["finding_info"]["title"],
        "type": "Finding",
        "product": {"uid": cause["metadata"]["product"]["uid"]},
        "traits": [
            {"category": category, "name": cause["finding_info"]["title"]},
            {"category": "Reachability", "name": own_trait},
        ],
    }])
}
