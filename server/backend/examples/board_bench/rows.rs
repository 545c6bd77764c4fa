//! Rows of the size and variety of real ones: ids of about 136 bytes, titles of about 64, a resource
//! for every few findings, seven in ten of a control, the others with titles of their own.

use backend::board::BoardRow;
use domain::{
    finding::{ComplianceStatus, RecordState, Severity, WorkflowStatus},
    id::FindingId,
    time::from_micros,
    version::Version,
};
use uuid::Uuid;

pub(crate) const REGIONS: [&str; 8] = [
    "us-east-1",
    "eu-central-1",
    "eu-west-1",
    "us-west-2",
    "ap-southeast-2",
    "sa-east-1",
    "ca-central-1",
    "eu-north-1",
];
pub(crate) const STANDARDS: [&str; 4] = [
    "AWS Foundational Security Best Practices v1.0.0",
    "CIS AWS Foundations Benchmark v3.0.0",
    "NIST Special Publication 800-53 Revision 5",
    "PCI DSS v4.0.1",
];
const FAMILIES: [&str; 12] = [
    "S3", "EC2", "IAM", "RDS", "Lambda", "KMS", "ELB", "ECS", "EKS", "SNS", "SQS", "DynamoDB",
];
const PEOPLE: [&str; 6] = ["ana", "ben", "cleo", "dan", "eva", "finn"];

/// A number that looks like chance and is the same in each run.
fn chance(n: u32, of: u64) -> u64 {
    let mut x = (u64::from(n) << 32 | of).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ x >> 31
}

/// The more often the lower the value.
fn skewed(n: u32, of: u64, len: u64) -> u64 {
    let (a, b) = (chance(n, of) % len, chance(n, of + 1000) % len);
    a * b / len
}

pub(crate) fn account(at: u64) -> String {
    format!(
        "{:012}",
        100_000_000_000 + at * 7_777_777_777 % 899_999_999_999
    )
}

fn severity(n: u32) -> Severity {
    match chance(n, 1) % 100 {
        0..3 => Severity::Critical,
        3..18 => Severity::High,
        18..60 => Severity::Medium,
        60..85 => Severity::Low,
        _ => Severity::Informational,
    }
}

/// The finding of row `n`.
pub(crate) fn row(n: u32) -> BoardRow {
    let (place, resource) = (skewed(n, 2, 120), skewed(n, 3, 1 << 18));
    let (account, region) = (account(place), REGIONS[skewed(n, 4, 8) as usize].to_owned());
    let control = skewed(n, 5, 400);
    let mut row = BoardRow {
        n,
        id: FindingId(Uuid::from_u128(
            u128::from(chance(n, 6)) << 64 | u128::from(chance(n, 7)),
        )),
        version: Version::FIRST,
        severity: severity(n),
        workflow: WorkflowStatus::ALL[[0, 0, 0, 0, 0, 1, 2, 3, 3, 3][(chance(n, 8) % 10) as usize]],
        record_state: RecordState::ALL
            [[0, 0, 0, 0, 0, 0, 0, 0, 1, 2][(chance(n, 9) % 10) as usize]],
        compliance: None,
        account_name: Some(format!("team-{place}-prod")),
        product: String::new(),
        control: None,
        title: String::new(),
        standards: Vec::new(),
        resources: Vec::new(),
        aws_finding_id: String::new(),
        assignee: (chance(n, 10).is_multiple_of(20))
            .then(|| PEOPLE[(chance(n, 11) % 6) as usize].into()),
        created: from_micros(1_700_000_000_000_000 + (chance(n, 12) % 31_536_000_000_000) as i64),
        updated: from_micros(1_731_536_000_000_000 + (chance(n, 13) % 7_776_000_000_000) as i64),
        not_reported_since: None,
        account,
        region,
    };
    match chance(n, 14) % 10 {
        0..7 => of_control(&mut row, control, resource),
        7..9 => of_inspector(&mut row, resource),
        _ => of_guard_duty(&mut row),
    }
    row
}

/// The same finding after somebody resolved it and AWS updated it.
pub(crate) fn changed(n: u32) -> BoardRow {
    let row = row(n);
    BoardRow {
        version: row.version.next(),
        workflow: WorkflowStatus::Resolved,
        updated: row.updated + std::time::Duration::from_secs(8_000_000),
        ..row
    }
}

fn of_control(row: &mut BoardRow, control: u64, resource: u64) {
    let (family, number) = (FAMILIES[(control % 12) as usize], control / 12 + 1);
    let id = format!("{family}.{number}");
    row.product = "Security Hub".into();
    row.compliance = Some(
        ComplianceStatus::ALL[[0, 0, 0, 1, 2, 2, 2, 2, 2, 3][(chance(row.n, 15) % 10) as usize]],
    );
    row.title =
        format!("{family} public bucket or endpoint number {number} should be kept private");
    row.standards = (0..=control % 3)
        .map(|at| STANDARDS[((control + at) % 4) as usize].into())
        .collect();
    row.aws_finding_id = format!(
        "arn:aws:securityhub:{}:{}:subscription/aws-foundational-security-best-practices/v/1.0.0/{id}/finding/{}",
        row.region, row.account, row.id
    );
    row.control = Some(id);
    let kind = format!("Aws{family}Resource");
    let name = match control % 3 {
        0 => format!(
            "arn:aws:s3:::Team-Bucket-{resource:06}-{:08x}",
            chance(resource as u32, 16) >> 32
        ),
        1 => format!(
            "arn:aws:ec2:{}:{}:instance/i-0{:015x}",
            row.region,
            row.account,
            chance(resource as u32, 17) >> 4
        ),
        _ => format!("arn:aws:iam::{}:role/Deploy-{resource:06}", row.account),
    };
    row.resources.push((kind, name));
}

fn of_inspector(row: &mut BoardRow, resource: u64) {
    let cve = skewed(row.n, 18, 20_000);
    row.product = "Inspector".into();
    row.title = format!(
        "CVE-20{}-{:05} - package-{} and its libraries",
        18 + cve % 8,
        cve,
        cve % 977
    );
    row.aws_finding_id = format!(
        "arn:aws:inspector2:{}:{}:finding/{:032x}",
        row.region,
        row.account,
        row.id.0.as_u128()
    );
    row.resources.push((
        "AwsEcrContainerImage".into(),
        format!(
            "arn:aws:ecr:{}:{}:repository/shop-{}/sha256:{:032x}",
            row.region,
            row.account,
            resource % 300,
            u128::from(chance(resource as u32, 19)) << 32
        ),
    ));
}

fn of_guard_duty(row: &mut BoardRow) {
    let instance = format!("i-0{:015x}", chance(row.n / 4, 20) >> 4);
    row.product = "GuardDuty".into();
    row.title = format!("EC2 instance {instance} is querying a domain of a Bitcoin pool.");
    row.aws_finding_id = format!(
        "arn:aws:guardduty:{}:{}:detector/{:032x}/finding/{:032x}",
        row.region,
        row.account,
        u128::from(chance(row.n % 120, 21)) << 64,
        row.id.0.as_u128()
    );
    row.resources.push((
        "AwsEc2Instance".into(),
        format!(
            "arn:aws:ec2:{}:{}:instance/{instance}",
            row.region, row.account
        ),
    ));
}
