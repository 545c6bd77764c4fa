//! GuardDuty's findings: its types are facts, the sentences are ours.

use super::envelope::{Envelope, Times};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use serde_json::{Map, Value, json};

/// GuardDuty's type, its number of severity, ASFF's type, and what it saw.
pub(super) struct Kind {
    name: &'static str,
    severity: f64,
    asff: &'static str,
    saw: &'static str,
}

const fn kind(name: &'static str, severity: f64, asff: &'static str, saw: &'static str) -> Kind {
    Kind {
        name,
        severity,
        asff,
        saw,
    }
}

const KINDS: [Kind; 18] = [
    kind(
        "Recon:EC2/PortProbeUnprotectedPort",
        2.0,
        "TTPs/Discovery",
        "an open port is being knocked at from outside",
    ),
    kind(
        "UnauthorizedAccess:EC2/SSHBruteForce",
        2.0,
        "TTPs/Initial Access",
        "many SSH sign-ins are tried in a row",
    ),
    kind(
        "UnauthorizedAccess:EC2/RDPBruteForce",
        2.0,
        "TTPs/Initial Access",
        "many remote desktop sign-ins are tried in a row",
    ),
    kind(
        "Recon:EC2/Portscan",
        5.0,
        "TTPs/Discovery",
        "one instance is trying many ports of another host",
    ),
    kind(
        "Behavior:EC2/NetworkPortUnusual",
        5.0,
        "Unusual Behaviors/VM",
        "traffic leaves by a port that was never used",
    ),
    kind(
        "Behavior:EC2/TrafficVolumeUnusual",
        5.0,
        "Unusual Behaviors/VM",
        "far more traffic leaves than on other days",
    ),
    kind(
        "Trojan:EC2/DNSDataExfiltration",
        8.0,
        "TTPs/Command and Control",
        "data is leaving inside of DNS names",
    ),
    kind(
        "CryptoCurrency:EC2/BitcoinTool.B!DNS",
        8.0,
        "TTPs/Command and Control",
        "a name of a mining pool is looked up",
    ),
    kind(
        "Backdoor:EC2/C&CActivity.B!DNS",
        8.0,
        "TTPs/Command and Control",
        "a name of a known control host is looked up",
    ),
    kind(
        "Impact:EC2/SuspiciousDomainRequest.Reputation",
        2.0,
        "TTPs/Impact",
        "a name with a poor reputation is looked up",
    ),
    kind(
        "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
        5.0,
        "TTPs/Initial Access",
        "one user signs in from two far places at once",
    ),
    kind(
        "Discovery:IAMUser/AnomalousBehavior",
        2.0,
        "TTPs/Discovery",
        "calls that list resources come in an unusual pattern",
    ),
    kind(
        "Persistence:IAMUser/AnomalousBehavior",
        5.0,
        "TTPs/Persistence",
        "calls that would keep a way in come in an unusual pattern",
    ),
    kind(
        "Stealth:IAMUser/CloudTrailLoggingDisabled",
        2.0,
        "TTPs/Defense Evasion",
        "a trail was switched off",
    ),
    kind(
        "Policy:IAMUser/RootCredentialUsage",
        2.0,
        "TTPs/Privilege Escalation",
        "the root user was used",
    ),
    kind(
        "Recon:IAMUser/TorIPCaller",
        5.0,
        "TTPs/Discovery",
        "calls come from an exit of the Tor network",
    ),
    kind(
        "Policy:S3/BucketBlockPublicAccessDisabled",
        2.0,
        "TTPs/Defense Evasion",
        "the block of public access was switched off",
    ),
    kind(
        "Discovery:S3/MaliciousIPCaller",
        8.0,
        "TTPs/Discovery",
        "buckets are listed from an address on a threat list",
    ),
];

/// Addresses that documentation reserves, so that nobody's is accused.
const OUTSIDE: [&str; 4] = [
    "198.51.100.23",
    "203.0.113.77",
    "198.51.100.201",
    "203.0.113.142",
];

/// One finding of some type.
pub(super) fn finding(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(seed, &["guardduty", place.account, place.region], number);
    let (_, kind) = dice.weighted(&KINDS, |kind| {
        if kind.severity < 4.0 {
            6
        } else if kind.severity < 7.0 {
            4
        } else {
            1
        }
    });
    let about = if kind.name.contains(":IAMUser/") {
        "AwsIamAccessKey"
    } else if kind.name.contains(":S3/") {
        "AwsS3Bucket"
    } else {
        "AwsEc2Instance"
    };
    let checked = resource(seed, about, place);
    made(kind, checked, place, times, &mut dice)
}

