//! Inspector's findings: packages with known flaws. The CVE numbers are real, their descriptions are ours.

use super::envelope::{Envelope, Times, normalized};
use super::resources::{Place, resource};
use crate::story::dice::Dice;
use serde_json::{Map, Value, json};

/// CVE, package, fixed version, score, and what it does.
const FLAWS: [(&str, &str, &str, f64, &str); 20] = [
    (
        "CVE-2021-44228",
        "log4j-core",
        "2.17.1",
        10.0,
        "a logged text can load and run code from elsewhere",
    ),
    (
        "CVE-2022-22965",
        "spring-beans",
        "5.3.18",
        9.8,
        "a bound request parameter can run code",
    ),
    (
        "CVE-2023-44487",
        "nghttp2",
        "1.57.0",
        7.5,
        "streams that are opened and reset in a row exhaust a server",
    ),
    (
        "CVE-2022-0778",
        "openssl",
        "1.1.1n",
        7.5,
        "a crafted certificate keeps the parser busy for ever",
    ),
    (
        "CVE-2023-0286",
        "openssl",
        "1.1.1t",
        7.4,
        "a comparison of addresses reads memory it should not",
    ),
    (
        "CVE-2023-38545",
        "curl",
        "8.4.0",
        9.8,
        "a long host name overflows a buffer on the way to a proxy",
    ),
    (
        "CVE-2024-3094",
        "xz-utils",
        "5.6.1+really5.4.5",
        10.0,
        "the released archive contains a back door",
    ),
    (
        "CVE-2021-3156",
        "sudo",
        "1.9.5p2",
        7.8,
        "a local user can become root",
    ),
    (
        "CVE-2024-6387",
        "openssh-server",
        "9.8p1",
        8.1,
        "a race in a signal handler can run code",
    ),
    (
        "CVE-2022-42889",
        "commons-text",
        "1.10.0",
        9.8,
        "a text with a lookup can run code",
    ),
    (
        "CVE-2023-4863",
        "libwebp",
        "1.3.2",
        8.8,
        "a crafted image writes past a buffer",
    ),
    (
        "CVE-2022-37434",
        "zlib",
        "1.2.13",
        9.8,
        "a long header of a compressed stream overflows a buffer",
    ),
    (
        "CVE-2023-45853",
        "zlib",
        "1.3.1",
        9.8,
        "a long name in an archive overflows a number",
    ),
    (
        "CVE-2021-23337",
        "lodash",
        "4.17.21",
        7.2,
        "a template can run code",
    ),
    (
        "CVE-2022-25883",
        "semver",
        "7.5.2",
        7.5,
        "a crafted range takes very long to match",
    ),
    (
        "CVE-2023-26136",
        "tough-cookie",
        "4.1.3",
        6.5,
        "a crafted cookie changes every object",
    ),
    (
        "CVE-2023-32681",
        "requests",
        "2.31.0",
        6.1,
        "a password for a proxy is sent to the server",
    ),
    (
        "CVE-2022-40897",
        "setuptools",
        "65.5.1",
        5.9,
        "a crafted page takes very long to parse",
    ),
    (
        "CVE-2023-5363",
        "openssl",
        "3.0.12",
        7.5,
        "a key of an unusual length is cut short",
    ),
    (
        "CVE-2020-8908",
        "guava",
        "32.0.0",
        3.3,
        "a temporary folder can be read by every local user",
    ),
];

/// One flaw in one instance, image or function.
pub(super) fn finding(seed: u64, place: &Place, times: Times, number: u64) -> Value {
    let mut dice = Dice::of(seed, &["inspector", place.account, place.region], number);
    let (cve, package, fixed, score, does) = dice.one(&FLAWS);
    let kind = dice.one(&[
        "AwsEc2Instance",
        "AwsEc2Instance",
        "AwsEcrContainerImage",
        "AwsLambdaFunction",
    ]);
    let checked = resource(seed, kind, place);
    let label = match score {
        9.0.. => "CRITICAL",
        7.0.. => "HIGH",
        4.0.. => "MEDIUM",
        _ => "LOW",
    };
    let installed = format!("{}.{}.{}", 1 + dice.below(3), dice.below(12), dice.below(9));
    let mut fields = Map::new();
    fields.insert("aws/inspector/ProductVersion".to_owned(), "2".into());
    fields.insert("aws/inspector/FindingStatus".to_owned(), "ACTIVE".into());
    fields.insert(
        "aws/inspector/inspectorScore".to_owned(),
        format!("{score:.1}").into(),
    );
    fields.insert("aws/inspector/instanceId".to_owned(), checked["Id"].clone());
    let mut made = Envelope {
        product: "inspector",
        product_name: "Inspector",
        id: format!("arn:aws:inspector2:{}:{}:finding/{}", place.region, place.account, dice.hex(32)),
        generator: "AWSInspector".to_owned(),
        kinds: vec!["Software and Configuration Checks/Vulnerabilities/CVE".to_owned()],
        severity: (label, normalized(label)),
        original: label.to_owned(),
        title: format!("{cve} - {package}"),
        description: format!(
            "{package} {installed} is installed, and {does}. {fixed} has the fix. Found by comparing the packages of \
             the resource with published advisories; whether the code is ever reached was not tried."
        ),
        resources: vec![checked],
        fields,
    }
    .seal(place, times, &mut dice);
    made["Vulnerabilities"] = json!([vulnerability(
        cve, package, &installed, fixed, score, &mut dice
    )]);
    made["Remediation"] =
        json!({"Recommendation": {"Text": format!("Update {package} to {fixed} or later.")}});
    made
}

fn vulnerability(
    cve: &str,
    package: &str,
    installed: &str,
    fixed: &str,
    score: f64,
    dice: &mut Dice,
) -> Value {
    let vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    json!({
        "Id": cve,
        "VulnerablePackages": [{
            "Name": package, "Version": installed, "Epoch": "0", "Architecture": "X86_64",
            "PackageManager": dice.one(&["OS", "NPM", "PYTHON", "JAR"]), "FixedInVersion": fixed,
            "Remediation": format!("update {package}"),
        }],
        "Cvss": [{"Version": "3.1", "BaseScore": score, "BaseVector": vector, "Source": "NVD"}],
        "RelatedVulnerabilities": [],
        "Vendor": {
            "Name": "NVD", "Url": format!("https://nvd.nist.gov/vuln/detail/{cve}"), "VendorSeverity": "HIGH",
            "VendorCreatedAt": "2023-10-10T14:15:10Z", "VendorUpdatedAt": "2024-08-02T18:31:00Z",
        },
        "ReferenceUrls": [format!("https://www.cve.org/CVERecord?id={cve}")],
        "FixAvailable": dice.one(&["YES", "YES", "YES", "PARTIAL", "NO"]),
        "ExploitAvailable": dice.one(&["YES", "NO", "NO"]),
        "EpssScore": (dice.share() * 10000.0).round() / 10000.0,
    })
}
