//! Random rows and questions from small alphabets, so that values meet.

use chrono::{DateTime, Utc};
use domain::{
    finding::{
        AgeBand, ComplianceStatus, Deadlines, Due, Facet, FindingFilter, FindingList, GroupKey,
        Grouping, RecordState, Seen, Severity, SortKey, SortOrder, Standpoint, UntilBand,
        WorkflowStatus,
    },
    id::FindingId,
    version::Version,
};
use proptest::{collection::vec, option, prelude::*, sample::select, sample::subsequence};
use uuid::Uuid;

use crate::board::BoardRow;

/// The row numbers that are drawn: some together, some on either side of where zones and blocks meet.
pub(super) fn numbers() -> Vec<u32> {
    (1..=30).chain(500..=520).chain(4_090..=4_100).collect()
}

const ACCOUNTS: &[&str] = &["111122223333", "444455556666", "777788889999"];
const ACCOUNT_NAMES: &[Option<&str>] = &[Some("Payments Prod"), None, Some("ΟΔΟΣ")];
/// Values that keep findings out, one that none has and words of each kind among them.
const EXCLUDED: &[(Facet, &str)] = &[
    (Facet::Severity, "CRITICAL"),
    (Facet::Workflow, "NEW"),
    (Facet::Account, "111122223333"),
    (Facet::Account, "000000000000"),
    (Facet::Control, "Config.1"),
    (Facet::Standard, "one"),
    (Facet::ResourceType, "AwsS3Bucket"),
    (Facet::Assignee, ""),
    (Facet::Tag, "pci"),
    (Facet::Tag, ""),
    (Facet::Age, "today"),
    (Facet::Seen, "yes"),
    (Facet::Until, "never"),
    (Facet::Until, "week"),
    (Facet::Due, "overdue"),
];
/// Suppressions: number and end, around where bands meet for those who look.
pub(super) const ENDS: &[(u32, i64)] = &[
    (1, 86_400_000_000),
    (2, 2 * 86_400_000_000),
    (3, 30 * 86_400_000_000),
    (4, 101 * 86_400_000_000),
];
/// Groups, one that none is in among them.
const KEYS: &[(Grouping, &str)] = &[
    (Grouping::Control, "Config.1"),
    (Grouping::Control, "S3.1"),
    (Grouping::Control, "Buckets are private"),
    (Grouping::Control, ""),
    (Grouping::Control, "nothing"),
    (Grouping::Account, "111122223333"),
    (Grouping::Product, "GuardDuty"),
    (Grouping::Product, "Detective"),
    (Grouping::Suppression, "SUP-2"),
    (Grouping::Suppression, ""),
    (Grouping::Suppression, "SUP-99"),
    (Grouping::Suppression, "2"),
    (Grouping::Resource, ""),
    (Grouping::Resource, "AwsS3Bucket arn:aws:s3:::Logs"),
];
const REGIONS: &[&str] = &["eu-central-1", "us-east-1"];
const PRODUCTS: &[&str] = &["Security Hub", "GuardDuty", "Inspector"];
const CONTROLS: &[&str] = &["Config.1", "Config.10", "S3.1"];
const TITLES: &[&str] = &[
    "Buckets are private",
    "S3.1",
    "DNS to a Bitcoin pool",
    "Ölwechsel",
];
const STANDARDS: &[&str] = &["CIS 3.0", "AWS FSBP", "PCI DSS"];
const TYPES: &[&str] = &["AwsS3Bucket", "AwsEc2Instance", "AwsIamRole"];
const IDS: &[&str] = &[
    "arn:aws:s3:::Logs",
    "arn:aws:iam::111122223333:role/Admin",
    "arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b2c",
    "plain-id",
    "ends/with/",
    "",
];
const ADDRESSES: &[&str] = &["203.0.113.7", "203.0.113.70", "10.0.0.1", "2001:db8::7"];
const PEOPLE: &[&str] = &["ana", "ben"];
const TAGS: &[&str] = &["pci", "prod", "team/web"];
const WORDS: &[&str] = &[
    "arn",
    "ARN:aws",
    "logs",
    "::logs",
    "::ogs",
    "role/dmin",
    "role/adm",
    "role/",
    "config.1",
    "bucket",
    "s3.1",
    "prod",
    "1111",
    "οδοσ",
    "öl",
    "i-0",
    "finding/0",
    "e",
    "nowhere",
    "private buckets",
    "s3:::LOGS",
    "with/",
    "-id",
    "/",
    "security-control/s3.1/finding/",
    "203.0.113.7",
    "203.0.113.",
    "13.7",
    "::ffff:10.0.0.1",
    "10.0.0.1/32",
    "10.0.0.1/8",
    "2001:DB8::7",
    "2001:db8:0:0:0:0:0:7",
    "db8:",
];