/// One finding of the named type about a given resource.
pub(super) fn named(
    name: &str,
    checked: Value,
    place: &Place,
    times: Times,
    dice: &mut Dice,
) -> Option<Value> {
    KINDS
        .iter()
        .find(|kind| kind.name == name)
        .map(|kind| made(kind, checked, place, times, dice))
}

fn made(kind: &Kind, checked: Value, place: &Place, times: Times, dice: &mut Dice) -> Value {
    let (account, region) = (place.account, place.region);
    let detector = Dice::of(0, &["detector", account, region], 0).hex(32);
    let id = format!(
        "arn:aws:guardduty:{region}:{account}:detector/{detector}/finding/{}",
        dice.hex(32)
    );
    let short = checked["Id"]
        .as_str()
        .and_then(|id| id.rsplit(['/', ':']).next())
        .unwrap_or("resource")
        .to_owned();
    let label = if kind.severity >= 7.0 {
        "HIGH"
    } else if kind.severity >= 4.0 {
        "MEDIUM"
    } else {
        "LOW"
    };
    let outside = dice.one(&OUTSIDE);
    let fields = fields(detector, times, dice);
    let shown = kind
        .name
        .split_once(':')
        .map_or(kind.name, |(_, rest)| rest)
        .replace('/', "-");
    let purpose = kind.name.split(':').next().unwrap_or_default();
    let mut made = Envelope {
        product: "guardduty",
        product_name: "GuardDuty",
        id,
        generator: format!("arn:aws:guardduty:{region}:{account}:detector"),
        kinds: vec![format!("{}/{purpose}:{shown}", kind.asff)],
        severity: (label, (kind.severity * 10.0) as u32),
        original: format!("{:.1}", kind.severity),
        title: format!("{short}: {}", kind.saw),
        description: format!(
            "On {short} in {}, {}. The other side is {outside}. Look at what the resource did in the hour before, and \
             keep a copy of its disk before it is stopped.",
            place.account_name, kind.saw
        ),
        resources: vec![checked],
        fields,
    }
    .seal(place, times, dice);
    made["Sample"] = false.into();
    made["Action"] = action(kind.name, outside, dice);
    made
}

fn fields(detector: String, times: Times, dice: &mut Dice) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut field = |name: &str, value: String| {
        fields.insert(format!("aws/guardduty/service/{name}"), value.into())
    };
    field("detectorId", detector);
    field("count", (1 + dice.below(40)).to_string());
    field("archived", "false".to_owned());
    field("resourceRole", "TARGET".to_owned());
    field("eventFirstSeen", super::envelope::stamp(times.created));
    field("eventLastSeen", super::envelope::stamp(times.updated));
    fields
}

fn action(name: &str, outside: &str, dice: &mut Dice) -> Value {
    if name.contains("DNS") || name.contains("Domain") {
        let domain = if name.contains("Bitcoin") {
            "pool.minexmr.example"
        } else {
            "a9f3.updates.example"
        };
        json!({"ActionType": "DNS_REQUEST", "DnsRequestAction": {"Domain": domain, "Protocol": "UDP", "Blocked": false}})
    } else if name.contains(":EC2/") {
        json!({"ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {
            "ConnectionDirection": "INBOUND", "Protocol": "TCP", "Blocked": false,
            "LocalPortDetails": {"Port": dice.one(&[22, 3389, 8080, 443]), "PortName": "Unknown"},
            "RemotePortDetails": {"Port": 1024 + dice.below(60000), "PortName": "Unknown"},
            "RemoteIpDetails": {
                "IpAddressV4": outside, "Country": {"CountryName": "Exampleland"},
                "Organization": {"Asn": 64500, "AsnOrg": "Example Hosting", "Isp": "Example Hosting"},
            },
        }})
    } else {
        json!({"ActionType": "AWS_API_CALL", "AwsApiCallAction": {
            "Api": dice.one(&["ListBuckets", "DescribeInstances", "PutBucketPolicy", "StopLogging", "ConsoleLogin"]),
            "ServiceName": "s3.amazonaws.com", "CallerType": "remoteIp",
            "RemoteIpDetails": {"IpAddressV4": outside, "Country": {"CountryName": "Exampleland"}},
        }})
    }
}
