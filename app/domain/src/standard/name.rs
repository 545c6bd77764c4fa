//! What standards are called: by AWS, by people, and in an address.

/// The id of a standard as findings have it, of the ARN by which AWS's operations name it:
/// `arn:aws:securityhub:us-east-1::standards/pci-dss/v/4.0.1` is `standards/pci-dss/v/4.0.1`. An id stays as it is.
#[must_use]
pub fn standard_id(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

/// The standard in an address: `standards/pci-dss/v/4.0.1` is `pci-dss-v4.0.1`.
#[must_use]
pub fn standard_slug(id: &str) -> String {
    let (_, named) = id.split_once('/').unwrap_or(("", id));
    named.replace("/v/", "-v").replace('/', "-")
}

/// A standard of AWS: how its id calls it, its name, and what it is called where there is little room.
type Named = (&'static str, &'static str, &'static str);

/// The standards that AWS has; what follows in an id is the version.
const NAMES: &[Named] = &[
    (
        "aws-foundational-security-best-practices",
        "AWS Foundational Security Best Practices",
        "FSBP",
    ),
    (
        "aws-resource-tagging-standard",
        "AWS Resource Tagging Standard",
        "Tagging",
    ),
    (
        "cis-aws-foundations-benchmark",
        "CIS AWS Foundations Benchmark",
        "CIS",
    ),
    ("nist-800-53", "NIST SP 800-53", "NIST 800-53"),
    ("nist-800-171", "NIST SP 800-171", "NIST 800-171"),
    ("pci-dss", "PCI DSS", "PCI"),
    (
        "service-managed-aws-control-tower",
        "Service-Managed Standard: AWS Control Tower",
        "Control Tower",
    ),
];

/// The standard as a page calls it. One that is not known is called by its id.
#[must_use]
pub fn standard_name(id: &str) -> String {
    let name = called(id, |(_, name, _)| name);
    match standard_version(id) {
        "" => name.to_owned(),
        version => format!("{name} v{version}"),
    }
}

/// What it is called where there is little room, without its version: `CIS`.
#[must_use]
pub fn standard_short(id: &str) -> &str {
    called(id, |(.., short)| short)
}

/// Its version, such as `3.0.0`; empty where its id has none.
#[must_use]
pub fn standard_version(id: &str) -> &str {
    id.split_once("/v/").map_or("", |(_, version)| version)
}

fn called(id: &str, way: fn(&Named) -> &'static str) -> &str {
    let (_, named) = id.split_once('/').unwrap_or(("", id));
    let (key, _) = named.split_once("/v/").unwrap_or((named, ""));
    let name = NAMES.iter().find(|known| known.0 == key);
    name.map_or(key, way)
}