fn texts(from: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(from, 0..=from.len().min(2))
        .prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn text(from: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(from).prop_map(str::to_owned)
}

/// An instant on one of the days around which ages change.
fn made() -> impl Strategy<Value = DateTime<Utc>> {
    let days = prop_oneof![-1i64..3, 85i64..105];
    (days, 0i64..3).prop_map(|(days, third)| {
        let micros = days * 86_400_000_000 + third * 43_199_999_999;
        DateTime::from_timestamp_micros(micros).expect("in range")
    })
}

/// Limits near the ages that are drawn, and none.
fn deadlines() -> impl Strategy<Value = Deadlines> {
    vec(option::of(1i64..105), Severity::ALL.len()).prop_map(|days| {
        let severities = Severity::ALL.iter().zip(days);
        severities.fold(Deadlines::default(), |all, (severity, days)| {
            all.with(*severity, days).expect("a limit")
        })
    })
}

/// Somebody who looks.
pub(super) fn standpoint() -> impl Strategy<Value = Standpoint> {
    (made(), prop_oneof![Just(0), select(numbers())], deadlines()).prop_map(
        |(now, seen, deadlines)| Standpoint {
            now,
            seen,
            deadlines,
        },
    )
}

/// A list, how it is grouped, and who looks.
pub(super) fn asked() -> impl Strategy<Value = (FindingList, Grouping, Standpoint)> {
    (ask(), select(Grouping::ALL), standpoint())
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (-3i64..12).prop_map(|at| DateTime::from_timestamp_micros(at * 1_000_001).expect("in range"))
}

prop_compose! {
    fn words_of_aws()(
        severity in select(Severity::ALL),
        workflow in select(WorkflowStatus::ALL),
        record_state in select(RecordState::ALL),
        compliance in option::of(select(ComplianceStatus::ALL)),
        open_since in prop_oneof![instant(), made()],
        updated in instant(),
        not_reported_since in option::of(instant()),
        suppression in option::of(1..=4u32),
    ) -> BoardRow {
        BoardRow {
            n: 0, id: FindingId(Uuid::nil()), version: Version::FIRST,
            severity, workflow, record_state, compliance,
            account: String::new(), account_name: None, region: String::new(),
            product: String::new(), control: None, title: String::new(), standards: Vec::new(),
            resources: Vec::new(), aws_finding_id: String::new(), addresses: Vec::new(), assignee: None,
            tags: Vec::new(), suppression, open_since, updated, not_reported_since,
        }
    }
}

prop_compose! {
    /// One row; a row number always has the same id, as in the store.
    pub(super) fn row()(
        row in words_of_aws(),
        n in select(numbers()),
        version in 1..4i64,
        account in 0..ACCOUNTS.len(),
        region in text(REGIONS),
        product in text(PRODUCTS),
        control in option::of(text(CONTROLS)),
        title in text(TITLES),
        standards in texts(STANDARDS),
        resources in vec((text(TYPES), text(IDS)), 0..3),
        tail in 0..20u32,
        addresses in prop_oneof![2 => Just(Vec::new()), 1 => texts(ADDRESSES)],
        assignee in option::of(text(PEOPLE)),
        tags in prop_oneof![2 => Just(Vec::new()), 1 => texts(TAGS)],
    ) -> BoardRow {
        let aws_finding_id = match tail {
            0 => "Unparted-Id".to_owned(),
            _ => format!("arn:aws:securityhub:{region}:security-control/S3.1/finding/{tail:02}aB"),
        };
        BoardRow {
            n, id: id_of(n), version: Version(version),
            account: ACCOUNTS[account].to_owned(),
            account_name: ACCOUNT_NAMES[account].map(str::to_owned),
            region, product, control, title, standards, resources, aws_finding_id, addresses, assignee,
            tags, ..row
        }
    }
}

/// The id of a row number.
pub(super) fn id_of(n: u32) -> FindingId {
    FindingId(Uuid::from_u128(u128::from(n) << 64 | 7))
}

prop_compose! {
    fn fixed_words()(
        severity in subsequence(Severity::ALL, 0..3),
        workflow in subsequence(WorkflowStatus::ALL, 0..3),
        record_state in subsequence(RecordState::ALL, 0..2),
        compliance in subsequence(ComplianceStatus::ALL, 0..2),
    ) -> FindingFilter {
        FindingFilter { severity, workflow, record_state, compliance, ..FindingFilter::default() }
    }
}

fn seldom(from: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![3 => Just(Vec::new()), 1 => texts(from)]
}

prop_compose! {
    fn filter()(
        fixed in prop_oneof![Just(FindingFilter::default()), fixed_words()],
        account in seldom(&["111122223333", "444455556666", "000000000000"]),
        region in seldom(REGIONS),
        product in seldom(PRODUCTS),
        control in seldom(&["Config.1", "S3.1", "", "Never.1"]),
        standard in seldom(STANDARDS),
        resource_type in seldom(TYPES),
        assignee in seldom(&["", "ana", "zoe"]),
        tag in seldom(&["pci", "prod", "", "never"]),
        words in prop_oneof![2 => Just(Vec::new()), 1 => vec((select(WORDS), select(&["", "", "-"][..])), 1..3)],
        age in prop_oneof![2 => Just(Vec::new()), 1 => subsequence(AgeBand::ALL, 0..4)],
        seen in prop_oneof![3 => Just(Vec::new()), 1 => subsequence(Seen::ALL, 0..3)],
        until in prop_oneof![4 => Just(Vec::new()), 1 => subsequence(UntilBand::ALL, 0..4)],
        due in prop_oneof![3 => Just(Vec::new()), 1 => subsequence(Due::ALL, 0..4)],
        excluded in prop_oneof![2 => Just(Vec::new()), 1 => vec(select(EXCLUDED), 1..4)],
    ) -> FindingFilter {
        let words: Vec<String> = words.iter().map(|(word, minus)| format!("{minus}{word}")).collect();
        let filter = FindingFilter {
            account, region, product, control, standard, resource_type, assignee, tag, age, seen, until, due,
            text: words.join("  "), ..fixed
        };
        excluded.into_iter().fold(filter, |filter, (facet, value)| filter.excluding(facet, value))
    }
}

prop_compose! {
    /// One question, for the first page.
    pub(super) fn ask()(
        filter in filter(),
        group in prop_oneof![3 => Just(None), 1 => select(KEYS).prop_map(Some)],
        sort in select(SortKey::ALL),
        order in select(SortOrder::ALL),
        limit in 1..12u16,
    ) -> FindingList {
        let group = group.map(|(by, key)| GroupKey { by, key: key.to_owned() });
        FindingList { filter, group, sort, order, after: None, limit }
    }
}
